"""How many new visitors one address may bring: a whole factory behind one router, and no program."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from starlette.requests import Request

from web.trouble import Trouble

BURST, PER_S = 600, 1.0  # new sessions of one address: at once, and regained each second
KEPT = 10_000  # addresses remembered
_HOME_BITS = 64  # of an IPv6 address: one household or company has all of the rest


class Admission:
    """A bucket for each address. `proxies` stand before the server, and each adds to X-Forwarded-For."""

    def __init__(self, proxies: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._proxies = proxies
        self._ticks = ticks
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, request: Request) -> None:
        """Raises Trouble where the address has brought too many."""
        address = self.address(request)
        if address is None:
            return
        now = self._ticks()
        left, at = self._left.pop(address, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * PER_S)
        self._left[address] = (max(0.0, left - 1), now)
        while len(self._left) > KEPT:
            self._left.popitem(last=False)
        if left < 1:
            raise Trouble(429, "web.too_many")

    def address(self, request: Request) -> str | None:
        """Who is counted; None for this machine itself, where a proxy that was not named may stand."""
        given = request.client.host if request.client else ""
        if self._proxies:
            named = [each.strip() for each in request.headers.get("x-forwarded-for", "").split(",")]
            given = named[-self._proxies] if len(named) >= self._proxies else given
        try:
            found = ip_address(given)
        except ValueError:
            return None
        found = getattr(found, "ipv4_mapped", None) or found
        if found.is_loopback and not self._proxies:
            return None
        return str(ip_network((found, _HOME_BITS), strict=False)) if found.version == 6 else str(found)
