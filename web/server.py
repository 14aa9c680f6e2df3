"""Runs the application on a socket until a signal ends it."""

from __future__ import annotations

import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from web.memory import give_back_large_blocks

GRACE_S = 10


class _Server(uvicorn.Server):
    """Says when it serves, and ends the streams, which never end by themselves, before it waits."""

    def __init__(self, app: FastAPI, said: str) -> None:
        config = uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            lifespan="on",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        super().__init__(config)
        self._app = app
        self._said = said

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._said, flush=True)  # noqa: T201 - for whoever started it

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Not uvicorn's own: that one would end the process by the signal, before the database is closed."""
        self._app.state.streams.close()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def run(app: FastAPI, listening: socket.socket, said: str) -> bool:
    """Serves until SIGINT or SIGTERM; `said` is printed once it does. False when it could not start."""
    give_back_large_blocks()
    server = _Server(app, said)
    server.run([listening])
    return server.started
