"""What a turn costs in process, beside its parts: ``python tests/benchmarks/bench_turns.py``.

A turn reads, decides and stores durably. Beside it, in the same run and alternating: the bare
embedding call on the same text, and the bare graph over the same checkpointer with a reader that
says nothing. Figures are milliseconds; ratios are to the bare embedding call.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant import Assistant, Settings
from graphs.services import Context
from graphs.state import Incoming
from knowledge.embedding import Embedder
from knowledge.shapes import UnderstandingDict, nothing_read

ROUNDS = 60
SHORT = [
    "about {n} labelled tickets, labels mostly clean",
    "it changes every {m} weeks or so",
    "no auditor will ever read it, {n} people use it",
    "{m} seconds is fine",
]
BRIEF = (
    "We run a claims desk for a mid-sized insurer and want a model to read incoming claim letters "
    "and fill in fourteen fields. Over the years our handlers have checked about {n} letters, each "
    "with the right fields beside it, and the labels are in good shape. The form itself changes "
    "perhaps once a year. Nobody audits the wording of instructions, but the fields have to be "
    "valid JSON every time because the policy system rejects anything else. Handlers wait for "
    "the result on screen, so it should take under a second. So far we tried prompts with "
    "few-shot examples, the best one gets {m} percent of the fields right and we need ninety-five. "
    "We expect around forty thousand letters a month once all branches are connected to it."
)


def nothing(_text: str, _topic: str | None, _facts: object) -> UnderstandingDict:
    """A reader that says nothing, so that only the graph is left."""
    return nothing_read()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds one call takes."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def measure(assistant: Assistant, embedder: Embedder, texts: list[str]) -> dict[str, list[float]]:
    """Milliseconds of turn, embedding and graph for each text, alternating."""
    parts = assistant._parts
    graph, bare = parts.graph, Context(replace(parts.services, read=nothing))
    conversation = assistant.start()["conversation"]
    found: dict[str, list[float]] = {"turn": [], "embedding": [], "graph": []}
    for number, text in enumerate(texts):
        message: Incoming = {"id": f"b{number}", "turn": number + 1, "kind": "text", "text": text}
        thread = {"configurable": {"thread_id": f"bare-{conversation}"}}
        found["turn"].append(timed(partial(assistant.send, conversation, text)))
        found["embedding"].append(timed(partial(embedder.encode, [text])))
        run = partial(graph.invoke, {"message": message}, thread, context=bare, durability="exit")
        found["graph"].append(timed(run))
        if number % 10 == 9:
            conversation = assistant.start()["conversation"]
    return found


def table(name: str, found: dict[str, list[float]]) -> None:
    """One row a part: p50, p95 and the ratio to the embedding call."""
    base = statistics.median(found["embedding"])
    for part, values in found.items():
        ordered = sorted(values)
        p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        print(f"{name:6} {part:10} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   x{p50 / base:5.2f}")


def main() -> None:
    """Warms up, measures short answers and pasted briefs, prints the table."""
    short = [SHORT[n % 4].format(n=n * 7 + 5, m=n % 9 + 2) for n in range(ROUNDS)]
    briefs = [BRIEF.format(n=n * 31 + 900, m=60 + n % 30) for n in range(ROUNDS // 2)]
    embedder = Embedder()
    with (
        tempfile.TemporaryDirectory() as folder,
        Assistant(Settings(data_dir=Path(folder))) as assistant,
    ):
        measure(assistant, embedder, short[:10])
        table("short", measure(assistant, embedder, short))
        table("brief", measure(assistant, embedder, briefs))


if __name__ == "__main__":
    main()
