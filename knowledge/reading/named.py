"""A fact called by its name with its value beside it: "latency is not critical", "audit: no"."""

from collections.abc import Iterator

from knowledge.reading.scene import EXPLICIT, Finding, Scene
from knowledge.shapes import JsonValue

GAP = 3
Said = tuple[JsonValue, int, int]
_JOINING_WORDS = """
is are was be = - stays remains requirement requirements very really quite pretty rather actually
currently now mostly would should must its it rate cadence level importance here for us
"""
_JOINING = frozenset(_JOINING_WORDS.split())
_LINKS = frozenset(["is", "are", "was", "be", "=", "-", "stays", "remains"])
_PLAIN_ANSWERS = {"yes": "yes", "yep": "yes", "yeah": "yes", "no": "no", "nope": "no", "none": "no"}
_NEGATORS = frozenset(["not", "isnt", "arent", "wasnt", "never"])


def read_named(scene: Scene) -> Iterator[Finding]:
    """Values that stand right behind the name of their fact."""
    for label in scene.labels("subject:"):
        fact = label.removeprefix("subject:")
        for name in scene.matches(label):
            if scene.imagined(name.first) or scene.in_question(name.first):
                continue
            if scene.negated(name.first):
                continue
            said = _value_behind(scene, fact, name.last)
            if said is not None:
                value, first, last = said
                sure = not scene.cue_around("hedge", first, "segment")
                yield Finding(fact, value, min(name.first, first), last, EXPLICIT, sure)


def _value_behind(scene: Scene, fact: str, at: int) -> Said | None:
    """The value after at most a few joining words and a negator, or None."""
    linked = denied = False
    here = at + 1
    colon = _colon(scene, at)
    reach = scene.reach(at, "segment")[1] if not colon else _behind_colon(scene, at)
    while here <= min(reach, at + 1 + GAP):
        said = _value_at(scene, fact, here)
        if said is not None and (linked or colon or said[2] >= reach):
            return _turned(scene, fact, said) if denied else said
        word = scene.tokens[here].word
        if word in _NEGATORS:
            denied = True
        elif word not in _JOINING:
            return None
        linked = linked or word in _LINKS
        here += 1
    return None


def _colon(scene: Scene, at: int) -> bool:
    following = scene.message.text[scene.tokens[at].end :].lstrip()
    return following[:1] in (":", "=")


def _behind_colon(scene: Scene, at: int) -> int:
    if at + 1 >= len(scene.tokens) or scene.tokens[at].sentence != scene.tokens[at + 1].sentence:
        return at
    return scene.reach(at + 1, "segment")[1]


def _value_at(scene: Scene, fact: str, at: int) -> Said | None:
    """The longest saying of the fact that begins here; else a frequency, a yes or a no."""
    labels = [x for kind in ("says", "open", "vague") for x in scene.labels(f"{kind}:{fact}=")]
    said = [
        (match.last, label.partition("=")[2])
        for label in labels
        for match in scene.matches(label)
        if match.first == at
    ]
    if fact == "volatility":
        said += [(f.last, f.pace) for f in scene.frequencies if f.first == at]
    if said:
        last, meaning = max(said)
        return meaning, at, last
    meanings = scene.sayings.answers.get(fact, {})
    meant = meanings.get(_PLAIN_ANSWERS.get(scene.tokens[at].word, ""))
    return None if meant is None else (meant, at, at)


def _turned(scene: Scene, fact: str, said: Said) -> Said | None:
    """The value once denied; None where that leaves several."""
    value, first, last = said
    opposite = scene.sayings.facts[fact].opposite.get(str(value))
    return None if opposite is None else (opposite, first, last)
