"""A decision: the verdict shown for some facts and how settled it is."""

from dataclasses import dataclass

from knowledge.cells import Box
from knowledge.shapes import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict shown for some facts: the earliest in the order of work still possible.

    ``firm``: no other verdict is possible. ``route`` names the way to fine-tuning, else None.
    ``box``: per fact the cells still possible. ``open_facts``: the facts that could flip the
    verdict, in the rulebook's order.
    """

    verdict: Verdict
    firm: bool
    route: str | None
    box: Box
    open_facts: tuple[str, ...]
