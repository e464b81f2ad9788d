"""The whole fuzz campaign: ``python tests/benchmarks/campaign_fuzz.py [MESSAGES] [SEED]``.

MESSAGES (100,000 unless told) random messages go through the reader with its embedding model:
labelled messages cut, doubled, shuffled and spliced, with numbers, marks and foreign scripts thrown
in, and plain noise. The exit status is 1 when one raises, or when evidence is no piece of the text.
"""

import json
import random
import sys
import time
import unicodedata
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS.parent))

from knowledge.embedding import Embedder  # noqa: E402
from knowledge.loading import load_rulebook  # noqa: E402
from knowledge.reading import Reader  # noqa: E402
from knowledge.shapes import UnderstandingDict  # noqa: E402

PIECES = [
    "5", "10k", "1,000", "90%", "0.9", "1e9", "9" * 30, "½", "٣", "not", "no", "every", "per", "$",
    "/", "-", "–", ",", ".", "?", "!", "(", ")", "\n", "\t", "\x00", "\u200b", "\u202e", "İ", "ß",
    "🙂", "漢字", "<b>", "</script>", "http://x.y", "a@b.c", "'", '"', "`", "{", "}", "[1]", "\\",
]  # fmt: skip
LONGEST = 600


def message(rng: random.Random, texts: list[str]) -> str:
    """One random message."""
    match rng.randrange(6):
        case 0:
            return "".join(rng.choice(PIECES) for _ in range(rng.randrange(12)))
        case 1:
            points = (rng.randrange(0x20, 0x2FFFF) for _ in range(rng.randrange(60)))
            return "".join(chr(p) for p in points if unicodedata.category(chr(p)) != "Cs")
        case 2:
            words = rng.choice(texts).split() + rng.choice(texts).split()
            rng.shuffle(words)
            return " ".join(words)[:LONGEST]
        case 3:
            text = rng.choice(texts)
            at = rng.randrange(len(text) + 1)
            return (text[:at] + rng.choice(PIECES) + text[at:])[:LONGEST]
        case 4:
            text = rng.choice(texts)
            return text[rng.randrange(len(text)) : rng.randrange(len(text) + 1) + 1]
        case _:
            return f"{rng.choice(texts)} {rng.choice(PIECES)} {rng.choice(texts)}"[:LONGEST]


def fault(text: str, read: UnderstandingDict) -> str | None:
    """What is wrong with a reading, if anything."""
    json.dumps(read)
    quoted = [*read["evidence"].values(), *(p["evidence"] for p in read["proposed"].values())]
    if not all(words and words in text for words in quoted):
        return f"evidence is no piece of the text: {quoted}"
    return None if read["evidence"].keys() == read["facts"].keys() else "a fact without evidence"


def main(count: int, seed: int) -> int:
    """Runs the campaign and prints one line."""
    rng, rulebook, embedder = random.Random(seed), load_rulebook(), Embedder()
    reader = Reader(rulebook, embedder.encode)
    lines = (TESTS / "reading_dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    topics = [None, *rulebook.topics]
    started, faults = time.monotonic(), 0
    for number in range(count):
        text, topic = message(rng, texts), rng.choice(topics)
        try:
            wrong = fault(text, reader.read(text, topic))
        except Exception as error:  # noqa: BLE001  # whatever is raised is what is looked for
            wrong = repr(error)
        if wrong:
            faults += 1
            print(f"message {number}, topic {topic}: {text!r}: {wrong}")
    seconds = time.monotonic() - started
    print(f"{count:,} messages (seed {seed}) in {seconds:.0f} s: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [100_000, 1][len(numbers) :])))
