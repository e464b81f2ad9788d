"""Passages said as sentences: the article's own words, framed so that they read as an answer."""

from knowledge.article import Passage
from knowledge.shapes import CitationDict

ROW_CELLS = 4
SIDES = {
    "Choose Fine-Tuning when...": "fine-tuning",
    "Choose Prompt Engineering when...": "prompt engineering",
}


def said(passage: Passage, n: int) -> str:
    """``passage`` as a sentence that ends in its mark ``[n]``."""
    if passage.kind == "row":
        sentence = _row(passage.text)
    elif passage.section in SIDES:
        sentence = f"Choose {SIDES[passage.section]} when {_uncapitalised(passage.text)}."
    elif passage.kind == "cost":
        sentence = f"Typical cost of {passage.section.lower()}: {passage.text}."
    elif passage.kind == "timeline":
        sentence = f"Timeline of {passage.section.lower()}: {passage.text}."
    elif passage.kind == "chunk" or passage.section in ("Fine-Tuning", "Prompt Engineering"):
        sentence = f"{passage.section}: {passage.text}"
    else:
        sentence = passage.text
    return f"{sentence} [{n}]"


def title(passage: Passage) -> str:
    """What a passage is about, short: the row's dimension, else its section."""
    return passage.text.split(" | ")[0] if passage.kind == "row" else passage.section.rstrip(".")


def unanswered(say: str, nearest: list[CitationDict], titles: list[str]) -> str:
    """The plain statement that the text does not cover a question."""
    parts = (
        ["The article does not answer this.", say] if say else ["The article does not answer this."]
    )
    if nearest:
        parts.append(f"Nearest in it: {', '.join(dict.fromkeys(titles))}.")
    return " ".join(parts)


def _row(text: str) -> str:
    dimension, tuning, prompting, winner = text.split(" | ")
    verdict = "calls it a tie" if winner == "Tie" else f"gives this one to {winner.lower()}"
    return (
        f"{dimension}: fine-tuning — {_uncapitalised(tuning)}; prompt engineering — "
        f"{_uncapitalised(prompting)}. The article {verdict}."
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
