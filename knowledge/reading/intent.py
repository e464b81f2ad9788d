"""What kind of message it is: an answer, a question, both, a command, or something else."""

from knowledge.reading.scene import Scene
from knowledge.shapes import Intent

COMMAND_WORDS = 9
SHORT_MESSAGE = 30


def questions(scene: Scene) -> list[str]:
    """The sentences that ask something, as typed."""
    message = scene.message
    found = []
    for i, (first, last) in enumerate(message.sentences):
        opens = any(m.first in (first, first + 1) for m in scene.matches("cue:question"))
        if message.asked[i] or (opens and _opens_question(scene, first, last)):
            start, end = message.span(first, last)
            rest = message.text[end : end + 3]
            found.append(message.text[start : end + rest.find("?") + 1])
    return found


def _opens_question(scene: Scene, first: int, last: int) -> bool:
    """A question word right at the start; "which is why" and "what we have" state, and "who
    knows" is no question at all."""
    if any(m.first == first and m.last == last for m in scene.within("cue:unsure", first, last)):
        return False
    starts = [m for m in scene.matches("cue:question") if m.first == first]
    words = scene.message.words(first, first + 2)
    states = words[:1] in (["which"], ["what"], ["when"], ["where"]) and words[1:2] in (
        ["we"], ["i"], ["is"], ["they"], ["people"], ["users"], ["means"], ["matters"],
    )  # fmt: skip
    return bool(starts) and not (states and words[:2] != ["what", "is"])


def command(scene: Scene) -> str | None:
    """A command when it is, give or take politeness, the whole message."""
    count = len(scene.tokens)
    if not count or count > COMMAND_WORDS:
        return None
    for name in scene.sayings.commands:
        for match in scene.matches(f"command:{name}"):
            longest = match.last - match.first + 1
            polite = scene.message.words(0, match.first - 1) + scene.message.words(
                match.last + 1, count
            )
            if longest * 2 > count and set(polite) <= _POLITE:
                return name
    for name in ("skip", "unsure"):
        for match in scene.matches(f"cue:{name}"):
            if match.first <= 2 and (name == "skip") and count <= match.last + 3:
                return name
    return None


_POLITE_WORDS = """
please pls take thanks thank you can could we i want to lets ok okay hey hi just now so and the
would like me otherwise for well hmm um er no wait oh my that it this a then let us do you though
"""
_POLITE = frozenset(_POLITE_WORDS.split())


def intent_of(scene: Scene, said: bool, command_name: str | None, asked: list[str]) -> Intent:
    """``said``: the message states, withdraws or declines something."""
    if command_name is not None and command_name not in ("skip", "unsure"):
        return "command"
    short = len(scene.tokens) <= SHORT_MESSAGE
    if not asked:
        known = said or scene.cued("topic_words") or scene.topic is not None
        return "answer" if known or len(scene.tokens) < 4 else "offtopic"
    if said:
        return "mixed" if short or _asks(scene, "article") else "answer"
    if _asks(scene, "elsewhere") and not _asks(scene, "article"):
        return "offtopic"
    if _asks(scene, "request") and not _asks(scene, "article") and _tells(scene, "project"):
        return "answer"
    return "question" if short or not _tells(scene, "mine") else "mixed"


def _asks(scene: Scene, cue: str) -> bool:
    """Whether some question sentence says the cue."""
    spans = zip(scene.message.sentences, scene.message.asked, strict=True)
    return any(asked and scene.cue(cue, *span) for span, asked in spans)


def _tells(scene: Scene, cue: str) -> bool:
    """Whether some sentence that asks nothing says the cue."""
    spans = zip(scene.message.sentences, scene.message.asked, strict=True)
    return any(not asked and scene.cue(cue, *span) for span, asked in spans)
