"""The worked interviews typed into the chat page, in headless Chromium."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from interviews import assert_none, fact_faults, hold, verdict_faults
from playwright.sync_api import expect, sync_playwright
from serving import Served, served
from test_browser import ARGS, CHROMIUM, Visit
from worked_cases import Case, all_cases

from assistant.store import Store
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.shapes import TurnDict

PAUSE = 30  # milliseconds; what comes sooner after an answer the page takes for a double press


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("cases")) as running:
        yield running


@pytest.fixture(scope="module")
def visit(server: Served) -> Iterator[Visit]:
    """One visitor who starts over for each case."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: install the package chromium to run these")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        visitor = Visit(browser.new_page(), server.url)
        visitor.open()
        yield visitor
        browser.close()


def newest_turn(path: Path) -> TurnDict:
    """The latest turn of the conversation begun last: what the page has just shown."""
    with closing(sqlite3.connect(path)) as held:
        newest = held.execute("SELECT id FROM conversations ORDER BY created DESC LIMIT 1")
        (conversation,) = newest.fetchone()
    with closing(Store(path)) as store:
        stored = store.last(conversation)
    assert stored is not None
    assert stored.reply is not None
    return stored.reply


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_page_reaches_the_verdict_of_the_case(
    case: Case, rulebook: Rulebook, server: Served, visit: Visit
) -> None:
    path = server.folder / "data" / "conversations.sqlite"
    visit.page.get_by_role("button", name="Start over").click()
    visit.page.wait_for_selector("#notice a")
    visit.answered(0)

    def send(text: str) -> TurnDict:
        visit.page.wait_for_timeout(PAUSE)
        visit.say(text)
        return newest_turn(path)

    interview = hold(case, rulebook, newest_turn(path), send)
    expect(visit.page.locator(".verdict")).to_contain_text(interview.recommendation["headline"])
    assert_none(verdict_faults(interview) + fact_faults(interview, rulebook) + visit.wrong)
