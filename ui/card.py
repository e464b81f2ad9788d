"""The verdict card: what to do, why, what pulls the other way, what would change it, what next."""

from collections.abc import Iterable, Mapping

from assistant import (
    BalanceDict,
    ChangeDict,
    CostsDict,
    FactDict,
    FieldDict,
    RangeDict,
    ReasonDict,
    RecommendationDict,
    StepDict,
    TensionDict,
)
from ui.markup import Html, chips, cited, el, join, text, words_of

MOST_REASONS = 5
MOST_CHANGES = 4
MOST_NAMED = 4


def card(
    found: RecommendationDict,
    facts: Mapping[str, FactDict],
    fields: Mapping[str, FieldDict],
    booking_url: str = "",
) -> Html:
    """The whole recommendation; parts with nothing to say are left out."""
    state = "firm" if found["firm"] else "provisional"
    changes = found["would_change"][:MOST_CHANGES]
    reasons = [reason for reason in found["reasons"] if reason not in found["blockers"]]
    return el(
        "section",
        el("p", text("Recommendation"), Html(" "), _badge(state), class_="eyebrow"),
        el("h2", text(found["headline"]), id="verdict-title"),
        _firmness(found, fields),
        balance(found["balance"]),
        _part("What rules fine-tuning out", map(_reason, found["blockers"])),
        _part("Why", map(_reason, reasons[:MOST_REASONS])),
        _part("What pulls the other way", map(_stated, found["tensions"])),
        _part("What would change it", map(_stated, changes)),
        costs(found["costs"]),
        _part("Next steps", map(_step, found["next_steps"]), "ol"),
        _part("Outside the article", (el("li", text(words)) for words in found["outside"])),
        _coverage(found, facts, fields),
        _basis(found, booking_url),
        class_=f"verdict {found['verdict'].replace('_', '-')} {state}",
    )


def labelled(names: Iterable[str], fields: Mapping[str, FieldDict]) -> str:
    """Facts by the names people know them under, the first few by name."""
    known = [fields[name]["label"] for name in names if name in fields]
    shown = [label[:1].lower() + label[1:] for label in known[:MOST_NAMED]]
    more = len(known) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def balance(counts: BalanceDict) -> Html:
    """The criteria met on each side and those still unknown, as counts over a bar."""
    parts = (
        ("ft", "fine-tuning", counts["fine_tuning"]),
        ("pe", "prompting", counts["prompt_engineering"]),
        ("open", "open", counts["unknown"]),
    )
    whole = max(sum(count for _, _, count in parts), 1)
    bars = [
        el("i", class_=side, style=f"width:{100 * count / whole:.1f}%")
        for side, _, count in parts
        if count
    ]
    legend = [
        el("span", el("b", text(str(count))), Html(" "), text(name), class_=side)
        for side, name, count in parts
    ]
    return el(
        "div",
        el("p", text("Criteria of the article your answers meet"), class_="caption"),
        el("div", *bars, class_="bars"),
        el("p", *legend, class_="legend"),
        class_="balance",
    )


def costs(found: CostsDict) -> Html:
    """Both ways side by side as ranges on one scale, money and time, from the article alone."""
    tuning, prompting = found["fine_tuning"], found["prompt_engineering"]
    rows = [
        _ranges("Up front", tuning["upfront"], prompting["upfront"]),
        _ranges("Time", tuning["timeline"], prompting["timeline"]),
    ]
    again = tuning.get("retraining")
    note = [el("p", cited(again["statement"], again["citations"]))] if again else []
    return el("div", el("h3", text("Costs and time")), *rows, *note, class_="part costs")


def _ranges(title: str, tuning: RangeDict, prompting: RangeDict) -> Html:
    top = max(tuning["high"], prompting["high"])
    return el(
        "div",
        el("p", text(title), class_="caption"),
        _range("Fine-tuning", "ft", tuning, top),
        _range("Prompting", "pe", prompting, top),
        class_="ranges",
    )


def _range(name: str, side: str, span: RangeDict, top: float) -> Html:
    left, width = 100 * span["low"] / top, 100 * (span["high"] - span["low"]) / top
    bar = el("i", class_=side, style=f"margin-left:{left:.1f}%;width:{width:.1f}%")
    return el(
        "p",
        el("span", text(name), class_="name"),
        el("span", bar, class_="track"),
        el("span", text(_amount(span)), chips(span["citations"]), class_="amount"),
        class_="range",
    )


def _amount(span: RangeDict) -> str:
    low, high = span["low"], span["high"]
    if span["unit"] == "USD":
        return f"${low / 1000:g}k–{high / 1000:g}k"
    return f"{low:g}–{high:g} {span['unit']}"


def _badge(state: str) -> Html:
    return el("span", text(state), class_=f"badge {state}")


def _firmness(found: RecommendationDict, fields: Mapping[str, FieldDict]) -> Html:
    if found["firm"]:
        note = "Firm: nothing still unknown can change it."
    else:
        note = f"Provisional. Still open: {labelled(found['open_questions'], fields)}."
    return el("p", text(note), class_="firmness")


def _part(title: str, items: Iterable[Html], tag: str = "ul") -> Html:
    rows = list(items)
    if not rows:
        return Html("")
    return el("div", el("h3", text(title)), el(tag, *rows), class_="part")


def _reason(reason: ReasonDict) -> Html:
    said = reason["user_evidence"]
    parts = [el("p", cited(reason["statement"], reason["citations"]), class_="statement")]
    if said:
        parts.append(el("p", el("span", text("You:")), Html(" "), words_of(said), class_="yours"))
    parts += [
        el("p", el("span", text("Article:")), Html(" "), el("q", text(c["quote"])), class_="quoted")
        for c in reason["citations"]
    ]
    return el("li", *parts)


def _stated(each: TensionDict | ChangeDict) -> Html:
    return el("li", cited(each["statement"], each["citations"]))


def _step(step: StepDict) -> Html:
    return el("li", cited(step["text"], step["citations"]))


def _coverage(
    found: RecommendationDict, facts: Mapping[str, FactDict], fields: Mapping[str, FieldDict]
) -> Html:
    outside = [
        name
        for name in found["coverage"]["outside"]
        if name in facts and fields[name]["kind"] != "text"
    ]
    if not outside:
        return Html("")
    note = f"The article does not speak to: {labelled(outside, fields)}."
    return el("p", text(note), class_="quiet")


def _basis(found: RecommendationDict, booking_url: str) -> Html:
    version = f"Rules {found['rules_version']} · article {found['article_hash'][:12]}"
    parts = [el("p", text(version), class_="basis")]
    if booking_url.startswith(("https://", "http://")):
        parts.insert(0, el("p", el("a", text("Book a scoping call"), href=booking_url)))
    return join(parts)
