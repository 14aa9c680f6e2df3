"""Whatever the order of messages, repetitions and crashes: each message is answered, nothing is lost."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.boundaries import BOUNDARIES
from bot.channels import web
from bot.dispatcher import Dispatcher, Known
from bot.inbox import InboxWorkers, Reader
from bot.messages import Incoming, Reply, Said
from bot.routing import Route, Routes
from bot.sender import Sender
from bot.turn import Turn
from bot.understanding import Understanding
from storage.accounts import Address
from storage.database import Database
from storage.inbox import Received
from tests.support.channels import CAN, START, Post, Ticking, means

T = TypeVar("T")
PEOPLE = ["a", "b"]
PARTS = 2
CRASH = st.none() | st.sampled_from(BOUNDARIES)


class Crash(BaseException):
    """The process dies here."""


def echo(turn: Turn) -> Said:
    """Two messages that repeat what was heard, and a row that a lost transaction would lose."""
    kept = turn.store.facts.get("heard") or []
    turn.store.facts.set("heard", [*kept, turn.heard.text])
    return [Reply(f"{turn.heard.text}/{part}") for part in range(PARTS)]


def read(received: Received) -> Incoming:
    return Incoming(received.address, received.update_id, START, received.payload["text"])


def quiet(turn: Turn) -> None:
    return None


async def bury() -> None:
    """Nothing of the process that died goes on."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


ROUTES = Routes([], [], Route("echo", handle=echo), echo, echo, echo, quiet)


class Restarts(RuleBasedStateMachine):
    """`post` is a platform, `web` answers in the request itself. One process at a time, as on SQLite."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.clock = Ticking()
        self.post = Post()
        self.crash_at: str | None = None
        self.said: list[tuple[str, str]] = []  # (who, text) that the platform's updates said
        self.asked: dict[str, list[str]] = {}  # web: update -> what it was answered
        self.crashes = self.starts = 0
        database = Database(self.url)
        database.migrate()
        database.close()
        self.start()

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'union.db'}"

    @property
    def holder(self) -> str:
        """As a lease names it: another one with each start."""
        return f"test/{self.starts}"

    def start(self) -> None:
        self.starts += 1
        self.database = Database(self.url)
        known = Known(ROUTES, {"post": CAN, web.NAME: web.CAN}, Understanding())
        given = means(self.clock, boundary=self.reached)
        self.sender = Sender(self.database, {"post": self.post}, [web.NAME], given)
        self.dispatcher = Dispatcher(self.database, known, boundary=self.reached)
        self.workers = InboxWorkers(self.dispatcher, self.database, {"post": Reader(read)}, self.clock, 0.01)

    def reached(self, name: str) -> None:
        if name == self.crash_at:
            self.crash_at = None
            raise Crash(name)

    def run(self, work: Coroutine[Any, Any, T]) -> T | None:
        """None when the process died; it is started again then."""
        try:
            return self.runner.run(work)
        except Crash:
            self.crashes += 1
            self.runner.run(bury())
            self.restart()
            return None

    @rule()
    def restart(self) -> None:
        self.crash_at = None
        self.database.close()
        self.clock.on(1)
        self.start()
        self.runner.run(self.sender.recover(self.holder))

    @rule(who=st.sampled_from(PEOPLE), times=st.integers(1, 3), crash_at=CRASH)
    def platform_delivers(self, who: str, times: int, crash_at: str | None) -> None:
        """The platform delivers until it is told 200, and sometimes once more."""
        self.crash_at = crash_at
        text = f"{who}{len(self.said)}"
        self.said.append((who, text))
        taken = 0
        while taken < times:
            taken += self.run(self.receive(who, text)) is not None

    async def receive(self, who: str, text: str) -> bool:
        address = Address("post", "bot", who)
        return await self.dispatcher.receive(address, text, {"text": text}, self.clock())

    @rule()
    def an_old_update_comes_again(self) -> None:
        if self.said:
            who, text = self.said[0]
            self.run(self.receive(who, text))

    @rule(who=st.sampled_from(PEOPLE), times=st.integers(1, 3), crash_at=CRASH)
    def page_asks(self, who: str, times: int, crash_at: str | None) -> None:
        """A page asks until it has an answer, and gets the same one however often it asks."""
        self.crash_at = crash_at
        text = f"web {who}{len(self.asked)}"
        for _ in range(times):
            answer = None
            while answer is None:
                answer = self.run(self.ask(who, text))
            assert answer == self.asked.setdefault(text, answer)
        assert self.asked[text] == [f"{text}/{part}" for part in range(PARTS)]

    async def ask(self, who: str, text: str) -> list[str]:
        incoming = Incoming(Address(web.NAME, "web", who), text, self.clock(), text)
        return [str(each.body["text"]) for each in await self.dispatcher.answer(incoming)]

    @rule(crash_at=CRASH)
    def work(self, crash_at: str | None) -> None:
        self.crash_at = crash_at
        self.run(self.workers.drain())

    @rule(crash_at=CRASH)
    def send(self, crash_at: str | None) -> None:
        self.crash_at = crash_at
        self.run(self.sender.drain(self.holder))

    @invariant()
    def nothing_was_answered_that_was_not_said(self) -> None:
        if hasattr(self, "post"):
            owed = {(who, f"{text}/{part}") for who, text in self.said for part in range(PARTS)}
            assert set(self.post.sent) <= owed

    def teardown(self) -> None:
        if not hasattr(self, "database"):
            return
        try:
            self.finish()
        finally:
            self.database.close()
            self.runner.close()
            shutil.rmtree(self.folder)

    def finish(self) -> None:
        """Once all is worked off: everything answered, once unless a crash came between, in order."""
        self.restart()
        self.runner.run(self.workers.drain())
        self.runner.run(self.sender.drain(self.holder))
        heard = Counter(self.heard())
        assert heard == Counter([text for _, text in self.said] + list(self.asked))  # each exactly once
        sent = Counter(self.post.sent)
        for who, text in self.said:
            for part in range(PARTS):
                assert sent[who, f"{text}/{part}"] >= 1
        assert sum(sent.values()) - len(sent) <= self.crashes  # a crash repeats one message at most
        for who in PEOPLE:
            firsts = list(dict.fromkeys(text for to, text in self.post.sent if to == who))
            owed = [f"{text}/{part}" for to, text in self.said if to == who for part in range(PARTS)]
            assert firsts == owed

    def heard(self) -> list[str]:
        with self.database.reading() as store:
            return list(store.facts.get("heard") or [])


TestRestarts = Restarts.TestCase
TestRestarts.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
