"""The answer ledger: every answer with its words and source, each with edit and withdraw.

The controls are plain forms and buttons, so they work by keyboard; the page's script only
carries what they say back to the server (see ``static/page.js`` and ``edits``).
"""

from collections.abc import Mapping

from assistant import FactDict, FieldDict, JsonValue, TurnDict
from ui.markup import Html, el, text, void, words_of

SOURCES = {
    "user": "in your words",
    "menu": "chosen from the list",
    "dataset": "from your data set",
    "experiment": "from an experiment",
    "prompt": "from your prompt",
    "import": "imported",
}

LONGEST_LINE = 2_000


def ledger(turn: TurnDict, fields: Mapping[str, FieldDict], worded: Mapping[str, str]) -> Html:
    """All answers in the order of ``worded``; an invitation when there is none yet."""
    heading = el("h2", text("Your answers"), id="ledger-title", tabindex="-1")
    if not worded:
        empty = "They appear here as you give them, and you can change any of them."
        return el("section", heading, el("p", text(empty), class_="quiet"), class_="ledger")
    rows = [
        _row(name, turn["facts"][name], fields[name], words, name in turn["noted"])
        for name, words in worded.items()
    ]
    return el("section", heading, el("ul", *rows, class_="answers"), class_="ledger")


def _row(name: str, fact: FactDict, field: FieldDict, words: str, new: bool) -> Html:
    if field["kind"] == "text":
        words = _short(str(fact["value"] or words))
    value = el("span", text(words), class_="value", dir="auto")
    return el(
        "li",
        el("div", el("span", text(field["label"]), class_="name"), value, class_="pair"),
        el("p", *_provenance(fact, field, words), class_="words"),
        el(
            "div",
            el("details", _named("summary", "Edit", field), _form(name, fact, field)),
            _named("button", "Withdraw", field, type="button", name="withdraw", value=name),
            class_="controls",
        ),
        id=f"answer-{name}",
        class_="answer new" if new else "answer",
    )


def _named(tag: str, does: str, field: FieldDict, **attributes: str) -> Html:
    """A control whose name also says, for those who cannot see the row, what it acts on."""
    of = el("span", text(field["label"]), class_="unseen")
    return el(tag, text(does), Html(" "), of, **attributes)


def _provenance(fact: FactDict, field: FieldDict, words: str) -> list[Html]:
    left_open = fact["state"] == "unsure" and not fact["evidence"]
    told = "left open" if left_open else SOURCES.get(fact["source"], fact["source"])
    when = f" · message {fact['turn']}" if fact["turn"] else ""
    source = el("span", text(f"{told}{when}"), class_="source")
    if not fact["evidence"] or fact["evidence"] == words or field["kind"] == "text":
        return [source]
    return [words_of(_short(fact["evidence"])), Html(" "), source]


def _short(words: str) -> str:
    return words if len(words) <= 160 else f"{words[:159]}…"


def _form(name: str, fact: FactDict, field: FieldDict) -> Html:
    save = el("button", text("Save"), type="submit")
    hidden = void("input", type="hidden", name="fact", value=name)
    return el("form", hidden, *_inputs(fact, field), save, class_="edit")


def _inputs(fact: FactDict, field: FieldDict) -> list[Html]:
    value = fact["value"]
    if field["kind"] == "text":
        # A pasted brief is not edited in a line; a shortened one would be saved as shown.
        shown = value if isinstance(value, str) and len(value) <= LONGEST_LINE else ""
        return [_input("In your words", "text", shown, maxlength=str(LONGEST_LINE))]
    if field["kind"] in ("choice", "gap"):
        return [_select("New value", value, field, None)]
    low, high = _ends(value, 100 if field["kind"] == "share" else 1)
    unit = "per cent" if field["kind"] == "share" else field["unit"] or field["label"]
    numbers = [
        _input(unit[:1].upper() + unit[1:], "low", low, inputmode="decimal"),
        _input("Up to, for a range", "high", high, inputmode="decimal"),
    ]
    return [*numbers, _select("Or instead", value, field, "the number")]


def _input(label: str, name: str, value: str, **more: str) -> Html:
    box = void("input", type="text", name=name, value=value, autocomplete="off", **more)
    return el("label", el("span", text(label)), box)


def _select(label: str, value: JsonValue, field: FieldDict, none: str | None) -> Html:
    choices = [(each["value"], each["label"]) for each in field["choices"]]
    listed = [*([("", none)] if none else []), *choices, ("unsure", "Not sure")]
    options = [
        el("option", text(words), value=word, **({"selected": ""} if word == value else {}))
        for word, words in listed
    ]
    return el("label", el("span", text(label)), el("select", *options, name="choice"))


def _ends(value: JsonValue, times: int) -> tuple[str, str]:
    if isinstance(value, list):
        low, high = value[0], value[1]
        return _plain(low, times), _plain(high, times)
    return _plain(value, times), ""


def _plain(value: JsonValue, times: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{round(value * times, 4):,.4f}".rstrip("0").rstrip(".")
