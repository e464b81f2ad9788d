"""Moves in the middle of any worked interview leave it as it was."""

from collections.abc import Iterator

import pytest
from interviews import hold
from worked_cases import Case, all_cases

from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue, TurnDict

SIDE_MOVES = ("why do you ask?", "How long does prompt engineering take?", "help")

some_cases = pytest.mark.parametrize(
    "case", [case for case in all_cases() if not case.moves][::5], ids=lambda case: case.name
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


def held(turn: TurnDict) -> tuple[dict[str, JsonValue], str | None]:
    """What is known and what is asked."""
    question = turn["question"]
    known = {name: fact["value"] for name, fact in turn["facts"].items()}
    return known, question["text"] if question else None


@some_cases
def test_every_answer_can_be_taken_back_and_given_again(
    case: Case, rulebook: Rulebook, assistant: Assistant
) -> None:
    first = assistant.start()
    shown = [first]

    def send(text: str) -> TurnDict:
        told = assistant.send(first["conversation"], text)
        if told["noted"]:
            assert held(assistant.undo(first["conversation"])) == held(shown[-1])
            assert held(assistant.send(first["conversation"], text)) == held(told)
        shown.append(told)
        return told

    hold(case, rulebook, first, send)


@some_cases
def test_a_side_move_before_any_answer_changes_neither_facts_nor_question(
    case: Case, rulebook: Rulebook, assistant: Assistant
) -> None:
    first = assistant.start()
    shown = [first]

    def send(text: str) -> TurnDict:
        for move in SIDE_MOVES:
            assert held(assistant.send(first["conversation"], move)) == held(shown[-1]), move
        shown.append(assistant.send(first["conversation"], text))
        return shown[-1]

    hold(case, rulebook, first, send)
