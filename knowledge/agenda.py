"""What to ask next: the fixed topics, then only what can still change the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.cells import Box
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.gap import BEST, GAP, PROMPTING, TARGET
from knowledge.rulebook import Rulebook, Topic
from knowledge.shapes import ProgressDict

OPTIONAL: Final = ("prompting", "reasoning", "volume", "deadline", "budget")
MOST_OPTIONAL: Final = 3
OPTIONALS: Final = "optional"  # the key that counts optional questions beside the topics
PROMPTING_TOPIC: Final = OPTIONAL[0]
_DIGITS: Final = 12

Facts = Mapping[str, Fact]
Asked = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to put: its topic, the facts it asks for, and how.

    ``question`` asks the whole topic, ``follow_up`` for one missing fact alone; ``optional``
    cannot change the verdict.
    """

    topic: str
    facts: tuple[str, ...]
    form: Literal["question", "follow_up", "optional"]


class Agenda:
    """The interview policy: a pure function of the facts and of how often each topic was asked."""

    def __init__(self, rulebook: Rulebook, engine: Engine) -> None:
        self._topics = rulebook.topics
        self._engine = engine

    def next(self, facts: Facts, asked: Asked, *, everything: bool = False) -> Ask | None:
        """The next question; None when nothing is left.

        Order: the topics every interview covers; follow-ups; then whichever topic is expected
        to reduce the verdict's entropy most; then the optional ones (all when ``everything``).
        """
        return self._needed(facts, asked) or self._optional(facts, asked, everything)

    def over(self, facts: Facts, asked: Asked) -> bool:
        """Whether nothing is left to ask that the verdict needs."""
        return self._needed(facts, asked) is None

    def counted(self, asked: Asked, ask: Ask) -> dict[str, int]:
        """``asked`` once the question was put."""
        names = (ask.topic, OPTIONALS) if ask.form == "optional" else (ask.topic,)
        return {**asked, **{name: asked.get(name, 0) + 1 for name in names}}

    def uncounted(self, asked: Asked, topic: str) -> dict[str, int]:
        """``asked`` once an optional question was taken back unanswered."""
        left = {name: count for name, count in asked.items() if name != topic}
        return {**left, OPTIONALS: asked.get(OPTIONALS, 1) - 1}

    def open_facts(self, facts: Facts, asked: Asked) -> frozenset[str]:
        """The facts of which nothing was said yet and whose answer could change the verdict.

        More than a decision's open facts in one case. A decision takes the accuracy as unmeasured
        once prompting was tried and none was told; here it stays open while it can be asked for.
        """
        opened = self._engine.open_facts(self._box(facts, asked), facts)
        return frozenset(name for name in opened if name not in facts)

    def matters(self, facts: Facts, names: Iterable[str]) -> bool:
        """Whether an answer to one of the facts could change the verdict, asked before or not."""
        return not set(names).isdisjoint(self._engine.open_facts(self._box(facts, {}), facts))

    def progress(self, facts: Facts, asked: Asked) -> ProgressDict:
        """Topics covered, and the most questions the verdict can still need."""
        opened = self.open_facts(facts, asked)
        covered = left = 0
        for topic in self._topics.values():
            if not topic.optional_only:
                most = _most_left(topic, facts, asked, opened)
                left += most
                touched = any(name in facts for name in topic.facts)
                covered += touched and not most
        return {"covered": covered, "at_most_left": left}

    def _needed(self, facts: Facts, asked: Asked) -> Ask | None:
        opened = self.open_facts(facts, asked)
        asks: list[Ask] = []
        for topic in self._topics.values():
            ask = _ask(topic, facts, asked, opened)
            if ask and (topic.always or asked.get(topic.name)):
                return ask
            if ask:
                asks.append(ask)
        return self._most_telling(asks, facts, asked)

    def _most_telling(self, asks: list[Ask], facts: Facts, asked: Asked) -> Ask | None:
        """The ask with the greatest gain; ties in the rulebook's order."""
        if len(asks) < 2:
            return asks[0] if asks else None
        axes = {ask.topic: {_axis(name) for name in ask.facts} for ask in asks}
        gains = self._engine.space.gains(self._box(facts, asked), axes)
        return max(asks, key=lambda ask: round(gains[ask.topic], _DIGITS))

    def _optional(self, facts: Facts, asked: Asked, everything: bool) -> Ask | None:
        names = list(self._topics) if everything else OPTIONAL
        if not everything and asked.get(OPTIONALS, 0) >= MOST_OPTIONAL:
            return None
        for name in names:
            missing = _missing(self._topics[name], facts)
            if missing and not asked.get(name):
                return Ask(name, missing, "optional")
        return None

    def _box(self, facts: Facts, asked: Asked) -> Box:
        """The cells still possible as the interview sees them (see ``open_facts``)."""
        box = self._engine.box(facts)
        topic = self._topics[PROMPTING_TOPIC]
        if _accuracy_untold(facts) and asked.get(PROMPTING_TOPIC, 0) < _limit(topic):
            untold = {name: fact for name, fact in facts.items() if name != PROMPTING}
            box[GAP] = self._engine.box(untold)[GAP]
        return box


def _ask(topic: Topic, facts: Facts, asked: Asked, opened: frozenset[str]) -> Ask | None:
    """How the topic would be asked now, or None when it need not or must not be."""
    missing, times = _missing(topic, facts), asked.get(topic.name, 0)
    if not missing or times >= _limit(topic):
        return None
    flipping = [name for name in missing if name in opened]
    if not times and missing == topic.facts and (topic.always or flipping):
        return Ask(topic.name, topic.facts, "question")
    return Ask(topic.name, (flipping[0],), "follow_up") if flipping else None


def _most_left(topic: Topic, facts: Facts, asked: Asked, opened: frozenset[str]) -> int:
    """The most often the topic can still be asked because the verdict needs it."""
    ask = _ask(topic, facts, asked, opened)
    if ask is None:
        return 0
    wanted = len(topic.facts) if ask.form == "question" else len(opened & {*topic.facts})
    return min(wanted, _limit(topic) - asked.get(topic.name, 0))


def _limit(topic: Topic) -> int:
    """How often a topic may be asked: its question, and one follow-up for each of its facts."""
    return 1 + len(topic.facts)


def _missing(topic: Topic, facts: Facts) -> tuple[str, ...]:
    """What was not said of the topic; without a prompt there is no accuracy to ask for."""
    untried = PROMPTING in facts and BEST not in facts and not _tried(facts)
    idle = (BEST, TARGET) if untried else ()
    return tuple(name for name in topic.facts if name not in facts and name not in idle)


def _axis(fact: str) -> str:
    return GAP if fact in (BEST, TARGET) else fact


def _accuracy_untold(facts: Facts) -> bool:
    """Whether prompting was tried and nothing was said of how accurate it is."""
    return _tried(facts) and BEST not in facts and GAP not in facts


def _tried(facts: Facts) -> bool:
    return PROMPTING in facts and facts[PROMPTING].value in ("some", "exhausted")
