"""Sixteen people send a large file each at the same moment, as a page does; the server's memory meanwhile."""

from __future__ import annotations

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from benchmarks.load import WORDS
from benchmarks.servers import rss_mb

PEOPLE = 16
SIZE = 15 * 1024 * 1024
WATCH_S = 0.01
_JSON = {"content-type": "application/json"}
_HEAD = (
    b'--B\r\ncontent-disposition: form-data; name="client_id"\r\n\r\nfile\r\n'
    b'--B\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n'
    b"content-type: image/jpeg\r\n\r\n"
)


def peak_mb(url: str, pid: int) -> float | None:
    """The most memory the server held while the files came; None where the system does not tell."""
    over, seen = threading.Event(), [rss_mb(pid)]

    def watch() -> None:
        while not over.wait(WATCH_S):
            seen.append(rss_mb(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(_send, [url] * PEOPLE))
    finally:
        over.set()
        watcher.join()
    return max((size for size in seen if size is not None), default=None)


def _send(url: str) -> None:
    parts = urlsplit(url)
    line = HTTPConnection(str(parts.hostname), int(parts.port or 80), timeout=120)
    cookie = {"cookie": _post(line, "session", b"{}", _JSON)[1]}
    said = {"client_id": "1", "text": WORDS["before_file"]}
    _post(line, "messages", json.dumps(said).encode(), _JSON | cookie)
    form = {"content-type": "multipart/form-data; boundary=B"}
    _post(line, "messages", _HEAD + os.urandom(SIZE) + b"\r\n--B--\r\n", form | cookie)
    line.close()


def _post(line: HTTPConnection, path: str, body: bytes, headers: dict[str, str]) -> tuple[bytes, str]:
    """(body, cookie) of the answer. Raises RuntimeError."""
    line.request("POST", f"/chat/api/{path}", body, headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{answer.status} {said[:200]!r}")
    return said, (answer.getheader("set-cookie") or "").partition(";")[0]
