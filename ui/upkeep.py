"""Commands that look after the installation: ``index`` and ``doctor``."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import cast

from ui.lines import write_line
from ui.shelf import as_json, passages, printable


def index(args: Namespace) -> int:
    """What is indexed; with ``rebuild`` it is built again first."""
    from assistant.indexing import index_status, rebuild_index
    from assistant.settings import read_settings

    status = (rebuild_index if args.rebuild else index_status)(read_settings())
    if as_json(args):
        write_line(status)
    else:
        print("\n".join(told(status)))
    return 0


def told(status: Mapping[str, object]) -> Iterator[str]:
    """The state of the index for people: a value a line, then a document a line."""
    for key, value in status.items():
        if key != "documents" and value is not None:
            yield f"{key:<12} {printable(str(value))}"
    for document in cast("list[dict[str, object]]", status["documents"]):
        count = passages(cast("int", document["passages"]))
        words = f"{document['id']} ({count}) {document['path']}"
        yield f"{'document':<12} {printable(words)}"


def doctor() -> int:
    """A table of checks; 1 when one of them fails."""
    from assistant.checkup import checks

    sound = True
    for check in checks():
        sound &= check.ok
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name:<16} {check.found}", flush=True)
    return 0 if sound else 1
