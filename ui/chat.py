"""The chat page in Gradio: components, and which move each event makes. Decides nothing itself.

Never here, each for a reason that was measured: ``gr.State`` (a held connection for each tab, and
lost at a restart), ``gr.HTML`` and ``js=`` (both need a policy that allows eval), native plots,
and the chatbot as an input (its value comes from the browser; the transcript is on the server).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.types import ASGIApp

from ui.desk import Desk, Screen, note
from ui.front import Front
from ui.markup import Html, el, text
from ui.walls import Doors

NAME = "Prompt or Tune"
LEAD = "Fine-tune a model, or is prompting enough? Answered from one article, word for word."
HEAD = f"""<title>{NAME}</title>
<meta name="description" content="{LEAD}">
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="/static/page.css">
<script src="/static/page.js" defer></script>"""
BRAND = el(
    "div",
    el("div", el("h1", text(NAME)), el("p", text(LEAD))),
    el(
        "nav",
        el("a", text("Chat"), href="#talk"),
        Html(" "),
        el("a", text("Assessment"), href="#assessment"),
    ),
)
SAYS = {"Not sure": "Not sure", "Skip": "Skip", "Why do you ask?": "Why do you ask?"}
FAILED = note(
    text(
        "That did not work; the reason is in the server's log. Everything answered before is "
        "kept: reload the page to go on."
    ),
    "note failed",
)
AT_ONCE = 32  # turns worked on at the same time; the others wait in order
WAITING = 500  # visitors that may wait for their turn before new ones are refused
HOW: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "once",
    # Gradio lets the lowest limit win among events that share a name.
    "concurrency_id": "moves",
    "concurrency_limit": AT_ONCE,
}

Update = list[Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components the events speak of."""

    ticket: gr.BrowserState
    chat: gr.Chatbot
    composer: gr.Textbox
    send: gr.Button
    replies: dict[str, gr.Button]
    undo: gr.Button
    restart: gr.Button
    standing: gr.Markdown
    ledger: gr.Markdown
    notice: gr.Markdown
    edit: gr.Textbox
    edited: gr.Button

    @property
    def screen(self) -> list[Any]:
        """The outputs every move fills, in the order of :func:`update`."""
        return [self.ticket, self.chat, self.standing, self.ledger, self.notice, self.composer]


def update(screen: Screen) -> Update:
    """A screen as values for ``Parts.screen``."""
    draft = gr.skip() if screen.draft is None else screen.draft
    return [
        screen.ticket,
        screen.bubbles,
        screen.standing,
        screen.ledger,
        screen.notice,
        draft,
    ]


def mounted(shell: FastAPI, desk: Desk, browser_secret: str) -> ASGIApp:
    """``shell`` with the page at its root, as it may be served."""
    blocks = page(desk, browser_secret)
    gr.mount_gradio_app(
        shell,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        mcp_server=False,
        pwa=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=gr.themes.Base(
            font=[gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")],
            font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
        ),
    )
    return Doors(Front(shell, HEAD))


def page(desk: Desk, browser_secret: str) -> Any:
    """The page's blocks with all events wired."""
    with gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True) as blocks:
        parts = layout(browser_secret)
        wire(blocks, parts, desk)
    blocks.queue(max_size=WAITING, api_open=False, default_concurrency_limit=AT_ONCE)
    # Mounted instead of launched, Gradio skips its check that a file in a request was uploaded
    # by the visitor: anyone could make the server read any file. This turns the check on.
    blocks.has_launched = True
    return blocks


