"""The rules as frozen values: facts, topics, criteria, blockers, rules, tensions, costs.

Nothing here decides; ``loading`` fills these from ``data/*.toml`` strictly and the engine
evaluates them. A *condition* is a disjunction of conjunctions over axes: a tuple of ways, each
mapping a fact name to the cells it must lie in. An empty tuple of ways is never true; a way
without any fact is always true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.article import Article, Citation
from knowledge.shapes import JsonValue, Side, Verdict

Kind = Literal["count", "number", "share", "choice", "gap", "text"]
Way = Mapping[str, frozenset[str]]
Condition = tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One distinguishable region of a fact. Bounds are inclusive; ``None`` is unbounded.

    Numbers are rounded to 6 decimals before they are compared, so inclusive bounds are exact;
    gap bounds are percentage points. ``values`` are the choices that fall into it (choice
    facts, or ``high``/``low`` beside a number); a choice named by several cells leaves all of
    them possible (the gap ``undecided``). ``words`` says it in a sentence: "1,000 or more
    labelled examples".
    """

    name: str
    words: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What may be known about one fact.

    ``choices`` maps each allowed word to its wording for people. ``cells`` is empty for a fact
    no criterion can see (``use_case``). ``deciding`` facts are the axes of the decision space.
    ``ours`` names a threshold or reading that is not the article's, or is None.
    """

    name: str
    kind: Kind
    label: str
    unit: str
    choices: Mapping[str, str]
    cells: tuple[Cell, ...]
    deciding: bool
    ours: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says and the facts it sets (JSON values)."""

    value: str
    label: str
    sets: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Topic:
    """One question of the interview and the follow-up for each of its facts alone.

    ``follow_ups`` maps a fact to the wording that asks for it alone; ``fact_options`` to its
    choices. ``retry`` is said when an answer could not be read, never the same words again.
    """

    name: str
    facts: tuple[str, ...]
    question: str
    why: str
    why_citation: Citation | None
    retry: str
    options: tuple[Choice, ...]
    follow_ups: Mapping[str, str]
    fact_options: Mapping[str, tuple[Choice, ...]]
    always: bool
    optional_only: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """One statement of the article as a three-valued predicate over facts.

    ``group`` is ``choose`` (the ten "choose … when" items), ``row`` (comparison) or ``faq``.
    ``fact`` is the fact whose words are shown beside it; ``statement`` what is said when met;
    ``ours`` names a reading that is not the article's and is shown beside the statement.
    """

    id: str
    group: Literal["choose", "row", "faq"]
    side: Side
    fact: str
    when: Condition
    statement: str
    citation: Citation
    ours: str | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """A cell region that forbids anything but prompting, with its source."""

    id: str
    fact: str
    cells: frozenset[str]
    statement: str
    citation: Citation
    ours: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A named way to a verdict."""

    name: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """A verdict and the routes that lead to it, tried in the order given, never when blocked."""

    verdict: Verdict
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A next step.

    Said when ``when`` holds for every cell still possible, except when ``unless`` does too:
    the experiment is proposed to anyone not known to have exhausted prompting.
    """

    text: str
    when: Condition
    citations: tuple[Citation, ...]
    unless: Condition = ()


@dataclass(frozen=True, slots=True)
class VerdictSpec:
    """How a verdict is worded. ``headlines`` has ``firm`` and ``provisional``."""

    code: Verdict
    headlines: Mapping[str, str]
    citations: tuple[Citation, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """A pull against one or more verdicts."""

    id: str
    verdicts: frozenset[str]
    when: Condition
    statement: str
    facts: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A pointer that is not from the article and never moves the verdict.

    Said when ``when`` holds for every cell still possible, or when the use case contains one
    of ``mentions`` as whole words (lower case), or one of ``seeking`` near one of ``sources``.
    """

    id: str
    statement: str
    when: Condition
    mentions: tuple[str, ...]
    seeking: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CostRange:
    """A range of the article: ``low``–``high`` in ``unit`` (USD, weeks, months)."""

    side: Literal["fine_tuning", "prompt_engineering"]
    item: Literal["upfront", "timeline", "retraining"]
    low: float
    high: float
    unit: str
    statement: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the decision rests on. ``verdicts`` are in the article's order of work."""

    version: str
    article: Article
    facts: Mapping[str, FactSpec]
    topics: Mapping[str, Topic]
    criteria: tuple[Criterion, ...]
    blockers: tuple[Blocker, ...]
    rules: tuple[Rule, ...]
    verdicts: tuple[VerdictSpec, ...]
    tensions: tuple[Tension, ...]
    costs: tuple[CostRange, ...]
    outside: tuple[Outside, ...] = ()
