"""What is searched: each passage, and the questions that point at it or at no passage at all."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import Article
from knowledge.normalization import Normalizer
from knowledge.strict import Table, quoted

DATA = Path(__file__).parent / "data"

MARK = re.compile(r"\[(\d+)\]")

Plain = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text with one vector, in plain words (see :mod:`knowledge.normalization`).

    ``target`` is a passage id, or a kind of :class:`Uncovered`.
    """

    target: str
    text: str

    @property
    def id(self) -> str:
        """Stable for as long as target and text stay."""
        digest = hashlib.sha256(f"{self.target}\n{self.text}".encode()).hexdigest()
        return f"{self.target}#{digest[:16]}"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A kind of question the article does not answer, and what is said to it.

    ``[n]`` in ``say`` is the n-th passage of ``nearest``.
    """

    id: str
    say: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of an article, and the kinds of questions it leaves open, by id."""

    article: Article
    all: tuple[Entry, ...]
    uncovered: Mapping[str, Uncovered]

    def fingerprint(self) -> str:
        """SHA-256 over every entry in order."""
        return hashlib.sha256("\n".join(entry.id for entry in self.all).encode()).hexdigest()


def load_entries(article: Article, folder: Path | None = None) -> Entries:
    """Passages of ``article`` with ``questions.toml`` and ``uncovered.toml`` of ``folder``.

    Raises:
        RulebookError: a file is missing or malformed, names an unknown passage, or asks the same
            question twice.
    """
    folder = folder or DATA
    plain = Normalizer.load(DATA).plain
    questions = _questions(Table.read(folder / "questions.toml"), article, plain)
    kinds = Table.read(folder / "uncovered.toml")
    kinds.expect(("kind",))
    uncovered: dict[str, Uncovered] = {}
    for table in kinds.tables("kind"):
        kind = _uncovered(table, article)
        uncovered[kind.id] = kind
        questions.extend(_new(table, "questions", kind.id, questions, plain))
    texts = [Entry(p.id, f"{p.section} {p.text}") for p in article.passages.values()]
    return Entries(article, (*texts, *questions), uncovered)


def _questions(table: Table, article: Article, plain: Plain) -> list[Entry]:
    table.expect(("passages",))
    passages = table.table("passages")
    entries: list[Entry] = []
    for passage in passages.names():
        if passage not in article.passages:
            raise passages.fault(passage, "no such passage", "use an id of passages.toml")
        entries.extend(_new(passages, passage, passage, entries, plain))
    return entries


def _uncovered(table: Table, article: Article) -> Uncovered:
    table.expect(("id", "say", "nearest", "questions"))
    kind = Uncovered(table.text("id"), table.text("say"), table.texts("nearest"))
    if kind.id in article.passages:
        raise table.fault("id", f"{kind.id!r} is a passage", "name the kind otherwise")
    unknown = [passage for passage in kind.nearest if passage not in article.passages]
    if unknown:
        raise table.fault("nearest", f"no passage {quoted(unknown)}", "use ids of passages.toml")
    marked = [int(mark) for mark in MARK.findall(kind.say)]
    if marked and max(marked) > len(kind.nearest):
        raise table.fault("say", f"no passage for [{max(marked)}]", "name it in nearest")
    return kind


def _new(table: Table, key: str, target: str, before: Sequence[Entry], plain: Plain) -> list[Entry]:
    """The questions under ``key``; those that are the same in plain words are one."""
    known = {entry.text.lower(): entry.target for entry in before}
    new: dict[str, Entry] = {}
    for text in table.texts(key):
        words = plain(text)
        other = known.get(words.lower())
        if other is not None:
            raise table.fault(key, f"{text!r} stands under {other!r} too", "keep it once")
        new.setdefault(words.lower(), Entry(target, words))
    return list(new.values())
