"""The command line. Each command loads only what it needs, when it runs."""

import os
import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING

from assistant import AssistantError, BadInput

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands = _SubParsersAction[ArgumentParser]

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command: 0 done, 1 failed, 2 bad input; results on standard output alone."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = parser().parse_args(argv)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except AssistantError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT if isinstance(error, BadInput) else FAILED
    except BrokenPipeError:
        # Whoever read our output has read enough; nothing is left to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> ArgumentParser:
    """Every command with its options."""
    root = ArgumentParser(
        prog="prompt-or-tune",
        description="Decides between prompt engineering and fine-tuning, every statement cited. "
        "Without a command it serves the web chat.",
        epilog="Exit status: 0 done, 1 failed, 2 bad input. Settings: see .env.example.",
    )
    root.set_defaults(run=_serve, host=None, port=None, open=True)
    commands = root.add_subparsers(title="commands", metavar="COMMAND")
    _add_channels(commands)
    _add_batch(commands)
    _add_index(commands)
    doctor = commands.add_parser("doctor", help="check this machine, the data folder and settings")
    doctor.set_defaults(run=_doctor)
    return root


def _add_channels(commands: "Commands") -> None:
    serve = commands.add_parser("serve", help="web chat in the browser (what no command does)")
    serve.add_argument("--host", help="address to listen on (default: this machine alone)")
    serve.add_argument("--port", type=int, help="port to listen on (default: 7860)")
    serve.add_argument(
        "--open", action=BooleanOptionalAction, default=True, help="open the page in a browser"
    )
    serve.set_defaults(run=_serve)
    chat = commands.add_parser("chat", help="the interview in the terminal")
    chat.add_argument("--jsonl", action="store_true", help="a message a line in, a Turn a line out")
    chat.add_argument("--resume", metavar="ID", help="go on with a conversation that was kept")
    chat.set_defaults(run=_chat)


def _add_batch(commands: "Commands") -> None:
    understand = commands.add_parser(
        "understand", help='JSONL {"text", "topic"?} to JSONL Understanding'
    )
    understand.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is input")
    understand.set_defaults(run=_understand)
    decide = commands.add_parser("decide", help="JSONL of facts or reports to Recommendations")
    decide.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is input")
    decide.set_defaults(run=_decide)
    ask = commands.add_parser("ask", help="the article's own words on a question")
    ask.add_argument("question", metavar="QUESTION", help="the question; - reads it from input")
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the Answer as JSON")
    form.add_argument("--jsonl", action="store_true", help="with -: a question a line")
    ask.set_defaults(run=_ask)
    evaluate = commands.add_parser("evaluate", help="score a labelled file")
    evaluate.add_argument("what", choices=["understanding", "answers"])
    evaluate.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSONL with labels")
    evaluate.add_argument("--json", action="store_true", help="the scores as one JSON line")
    evaluate.set_defaults(run=_evaluate)


def _add_index(commands: "Commands") -> None:
    index = commands.add_parser("index", help="the knowledge index, and documents added to it")
    actions = index.add_subparsers(required=True, metavar="ACTION")
    status = actions.add_parser("status", help="what is indexed, with which model")
    status.set_defaults(run=_index, rebuild=False)
    add = actions.add_parser("add", help="add Markdown, text, HTML and PDF files, or folders")
    add.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
    add.set_defaults(run=_add)
    remove = actions.add_parser("remove", help="remove an added document; its file stays")
    remove.add_argument("id", metavar="ID", help="as index status lists it")
    remove.set_defaults(run=_remove)
    rebuild = actions.add_parser("rebuild", help="build the index again from its sources")
    rebuild.set_defaults(run=_index, rebuild=True)
    for action in (status, add, remove, rebuild):
        action.add_argument(
            "--json", action="store_true", help="one JSON object (what a pipe gets anyway)"
        )


def _serve(args: Namespace) -> int:
    from assistant.settings import read_settings
    from ui.server import serve

    return serve(read_settings(), host=args.host, port=args.port, open_browser=args.open)


def _chat(args: Namespace) -> int:
    from ui.terminal import chat

    return chat(args)


def _understand(args: Namespace) -> int:
    from ui.batch import understand

    return understand(args)


def _decide(args: Namespace) -> int:
    from ui.batch import decide

    return decide(args)


def _ask(args: Namespace) -> int:
    from ui.batch import ask

    return ask(args)


def _evaluate(args: Namespace) -> int:
    from ui.batch import evaluate

    return evaluate(args)


def _index(args: Namespace) -> int:
    from ui.upkeep import index

    return index(args)


def _add(args: Namespace) -> int:
    from ui.shelf import add

    return add(args)


def _remove(args: Namespace) -> int:
    from ui.shelf import remove

    return remove(args)


def _doctor(_: Namespace) -> int:
    from ui.upkeep import doctor

    return doctor()


if __name__ == "__main__":
    sys.exit(main())
