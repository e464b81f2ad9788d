"""Commands about the documents beside the article: ``index add`` and ``index remove``."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import BadInput
from ui.lines import write_line

if TYPE_CHECKING:
    from assistant.documents import Event, Finished

DONE, SOME_SKIPPED, NONE_USABLE = 0, 1, 2
OUTCOMES = ("added", "updated", "unchanged", "duplicate", "skipped")


def add(args: Namespace) -> int:
    """Adds files and folders: 0 all of them, 1 some were skipped, 2 none could be used."""
    from assistant.documents import Finished, add_documents
    from assistant.settings import read_settings
    from ui.progress import Bar

    if not all(args.paths):
        raise BadInput("PATH is empty; give a file or a folder, `.` for the one you are in")
    machine = as_json(args)
    with Bar(shown=sys.stderr.isatty()) as bar:

        def watch(event: "Event") -> None:
            bar.watch(event)
            if isinstance(event, Finished) and (event.reason or not machine):
                bar.tell(line_of(event))

        finished = add_documents(read_settings(), [Path(path) for path in args.paths], watch)
    counts = counted(finished)
    if machine:
        write_line({**counts, "documents": [_object(each) for each in finished]})
    else:
        print(summary(counts))
    if counts["skipped"] == 0:
        return DONE
    return NONE_USABLE if counts["skipped"] == len(finished) else SOME_SKIPPED


def remove(args: Namespace) -> int:
    """Removes one document from the index; its file stays."""
    from assistant.documents import remove_document
    from assistant.settings import read_settings

    held = remove_document(read_settings(), args.id)
    if as_json(args):
        write_line({"removed": held.id, "path": held.path, "passages": held.passages})
    else:
        what = f"{passages(held.passages)} of {printable(held.path)}"
        print(f"removed {held.id}: {what}; the file stays")
    return DONE


def as_json(args: Namespace) -> bool:
    """Whether results are for a program: asked for, or standard output is no terminal."""
    return bool(args.json) or not sys.stdout.isatty()


def counted(finished: Sequence["Finished"]) -> Mapping[str, int]:
    """How many files came to each outcome, and how many passages are there of them."""
    counts: Counter[str] = Counter(each.outcome for each in finished)
    held = sum(each.passages for each in finished if each.outcome != "duplicate")
    return {**{outcome: counts[outcome] for outcome in OUTCOMES}, "passages": held}


def summary(counts: Mapping[str, int]) -> str:
    """The counts in one line."""
    told = [f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES if counts[outcome]]
    return f"{', '.join(told) or 'no files of a known format'}; {passages(counts['passages'])}"


def line_of(file: "Finished") -> str:
    """What became of one file, for people."""
    name = printable(str(file.path))
    if file.id is None:
        return f"skipped    {name}: {printable(file.reason or '')}"
    told = f": {printable(file.reason)}" if file.reason else ""
    return f"{file.outcome:<10} {file.id} ({passages(file.passages)}) {name}{told}"


def passages(count: int) -> str:
    """``count`` in words."""
    return f"{count:,} passage{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """``text`` without what a terminal would act on."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _object(file: "Finished") -> dict[str, object]:
    return {
        "path": str(file.path),
        "outcome": file.outcome,
        "id": file.id,
        "passages": file.passages,
        "reason": file.reason,
    }
