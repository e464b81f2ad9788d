"""Which fact each quantity belongs to, judged by a trained head from the words around it.

The head gives every quantity a probability for each role; what a quantity is worth in a role is
plain arithmetic, kept beside the fact. Shares that compete for best and target accuracy are judged
together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import exp, inf, log
from operator import attrgetter, itemgetter
from typing import NamedTuple

from knowledge.reading import accuracies
from knowledge.reading.amounts import budget_value, prompt_value
from knowledge.reading.calls import calls_value
from knowledge.reading.durations import speed_value, weeks_value
from knowledge.reading.examples import examples_value, part_labelled, to_come
from knowledge.reading.features import number_features, words_of
from knowledge.reading.heads import ROLES, UNSAID, Head, load_heads
from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, Finding, Scene
from knowledge.shapes import JsonValue

HEAD = "role"
BRIEF = 8
PROMPT_CUES = ("length", "few_shot", "each")
EXAMPLE_CUES = ("example_noun", "labelling", "usable", "item_noun", "raw_noun", "training")
LIKELY = 0.5
SURE_ASKED, SURE = 0.6, 0.7
TIED = 0.05
MOST_SHARES, MOST_ROLES = 4, 3
NEED_REACH = 6
LEAST = 1e-6
ABOVE, BELOW = 1.5, 0.4  # how much likelier a target at or above the best is than one below it
EXAMPLES, VOLUME = "labelled_examples", "volume"
BEST, TARGET = "best_accuracy", "target_accuracy"
BEST_ERROR, TARGET_ERROR = f"{BEST} error", f"{TARGET} error"

CHANCE = attrgetter("chance")
Worth = Callable[[Scene, Quantity], JsonValue]
WORTH: Mapping[str, Worth] = {
    EXAMPLES: examples_value,
    VOLUME: calls_value,
    "prompt_tokens": prompt_value,
    BEST: accuracies.best_value,
    TARGET: accuracies.target_value,
    BEST_ERROR: accuracies.best_error_value,
    TARGET_ERROR: accuracies.target_error_value,
    "latency": speed_value,
    "deadline_weeks": weeks_value,
    "budget_usd": budget_value,
}


class Role(NamedTuple):
    """One quantity in one role, with the head's probability for it."""

    quantity: Quantity
    name: str
    value: JsonValue
    chance: float

    @property
    def fact(self) -> str:
        """The fact the role gives a value to."""
        return fact_of(self.name)


def fact_of(role: str) -> str:
    """The fact a role gives a value to: an accuracy told by its errors is an accuracy."""
    return role.split()[0]


def possible(scene: Scene, quantity: Quantity) -> dict[str, JsonValue]:
    """Role → value for the roles this kind of quantity can play at all."""
    values = {name: worth(scene, quantity) for name, worth in WORTH.items()}
    return {name: value for name, value in values.items() if value is not None}


def read_roles(scene: Scene, head: Head | None = None) -> Iterator[Finding]:
    """Every quantity in its most probable role: sure, or only proposed.

    Raises:
        HeadsError: the shipped head cannot be read.
    """
    if not scene.quantities:
        return
    head = head or load_heads(ROLES)[HEAD]
    played = [role for role in _played(_chances(scene, head)) if role.chance >= LIKELY]
    most = {role.fact: role.chance for role in sorted(played, key=CHANCE)}
    for role in sorted(played, key=lambda role: role.quantity.first):
        tied = role.fact == BEST or role.chance >= most[role.fact] - TIED
        if tied and not _ruled_out(scene, role):
            first, last = role.quantity.first, role.quantity.last
            yield Finding(role.fact, role.value, first, last, EXPLICIT, _sure(scene, role))


def _sure(scene: Scene, role: Role) -> bool:
    asked = scene.asks(role.fact)
    level = LIKELY if scene.what_if else SURE_ASKED if asked else SURE
    return role.quantity.sure and role.chance >= level and not _unclear(scene, role, asked)


def _unclear(scene: Scene, role: Role, asked: bool) -> bool:
    """Calls without a period, or alone and unasked; a bare count where nothing tells of examples;
    what is said with an "if"."""
    if role.fact == VOLUME and (role.quantity.kind == "count" or not asked):
        return not isinstance(role.value, str) and (asked or _is_all(scene, role.quantity))
    if role.fact == EXAMPLES and not asked and role.quantity.bare:
        return scene.topic not in (None, "data") and not any(map(scene.cued, EXAMPLE_CUES))
    return asked and role.fact != TARGET and scene.imagined(role.quantity.first)


