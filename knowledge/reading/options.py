"""A button's value or label typed or tapped: exactly what the option sets."""

from collections.abc import Sequence

from knowledge.reading.tokens import fold
from knowledge.rulebook import Choice, Topic
from knowledge.shapes import UnderstandingDict, nothing_read

LONGEST = 200


def chosen_option(
    text: str, topic: Topic | None, asked_for: Sequence[str]
) -> UnderstandingDict | None:
    """The option whose value or label is the whole message, or None."""
    if topic is None or len(text) > LONGEST:
        return None
    typed = text.strip()
    option = next((o for o in _offered(topic, asked_for) if _same(o, typed)), None)
    if option is None:
        return None
    understood = nothing_read()
    understood["facts"] = dict(option.sets)
    understood["evidence"] = dict.fromkeys(option.sets, typed)
    return understood


def _offered(topic: Topic, asked_for: Sequence[str]) -> list[Choice]:
    single = topic.fact_options.get(asked_for[0], ()) if len(asked_for) == 1 else ()
    return [*single, *topic.options]


def _same(option: Choice, typed: str) -> bool:
    return fold(typed) in (fold(option.value), fold(option.label))
