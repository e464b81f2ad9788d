"""An answer whose reply was seen is on disk: the process is killed during turns and resumed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import Assistant, Settings

CHILD = Path(__file__).parent / "killed.py"
ROOT = CHILD.parent.parent
FIRST = 1_001


def killed_run(folder: Path, conversation: str, first: int, delay: float) -> tuple[str, int]:
    """Runs the child, kills it ``delay`` seconds after its first answer; (id, last acked)."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), conversation, str(first)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    said = [child.stdout.readline(), child.stdout.readline()]
    time.sleep(delay)
    child.kill()
    said += child.stdout.read().splitlines()
    child.stdout.close()
    child.wait()
    acked = [int(line.split()[1]) for line in said if line.startswith("ack")]
    return said[0].split()[1], acked[-1]


def kill_campaign(folder: Path, kills: int, seed: int) -> tuple[str, int]:
    """``kills`` killed runs over one conversation; its id and the last acknowledged number."""
    chance = random.Random(seed)
    conversation, last = "", FIRST - 1
    for _ in range(kills):
        conversation, last = killed_run(folder, conversation, last + 1, chance.uniform(0, 0.3))
    return conversation, last


@pytest.mark.timeout(300)
def test_no_acknowledged_answer_is_lost_doubled_or_reordered_by_kills(tmp_path: Path) -> None:
    conversation, last = kill_campaign(tmp_path, kills=6, seed=7)
    with Assistant(Settings(data_dir=tmp_path)) as assistant:
        turn = assistant.turn(conversation)
    said = [int(m["text"].split()[0]) for m in turn["messages"] if m["role"] == "user"]
    assert said == list(range(FIRST, said[-1] + 1))
    assert said[-1] in (last, last + 1)
    assert turn["facts"]["labelled_examples"]["value"] == said[-1]