def _ruled_out(scene: Scene, role: Role) -> bool:
    """What is only imagined, asked about or still to come, whatever the head makes of it."""
    at = role.quantity.first
    if role.fact == EXAMPLES and to_come(scene, role.quantity):
        return True
    if scene.imagined(at) and role.fact != TARGET and not scene.asks(role.fact):
        return True
    asks = scene.in_question(at) and not scene.what_if
    return asks and not scene.cue_around("own", at, "sentence")


def _chances(scene: Scene, head: Head) -> list[list[Role]]:
    """For each quantity all its roles, UNSAID too, the most probable first."""
    words = words_of(scene)
    every = []
    for quantity in scene.quantities:
        values = possible(scene, quantity)
        certain = _certain(scene, quantity)
        if certain in values:
            every.append([Role(quantity, certain, values[certain], 1.0)])
        elif values:
            chances = head.probabilities(number_features(scene, quantity, words))
            whole = chances[UNSAID] + sum(chances.get(name, 0.0) for name in values)
            roles = [
                Role(quantity, name, values.get(name), chances.get(name, 0.0) / whole)
                for name in (*values, UNSAID)
            ]
            every.append(sorted(roles, key=CHANCE, reverse=True))
    return every


def _certain(scene: Scene, quantity: Quantity) -> str:
    """The role that needs no judging: a number alone to one fact's question, "300 of them
    labelled"."""
    named = scene.cue("example_noun", quantity.last + 1, quantity.last + 2)
    brief = len(scene.tokens) <= BRIEF and not any(map(scene.cued, PROMPT_CUES))
    plain = scene.what_if or (brief and scene.topic in (None, "data"))
    if part_labelled(scene, quantity) or (named and plain):
        return EXAMPLES
    if quantity.kind == "share" and _needed_behind(scene, quantity):
        return TARGET
    alone = len(scene.asked_for) == 1 and _is_all(scene, quantity)
    return scene.asked_for[0] if alone else ""


def _needed_behind(scene: Scene, quantity: Quantity) -> bool:
    """ "95% is what we need", "98% required"."""
    found = scene.within("cue:target_after", quantity.last + 1, quantity.last + NEED_REACH)
    return any(match.first == quantity.last + 1 for match in found)


def _is_all(scene: Scene, quantity: Quantity) -> bool:
    """The message is nothing but this number."""
    said = set(range(len(scene.tokens))) - set(range(quantity.first, quantity.last + 1))
    return all(scene.tokens[at].kind == "mark" for at in said)


def _played(every: Sequence[list[Role]]) -> Iterator[Role]:
    """One role a quantity; accuracies are told apart together."""
    shares = [roles for roles in every if roles[0].fact in (BEST, TARGET)][:MOST_SHARES]
    for roles in every:
        if not any(roles is share for share in shares) and roles[0].name != UNSAID:
            yield roles[0]
    yield from _consistent(shares)


def _consistent(shares: Sequence[list[Role]]) -> Iterator[Role]:
    """The most probable roles that go together: what is needed is seldom below what is reached."""
    choices = [[role for role in roles if role.fact in (BEST, TARGET)] for roles in shares]
    if len(shares) == 1:
        yield choices[0][0]
    elif shares:
        every = [(_fits(c), c) for c in product(*(c[:MOST_ROLES] for c in choices))]
        joint, together = max(every, key=itemgetter(0))
        for at, role in enumerate(together):
            others = (fit for fit, roles in every if roles[at].fact != role.fact)
            odds = exp(max(others, default=-inf) - joint)
            either = sum(other.chance for other in choices[at])
            yield role._replace(chance=either / (1 + odds))


def _fits(roles: Sequence[Role]) -> float:
    total = sum(log(max(role.chance, LEAST)) for role in roles)
    reached = [_least(role.value) for role in roles if role.fact == BEST]
    needed = [_least(role.value) for role in roles if role.fact == TARGET]
    if len(needed) > 1:
        total += log(BELOW)
    if reached and needed:
        total += log(ABOVE if max(needed) >= max(reached) else BELOW)
    return total


def _least(value: JsonValue) -> float:
    if isinstance(value, list):
        value = value[0]
    return float(value) if isinstance(value, (int, float)) else 0.0
