"""The whole kill campaign: ``python tests/benchmarks/campaign_kills.py [KILLS] [SEED]``.

One conversation is answered by a process that is killed with SIGKILL at random moments and
started again, KILLS times (40 unless told). Then what is stored is held against what was
acknowledged; the exit status is 1 when an answer is lost, doubled or out of order.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from test_durability import FIRST, kill_campaign  # noqa: E402  # the tests' own campaign

from assistant import Assistant, Settings  # noqa: E402


def main(kills: int, seed: int) -> int:
    """Runs the campaign and prints one line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        conversation, acknowledged = kill_campaign(folder, kills, seed)
        with Assistant(Settings(data_dir=folder)) as assistant:
            turn = assistant.turn(conversation)
    stored = [int(m["text"].split()[0]) for m in turn["messages"] if m["role"] == "user"]
    wanted = list(range(FIRST, stored[-1] + 1))
    sound = stored == wanted and stored[-1] in (acknowledged, acknowledged + 1)
    outcome = "none lost, doubled or reordered" if sound else "NOT SOUND"
    print(f"{kills} kills, {acknowledged - FIRST + 1} acknowledged answers: {outcome}")
    return 0 if sound else 1


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [40, 7][len(numbers) :])))
