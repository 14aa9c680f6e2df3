"""No test talks to another machine: sockets reach this one alone, and a try at more fails the test."""

import ipaddress
import sys
from collections.abc import Iterator

import pytest

attempts: list[str] = []


class NotLoopback(OSError):
    """A socket was about to reach beyond this machine."""


def is_loopback(host: object) -> bool:
    """True for addresses of this machine, and for None, which getaddrinfo takes for it."""
    if host is None or host in ("localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: raises NotLoopback for an address or name that is not this machine's."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
        if not isinstance(address, tuple):  # AF_UNIX has a path, a connected socket None
            return
        host = address[0]
    else:
        return
    if not is_loopback(host):
        attempts.append(f"{event} {host!r}")
        message = f"{event}: {host!r} is not this machine, and tests talk to no other"
        raise NotLoopback(message)


def pytest_configure() -> None:
    sys.addaudithook(refuse_other_machines)


@pytest.fixture(autouse=True)
def no_other_machine() -> Iterator[None]:
    """Fails the test even where the program caught the refusal and went on."""
    attempts.clear()
    yield
    seen = list(attempts)
    attempts.clear()
    if seen:
        pytest.fail(f"the test reached for another machine: {', '.join(seen)}")
