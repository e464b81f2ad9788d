"""Which fact each quantity belongs to, judged by a trained head from the words around it.

The head gives every quantity a probability for each role; what a quantity is worth in a role is
plain arithmetic, kept beside the fact. Shares that compete for best and target accuracy are judged
together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import log
from typing import NamedTuple

from knowledge.reading import accuracies
from knowledge.reading.amounts import budget_value, prompt_value
from knowledge.reading.calls import calls_value
from knowledge.reading.durations import speed_value, weeks_value
from knowledge.reading.examples import examples_value, to_come
from knowledge.reading.features import number_features, words_of
from knowledge.reading.heads import ROLES, UNSAID, Head, load_heads
from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, Finding, Scene
from knowledge.shapes import JsonValue

HEAD = "role"
LIKELY = 0.5
SURE_ASKED, SURE = 0.65, 0.7
TIED = 0.1
MOST_SHARES = 4
LEAST = 1e-6
ABOVE, BELOW = 1.5, 0.4  # how much likelier a target at or above the best is than one below it
BEST, TARGET = "best_accuracy", "target_accuracy"
BEST_ERROR, TARGET_ERROR = f"{BEST} error", f"{TARGET} error"

Worth = Callable[[Scene, Quantity], JsonValue]
WORTH: Mapping[str, Worth] = {
    "labelled_examples": examples_value,
    "volume": calls_value,
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
    best = {fact: max(r.chance for r in played if r.fact == fact) for fact in {*map(_fact, played)}}
    for role in sorted(played, key=lambda role: role.quantity.first):
        if (role.fact == BEST or role.chance >= best[role.fact] - TIED) and not _ruled_out(scene, role):
            first, last = role.quantity.first, role.quantity.last
            yield Finding(role.fact, role.value, first, last, EXPLICIT, _sure(scene, role))


def _fact(role: Role) -> str:
    return role.fact


def _sure(scene: Scene, role: Role) -> bool:
    """A bare number of calls is none: a day's or a month's must be asked."""
    calls = role.fact == "volume" and role.quantity.kind == "count"
    level = LIKELY if scene.what_if else SURE_ASKED if scene.asks(role.fact) else SURE
    unclear = calls and not isinstance(role.value, str)
    unclear = unclear or (scene.imagined(role.quantity.first) and role.fact != TARGET)
    return role.quantity.sure and not unclear and role.chance >= level


def _ruled_out(scene: Scene, role: Role) -> bool:
    """What is only imagined, asked about or still to come, whatever the head makes of it."""
    at = role.quantity.first
    if scene.imagined(at) and role.fact != TARGET and not scene.asks(role.fact):
        return True
    if scene.in_question(at) and not scene.what_if:
        return not scene.cue_around("own", at, "sentence")
    return role.fact == "labelled_examples" and to_come(scene, role.quantity)


def _chances(scene: Scene, head: Head) -> list[list[Role]]:
    """For each quantity all its roles, UNSAID too, the most probable first."""
    words = words_of(scene)
    every = []
    for quantity in scene.quantities:
        values = possible(scene, quantity)
        [only] = scene.asked_for if len(scene.asked_for) == 1 else [""]
        if only in values and _is_all(scene, quantity):
            every.append([Role(quantity, only, values[only], 1.0)])
        elif values:
            chances = head.probabilities(number_features(scene, quantity, words))
            whole = chances[UNSAID] + sum(chances.get(name, 0.0) for name in values)
            roles = [
                Role(quantity, name, values.get(name), chances.get(name, 0.0) / whole)
                for name in (*values, UNSAID)
            ]
            every.append(sorted(roles, key=lambda role: -role.chance))
    return every


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
        together = max(product(*choices), key=_fits)
        joint = _fits(together)
        for at, role in enumerate(together):
            others = [c for c in product(*choices) if c[at].fact != role.fact]
            rival = max((_fits(c) for c in others), default=float("-inf"))
            share = 1 / (1 + 2.718281828 ** (rival - joint))
            either = sum(other.chance for other in choices[at])
            yield role._replace(chance=share * either)


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
