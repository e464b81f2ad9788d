"""The chat page in a real browser: whole interviews, by mouse and by keyboard, wide and narrow."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    sync_playwright,
)
from playwright.sync_api import expect as expecting
from serving import Served, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 15_000  # milliseconds; a turn takes some ten, a machine under load more
DONE = """messages => document.querySelectorAll("#chat .own").length === messages
    && !document.querySelector("#chat .dots")"""
CITE_A_ROW = """async () => {
    const article = await (await fetch("/api/v1/documents/article")).json();
    const isRow = (passage) => article.text.slice(passage.start).startsWith("Iteration Speed");
    const row = article.passages.find(isRow);
    const link = document.createElement("a");
    link.href = `#src-article/${row.id}~${row.start}-${row.end}`;
    document.body.append(link);
    link.click();
}"""
ATTACKS = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "![track](https://outside.example/x.png)",
    "<iframe srcdoc='<script>top.ran = 1</script>'></iframe> [x](javascript:window.ran=1)",
    "<style>body { display: none }</style><div style='position:fixed;inset:0'>fake</div>",
    "<form action='https://outside.example'><button>Sign in</button></form>",
]
BLOCKED = [
    "We classify incoming support tickets for a bank",
    "about 300 labelled tickets, mixed quality",
    "the categories change every week",
    "yes, auditors must see the instructions",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("browsed")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: install the package chromium to run these")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One visitor with a browser profile of their own; everything that went wrong is kept."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._requested)

    def open(self, path: str = "/") -> None:
        """The page with its first question."""
        self.page.goto(self.url + path)
        self.page.wait_for_selector("#chat .said")

    @property
    def said(self) -> int:
        """How many messages of the visitor are shown."""
        return self.page.locator("#chat .own").count()

    def say(self, words: str) -> None:
        """Types a message, sends it with Enter and waits for the answer."""
        before = self.said
        self.composer.fill(words)
        self.composer.press("Enter")
        self.answered(before + 1)

    def pick(self, label: str) -> None:
        """Presses one of the choices under the question."""
        before = self.said
        self.page.locator("#chat .option", has_text=label).click()
        self.answered(before + 1)

    def press(self, name: str) -> None:
        """Presses a button beside the composer."""
        before = self.said
        self.page.get_by_role("button", name=name, exact=True).click()
        self.answered(before + 1)

    def answered(self, messages: int) -> None:
        """Waits until that many messages are shown and none is still being read."""
        self.page.wait_for_function(DONE, arg=messages)

    @property
    def composer(self) -> Locator:
        return self.page.locator("#words textarea")

    def row(self, fact: str) -> Locator:
        """The row of one answer in the ledger."""
        return self.page.locator(f"#answer-{fact}")

    def _heard(self, message: ConsoleMessage) -> None:
        # A reload cuts the stream Gradio listens on, which Gradio logs about itself.
        cut = "AbortError" in message.text
        if message.type == "error" and not cut:
            self.wrong.append(f"console: {message.text}")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"outside request: {request.url}")


@pytest.fixture(params=[(1440, 900)])
def visit(request: pytest.FixtureRequest, chromium: Browser, server: Served) -> Iterator[Visit]:
    width, height = request.param
    with chromium.new_context(viewport={"width": width, "height": height}) as context:
        visitor = Visit(context.new_page(), server.url)
        visitor.open()
        yield visitor
        assert visitor.wrong == []


def active(page: Page) -> str:
    """The element that has the focus, as its tag and text."""
    found: str = page.evaluate(
        "document.activeElement.tagName + ' ' + document.activeElement.textContent"
    )
    return found


def overflow(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found


def test_a_whole_interview_with_a_reload_in_the_middle_ends_in_the_verdict(visit: Visit) -> None:
    for words in BLOCKED[:2]:
        visit.say(words)
    visit.page.reload()
    visit.answered(2)
    expecting(visit.row("labelled_examples")).to_contain_text("300")
    for words in BLOCKED[2:]:
        visit.say(words)
    visit.pick("Seconds are fine")
    card = visit.page.locator(".verdict")
    expecting(card).to_contain_text("Firm: nothing still unknown can change it.")
    expecting(card.get_by_role("heading", level=2)).to_be_visible()
    expecting(card).to_contain_text("about 300 labelled tickets")
    expecting(card).to_contain_text("$30k–150k")
    assert overflow(visit.page) <= 0


def test_a_citation_opens_the_article_at_its_words_and_gives_the_focus_back(visit: Visit) -> None:
    visit.say("How much does fine-tuning cost?")
    chip = visit.page.locator("#chat a.cite").first
    quote = str(chip.get_attribute("title")).split(": ", 1)[1]
    chip.focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#source mark")
    marked = "".join(visit.page.locator("#source mark").all_text_contents())
    assert re.sub(r"[|\s]", "", marked) == re.sub(r"[|\s]", "", quote)
    assert active(visit.page).startswith("MARK")
    expecting(visit.page.locator("#source mark").first).to_be_in_viewport()
    visit.page.keyboard.press("Escape")
    expecting(visit.page.locator("#source")).to_be_hidden()
    assert active(visit.page).startswith("A ")


def test_a_citation_in_the_comparison_marks_its_row(visit: Visit) -> None:
    visit.page.evaluate(CITE_A_ROW)
    visit.page.wait_for_selector("#source td mark")
    cells = [cell.strip() for cell in visit.page.locator("#source mark").all_text_contents()]
    assert cells[:2] == ["Iteration Speed", "Days per training run"]


def test_an_answer_is_edited_in_the_ledger_by_keyboard(visit: Visit) -> None:
    visit.say("We have 3,000 labelled examples of high quality")
    row = visit.row("labelled_examples")
    row.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("250")
    visit.page.keyboard.press("Enter")
    visit.answered(2)
    expecting(visit.row("labelled_examples").locator(".value")).to_have_text(
        "250 labelled examples"
    )
    visit.page.wait_for_function("document.activeElement.tagName === 'SUMMARY'")


def test_an_answer_is_withdrawn_in_the_ledger(visit: Visit) -> None:
    visit.say("We have 3,000 labelled examples of high quality")
    visit.page.get_by_role("button", name="Withdraw Label quality").click()
    visit.answered(2)
    expecting(visit.row("data_quality")).to_have_count(0)
    expecting(visit.row("labelled_examples")).to_have_count(1)


def test_an_edit_that_says_nothing_is_explained_beside_the_composer(visit: Visit) -> None:
    visit.say("We have 3,000 labelled examples")
    row = visit.row("labelled_examples")
    row.locator("summary").click()
    row.locator("input[name=low]").fill("many")
    row.get_by_role("button", name="Save").click()
    expecting(visit.page.locator("#notice")).to_contain_text("is no number")
    expecting(visit.row("labelled_examples").locator(".value")).to_contain_text("3,000")


def test_the_moves_beside_the_composer_answer_explain_skip_and_undo(visit: Visit) -> None:
    visit.say("We classify support tickets and have 3,000 labelled examples of high quality")
    visit.press("Why do you ask?")
    visit.press("Skip")
    expecting(visit.row("volatility")).to_contain_text("Not sure")
    visit.press("Undo")
    expecting(visit.row("volatility")).to_have_count(0)
    visit.press("Not sure")
    expecting(visit.row("volatility")).to_contain_text("Not sure")


def test_pressing_twice_is_one_answer(visit: Visit) -> None:
    visit.composer.fill("We have 3,000 labelled examples")
    visit.page.locator("#send").dblclick()
    visit.answered(1)
    visit.page.reload()
    visit.answered(1)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_a_visitor_types_runs_or_looks_like_ours(visit: Visit, attack: str) -> None:
    visit.say(attack)
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.ran") is None
    assert visit.page.locator("#chat .own").inner_text() == attack
    foreign = ".md :is(img, iframe, script, style, [style*=fixed]), #chat .md form"
    assert visit.page.locator(foreign).count() == 0


def test_a_move_that_fails_says_so_and_the_conversation_goes_on(visit: Visit) -> None:
    def spoil(route: Route) -> None:
        sent = json.loads(str(route.request.post_data))
        data = [] if "fail" in sent["data"] else sent["data"]
        route.continue_(post_data=json.dumps(sent | {"data": data}))

    visit.page.route("**/queue/join*", spoil)
    visit.composer.fill("fail")
    visit.composer.press("Enter")
    expecting(visit.page.locator("#notice")).to_contain_text("That did not work")
    visit.say("We have 3,000 labelled examples")
    expecting(visit.page.locator("#notice .note")).to_have_count(0)
    visit.wrong.clear()


def test_two_visitors_see_nothing_of_each_other(visit: Visit, chromium: Browser) -> None:
    visit.say("A secret plan about invoices")
    with chromium.new_context() as context:
        other = Visit(context.new_page(), visit.url)
        other.open()
        assert "secret" not in other.page.locator("body").inner_text()
        assert other.said == 0


def test_starting_over_keeps_the_earlier_conversation_behind_a_link(visit: Visit) -> None:
    visit.say("A plan about invoices")
    visit.page.get_by_role("button", name="Start over").click()
    link = visit.page.locator("#notice a")
    path = str(link.get_attribute("href"))
    visit.answered(0)
    visit.open(path)
    visit.answered(1)
    visit.page.wait_for_function("!location.search")


def test_an_unknown_link_starts_afresh_and_says_so(visit: Visit) -> None:
    visit.open("/?c=not-a-conversation")
    expecting(visit.page.locator("#notice")).to_contain_text("not kept here any more")
    assert visit.said == 0


def test_a_conversation_survives_a_restart_of_the_server(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restarted")
    with chromium.new_context() as context:
        with served(folder) as before:
            visitor = Visit(context.new_page(), before.url)
            visitor.open()
            visitor.say("We have 3,000 labelled examples")
        with served(folder, port=int(before.url.rsplit(":", 1)[1])):
            visitor.open()
            visitor.answered(1)
            expecting(visitor.row("labelled_examples")).to_contain_text("3,000")


@pytest.mark.parametrize("visit", [(390, 844)], indirect=True)
def test_on_a_phone_the_composer_is_in_view_and_nothing_is_wider_than_the_screen(
    visit: Visit,
) -> None:
    for words in BLOCKED:
        visit.say(words)
        expecting(visit.composer).to_be_in_viewport(ratio=1)
        expecting(visit.page.locator("#send")).to_be_in_viewport(ratio=1)
    visit.pick("Seconds are fine")
    assert overflow(visit.page) <= 0
    visit.page.get_by_role("link", name="Assessment").click()
    expecting(visit.page.locator(".verdict h2")).to_be_in_viewport()


def test_the_page_follows_a_dark_system(chromium: Browser, server: Served) -> None:
    with chromium.new_context(color_scheme="dark") as context:
        visitor = Visit(context.new_page(), server.url)
        visitor.open()
        paper = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", str(paper))[:3])) < 60
