"""How a test went: "50 cases, 9 wrong", "out of 60 it messed up 9"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token

_RIGHT_WORDS_SAID = """
right correct correctly accurate nailed passed passes pass accepted accept agrees agree agreed
unchanged matched match matches solved ok succeeded succeeds hits aced usable works okay fine
"""
RIGHT_WORDS = frozenset(_RIGHT_WORDS_SAID.split())
_WRONG_WORDS_SAID = """
wrong incorrect wrongly failed fails fail failure failures error errors mistake mistakes misses
missed miss misread misreads mislabels mislabelled misclassified misclassifies botched botches slip
slips nonsense garbage rubbish flubbed flubs messed messes broken off hallucinated hallucinates
blunders goofs typo typos misfiled misrouted slipped tripped bombed screwed
"""
WRONG_WORDS = frozenset(_WRONG_WORDS_SAID.split())
_TESTED_SAID = """
ran run tested tried asked checked evaluated test tests sample samples cases case items questions
trial holdout check letters spot dry benchmark
"""
_TESTED = frozenset(_TESTED_SAID.split())
_TAKES = frozenset(["got", "gets", "took"])
_VERBS = RIGHT_WORDS | WRONG_WORDS | _TAKES
_JUDGED = RIGHT_WORDS | WRONG_WORDS
BEFORE = 3
APART = 5
SENTENCES_BACK = 2
LEAST_TESTED = 3
_HANDED_OVER = frozenset(["labelled", "labeled", "annotated", "examples", "labels", "graded"])
_OF_THEM = (["of", "them"], ["of", "those"], ["of", "these"])


def says_outcome(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the clause around the tokens tells right from wrong."""
    clause = {tokens[first].clause, tokens[last].clause}
    sentence = tokens[first].sentence
    near = tokens[max(first - 10, 0) : last + 11]
    return any(
        t.sentence == sentence and t.clause in clause and t.word in _JUDGED for t in near
    )  # fmt: skip


def tells_wrong(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the outcome word nearest to the tokens, in their clause, is one of failure."""
    near: list[tuple[int, bool]] = []
    for at in range(max(first - 10, 0), min(last + 11, len(tokens))):
        token = tokens[at]
        beside = token.sentence == tokens[first].sentence and token.word in _JUDGED
        if beside and token.clause in (tokens[first].clause, tokens[last].clause):
            distance = first - at if at < first else max(at - last, 0)
            distance += APART * (token.segment not in (tokens[first].segment, tokens[last].segment))
            near.append((distance, token.word in WRONG_WORDS))
    return bool(near) and min(near)[1]


def with_outcomes(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """Counts of what went right or wrong as shares of the cases told before them."""
    kept = list(found)
    for part in found:
        if part.kind != "count" or part.composed or not _is_outcome(tokens, part):
            continue
        whole = _whole(tokens, part, kept)
        if whole is None:
            continue
        low, high = part.low / whole.low, (part.high or part.low) / whole.low
        at = kept.index(part)
        wrong = tells_wrong(tokens, part.first, part.last)
        kept[at] = replace(part, kind="share", low=low, high=high, composed="share", wrong=wrong)
        kept = [q for q in kept if q is not whole or _stays(tokens, whole, part)]
    return kept


def _is_outcome(tokens: Sequence[Token], part: Quantity) -> bool:
    """Counted by words of right or wrong: "9 wrong", "nailed 1,080", "31 of them right"."""
    sentence = tokens[part.first].sentence
    behind = [t.word for t in tokens[part.last + 1 : part.last + 4] if t.sentence == sentence]
    ahead = [
        t.word for t in tokens[max(part.first - BEFORE, 0) : part.first] if t.sentence == sentence
    ]
    if behind[:1] and behind[0] in ("%", "points", "percent"):
        return False
    partitive = behind[:2] in _OF_THEM and says_outcome(tokens, part.first, part.last)
    done = set(ahead[-2:]) & _VERBS or set(ahead) & WRONG_WORDS
    return bool(set(_until_number(behind)) & _JUDGED or partitive or done)


def _until_number(words: list[str]) -> list[str]:
    for at, word in enumerate(words):
        if word[:1].isdigit():
            return words[:at]
    return words


def _whole(tokens: Sequence[Token], part: Quantity, found: Iterable[Quantity]) -> Quantity | None:
    """The cases tested: the nearest larger count before it, told as tested or "out of"."""
    for whole in sorted(found, key=lambda q: -q.first):
        if whole.last >= part.first or whole.kind != "count" or whole.composed:
            continue
        back = tokens[part.first].sentence - tokens[whole.first].sentence
        if back > (0 if tokens[part.first - 1].word in _TAKES else SENTENCES_BACK):
            break
        larger = whole.low >= max(part.high or part.low, LEAST_TESTED) and whole.high == whole.low
        if larger and _was_tested(tokens, whole, part):
            return whole
    return None


def _was_tested(tokens: Sequence[Token], whole: Quantity, part: Quantity) -> bool:
    before = [t.word for t in tokens[max(whole.first - 6, 0) : whole.first]]
    after = [t.word for t in tokens[whole.last + 1 : whole.last + 4]]
    if before[-2:] in (["out", "of"], ["sample", "of"], ["check", "of"]) or before[-1:] == ["on"]:
        return True
    behind = [t.word for t in tokens[part.last + 1 : part.last + 4]]
    if behind[:2] in _OF_THEM:
        return behind[-1] in RIGHT_WORDS
    return bool(_TESTED & {*before, *after})


def _stays(tokens: Sequence[Token], whole: Quantity, part: Quantity) -> bool:
    """The cases count by themselves where they were told apart, or as labelled."""
    after = {t.word for t in tokens[whole.last + 1 : whole.last + 3]}
    return tokens[whole.first].sentence != tokens[part.first].sentence or bool(after & _HANDED_OVER)
