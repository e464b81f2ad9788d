"""Distinct passages of a plausible company archive, recombined from a seed; no two are alike."""

import random
from collections.abc import Iterator
from typing import NamedTuple


def _listed(words: str) -> list[str]:
    return [" ".join(each.split()) for each in words.split(",")]


TEAMS = _listed(
    """billing, claims, logistics, onboarding, payroll, procurement, quality, refunds, retail,
security, shipping, support, treasury, underwriting, warehouse, compliance, fleet, catering,
facilities, recruiting, training, dispatch, archives, pharmacy, radiology, admissions"""
)
SYSTEMS = _listed(
    """invoice portal, ticket queue, label printer, badge reader, claims ledger, price list,
stock scanner, message broker, backup server, data warehouse, staging cluster, payment gateway,
mail relay, search service, call recorder, shift planner, sensor gateway, cold store, test bench,
contract register, translation memory, loyalty app, kiosk software, route planner, lab freezer,
document scanner, fraud filter, login service, report builder, meeting room display"""
)
ACTS = _listed(
    """restart, inspect, replace, approve, archive, calibrate, escalate, export, reconcile,
review, rotate, seal, translate, update, verify, withdraw, cancel, audit, reassign, relabel,
refund, renew, migrate, defrost, disinfect, countersign, anonymise, compress"""
)
WHEN = _listed(
    """before the end of the shift, within two working days, every Monday morning, after each
delivery, once a quarter, during the maintenance window, when the amount passes the limit, as soon
as the alarm sounds, before an external visit, after a failed login, at the turn of the year,
whenever a supplier changes, between midnight and four, on the first day of the month, without
waiting for a reply, only after a second person agreed"""
)
WHY = _listed(
    """an earlier incident took three days to clear, the insurer asks for a written trace, the
contract names a penalty, customers noticed the delay, the old procedure lost records, the
regulator samples one case in twenty, two sites kept different lists, spare parts arrive late,
night staff cannot reach the vendor, the figures feed the annual statement, a power cut left half
the entries open, translations differed between countries, the guarantee would lapse otherwise,
new colleagues kept asking, the machine drifts when it is warm"""
)
PLACES = _listed(
    """Antwerp, Bergen, Cork, Dresden, Esbjerg, Faro, Ghent, Haarlem, Ipswich, Jena, Kaunas,
Lille, Malmo, Nantes, Oulu, Porto, Riga, Siena, Tartu, Uppsala, Vigo, Wroclaw, York, Zadar"""
)
LETTERS = "ABCDEFGHKLMNPRSTVWXZ"
FORMS = (
    "{Team} staff in {place} {act} the {system} {when}.",
    "The reason is that {why}.",
    "Form {code} is kept for {n} months, then the {system} deletes it.",
    "If the {system} does not answer within {n} minutes, call the {team} desk on extension {ext}.",
    "The {team} lead may {act} up to {n} cases a week without asking {place}.",
    "A copy goes to {place}, where the {team} group files it under {code}.",
    "Nobody outside {team} should {act} the {system}, because {why}.",
    "Since the change in {place}, the limit is {n} units for each {system}.",
    "To {act} an entry, open the {system}, choose {code} and confirm twice.",
    "Exceptions are signed by the {team} lead {when}.",
    "Costs of up to {n} euros for the {system} are booked to {team}.",
    "New colleagues in {place} learn to {act} the {system} in week {week}.",
)


class Written(NamedTuple):
    """One passage of the archive, and two questions only it answers: near its words, and not."""

    title: str
    section: str
    text: str
    question: str
    paraphrase: str


def written(count: int, seed: int = 7) -> Iterator[Written]:
    """``count`` passages, the same for the same seed whatever ``count`` is."""
    rng = random.Random(seed)
    for number in range(count):
        yield _passage(rng, number)


def _passage(rng: random.Random, number: int) -> Written:
    slots = {
        name: rng.choice(words)
        for name, words in (
            ("team", TEAMS),
            ("system", SYSTEMS),
            ("act", ACTS),
            ("when", WHEN),
            ("why", WHY),
            ("place", PLACES),
        )
    }
    slots |= {
        "Team": slots["team"].capitalize(),
        "code": f"{rng.choice(LETTERS)}{rng.choice(LETTERS)}-{number}",
        "n": str(rng.randrange(3, 900)),
        "ext": str(rng.randrange(2000, 9999)),
        "week": str(rng.randrange(1, 30)),
    }
    forms = [*rng.sample(FORMS, 3), FORMS[2]]
    text = " ".join(dict.fromkeys(form.format(**slots) for form in forms))
    place = slots["place"]
    return Written(
        f"{place} handbook {number // 200}",
        f"{slots['Team']} and the {slots['system']}",
        text,
        f"For how many months is form {slots['code']} kept in {place}?",
        f"what is the retention period of {slots['code']}",
    )
