"""Every worked interview ends where it must: by the engine alone and through the service."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from interviews import (
    Interview,
    agrees,
    assert_none,
    fact_faults,
    hold,
    side_move_faults,
    source_faults,
    verdict_faults,
)
from listener import Listener
from worked_cases import Case, Saying, all_cases, load_case

from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.engine import Engine
from knowledge.facts import parse_facts
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.strict import RulebookError

each_case = pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def engine(rulebook: Rulebook) -> Engine:
    return Engine(rulebook)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


def hear(case: Case, rulebook: Rulebook, engine: Engine) -> Interview:
    listener = Listener(case, rulebook, engine)
    return hold(case, rulebook, listener.greet(), listener.hear)


def serve(case: Case, rulebook: Rulebook, assistant: Assistant) -> Interview:
    first = assistant.start()
    return hold(case, rulebook, first, lambda text: assistant.send(first["conversation"], text))


@each_case
def test_the_engine_reaches_the_verdict_worked_out_by_hand(
    case: Case, rulebook: Rulebook, engine: Engine
) -> None:
    assert_none(verdict_faults(hear(case, rulebook, engine)))


@each_case
def test_the_interview_asks_for_exactly_what_the_case_answers(
    case: Case, rulebook: Rulebook, engine: Engine
) -> None:
    assert hear(case, rulebook, engine).unsaid == []


@each_case
def test_what_ifs_change_the_verdict_and_nothing_else(
    case: Case, rulebook: Rulebook, engine: Engine
) -> None:
    assert_none(side_move_faults(hear(case, rulebook, engine)))


@each_case
def test_the_service_reaches_the_verdict_from_the_persons_own_words(
    case: Case, rulebook: Rulebook, assistant: Assistant
) -> None:
    assert_none(verdict_faults(serve(case, rulebook, assistant)))


@each_case
def test_the_service_knows_what_was_told_and_nothing_else(
    case: Case, rulebook: Rulebook, assistant: Assistant
) -> None:
    interview = serve(case, rulebook, assistant)
    assert_none(fact_faults(interview, rulebook) + side_move_faults(interview))


@each_case
def test_every_citation_and_every_piece_of_evidence_is_exact(
    case: Case, rulebook: Rulebook, assistant: Assistant
) -> None:
    interview = serve(case, rulebook, assistant)
    assert_none(source_faults(interview, assistant.document("article")["text"]))


def interruptions() -> list[Saying]:
    moves = [move.saying for case in all_cases() for move in case.moves]
    return moves + [what_if.saying for case in all_cases() for what_if in case.what_ifs]


@pytest.mark.parametrize("saying", interruptions(), ids=lambda saying: saying.text[:40])
def test_an_interruption_tells_the_same_whatever_question_is_open(
    saying: Saying, rulebook: Rulebook, assistant: Assistant
) -> None:
    for topic in rulebook.topics.values():
        if topic.name != "use_case":
            found = assistant.understand(saying.text, topic.name)
            told = {
                name: agrees(rulebook, name, saying.states.get(name), value)
                for name, value in found["facts"].items()
            }
            assert told == dict.fromkeys(saying.states, True), topic.name
            assert set(found["retracts"]) == set(saying.retracts)


@each_case
def test_every_fact_of_a_case_is_one_the_rules_know(case: Case, rulebook: Rulebook) -> None:
    for _, _, saying in case.sayings():
        assert set(parse_facts(rulebook, saying.states)) == set(saying.states)
        assert {*saying.unsure, *saying.retracts, *saying.may_state} <= set(rulebook.facts)


def test_every_blocker_is_met_alone_and_in_every_pair(rulebook: Rulebook) -> None:
    kinds = sorted({blocker.fact for blocker in rulebook.blockers})
    named = {case.blockers for case in all_cases()}
    assert {(kind,) for kind in kinds} | set(combinations(kinds, 2)) <= named


def test_every_verdict_is_reached_firmly_on_every_route() -> None:
    reached = {(case.verdict, case.route) for case in all_cases() if case.firm}
    assert reached == {
        ("prompt_engineering", None),
        ("experiment_first", None),
        ("fine_tuning", "accuracy"),
        ("fine_tuning", "efficiency"),
    }


def test_a_case_with_an_unknown_key_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    text = 'title = "Odd."\nverdict = "prompt_engineering"\nfirm = true\nblocker = []\n'
    path.write_text(text + '[opening]\ntext = "Hi"\n')
    with pytest.raises(RulebookError, match=r"odd\.toml: blocker: unknown key"):
        load_case(path)
