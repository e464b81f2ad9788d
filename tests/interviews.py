"""Holds a worked case's interview against anything that takes a message and gives a Turn.

The engine alone (:class:`listener.Listener`), the service, the terminal and the browser are all
driven by :func:`hold` and judged by :func:`verdict_faults` and :func:`fact_faults`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from worked_cases import END, NOT_SURE, Case, Move, Saying

from knowledge.cells import cells_of
from knowledge.rulebook import Rulebook
from knowledge.shapes import CitationDict, JsonValue, QuestionDict, RecommendationDict, TurnDict
from knowledge.values import bounds

Send = Callable[[str], TurnDict]
MOST_TURNS = 60
YES = Saying("yes")
VERDICT_WORDS = {
    "prompt_engineering": "prompt engineering",
    "experiment_first": "experiment first",
    "fine_tuning": "fine-tuning",
}


@dataclass(frozen=True)
class Exchange:
    """One message and the turns around it; ``kind`` is a move's, "answer" or "what_if"."""

    saying: Saying
    kind: str
    before: TurnDict
    after: TurnDict


@dataclass
class Interview:
    """Everything that was said and heard, in order, from the greeting ``first`` on."""

    case: Case
    first: TurnDict
    exchanges: list[Exchange] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    pending: tuple[Saying, str] | None = None

    @property
    def now(self) -> TurnDict:
        """The latest turn."""
        return self.exchanges[-1].after if self.exchanges else self.first

    def hear(self, turn: TurnDict) -> None:
        """Takes the turn that came back on the latest message."""
        assert self.pending is not None, "a turn came back on no message"
        assert len(self.exchanges) < MOST_TURNS, f"{self.case.name} does not come to an end"
        self.exchanges.append(Exchange(*self.pending, self.now, turn))

    @property
    def recommendation(self) -> RecommendationDict:
        """The recommendation it ended with."""
        found = self.now["recommendation"]
        assert found is not None, "the interview ended without a recommendation"
        return found

    def told(self) -> list[Saying]:
        """What was told and not taken back by an undo, what-ifs aside."""
        told: list[Saying] = []
        for exchange in self.exchanges:
            if exchange.kind == "undo":
                told = told[: max((i for i, said in enumerate(told) if said.tells), default=0)]
            elif exchange.kind != "what_if":
                told.append(exchange.saying)
        return told

    def expected_facts(self) -> dict[str, JsonValue]:
        """What must be known at the end: the fold of everything told."""
        known: dict[str, JsonValue] = {}
        for saying in self.told():
            for name in saying.retracts:
                known.pop(name, None)
            known.update(saying.states)
        return known


class Person:
    """Answers questions as a case says: by topic, by single fact, and "not sure" otherwise."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self._case = case
        self._rulebook = rulebook
        self._said: set[tuple[str, str]] = set()

    def reply(self, question: QuestionDict) -> Saying:
        """The answer to ``question``: a confirmation gets a yes, a repeated question a shrug."""
        topic = self._rulebook.topics[question["topic"]]
        if question["text"].startswith(topic.retry):
            return NOT_SURE
        for fact, wording in topic.follow_ups.items():
            if question["text"] == wording:
                return self._alone(topic.name, fact)
        if question["text"] != topic.question:
            return YES
        return self._once("answers", topic.name) or self._once("again", topic.name) or NOT_SURE

    def unsaid(self) -> list[str]:
        """The answers of the case that no question has called for."""
        return [
            f"{group}.{name}"
            for group in ("answers", "again", "follow_ups")
            for name in self._group(group)
            if (group, name) not in self._said
        ]

    def _alone(self, topic: str, fact: str) -> Saying:
        whole = self._case.answers.get(topic)
        found = self._once("follow_ups", fact)
        if found is None and whole is not None and fact in whole.states:
            found = self._once("answers", topic)
        return found or NOT_SURE

    def _once(self, group: str, name: str) -> Saying | None:
        if name not in self._group(group) or (group, name) in self._said:
            return None
        self._said.add((group, name))
        return self._group(group)[name]

    def _group(self, group: str) -> Mapping[str, Saying]:
        found: Mapping[str, Saying] = getattr(self._case, group)
        return found


def hold(case: Case, rulebook: Rulebook, first: TurnDict, send: Send) -> Interview:
    """The whole interview of ``case``, from the greeting ``first`` to its last what-if."""
    interview = Interview(case, first)
    for text in spoken(interview, rulebook):
        interview.hear(send(text))
    return interview


def spoken(interview: Interview, rulebook: Rulebook) -> Iterator[str]:
    """The person's messages, each once the turn before it was heard by the interview."""
    person = Person(interview.case, rulebook)
    for saying, kind in _sayings(interview, person):
        interview.pending = saying, kind
        yield saying.text
    interview.unsaid = person.unsaid()


def _sayings(interview: Interview, person: Person) -> Iterator[tuple[Saying, str]]:
    case = interview.case
    moves = list(case.moves)
    yield case.opening, "answer"
    yield from _due(moves, "opening")
    yield from _answers(interview, person, moves, optional=False)
    yield from _due(moves, END)
    yield from _answers(interview, person, moves, optional=case.asks_everything)
    for what_if in case.what_ifs:
        yield what_if.saying, "what_if"


def _answers(
    interview: Interview, person: Person, moves: list[Move], *, optional: bool
) -> Iterator[tuple[Saying, str]]:
    while (question := interview.now["question"]) and (optional or not question["optional"]):
        interview.asked.append(question["topic"])
        yield person.reply(question), "answer"
        yield from _due(moves, question["topic"])


