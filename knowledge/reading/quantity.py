"""A number with what it counts."""

from dataclasses import dataclass, replace

from knowledge.reading.bounds import Number


@dataclass(frozen=True, slots=True)
class Quantity:
    """``kind`` is count, share, duration (seconds), rate (a day), money (USD) or tokens.

    ``low``/``high`` are in that kind's unit; ``first``..``last`` are all its tokens, number,
    unit and period; ``period`` is the rate's period in seconds. ``composed`` tells how it was
    made of several numbers (``product``, ``sum``, ``part``, ``share``, ``points``, ``alike``),
    empty for a number on its own; ``first``..``last`` are then those of the number whose noun
    says what is counted. One that is not ``sure`` may only be proposed; a share that is ``wrong``
    counts what failed.
    """

    kind: str
    low: float
    high: float | None
    first: int
    last: int
    number: Number
    period: float | None = None
    composed: str = ""
    sure: bool = True
    wrong: bool = False

    @property
    def bare(self) -> bool:
        """Nothing but the number itself was read."""
        return self.kind == "count" and self.last == self.number.last


def scaled(base: Quantity, kind: str, factor: float, last: int) -> Quantity:
    """``factor`` times the amount, read up to the token ``last``."""
    high = None if base.high is None else base.high * factor
    return replace(base, kind=kind, low=base.low * factor, high=high, last=last)
