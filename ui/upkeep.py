"""Commands that look after the installation: ``index`` and ``doctor``."""

from ui.lines import write_line


def index_status() -> int:
    """What is indexed, as one JSON object."""
    from assistant.indexing import index_status as status
    from assistant.settings import read_settings

    write_line(status(read_settings()))
    return 0


def index_rebuild() -> int:
    """Builds the index again from its sources and says what came of it."""
    from assistant.indexing import rebuild_index
    from assistant.settings import read_settings

    write_line(rebuild_index(read_settings()))
    return 0


def doctor() -> int:
    """A table of checks; 1 when one of them fails."""
    from assistant.checkup import checks

    sound = True
    for check in checks():
        sound &= check.ok
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name:<16} {check.found}", flush=True)
    return 0 if sound else 1