def _due(moves: list[Move], after: str) -> Iterator[tuple[Saying, str]]:
    for move in [move for move in moves if move.after == after]:
        moves.remove(move)
        yield move.saying, move.kind


def verdict_faults(interview: Interview) -> list[str]:
    """How the end differs from the verdict, route, blockers, tensions and open facts expected."""
    case, found = interview.case, interview.recommendation
    blockers = sorted(reason["fact"] for reason in found["blockers"])
    tensions = {fact for tension in found["tensions"] for fact in tension["facts"]}
    pairs: list[tuple[str, object, object]] = [
        ("verdict", case.verdict, found["verdict"]),
        ("firm", case.firm, found["firm"]),
        ("route", case.route, found["route"]),
        ("blockers", sorted(case.blockers or ()), blockers),
        ("open questions", sorted(case.open), sorted(found["open_questions"])),
        ("topics that must not be asked", [], sorted(set(case.never_asks) & set(interview.asked))),
        ("tensions left out", [], sorted(set(case.tensions) - tensions)),
    ]
    return [f"{what}: expected {want}, got {got}" for what, want, got in pairs if want != got]


def fact_faults(interview: Interview, rulebook: Rulebook) -> list[str]:
    """Facts that are missing, wrong, or known although nobody told them."""
    expected = interview.expected_facts()
    allowed = {name: value for said in interview.told() for name, value in said.may_state.items()}
    held = interview.now["facts"]
    known = {name: fact["value"] for name, fact in held.items() if fact["state"] != "unsure"}
    missing = expected.keys() - known.keys()
    faults = [f"{name}: told {expected[name]!r}, not known" for name in sorted(missing)]
    for name, value in known.items():
        told = [values[name] for values in (expected, allowed) if name in values]
        if name != "use_case" and not any(agrees(rulebook, name, each, value) for each in told):
            faults.append(f"{name}: told {told or 'nothing'}, held as {value!r}")
    return faults


def side_move_faults(interview: Interview) -> list[str]:
    """Side questions, what-ifs and pushing back leave facts and open question as they were."""
    faults: list[str] = []
    for each in interview.exchanges:
        if each.kind not in ("question", "why", "pushback", "what_if"):
            continue
        if each.before["facts"] != each.after["facts"]:
            faults.append(f"{each.saying.text!r} changed the facts")
        if _topic(each.before) != _topic(each.after):
            faults.append(f"{each.saying.text!r} lost the open question")
    for what_if, each in zip(interview.case.what_ifs, _what_ifs(interview), strict=True):
        said = " ".join(message["text"] for message in each.after["messages"]).casefold()
        standing = "firm" if what_if.firm else "provisional"
        wanted = f"{VERDICT_WORDS[what_if.verdict]}, {standing}"
        if wanted not in said.replace("*", ""):
            faults.append(f"{each.saying.text!r}: expected {wanted!r} in {said!r}")
    return faults


def assert_none(faults: list[str]) -> None:
    """Fails with every fault in full."""
    assert not faults, "\n".join(faults)


def source_faults(interview: Interview, article: str) -> list[str]:
    """Citations that are not the article's words, answers without theirs, and made-up evidence."""
    faults = [
        f"{quote!r} is not the article's {start}–{end}"
        for exchange in interview.exchanges
        for quote, start, end in _cited(exchange.after)
        if article[start:end] != quote
    ]
    for move in interview.case.moves:
        after = next(each.after for each in interview.exchanges if each.saying is move.saying)
        if move.cites and not any(move.cites in quote for quote, _, _ in _cited(after)):
            faults.append(f"{move.saying.text!r} was answered without {move.cites!r}")
    for name, fact in interview.now["facts"].items():
        if fact["source"] == "user" and fact["evidence"] is not None:
            said = interview.exchanges[(fact["turn"] or 0) - 1].saying.text
            if fact["evidence"] not in said:
                faults.append(f"{name}: {fact['evidence']!r} is not in {said!r}")
    return faults


def agrees(rulebook: Rulebook, name: str, told: JsonValue, held: JsonValue) -> bool:
    """Whether a held value says what was told: within 10 % (shares 0.01) and in the same cells."""
    if told == held:
        return True
    spec = rulebook.facts[name]
    same_cells = cells_of(spec, told) == cells_of(spec, held)
    first, second = bounds(told), bounds(held)
    if first is None or second is None:
        return same_cells and spec.kind == "count"
    slack = 0.01 if spec.kind == "share" else 0.1 * max(abs(first[0]), abs(second[0]))
    return same_cells and first[0] <= second[1] + slack and second[0] <= first[1] + slack


def _cited(turn: TurnDict) -> list[tuple[str, int, int]]:
    found = turn["recommendation"]
    groups: list[list[CitationDict]] = [message["citations"] for message in turn["messages"]]
    if found:
        said = [*found["blockers"], *found["reasons"]]
        groups += [reason["citations"] for reason in said]
        groups += [tension["citations"] for tension in found["tensions"]]
    return [(c["quote"], c["start"], c["end"]) for group in groups for c in group]


def _what_ifs(interview: Interview) -> list[Exchange]:
    return [each for each in interview.exchanges if each.kind == "what_if"]


def _topic(turn: TurnDict) -> str | None:
    return turn["question"]["topic"] if turn["question"] else None
