"""Forbids every connection that leaves this machine, and remembers who tried.

Run as a script it starts the command line under the same rule, for tests of whole processes:
attempts are then written to standard error, each after ``MARK``.
"""

import ipaddress
import sys
from functools import cache

MARK = "outside connection tried:"
attempts: list[str] = []
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname"}
_SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class OutsideError(OSError):
    """A connection to somewhere else than this machine."""


@cache
def forbid() -> None:
    """From now on, for the whole process: such a connection is refused and remembered."""
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event in _LOOKUPS:
        _check(event, args[0])
    elif event in _SENDS and isinstance(args[1], tuple):
        _check(event, args[1][0])


def _check(event: str, host: object) -> None:
    if not _here(host):
        attempts.append(f"{event} {host!r}")
        print(MARK, event, repr(host), file=sys.stderr, flush=True)
        raise OutsideError(f"{event} to {host!r} is forbidden: nothing leaves this machine")


def _here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    forbid()
    from ui.cli import main

    sys.exit(main())
