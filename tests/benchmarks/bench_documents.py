"""Added documents at scale: ``python tests/benchmarks/bench_documents.py [SIZE…]``.

For each number of passages: making the library and the index, opening them in a new process, and
answers beside a bare embedding call and a bare vector query, each act on questions of its own.
A third of the questions is near the words of a passage, a third says it otherwise, a third nothing
answers. Vectors: the first ``EMBEDDED`` passages are embedded, the others get one of theirs with
noise; with ``--vectors FILE`` all are embedded, once, and kept in FILE.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from corpus import PLACES, Written, written  # noqa: E402  # the tests' own archive

from knowledge.answers import Answers  # noqa: E402
from knowledge.documents.answering import DocumentAnswers  # noqa: E402
from knowledge.documents.combined import CombinedAnswers  # noqa: E402
from knowledge.documents.document import ExtractedDocument, PassageSpan  # noqa: E402
from knowledge.documents.library import Library  # noqa: E402
from knowledge.documents.ranking import NEAR  # noqa: E402
from knowledge.embedding import Embedder, Vectors  # noqa: E402
from knowledge.entries import load_entries  # noqa: E402
from knowledge.loading import load_article  # noqa: E402
from knowledge.recent import RecentEmbedder  # noqa: E402
from knowledge.search.entries import open_index  # noqa: E402
from knowledge.search.library import ExactSearch, LibrarySearch  # noqa: E402
from knowledge.search.passages import PassageIndex  # noqa: E402
from knowledge.shapes import AnswerDict  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
EMBEDDED = 2_000
NOISE = 0.02
TOGETHER = 200
ROUNDS = 300
COMPARED = 100
KNOWN = 10
MILLION = 1e6


def texts(passages: Sequence[Written]) -> list[str]:
    """What passages are searched by."""
    return [f"{each.section} {each.text}" for each in passages]


def vectors_of(size: int, embedder: Embedder, kept: Path | None) -> Vectors:
    """One vector for each passage; see the top."""
    if kept is not None and kept.exists():
        return np.asarray(np.load(kept, mmap_mode="r")[:size])
    real = size if kept is not None else min(size, EMBEDDED)
    known = embedder.encode(texts(list(written(real))))
    if kept is not None:
        np.save(kept, known)
    rng = np.random.default_rng(real)
    rows = known[rng.integers(0, real, size - real)]
    rows = rows + NOISE * rng.standard_normal(rows.shape, dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.concatenate([known, rows.astype(np.float32)])


def fill(library: Library, size: int, vectors: Vectors) -> None:
    """Put ``size`` passages into the library, ``TOGETHER`` a document."""
    passages = written(size)
    for first in range(0, size, TOGETHER):
        text, spans = "", []
        for each in (together := list(islice(passages, TOGETHER))):
            spans.append(PassageSpan(each.section, len(text), len(text) + len(each.text)))
            text += f"{each.text}\n\n"
        rows = iter(vectors[first : first + TOGETHER])
        name = f"{first // TOGETHER}.md"
        document = ExtractedDocument(Path(name), "markdown", name, together[0].title, text, ())
        library.add(document, spans, partial(_next, rows))


def _next(rows: Iterator[Vectors], batch: Sequence[str]) -> Vectors:
    return np.stack(list(islice(rows, len(batch))))


def build(folder: Path, size: int, kept: Path | None) -> dict[str, float]:
    """Make library and index; seconds, and megabytes of memory and disk."""
    embedder = Embedder()
    vectors = vectors_of(size, embedder, kept)
    sample = texts(list(written(200)))
    with Library.open(folder) as library:
        seconds = {
            "embedding 1,000 passages, s": 5 * taken(lambda: embedder.encode(sample)),
            "library, s": taken(partial(fill, library, size, vectors)),
        }
        with PassageIndex.open(folder, library, embedder.MODEL) as index:
            seconds["index, s"] = taken(index.follow)
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {**seconds, "peak memory, MB": peak(), "disk, MB": disk / MILLION}


class Question(NamedTuple):
    """What is asked, and the passage that answers; None where none does."""

    text: str
    passage: str | None


def questions(size: int, count: int) -> list[Question]:
    """``count`` questions, no two alike, in an order of their own."""
    each = count // 3 + 1
    places = random.Random(1).sample(range(size), min(size, 2 * each))
    wanted = dict.fromkeys(sorted(places))
    known = {n: passage for n, passage in enumerate(written(size)) if n in wanted}
    asked = [Question(known[n].question, known[n].text) for n in places[:each]]
    asked += [Question(known[n].paraphrase, known[n].text) for n in places[each:]]
    rows = map(json.loads, (TESTS / "documents_dev.jsonl").read_text("utf-8").splitlines())
    nowhere = [row["question"] for row in rows if row["cite"] is None]
    pairs = [f"{question} in {place}" for place in PLACES for question in nowhere]
    asked += [Question(pair, None) for pair in pairs[:each]]
    random.Random(2).shuffle(asked)
    return asked


def ask(folder: Path, size: int) -> dict[str, float]:
    """Open what was built, and answer: seconds, milliseconds, and what was found."""
    embedder = Embedder()
    embedder.load()
    with ExitStack() as opening:
        library = opening.enter_context(Library.open(folder))
        start = time.perf_counter()
        search = LibrarySearch(folder, library, embedder.MODEL, build=False)
        opening.callback(search.close)
        figures = {"opening in a new process, s": time.perf_counter() - start}
        article = load_article()
        entries = load_entries(article)
        index = open_index(folder, embedder, entries)
        opening.callback(index.close)
        recent = RecentEmbedder(embedder)
        answers = CombinedAnswers(
            Answers(article, recent, index, entries),
            DocumentAnswers(library, search, recent.encode),
        )
        timed, found = rounds(embedder, search, answers, size)
        memory = peak()
        return {
            **figures,
            **timed,
            **found,
            **exactness(embedder, search, library, size),
            "peak memory while answering, MB": memory,
        }


def rounds(
    embedder: Embedder, search: LibrarySearch, answers: CombinedAnswers, size: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Each act on a question of its own, in shuffled order; medians and 95th percentiles."""
    asked = questions(size, 3 * ROUNDS)
    vectors = embedder.encode([each.text for each in asked])
    answers.answer("warm up")
    times: dict[str, list[float]] = {"embedding": [], "vector query": [], "answer": []}
    right: dict[bool, list[bool]] = {True: [], False: []}
    rng = random.Random(3)
    for turn in range(len(asked) // 3):
        one, two, three = range(3 * turn, 3 * turn + 3)
        acts: list[tuple[str, Callable[[], object]]] = [
            ("embedding", partial(embedder.encode, [asked[one].text])),
            ("vector query", partial(search.query, vectors[two], NEAR)),
            ("answer", partial(answers.answer, asked[three].text)),
        ]
        rng.shuffle(acts)
        for name, act in acts:
            start = time.perf_counter()
            given = act()
            times[name].append(1e3 * (time.perf_counter() - start))
            if name == "answer":
                covered = asked[three].passage is not None
                right[covered].append(correct(cast("AnswerDict", given), asked[three]))
    figures = {f"{name} p50, ms": statistics.median(each) for name, each in times.items()}
    bare = figures["embedding p50, ms"] + figures["vector query p50, ms"]
    figures["answer p95, ms"] = statistics.quantiles(times["answer"], n=20)[18]
    figures["answer / (embedding + vector query)"] = figures["answer p50, ms"] / bare
    return figures, {
        "right passage cited": statistics.mean(right[True]),
        "silent where nothing answers": statistics.mean(right[False]),
    }


def correct(answer: AnswerDict, question: Question) -> bool:
    """The passage was cited, or nothing where nothing answers."""
    if question.passage is None:
        return not answer["answered"]
    return any(each["quote"] in question.passage for each in answer["citations"])


def exactness(
    embedder: Embedder, search: LibrarySearch, library: Library, size: int
) -> dict[str, float]:
    """How many of the nearest the index finds, and what comparing with every vector takes."""
    exact = ExactSearch(library)
    shares, times = [], []
    for vector in embedder.encode([each.text for each in questions(size, COMPARED)]):
        names = {name for name, _ in search.query(vector, KNOWN)}
        exact.query(vector, KNOWN)
        start = time.perf_counter()
        best = exact.query(vector, KNOWN)
        times.append(1e3 * (time.perf_counter() - start))
        shares.append(len(names & {name for name, _ in best}) / len(best))
    return {
        f"of the nearest {KNOWN} found": statistics.mean(shares),
        "exact search p50, ms": statistics.median(times),
    }


def taken(act: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MILLION


def measured(size: int, kept: Path | None = None) -> dict[str, float]:
    """Both steps for ``size`` passages, each in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        figures: dict[str, float] = {}
        for step in ("build", "ask"):
            options = ["--vectors", str(kept)] if kept else []
            command = [sys.executable, __file__, str(size), "--step", step, "--folder", place]
            done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
            figures |= json.loads(done.stdout.splitlines()[-1])
        return figures


def main() -> None:
    """Print the table, a column a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--step", choices=("build", "ask"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "build":
        print(json.dumps(build(given.folder, given.sizes[0], given.vectors)))
    elif given.step == "ask":
        print(json.dumps(ask(given.folder, given.sizes[0])))
    else:
        columns = [measured(size, given.vectors) for size in given.sizes]
        print(f"{'passages':40}" + "".join(f"{size:>12,}" for size in given.sizes))
        for name in columns[0]:
            print(f"{name:40}" + "".join(f"{column[name]:12,.3g}" for column in columns))


if __name__ == "__main__":
    main()
