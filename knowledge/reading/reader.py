"""Reading a message: tokens, matches and quantities, findings, one value per fact."""

from collections.abc import Iterator, Sequence

from knowledge.embedding import Encode
from knowledge.reading.calls import read_how_often
from knowledge.reading.choices import read_bare_answers, read_choices
from knowledge.reading.coherence import coherent
from knowledge.reading.corrections import retractions, without_denied
from knowledge.reading.examples import read_corrected, read_none_labelled
from knowledge.reading.heads import ROLES, load_heads
from knowledge.reading.intent import command, intent_of, questions
from knowledge.reading.language import other_language
from knowledge.reading.meaning import Meaning
from knowledge.reading.named import read_named
from knowledge.reading.number_words import NUMERALS
from knowledge.reading.options import chosen_option
from knowledge.reading.pace import read_pace
from knowledge.reading.prompting import with_implied_prompting
from knowledge.reading.resolve import Resolved, resolve
from knowledge.reading.roles import read_roles
from knowledge.reading.sayings import load_sayings
from knowledge.reading.scene import EXPLICIT, Finding, Scene, make_scene
from knowledge.reading.spelling import Speller
from knowledge.reading.tasks import read_several_tasks
from knowledge.reading.tokens import tokenize
from knowledge.reading.units import ADVERBS, SECONDS
from knowledge.rulebook import Rulebook
from knowledge.shapes import UnderstandingDict

USE_CASE_CHARACTERS = 2_000
BARE_WORDS = 2  # "hi there", "good morning", "ok": courtesy, and no use case
EVIDENCE_CHARACTERS = 160
_NUMBERS = (read_roles, read_none_labelled, read_corrected, read_how_often, read_pace)


class Reader:
    """Reads one message at a time; holds no state between messages and is safe to share."""

    def __init__(self, rulebook: Rulebook, encode: Encode | None) -> None:
        """Without ``encode`` messages are read by rules and numbers alone.

        Raises:
            HeadsError: the trained heads cannot be read.
        """
        self._rulebook = rulebook
        self._sayings = load_sayings()
        self._speller = Speller({*self._sayings.book.vocabulary(), *NUMERALS, *ADVERBS, *SECONDS})
        self._meaning = Meaning(encode) if encode is not None else None
        if encode is not None:
            load_heads(ROLES)

    def read(
        self, text: str, topic: str | None = None, facts: Sequence[str] = ()
    ) -> UnderstandingDict:
        """What ``text`` says, against the open question's ``topic`` and the ``facts`` it asks
        for (none given: all of the topic's). Never raises; evidence is always a piece of text."""
        spec = self._rulebook.topics.get(topic) if topic else None
        asked_for = tuple(facts) or (spec.facts if spec else ())
        option = chosen_option(text, spec, asked_for)
        if option is not None:
            return option
        scene = self.scene(text, topic, asked_for)
        counted, said = list(_numbers(scene)), list(_words(scene))
        read = resolve(scene, counted, said)
        language = other_language(text)
        if self._meaning is not None and language is None and not command(scene):
            read = self._meaning.judged(scene, [*counted, *said], read)
        read = with_implied_prompting(scene, coherent(scene, read))
        unsettled = {fact: said for fact, said in read.proposed.items() if fact not in read.taken}
        read = Resolved(read.taken, unsettled)
        return {**_understanding(scene, read, asked_for), "language": language}

    def scene(self, text: str, topic: str | None, asked_for: Sequence[str]) -> Scene:
        """The message with all that is found in it, before anything is made of it."""
        message = self._speller.mend(tokenize(text))
        return without_denied(make_scene(message, self._sayings, topic, asked_for))


def findings(scene: Scene) -> Iterator[Finding]:
    """What numbers and known phrases say, one by one."""
    yield from _numbers(scene)
    yield from _words(scene)


def _numbers(scene: Scene) -> Iterator[Finding]:
    for read in _NUMBERS:
        yield from read(scene)


def _words(scene: Scene) -> Iterator[Finding]:
    yield from (f for f in read_choices(scene) if f.rank == EXPLICIT or not command(scene))
    yield from read_named(scene)
    yield from read_several_tasks(scene)
    yield from read_bare_answers(scene)


def _understanding(scene: Scene, read: Resolved, asked_for: Sequence[str]) -> UnderstandingDict:
    retracts = [fact for fact in retractions(scene) if fact not in read.taken]
    unsure = _unsure(scene, read, asked_for)
    asked = questions(scene)
    name = command(scene)
    said = bool(read.taken or read.proposed or unsure or retracts)
    if name is not None and (read.taken or retracts):
        name = None
    result: UnderstandingDict = {
        "facts": {fact: finding.value for fact, finding in read.taken.items()},
        "evidence": {fact: evidence(scene, finding) for fact, finding in read.taken.items()},
        "proposed": {
            fact: {"value": finding.value, "evidence": evidence(scene, finding)}
            for fact, finding in read.proposed.items()
        },
        "unsure": unsure,
        "retracts": retracts,
        "questions": asked,
        "intent": intent_of(scene, said, name, asked),
        "command": name,
        "what_if": scene.what_if,
        "language": None,
    }
    _add_use_case(scene, result)
    return result


def _unsure(scene: Scene, read: Resolved, asked_for: Sequence[str]) -> list[str]:
    """Facts the person says they cannot or will not tell."""
    if not (scene.cued("unsure") or scene.cued("skip")):
        return []
    known = {*read.taken, *read.proposed}
    left = [fact for fact in asked_for if fact not in known]
    named = _named_unsure(scene, known)
    if named and not set(named) & set(asked_for) and known:
        return named
    if len(left) == len(asked_for):
        return left
    return [fact for fact in left if scene.matches(f"name:{fact}")]


def _named_unsure(scene: Scene, known: set[str]) -> list[str]:
    """Facts named right where the person is unsure: "not sure about the quality"."""
    named: list[str] = []
    for cue in scene.matches("cue:unsure"):
        last = scene.reach(cue.last, "segment")[1]
        for label in scene.labels("name:"):
            fact = label.removeprefix("name:")
            if fact not in known and next(scene.within(label, cue.last, last), None):
                named.append(fact)
    return list(dict.fromkeys(named))


def _add_use_case(scene: Scene, result: UnderstandingDict) -> None:
    """The answer to the opening question is the use case, in the person's own words."""
    text = scene.message.text.strip()[:USE_CASE_CHARACTERS].strip()
    sure = "use_case" not in result["unsure"]
    states = result["intent"] in ("answer", "mixed", "offtopic") and sure
    words = [token for token in scene.tokens if token.kind != "mark"]
    bare = len(words) <= BARE_WORDS and scene.cued("bare")
    told = states and result["command"] is None and words and not bare
    if scene.topic == "use_case" and told:
        result["facts"]["use_case"] = text
        result["evidence"]["use_case"] = text
        if result["intent"] == "offtopic":
            result["intent"] = "answer"


def evidence(scene: Scene, finding: Finding) -> str:
    """The person's own words: the comma-bounded piece around the finding, or the words alone."""
    first = scene.reach(finding.first, "segment")[0]
    last = scene.reach(finding.last, "segment")[1]
    start, end = scene.message.span(first, last)
    if end - start > EVIDENCE_CHARACTERS:
        start, end = scene.message.span(finding.first, finding.last)
    return scene.message.text[start:end]
