"""Where the visitor stands: progress, the verdict so far, and the whole card once it is settled."""

from collections.abc import Mapping

from assistant import FieldDict, RecommendationDict, TurnDict
from ui.card import balance, card, labelled
from ui.markup import Html, el, join, text

VERDICTS = {
    "prompt_engineering": "Prompt engineering",
    "experiment_first": "A structured experiment first",
    "fine_tuning": "Fine-tuning",
}


def standing(turn: TurnDict, fields: Mapping[str, FieldDict], booking_url: str = "") -> Html:
    """Progress and the verdict so far while questions that matter are open, else the card."""
    found = turn["recommendation"]
    question = turn["question"]
    over = question is None or question["optional"]
    if over and found is not None:
        return join([_settled(turn), card(found, turn["facts"], fields, booking_url)])
    return join([_progress(turn), _so_far(found, fields) if found else _promise()])


def covered(turn: TurnDict) -> str:
    """The progress in words."""
    progress = turn["progress"]
    left = progress["at_most_left"]
    return f"{progress['covered']} covered, {f'at most {left} more' if left else 'last question'}"


def _progress(turn: TurnDict) -> Html:
    done, left = turn["progress"]["covered"], turn["progress"]["at_most_left"]
    share = 100 * done // max(done + left, 1)
    bar = el("span", el("i", style=f"width:{share}%"), class_="track")
    return el(
        "section",
        el("h2", text("Your assessment")),
        el("p", text(covered(turn)), class_="count"),
        bar,
        class_="progress",
    )


def _settled(turn: TurnDict) -> Html:
    if turn["question"] is None:
        return Html("")
    found = turn["recommendation"]
    firm = found is not None and found["firm"]
    settled = "The verdict is settled." if firm else "All that matters was asked."
    note = f"{settled} The questions still open only make the plan more yours."
    return el("p", text(note), class_="quiet settled")


def _promise() -> Html:
    note = (
        "The assessment builds up here as you answer: your answers with your own words, the "
        "verdict so far, and every reason with its place in the article."
    )
    return el("p", text(note), class_="quiet")


def _so_far(found: RecommendationDict, fields: Mapping[str, FieldDict]) -> Html:
    state = "firm" if found["firm"] else "provisional"
    open_facts = labelled(found["open_questions"], fields)
    hint = f"Could still change it: {open_facts}." if open_facts else ""
    return el(
        "section",
        el("p", text("So far"), class_="eyebrow"),
        el(
            "p",
            el("strong", text(VERDICTS[found["verdict"]])),
            Html(" "),
            el("span", text(state), class_=f"badge {state}"),
            class_="leaning",
        ),
        balance(found["balance"]),
        *([el("p", text(hint), class_="quiet")] if hint else []),
        class_="sofar",
    )
