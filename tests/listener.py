"""A listener that hears exactly what a case states: engine and agenda without any reading."""

from collections.abc import Mapping

from interviews import VERDICT_WORDS
from worked_cases import NOT_SURE, Case, Saying

from knowledge.agenda import Agenda, Ask
from knowledge.engine import Engine
from knowledge.facts import Fact, parse_facts
from knowledge.rulebook import Rulebook
from knowledge.shapes import MessageDict, QuestionDict, TurnDict

Held = tuple[dict[str, Fact], dict[str, int], Ask | None]


class Listener:
    """Takes a case's own messages, known by their text, and asks what the agenda asks."""

    def __init__(self, case: Case, rulebook: Rulebook, engine: Engine) -> None:
        self._rulebook, self._engine = rulebook, engine
        self._agenda = Agenda(rulebook, engine)
        self._said = {(t or f or "", saying.text): saying for t, f, saying in case.sayings()}
        self._kinds = {move.saying.text: move.kind for move in case.moves}
        self._kinds_of_what_if = {what_if.saying.text for what_if in case.what_ifs}
        self._facts: dict[str, Fact] = {}
        self._asked = {"use_case": 1}
        self._open: Ask | None = Ask("use_case", ("use_case",), "question")
        self._past: list[Held] = []
        self._everything = False
        self._turn = 0

    def greet(self) -> TurnDict:
        """The first turn: the question about the use case."""
        return self._answer([])

    def hear(self, text: str) -> TurnDict:
        """Takes one message and gives the turn after it."""
        self._turn += 1
        saying = self._meant(text)
        if text in self._kinds_of_what_if:
            return self._answer([self._imagined(saying)])
        kind = self._kinds.get(text, "answer")
        if kind == "undo":
            self._facts, self._asked, self._open = self._past.pop()
        elif kind == "everything":
            self._everything = True
            if self._open is None:
                self._ask()
        elif kind not in ("question", "why", "pushback"):
            self._take(text, saying)
        return self._answer([])

    def _meant(self, text: str) -> Saying:
        asked = (*self._open.facts[:1], self._open.topic) if self._open else ()
        contexts = ("", *asked)
        found = [said for each in contexts if (said := self._said.get((each, text)))]
        return found[0] if found else NOT_SURE

    def _take(self, text: str, saying: Saying) -> None:
        self._past.append((dict(self._facts), dict(self._asked), self._open))
        open_facts = set(self._open.facts) if self._open else set()
        told = parse_facts(self._rulebook, saying.states)
        unsure = open_facts if saying is NOT_SURE else set(saying.unsure)
        if "use_case" in open_facts:
            told["use_case"] = Fact(text)
        for name in saying.retracts:
            self._facts.pop(name, None)
            self._reopen(name)
        self._facts.update(told)
        self._facts |= {n: Fact(None, "unsure") for n in unsure if n not in self._facts}
        if self._open is None or open_facts & (set(told) | unsure):
            self._ask()

    def _reopen(self, fact: str) -> None:
        for topic in self._rulebook.topics.values():
            if fact in topic.facts:
                self._asked.pop(topic.name, None)

    def _ask(self) -> None:
        self._open = self._agenda.next(self._facts, self._asked, everything=self._everything)
        if self._open:
            self._asked = self._agenda.counted(self._asked, self._open)

    def _imagined(self, saying: Saying) -> MessageDict:
        found = self._engine.decide(self._facts | parse_facts(self._rulebook, saying.states))
        standing = "firm" if found.firm else "provisional"
        text = f"{VERDICT_WORDS[found.verdict]}, {standing}"
        return {"role": "assistant", "text": text, "citations": []}

    def _answer(self, messages: list[MessageDict]) -> TurnDict:
        return {
            "conversation": "listener",
            "turn": self._turn,
            "messages": messages,
            "question": self._question(),
            "facts": {name: fact.to_json() for name, fact in self._facts.items()},
            "noted": [],
            "progress": self._agenda.progress(self._facts, self._asked),
            "recommendation": self._engine.recommend(self._facts) if self._facts else None,
        }

    def _question(self) -> QuestionDict | None:
        if self._open is None:
            return None
        topic = self._rulebook.topics[self._open.topic]
        alone: Mapping[str, str] = topic.follow_ups if self._open.form == "follow_up" else {}
        return {
            "topic": topic.name,
            "form": self._open.form,
            "facts": list(self._open.facts),
            "text": alone.get(self._open.facts[0], topic.question),
            "why": topic.why,
            "options": [],
            "optional": self._open.form == "optional",
        }
