"""Whether a message is written in another language people often answer in: the only importer of
py3langid."""

from functools import cache

from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
OTHERS = ("de", "es", "fr")
# At this probability one in 400 short English answers of the development sets is mistaken.
CERTAIN = 0.9
FEWEST_LETTERS = 5


def other_language(text: str) -> str | None:
    """``de``, ``es`` or ``fr`` where the words are clearly not English, else None."""
    letters = sum(character.isalpha() for character in text)
    if letters < FEWEST_LETTERS:
        return None
    language, chance = _identifier().classify(text)
    return str(language) if language != ENGLISH and chance >= CERTAIN else None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *OTHERS])
    return identifier
