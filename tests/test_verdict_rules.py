"""The rules as data give the verdicts that their description in words asks for."""

from itertools import product

from situations import judged_by_hand

from knowledge.loading import load_rulebook
from knowledge.loading.reach import regions

RULEBOOK = load_rulebook()
DECIDING = {name: fact for name, fact in RULEBOOK.facts.items() if fact.deciding}


def test_every_combination_of_cells_has_the_verdict_described_in_words() -> None:
    found: dict[tuple[str, ...], tuple[str, str | None]] = {}
    for region in regions(RULEBOOK.rules, RULEBOOK.blockers, DECIDING):
        verdict = (region.verdict, region.route if region.verdict == "fine_tuning" else None)
        for box in region.boxes:
            for point in product(*(sorted(box[name]) for name in DECIDING)):
                assert found.setdefault(point, verdict) == verdict
    assert len(found) == 77_760
    assert all(
        verdict == judged_by_hand(dict(zip(DECIDING, point, strict=True)))
        for point, verdict in found.items()
    )
