"""The JSON shapes the outside relies on, as typed dictionaries.

One home for the contract: every channel, the graphs and the engine speak these.
Fields may be added; none is renamed or dropped.
"""

from typing import Literal, NotRequired, TypeAlias, TypedDict

Verdict = Literal["prompt_engineering", "experiment_first", "fine_tuning"]
Side = Literal["fine_tuning", "prompt_engineering", "either"]
Intent = Literal["answer", "question", "mixed", "command", "offtopic"]
JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"


class CitationDict(TypedDict):
    """A numbered pointer into a stored text: ``quote == text[start:end]`` in code points.

    ``title`` is that of an added document; the article needs none.
    """

    n: int
    passage: str
    document: str
    title: NotRequired[str]
    section: str
    quote: str
    start: int
    end: int


class FactDict(TypedDict):
    """What is held of one fact, and where it came from."""

    value: JsonValue
    state: str
    source: str
    evidence: str | None
    turn: int | None


class ProposedDict(TypedDict):
    """A reading the assistant would rather confirm than assume."""

    value: JsonValue
    evidence: str


class UnderstandingDict(TypedDict):
    """What one message says, read without assuming anything it does not say."""

    facts: dict[str, JsonValue]
    evidence: dict[str, str]
    proposed: dict[str, ProposedDict]
    unsure: list[str]
    retracts: list[str]
    questions: list[str]
    intent: Intent
    command: str | None
    what_if: bool
    language: str | None


def nothing_read() -> UnderstandingDict:
    """What a message that says nothing is understood as."""
    return {
        "facts": {},
        "evidence": {},
        "proposed": {},
        "unsure": [],
        "retracts": [],
        "questions": [],
        "intent": "answer",
        "command": None,
        "what_if": False,
        "language": None,
    }


class ReasonDict(TypedDict):
    """One criterion applied to this person: their words beside the article's."""

    criterion: str
    side: Side
    fact: str
    statement: str
    user_evidence: str | None
    citations: list[CitationDict]


class TensionDict(TypedDict):
    """Something that pulls against the verdict and is not hidden."""

    statement: str
    facts: list[str]
    citations: list[CitationDict]


class ChangeDict(TypedDict):
    """A nearest change of facts that would give another verdict."""

    changes: dict[str, str]
    verdict: Verdict
    statement: str
    citations: list[CitationDict]


class StepDict(TypedDict):
    """One thing to do next."""

    text: str
    citations: list[CitationDict]


class BalanceDict(TypedDict):
    """How many criteria are met on each side, and how many are still unknown."""

    fine_tuning: int
    prompt_engineering: int
    unknown: int


class CoverageDict(TypedDict):
    """Which known facts the article speaks to, and which it does not."""

    spoken_to: list[str]
    outside: list[str]


class RangeDict(TypedDict):
    """A range as the article gives it: ``[low, high]`` in ``unit``."""

    low: float
    high: float
    unit: str
    statement: str
    citations: list[CitationDict]


class SideCostsDict(TypedDict):
    """What one way costs, from the article alone."""

    upfront: RangeDict
    timeline: RangeDict
    retraining: NotRequired[RangeDict]


class CostsDict(TypedDict):
    """Both ways side by side."""

    fine_tuning: SideCostsDict
    prompt_engineering: SideCostsDict


class RecommendationDict(TypedDict):
    """The computed verdict with everything it rests on."""

    verdict: Verdict
    firm: bool
    route: str | None
    headline: str
    blockers: list[ReasonDict]
    reasons: list[ReasonDict]
    tensions: list[TensionDict]
    outside: list[str]
    balance: BalanceDict
    open_questions: list[str]
    would_change: list[ChangeDict]
    costs: CostsDict
    next_steps: list[StepDict]
    coverage: CoverageDict
    rules_version: str
    article_hash: str


class AnswerDict(TypedDict):
    """An extractive answer, or the plain statement that the text does not cover it."""

    question: str
    answered: bool
    text: str
    citations: list[CitationDict]
    nearest: list[CitationDict]


class SpanDict(TypedDict):
    """Where a passage stands in its document."""

    id: str
    section: str
    start: int
    end: int


class DocumentDict(TypedDict):
    """A whole stored text, for showing a citation in its place."""

    id: str
    title: str
    text: str
    passages: list[SpanDict]


class OptionDict(TypedDict):
    """One choice shown as a button; ``value`` or ``label`` sent back as text picks it."""

    value: str
    label: str


class QuestionDict(TypedDict):
    """The open question of the interview.

    ``form`` is ``question``, ``follow_up`` (one missing fact alone), ``confirm`` (a reading that a
    yes or no settles) or ``optional``; ``facts`` are the facts it asks for.
    """

    topic: str
    form: str
    facts: list[str]
    text: str
    why: str
    options: list[OptionDict]
    optional: bool


class MessageDict(TypedDict):
    """One bubble of the transcript."""

    role: Literal["user", "assistant"]
    text: str
    citations: list[CitationDict]


class ProgressDict(TypedDict):
    """Topics covered so far, and the most that can still be asked."""

    covered: int
    at_most_left: int


class TurnDict(TypedDict):
    """Everything that is new after one user message, and the current state."""

    conversation: str
    turn: int
    messages: list[MessageDict]
    question: QuestionDict | None
    facts: dict[str, FactDict]
    noted: list[str]
    progress: ProgressDict
    recommendation: RecommendationDict | None
