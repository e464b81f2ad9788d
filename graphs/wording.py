"""What the assistant says around questions and answers; every claim in it comes from a value."""

from collections.abc import Iterable, Mapping, Sequence

from graphs.ledger import Changes
from graphs.services import Services
from knowledge.facts import Fact
from knowledge.rulebook import Rulebook
from knowledge.shapes import ChangeDict, CitationDict, MessageDict, ReasonDict, RecommendationDict
from knowledge.wording import value_words

NAMES = {
    "prompt_engineering": "prompt engineering",
    "experiment_first": "a structured experiment first",
    "fine_tuning": "fine-tuning",
}
IN_ENGLISH = {
    "de": "Danke! Ich verstehe leider nur Englisch; die Schaltflächen gehen immer.",
    "es": "¡Gracias! Por desgracia solo entiendo inglés; los botones siempre funcionan.",
    "fr": "Merci ! Je ne comprends hélas que l’anglais ; les boutons marchent toujours.",
}
MOST_REASONS = 5
FEW = 2
MOST_CHANGES = 3


def says(text: str, citations: Sequence[CitationDict] = ()) -> MessageDict:
    """An assistant's bubble."""
    return {"role": "assistant", "text": text, "citations": list(citations)}


def held(rulebook: Rulebook, name: str, fact: Fact) -> str:
    """One fact in words: ``labelled examples: 3,000``."""
    spec = rulebook.facts[name]
    value = "not sure" if fact.state == "unsure" else value_words(spec, fact.value)
    label = spec.label.lower()
    if spec.unit == label:
        value = "none" if value == f"no {label}" else value.removesuffix(spec.unit).strip()
    return f"{label}: {value.rstrip(' .!')}"


def noted(
    services: Services, before: Mapping[str, Fact], after: Mapping[str, Fact], changes: Changes
) -> MessageDict:
    """What was understood, what it replaces, and where the verdict stands now."""
    rulebook = services.rulebook
    said: dict[str, list[str]] = {"Noted": [], "Changed": [], "Withdrawn": []}
    for name in changes:
        if name not in after:
            said["Withdrawn"].append(rulebook.facts[name].label.lower())
        elif name not in before:
            said["Noted"].append(held(rulebook, name, after[name]))
        else:
            old = held(rulebook, name, before[name]).partition(": ")[2]
            said["Changed"].append(f"{held(rulebook, name, after[name])} (before: {old})")
    parts = [told(lead, items) for lead, items in said.items() if items]
    return says("\n".join([*parts, so_far(services, after)]).strip())


def told(lead: str, items: Sequence[str]) -> str:
    """Two facts in a sentence; more are a list, so that a wrong one is seen."""
    if len(items) <= FEW:
        return f"{lead} — {'; '.join(items)}."
    return "\n".join([f"{lead}:", *(f"- {item}" for item in items), ""])


def so_far(services: Services, facts: Mapping[str, Fact]) -> str:
    """Where the verdict stands, or nothing while only the use case is known."""
    if not facts.keys() - {"use_case"}:
        return ""
    decision = services.engine.decide(facts)
    return f"So far: {NAMES[decision.verdict]}, {'firm' if decision.firm else 'provisional'}."


def left_open(rulebook: Rulebook, names: Iterable[str]) -> MessageDict:
    """A question nobody could answer stays open, and can be answered later."""
    labels = ", ".join(rulebook.facts[name].label.lower() for name in names)
    return says(f"I leave this open: {labels}. You can tell me any time.")


def undone(rulebook: Rulebook, names: Iterable[str], now: Mapping[str, Fact]) -> MessageDict:
    """What an undo took back, and what holds again instead."""
    items = [
        f"{held(rulebook, name, now[name])} again"
        if name in now
        else rulebook.facts[name].label.lower()
        for name in names
    ]
    return says(f"Taken back — {'; '.join(items)}.")


def in_english(language: str) -> MessageDict:
    """A friendly word to who writes in another language, in it and in English."""
    return says(f"{IN_ENGLISH[language]} (This interview is in English; the buttons work too.)")


def unchanged(services: Services, facts: Mapping[str, Fact]) -> MessageDict:
    """What is said when nothing was open and nothing new was told."""
    so = so_far(services, facts)
    return says(f"I found nothing new in that. {so} You can correct any answer, or ask a question.")


def verdict(recommendation: RecommendationDict) -> MessageDict:
    """The recommendation as one message: headline, reasons, tensions, counterfactuals, steps."""
    reasons = (recommendation["blockers"] or recommendation["reasons"])[:MOST_REASONS]
    tensions, steps = recommendation["tensions"], recommendation["next_steps"]
    changes = nearest(recommendation["would_change"])
    sections = (
        ("Why", [because(reason) for reason in reasons]),
        ("What pulls the other way", [tension["statement"] for tension in tensions]),
        ("What would change it", [change["statement"] for change in changes]),
        ("Next", [f"{step['text']} {marks(step['citations'])}" for step in steps]),
    )
    lines = [f"**{recommendation['headline']}**"]
    for title, items in sections:
        if items:
            lines += ["", f"**{title}**", *(f"- {item.strip()}" for item in items)]
    lines += [f"\n{text}" for text in recommendation["outside"]]
    cited = [
        c for part in (reasons, tensions, changes, steps) for x in part for c in x["citations"]
    ]
    return says("\n".join(lines), unique(cited))


def nearest(changes: Sequence[ChangeDict]) -> list[ChangeDict]:
    """A few changes, nearest first, with one for each verdict that can be reached."""
    first = {change["verdict"]: change for change in reversed(changes)}
    chosen = [change for change in changes if change is first[change["verdict"]]]
    others = [change for change in changes if change not in chosen]
    few = [*chosen, *others][:MOST_CHANGES]
    return [change for change in changes if change in few]


def because(reason: ReasonDict) -> str:
    """A reason with the person's own words behind it."""
    words = reason["user_evidence"]
    return f"{reason['statement']} You said: “{words}”." if words else reason["statement"]


def marks(citations: Sequence[CitationDict]) -> str:
    """The numbers of citations as a text shows them: ``[1][4]``."""
    return "".join(f"[{citation['n']}]" for citation in citations)


def what_if(
    services: Services, imagined: Mapping[str, Fact], now: Mapping[str, Fact], names: Sequence[str]
) -> MessageDict:
    """The verdict under imagined facts beside the real one; the answers stay as they are."""
    then = services.engine.recommend(imagined)
    words = "; ".join(held(services.rulebook, name, imagined[name]) for name in names)
    reasons = (then["blockers"] or then["reasons"])[:2]
    standing = f"**{NAMES[then['verdict']]}**, {'firm' if then['firm'] else 'provisional'}"
    lines = [
        f"What if — {words}: {standing}.",
        *(f"- {because(reason)}" for reason in reasons),
        so_far(services, now).replace("So far:", "With your real answers it is"),
        "Your answers stay as they are.",
    ]
    cited = unique(c for reason in reasons for c in reason["citations"])
    return says("\n".join(line for line in lines if line), cited)


def challenged(recommendation: RecommendationDict) -> MessageDict:
    """The strongest passages against the verdict, or that the article has none."""
    tensions = recommendation["tensions"]
    if not tensions:
        return says("The article has none: nothing your answers meet speaks against this verdict.")
    lines = ["Against this verdict:", *(f"- {tension['statement']}" for tension in tensions)]
    return says("\n".join(lines), unique(c for t in tensions for c in t["citations"]))


def unique(citations: Iterable[CitationDict]) -> list[CitationDict]:
    """Each number once, in order."""
    return [kept for _, kept in sorted({c["n"]: c for c in citations}.items())]
