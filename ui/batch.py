"""Commands that read lines and write lines: ``understand``, ``decide``, ``ask``, ``evaluate``."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence

from assistant import AnswerDict, BadInput, JsonValue
from ui.lines import Line, kind_of, read_cases, text_of, write_line
from ui.scores import tables

_REPORT = "facts"


def decide(args: Namespace) -> int:
    """Facts to recommendations; nothing is written unless every line can be used."""
    from assistant.decisions import Decisions
    from assistant.settings import read_settings

    decisions = Decisions(read_settings())
    cases = read_cases(args.file, lambda line: decisions.parse(_facts_of(line.value)))
    for line, facts in cases:
        write_line(_identity(line) | decisions.recommend(facts))
    return 0


def understand(args: Namespace) -> int:
    """Messages to what they say, in the same order."""
    from assistant.reading import Reading
    from assistant.settings import read_settings

    reading = Reading(read_settings())
    cases = read_cases(args.file, lambda line: _message_of(line.value, reading.topics))
    for line, (text, topic) in cases:
        write_line(_identity(line) | reading.understand(text, topic))
    return 0


def ask(args: Namespace) -> int:
    """One question from the command line, or one a line from standard input."""
    from assistant.asking import Asking
    from assistant.settings import read_settings

    if args.jsonl:
        cases = read_cases(args.question, lambda line: _question_of(line.value))
    else:
        typed = sys.stdin.read() if args.question == "-" else args.question
        cases = [(Line(1, typed), text_of("the question", typed.strip()))]
    with Asking(read_settings()) as asking:
        if asking.notice:
            print(asking.notice, file=sys.stderr)
        for line, question in cases:
            answer = asking.answer(question)
            if args.jsonl or args.json:
                write_line(_identity(line) | answer)
            else:
                _print_answer(answer)
    return 0


def evaluate(args: Namespace) -> int:
    """Scores a labelled file and says which rows are missed."""
    from assistant.evaluating import evaluate_answers, evaluate_understanding
    from assistant.settings import read_settings

    rows = [row for _, row in read_cases(args.file, lambda line: _row_of(line.value))]
    score = evaluate_understanding if args.what == "understanding" else evaluate_answers
    report = score(rows, read_settings())
    if args.json:
        write_line(report)
    else:
        print(tables(report))
    return 0


def _facts_of(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, dict):
        raise BadInput(f"expected an object of facts, got {kind_of(value)}")
    if _REPORT not in value:
        return {name: given for name, given in value.items() if name != "id"}
    facts = value[_REPORT]
    if not isinstance(facts, dict):
        raise BadInput(f"facts: expected an object of facts, got {kind_of(facts)}")
    return facts


def _message_of(value: JsonValue, topics: Sequence[str]) -> tuple[str, str | None]:
    fields = value if isinstance(value, dict) else {"text": value}
    topic = fields.get("topic")
    if topic is not None and (not isinstance(topic, str) or topic not in topics):
        raise BadInput(
            f"topic: {topic!r} is none; choose from {', '.join(topics)}, or leave it out"
        )
    return text_of("text", fields.get("text")), topic


def _question_of(value: JsonValue) -> str:
    if not isinstance(value, dict):
        return text_of("the question", value)
    key = "text" if "text" in value and "question" not in value else "question"
    return text_of(key, value.get(key))


def _row_of(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise BadInput(f"expected an object, got {kind_of(value)}")
    return value


def _identity(line: Line) -> dict[str, object]:
    """The line's own ``id``, to be echoed in front of its result."""
    return {"id": line.value["id"]} if isinstance(line.value, dict) and "id" in line.value else {}


def _print_answer(answer: AnswerDict) -> None:
    from ui.console import Console

    print(Console.for_output().answer(answer))
