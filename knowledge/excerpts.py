"""Passages said as sentences: the article's own words, framed so that they read as an answer."""

from collections.abc import Sequence

from knowledge.article import Passage

ROW_MARK = " | "
TITLE_WORDS = 8
UNANSWERED = "The article does not answer this."
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
    elif passage.section in ("Fine-Tuning", "Prompt Engineering"):
        sentence = f"{passage.section}: {passage.text}"
    else:
        sentence = passage.text
    return f"{sentence} [{n}]"


def laid_out(direct: Sequence[str], related: Sequence[str], lead: str | None) -> str:
    """The sentences that answer, one a paragraph, ``lead`` before them; then what is related."""
    paragraphs = [f"{lead} {direct[0]}" if lead else direct[0], *direct[1:]]
    if related:
        paragraphs.append(" ".join(["Related:", *related]))
    return "\n\n".join(paragraphs)


def title(passage: Passage) -> str:
    """What a passage is about, short: the row's dimension, the first words, or the section."""
    if passage.kind == "row":
        return f"“{passage.text.split(ROW_MARK)[0]}”"
    if passage.kind in ("cost", "timeline"):
        return f"“{passage.kind.capitalize()}” of {passage.section.lower()}"
    words = passage.text.split()
    return f"“{' '.join(words[:TITLE_WORDS])}{' …' if len(words) > TITLE_WORDS else ''}”"


def unanswered(say: str, nearest: Sequence[Passage]) -> str:
    """The plain statement that the text does not cover a question, and what comes nearest.

    ``[n]`` in it is the n-th of ``nearest``; ``say`` may name some of them already.
    """
    parts = [UNANSWERED, say]
    named = [f"{title(p)} [{n}]" for n, p in enumerate(nearest, 1) if f"[{n}]" not in say]
    if named:
        parts.append(f"Nearest in it: {'; '.join(named)}.")
    return " ".join(part for part in parts if part)


def _row(text: str) -> str:
    dimension, tuning, prompting, winner = text.split(ROW_MARK)
    verdict = "calls it a tie" if winner == "Tie" else f"gives this one to {winner.lower()}"
    return (
        f"{dimension}: for fine-tuning, {_uncapitalised(tuning)}; for prompt engineering, "
        f"{_uncapitalised(prompting)}. The article {verdict}."
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
