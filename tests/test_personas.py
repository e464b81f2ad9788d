"""The sample personas end in their verdict, name their blockers, and bear repeating themselves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from interviews import MOST_TURNS, hold
from worked_cases import Case, Saying

from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.loading import load_rulebook
from knowledge.shapes import RecommendationDict

FILE = Path(__file__).parents[2] / "shared" / "samples" / "personas.jsonl"

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="the sample personas (../shared/samples) are not beside this clone"
)


@dataclass(frozen=True)
class Persona:
    """A case told by topic only, with the facts whose blockers must be named."""

    case: Case
    must_name: frozenset[str]

    def is_met_by(self, found: RecommendationDict | None) -> bool:
        assert found is not None
        named = {reason["fact"] for reason in found["blockers"]}
        return found["verdict"] == self.case.verdict and self.must_name <= named


def personas() -> list[Persona]:
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    return [_persona(json.loads(line)) for line in lines]


def _persona(raw: dict[str, Any]) -> Persona:
    answers = {topic: Saying(text) for topic, text in raw["answers"].items()}
    case = Case(raw["id"], raw["id"], raw["verdict"], Saying(raw["opening"]), answers=answers)
    return Persona(case, frozenset(raw["must_name"]))


each_persona = pytest.mark.parametrize("persona", personas(), ids=lambda persona: persona.case.name)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


@each_persona
def test_a_persona_ends_in_its_verdict_and_hears_its_blockers(
    persona: Persona, assistant: Assistant
) -> None:
    first = assistant.start()
    interview = hold(
        persona.case,
        load_rulebook(),
        first,
        lambda text: assistant.send(first["conversation"], text),
    )
    assert persona.is_met_by(interview.recommendation)


@each_persona
def test_a_persona_who_says_the_same_to_every_question_of_a_topic_ends_alike(
    persona: Persona, assistant: Assistant
) -> None:
    answers = persona.case.answers
    turn = assistant.start()
    texts = [persona.case.opening.text]
    while texts and turn["turn"] < MOST_TURNS:
        turn = assistant.send(turn["conversation"], texts.pop())
        question = turn["question"]
        if question and not question["optional"]:
            said = answers.get(question["topic"])
            texts.append(said.text if said else "not sure")
    assert persona.is_met_by(turn["recommendation"])
