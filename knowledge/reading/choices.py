"""Facts that are one of a few words: matched phrases, turned by negation, weakened by hedges."""

from collections.abc import Iterator

from knowledge.reading.phrases import Match
from knowledge.reading.scene import BARE, EXPLICIT, OPEN, Finding, Scene

LONGEST = 8
_INTERJECTIONS_WORDS = """
oh well hmm hm um uh er ok okay haha lol ah so hey god man thanks sir honestly tbh
"""
_BOTH = (["yes", "and", "no"], ["yes", "or", "no"], ["no", "and", "yes"])
_NODS = frozenset(["ok", "okay", "k", "alright", "right", "hm", "hmm", "well", "thanks", "so"])
_INTERJECTIONS = frozenset(_INTERJECTIONS_WORDS.split())


def read_choices(scene: Scene) -> Iterator[Finding]:
    """Every value a phrase says, after negation; a longer phrase hides the ones inside it."""
    for fact, saying in scene.sayings.facts.items():
        said = _said(scene, fact)
        for value, match, rank in said:
            inside = any(
                other.first <= match.first and match.last <= other.last
                and (other.last - other.first) > (match.last - match.first)
                for _, other, _ in said
            )  # fmt: skip
            if inside or scene.imagined(match.first, match.last) or _declined(scene, match):
                continue
            if _no_answer(scene, fact, match, rank):
                continue
            if fact == "prompting_tried" and value == "some" and _length(scene, match):
                continue
            if _not_theirs(scene, match, saying.personal and not scene.asks(fact)):
                continue
            final: str | None = value
            if scene.negated(match.first):
                final = saying.opposite.get(value)
            if final is not None:
                sure = _plain(scene, fact, match)
                yield Finding(fact, final, match.first, match.last, rank, sure)


def _plain(scene: Scene, fact: str, match: Match) -> bool:
    """Neither hedged nor to be taken in two ways."""
    if scene.cue_around("hedge", match.first, "segment"):
        return False
    return scene.asks(fact) or not _two_ways(scene, match)


def _no_answer(scene: Scene, fact: str, match: Match, rank: int) -> bool:
    """What looks like an answer to the open question but is a mere nod, or part of a refusal or
    of a number."""
    if rank == EXPLICIT:
        return False
    nods = set(scene.message.words(0, len(scene.tokens))) <= _NODS
    return nods or _part_of_no(scene, match) or _amount(scene, fact, match)


def _not_theirs(scene: Scene, match: Match, personal: bool) -> bool:
    """A question about others or about the subject states nothing of one's own."""
    if scene.what_if or not (personal or scene.in_question(match.first)):
        return False
    first, last = scene.reach(match.first, "sentence")
    if personal and first:
        first = scene.reach(first - 1, "sentence")[0]
    return not (scene.cue("self", first, last) or scene.cue("wish", first, last))


def _two_ways(scene: Scene, match: Match) -> bool:
    """ "the schema is fixed": it never changes, or every output must follow it."""
    near = scene.within("cue:two_ways", match.first - LONGEST, match.last + LONGEST)
    return any(other.first <= match.last and match.first <= other.last for other in near)


def _amount(scene: Scene, fact: str, match: Match) -> bool:
    """ "a few" in "a few thousand": part of a number and no answer in words."""
    return fact not in ("volume", "prompt_tokens") and any(
        q.kind == "count" and q.number.scaled and q.first <= match.first and match.last <= q.last
        for q in scene.quantities
    )


def _length(scene: Scene, match: Match) -> bool:
    """ "the prompt is 3,500 tokens" tells of its length and not of an attempt."""
    segment = scene.tokens[match.last].segment
    return any(
        q.kind == "tokens" and scene.tokens[q.first].segment == segment for q in scene.quantities
    )


def _part_of_no(scene: Scene, match: Match) -> bool:
    """ "definitely" in "definitely not"."""
    size = match.last - match.first
    return any(
        no.first <= match.first and match.last <= no.last and no.last - no.first > size
        for no in scene.within("cue:no", match.first - LONGEST, match.last + LONGEST)
    )


def _declined(scene: Scene, match: Match) -> bool:
    """The words belong to "not sure" or to a refusal."""
    size = match.last - match.first
    return any(
        refusal.last >= match.first and refusal.last - refusal.first >= size
        for name in ("unsure", "skip")
        for refusal in scene.within(f"cue:{name}", match.first - LONGEST, match.last + LONGEST)
        if refusal.first <= match.last
    )


def _said(scene: Scene, fact: str) -> list[tuple[str, Match, int]]:
    said = [
        (label.partition("=")[2], match, EXPLICIT)
        for label in scene.labels(f"says:{fact}=")
        for match in scene.matches(label)
    ]
    if not scene.asks(fact):
        return said
    for kind, rank in (("open", OPEN), ("vague", BARE)):
        said += [
            (label.partition("=")[2], match, rank)
            for label in scene.labels(f"{kind}:{fact}=")
            for match in scene.matches(label)
        ]
    return said


def read_bare_answers(scene: Scene) -> Iterator[Finding]:
    """A yes or no on its own, or a yes at the head: it answers the first fact asked for."""
    answer = _yes_or_no(scene)
    if answer is None or not scene.asked_for:
        return
    word, first, last = answer
    fact = scene.asked_for[0]
    meanings = scene.sayings.answers.get(fact, {})
    if word in meanings:
        yield Finding(fact, meanings[word], first, last, BARE)


def _corrects(scene: Scene, answer: Match) -> bool:
    """ "no, wait", "no, it's 300": the no takes back what was said before."""
    following = scene.within("cue:strong_correction", answer.first, answer.last + LONGEST)
    if any(match.first <= answer.last + 1 for match in following):
        return True
    numbers = [q for q in scene.quantities if q.kind == "count" and scene.stands_alone(q)]
    told = bool(numbers) and (numbers[0].number.digits or numbers[0].low > 1)
    return told and answer.first == 0 and len(scene.tokens) <= numbers[0].last + 1


def _yes_or_no(scene: Scene) -> tuple[str, int, int] | None:
    """The first segment that is only a yes or a no; a plain yes also when more follows it."""
    shy = [m.first for name in ("unsure", "skip") for m in scene.matches(f"cue:{name}")]
    if scene.message.words(0, 2) in _BOTH:
        return None
    for match in scene.matches("cue:sarcastic_no"):
        return "no", match.first, match.last
    for word in ("yes", "no"):
        for match in scene.matches(f"cue:{word}"):
            first, last = scene.reach(match.first, "segment")
            around = scene.message.words(first, match.first - 1)
            around += scene.message.words(match.last + 1, last)
            alone = set(around) <= _INTERJECTIONS
            if alone and match.first not in shy and not _corrects(scene, match):
                return word, match.first, match.last
    for match in scene.matches("cue:strong_yes"):
        if match.first == 0 and not shy:
            return "yes", match.first, match.last
    for match in scene.matches("cue:no"):
        brief = len(scene.tokens) <= 3 and not scene.quantities and not _corrects(scene, match)
        if match.first == 0 and brief and not shy:
            return "no", match.first, match.last
    return None
