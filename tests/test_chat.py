"""What the chat page is made of: each point the page's safety and speed rest on."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from ui.desk import Desk
from ui.site import QUIET

FORBIDDEN = {"state", "html", "plot", "lineplot", "barplot", "scatterplot", "file", "uploadbutton"}


@pytest.fixture(scope="module")
def blocks() -> Any:
    async def built() -> Any:
        from ui.chat import page

        return page(Desk(Future()), "a-fixed-secret-1")

    os.environ.update(QUIET)
    # Gradio makes a loop of its own, and never closes it, where none is running.
    return asyncio.run(built())


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path)) as opened:
        yield opened


@pytest.fixture
def config(blocks: Any) -> Any:
    return blocks.get_config_file()


def test_the_check_that_files_were_uploaded_is_on(blocks: Any) -> None:
    assert blocks.has_launched is True


def test_nothing_that_holds_a_connection_needs_eval_or_takes_files_is_on_the_page(
    config: Any,
) -> None:
    assert not {component["type"] for component in config["components"]} & FORBIDDEN


def test_the_conversation_is_never_taken_from_the_browser(config: Any) -> None:
    chats = {each["id"] for each in config["components"] if each["type"] == "chatbot"}
    taken = {name for event in config["dependencies"] for name in event["inputs"]}
    assert chats and not chats & taken


def test_words_sent_before_the_page_has_a_ticket_begin_a_conversation(assistant: Assistant) -> None:
    from ui.chat import saying

    there: Future[Assistant] = Future()
    there.set_result(assistant)
    *_, shown = saying(Desk(there), None, "We sort support tickets")
    ticket, bubbles, *_, notice, draft = shown
    assert ticket["turn"] == 1
    assert [each["role"] for each in bubbles].count("user") == 1
    assert not notice
    assert isinstance(draft, dict)  # the composer is left as it is: nothing came back to it


def test_no_event_runs_script_of_its_own(config: Any) -> None:
    assert not [event for event in config["dependencies"] if event.get("js")]


def test_every_event_waits_in_one_queue_with_one_limit(blocks: Any) -> None:
    limits = {(fn.concurrency_id, fn.concurrency_limit) for fn in blocks.fns.values()}
    assert len(limits) == 1


def test_every_move_that_fails_is_followed_by_a_word_to_the_visitor(config: Any) -> None:
    moves = {each["id"] for each in config["dependencies"] if len(each["outputs"]) > 1}
    after = [each for each in config["dependencies"] if each["trigger_only_on_failure"]]
    assert {each["trigger_after"] for each in after} == moves


def test_all_our_markup_passes_the_sanitizer_and_no_formulas_are_read(config: Any) -> None:
    shown = [
        each["props"] for each in config["components"] if each["type"] in ("chatbot", "markdown")
    ]
    assert all(props["sanitize_html"] and props["latex_delimiters"] == [] for props in shown)


def test_analytics_are_off_and_their_tables_are_spared(config: Any) -> None:
    assert config["analytics_enabled"] is False
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) >= 1_000_000
    assert int(os.environ["GRADIO_ANALYTICS_MAX_EVENTS"]) <= 100
