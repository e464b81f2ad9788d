"""A child that answers in one conversation until it is killed, telling what was acknowledged.

Usage: ``python killed.py FOLDER CONVERSATION FIRST`` (an empty CONVERSATION starts one). Prints
``conversation ID``, then ``ack N`` after each answer whose Turn came back.
"""

import sys
from pathlib import Path

from assistant import Assistant, Settings


def main(folder: str, conversation: str, first: int) -> None:
    """Sends ``N labelled examples`` for N = first, first + 1, … without end."""
    with Assistant(Settings(data_dir=Path(folder))) as assistant:
        conversation = conversation or assistant.start()["conversation"]
        print("conversation", conversation, flush=True)
        for number in range(first, first + 10_000):
            assistant.send(conversation, f"{number} labelled examples", f"m{number}")
            print("ack", number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