def layout(browser_secret: str) -> Parts:
    """Chat on the left, the assessment beside it; below it on a narrow screen."""
    ticket = gr.BrowserState(None, storage_key="prompt-or-tune", secret=browser_secret)
    with gr.Row(elem_id="top"):
        panel(BRAND, "brand")
        restart = gr.Button("Start over", elem_id="restart", size="sm")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk", scale=11, min_width=320):
            chat = chatbot()
            notice = panel(Html(""), "notice")
            with gr.Row(elem_id="moves"):
                replies = {said: gr.Button(said, size="sm") for said in SAYS}
                undo = gr.Button("Undo", size="sm", elem_id="undo")
            with gr.Row(elem_id="composer"):
                composer = textbox()
                send = gr.Button("Send", variant="primary", elem_id="send", min_width=80)
        with gr.Column(elem_id="assessment", scale=9, min_width=320):
            standing = panel(Html(""), "standing")
            ledger = panel(Html(""), "ledger")
    # The page's script puts an edit of the ledger in here: the forms are our own markup.
    edit = gr.Textbox(visible="hidden", elem_id="edit", label="Edit", show_label=False)
    edited = gr.Button("Apply", visible="hidden", elem_id="edited")
    return Parts(
        ticket, chat, composer, send, replies, undo, restart, standing, ledger, notice, edit, edited
    )


def chatbot() -> gr.Chatbot:
    """The conversation."""
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        autoscroll=False,
        height="100%",
        buttons=[],
        layout="bubble",
        feedback_options=None,
        group_consecutive_messages=False,
        allow_tags=False,
        sanitize_html=True,
        latex_delimiters=[],
        allow_file_downloads=False,
        placeholder=el("p", text("Getting ready …")),
    )


def textbox() -> gr.Textbox:
    """Where the visitor writes."""
    return gr.Textbox(
        elem_id="words",
        label="Your message",
        show_label=False,
        container=False,
        placeholder="Your answer, or a question",
        lines=1,
        max_lines=8,
        autofocus=True,
        scale=8,
        min_width=120,
    )


def panel(content: Html, name: str) -> gr.Markdown:
    """A part of the page that is our own escaped markup."""
    return gr.Markdown(content, elem_id=name, latex_delimiters=[], sanitize_html=True)


def wire(blocks: gr.Blocks, parts: Parts, desk: Desk) -> None:
    """Each event and the move it makes."""

    def say(ticket: Any, words: str) -> Iterator[Update]:
        yield from saying(desk, ticket, words)

    def pick(ticket: Any, event: gr.SelectData) -> Iterator[Update]:
        yield from saying(desk, ticket, str(event.value))

    def open_page(ticket: Any, request: gr.Request) -> Update:
        return update(desk.open(ticket, request.query_params.get("c")))

    typed = [parts.ticket, parts.composer]
    _on(gr.on, parts, say, typed, triggers=[parts.composer.submit, parts.send.click])
    _on(parts.chat.option_select, parts, pick, [parts.ticket])
    for words, button in parts.replies.items():
        _on(button.click, parts, _fixed(desk, words), [parts.ticket])
    _on(parts.undo.click, parts, lambda ticket: update(desk.undo(ticket)), [parts.ticket])
    _on(parts.restart.click, parts, lambda ticket: update(desk.start_over(ticket)), [parts.ticket])
    _on(
        parts.edited.click,
        parts,
        lambda ticket, form: update(desk.correct(ticket, form)),
        [parts.ticket, parts.edit],
    )
    _on(blocks.load, parts, open_page, [parts.ticket])


def saying(desk: Desk, ticket: Any, words: str) -> Iterator[Update]:
    """First the message with a sign of work, then the answer."""
    if words.strip():
        ticket = desk.begun(ticket)
        yield update(desk.working(ticket, words))
    yield update(desk.say(ticket, words))


def _fixed(desk: Desk, words: str) -> Callable[[Any], Iterator[Update]]:
    def say(ticket: Any) -> Iterator[Update]:
        yield from saying(desk, ticket, words)

    return say


def _on(
    event: Callable[..., Any],
    parts: Parts,
    move: Callable[..., Any],
    inputs: list[Any],
    **more: Any,
) -> None:
    moved = event(fn=move, inputs=inputs, outputs=parts.screen, **HOW, **more)
    moved.failure(fn=lambda: FAILED, inputs=[], outputs=[parts.notice], **HOW)
