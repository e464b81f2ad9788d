"""The sample personas, told by topic only, end in their verdict and name their blockers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from interviews import hold
from worked_cases import Case, Saying

from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.loading import load_rulebook

FILE = Path(__file__).parents[2] / "shared" / "samples" / "personas.jsonl"

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"{FILE.name} lies beside the project, not in it, and is not here"
)


def personas() -> list[tuple[Case, list[str]]]:
    """Each persona as a case, with the blockers that must be named."""
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    return [_persona(json.loads(line)) for line in lines]


def _persona(raw: dict[str, object]) -> tuple[Case, list[str]]:
    told = raw["answers"]
    assert isinstance(told, dict)
    assert isinstance(raw["must_name"], list)
    case = Case(
        name=str(raw["id"]),
        title=str(raw["id"]),
        verdict=str(raw["verdict"]),  # type: ignore[arg-type]  # a verdict, or it is never reached
        opening=Saying(str(raw["opening"])),
        answers={topic: Saying(text) for topic, text in told.items()},
    )
    return case, raw["must_name"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("case", "must_name"), personas(), ids=lambda value: getattr(value, "name", "")
)
def test_a_persona_ends_in_its_verdict_and_hears_its_blockers(
    case: Case, must_name: list[str], assistant: Assistant
) -> None:
    first = assistant.start()
    interview = hold(
        case, load_rulebook(), first, lambda text: assistant.send(first["conversation"], text)
    )
    found = interview.recommendation
    assert found["verdict"] == case.verdict
    assert set(must_name) <= {reason["fact"] for reason in found["blockers"]}
