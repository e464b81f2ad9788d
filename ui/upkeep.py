"""Commands that look after the installation: ``index`` and ``doctor``."""

from argparse import Namespace

from ui.lines import write_line


def index(args: Namespace) -> int:
    """What is indexed, as one JSON object; with ``rebuild`` it is built again first."""
    from assistant.indexing import index_status, rebuild_index
    from assistant.settings import read_settings

    write_line((rebuild_index if args.rebuild else index_status)(read_settings()))
    return 0


def doctor() -> int:
    """A table of checks; 1 when one of them fails."""
    from assistant.checkup import checks

    sound = True
    for check in checks():
        sound &= check.ok
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name:<16} {check.found}", flush=True)
    return 0 if sound else 1
