"""Every setting, read from the environment or ``.env`` with the prefix ``PROMPT_OR_TUNE_``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadInput

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "PROMPT_OR_TUNE_"


class Settings(BaseSettings):
    """Settings with their defaults; everything works when none is set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("prompt-or-tune"),
        description="Folder for conversations and the index; one running process owns it.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port of the web server.")
    allowed_origins: str = Field(
        default="", description="Web origins that may call the API, comma-separated; none at first."
    )
    booking_url: str = Field(
        default="", description="Link for booking a scoping call; hidden when empty."
    )
    browser_secret: str = Field(
        default="prompt-or-tune-01",
        min_length=8,
        description="Key under which a browser keeps its conversation id; the page can read it.",
    )
    long_prompt_tokens: int = Field(
        default=1_000,
        ge=1,
        description="Tokens from which a prompt counts as long (our threshold).",
    )
    high_volume: int = Field(
        default=100_000,
        ge=1,
        description="Calls a month that count as high volume (our threshold).",
    )
    max_message_chars: int = Field(
        default=100_000, ge=1_000, description="Longest message accepted, in characters."
    )
    max_document_mb: int = Field(
        default=50, ge=1, le=1_000, description="Largest document file that is indexed, in MB."
    )

    @property
    def origins(self) -> list[str]:
        """The allowed origins as a list."""
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]


def read_settings() -> Settings:
    """The settings as they stand in the environment and ``.env``.

    Raises:
        BadInput: one fault for each variable whose value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadInput(*map(_fault, error.errors())) from error


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Variables with our prefix that no setting reads, such as misspelt ones."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    ours = (name for name in environment if name.upper().startswith(PREFIX))
    return sorted(name for name in ours if name.upper() not in known)


def _fault(found: "ErrorDetails") -> str:
    name = PREFIX + str(found["loc"][0]).upper()
    return f"{name}={found['input']}: {found['msg']}; mend it in the environment or in .env"
