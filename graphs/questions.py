"""The open question in words, and what picking one of its buttons says."""

from graphs.state import OpenQuestion
from knowledge.rulebook import Choice, Rulebook, Topic
from knowledge.shapes import JsonValue, OptionDict, QuestionDict
from knowledge.wording import value_words

YES = Choice("yes", "Yes, that is right", {})
STILL = "I still cannot read an answer in that; one of the choices would do."
NO = Choice("no", "No, that is not what I meant", {})


def worded(rulebook: Rulebook, question: OpenQuestion) -> QuestionDict:
    """The question as people see it."""
    topic = rulebook.topics[question["topic"]]
    return {
        "topic": topic.name,
        "form": question["form"],
        "facts": question["facts"],
        "text": _text(rulebook, topic, question),
        "why": topic.why,
        "options": [_option(choice) for choice in choices(rulebook, question)],
        "optional": is_optional(question),
    }


def is_optional(question: OpenQuestion) -> bool:
    """Whether the verdict can do without the answer; so can it without what that interrupts."""
    resumed = question["resume"] or question
    return resumed["form"] == "optional"


def choices(rulebook: Rulebook, question: OpenQuestion) -> tuple[Choice, ...]:
    """The buttons of a question; a follow-up for one fact has that fact's own."""
    topic = rulebook.topics[question["topic"]]
    if question["form"] == "confirm":
        return (YES, NO)
    if question["form"] == "follow_up" and len(question["facts"]) == 1:
        return topic.fact_options.get(question["facts"][0], ())
    return topic.options


def picked(rulebook: Rulebook, question: OpenQuestion | None, text: str) -> Choice | None:
    """The button whose value or label was sent back as the whole message, if any."""
    if question is None:
        return None
    said = text.strip().casefold()
    for choice in choices(rulebook, question):
        if said in (choice.value.casefold(), choice.label.casefold()):
            return choice
    return None


def _option(choice: Choice) -> OptionDict:
    return {"value": choice.value, "label": choice.label}


def _text(rulebook: Rulebook, topic: Topic, question: OpenQuestion) -> str:
    if question["form"] == "confirm":
        return _confirmation(rulebook, question)
    alone = question["form"] == "follow_up" and len(question["facts"]) == 1
    asks = topic.follow_ups.get(question["facts"][0], topic.question) if alone else topic.question
    if not question["tries"]:
        return asks
    again = f"I could not read that as an answer. {asks}" if alone else topic.retry
    if question["tries"] > 1:
        again = STILL if choices(rulebook, question) else "I still cannot read an answer in that."
    return f"{again} Or say “skip”, and I leave it open."


def _confirmation(rulebook: Rulebook, question: OpenQuestion) -> str:
    parts = [
        f"{_named(rulebook, name, proposal['value'])} (“{proposal['evidence']}”)"
        for name, proposal in question["proposals"].items()
    ]
    return f"Did I understand you right: {'; '.join(parts)}?"


def _named(rulebook: Rulebook, name: str, value: JsonValue) -> str:
    spec = rulebook.facts[name]
    return f"{spec.label.lower()} — {value_words(spec, value)}"
