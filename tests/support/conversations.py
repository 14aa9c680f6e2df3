"""Plays a conversation against the real program, over one way in and out, and writes down what is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bot.jobs import Piece
from bot.posting import post_notice
from bot.settings import Settings
from bot.turn import ZONE
from commands.program import Program
from storage.store import Store
from tests.support.lines import Line
from tests.support.scenes import SCENES, Scene
from tests.support.script import Act, Heard, Said, Script, read_deed

FOLDER = Path(__file__).parents[1] / "conversations"
VISITOR = "visitor"
STEP = timedelta(seconds=5)


def files() -> list[Path]:
    """Every conversation there is, each the same on every channel."""
    return sorted(FOLDER.glob("*.txt"))


def console_files() -> list[Path]:
    """Those that show the console letter by letter, with the words to type where others have buttons."""
    return sorted((FOLDER / "console").glob("*.txt"))


@dataclass
class Clock:
    """Stands still between two acts."""

    now: datetime = datetime(2026, 4, 14, 9, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def program_on(url: str, clock: Callable[[], datetime], **settings: str) -> AsyncIterator[Program]:
    """The whole program on a database, with nothing going on in the background."""
    given = {"DATABASE_URL": url, "PUBLIC_URL": "https://congdoan.example.vn", **settings}
    program = Program(Settings.from_mapping(given), clock)
    try:
        with patch("handlers.linking.some_digits", return_value="4821390375"):  # a file cannot know it
            yield program
    finally:
        if program.telegram:
            await program.telegram.stop()
        program.close()


@dataclass
class Stage:
    """The program, the clock and who speaks. `heard` is what each act of the script brought."""

    program: Program
    line: Line
    clock: Clock
    scene: Scene = field(default_factory=Scene)
    speaker: str = VISITOR
    heard: list[tuple[Act, Heard]] = field(default_factory=list)

    async def play(self, script: Script) -> Script:
        """The same script with what is really answered."""
        return Script([await self._played(part) if isinstance(part, Act) else part for part in script.parts])

    async def _played(self, act: Act) -> Act:
        do = self._hear if act.kind == ">" else getattr(self, f"_{act.kind}", None)
        if do is None:
            raise ValueError(f"@{act.kind} is no directive")
        heard: Heard = await do(act.what)
        self.heard.append((act, heard))
        return Act(act.kind, act.what, heard.lines())

    async def _union(self, name: str) -> Heard:
        self.scene = await self.program.database.run(SCENES[name])
        await self.program.database.read(self.program.understanding.refresh)
        ids = {name: str(1000 + number) for number, name in enumerate(self.scene.people)}
        await self.line.admit({**ids, VISITOR: "9"})
        await self.program.database.run(self._tie)
        return Heard()

    def _tie(self, store: Store) -> None:
        for name, person_id in self.scene.people.items():
            account = store.accounts.meet(self.line.address(name), self.clock.now)
            store.accounts.belongs(account.id, person_id)
            store.accounts.wants_news(account.id, wanted=True)

    async def _at(self, when: str) -> Heard:
        self.clock.now = datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
        return Heard((), await self.line.news() if self.scene.people else ())

    async def _as(self, who: str) -> Heard:
        name = next((name for name in self.scene.people if who.endswith(name)), None)
        if name is None and who != VISITOR:
            raise ValueError(f"nobody of the scene is {who}")
        self.speaker = name or VISITOR
        return Heard()

    async def _job(self, name: str) -> Heard:
        job = next(each for each in self.program.scheduler.jobs if each.name == name)

        def work(store: Store) -> None:
            for notice in job.work(store, self.clock.now):
                post_notice(store, notice, self.program.capabilities, self.clock.now)

        await self.program.database.run(work)
        now = self.clock.now
        gathered = await self.program.database.read(
            lambda store: job.pieces(store, now) if job.pieces else ()
        )
        for piece in gathered:
            await self.program.database.run(partial(self._posted, piece))
        return Heard((), await self.line.news())

    def _posted(self, piece: Piece, store: Store) -> None:
        for notice in piece(store):
            post_notice(store, notice, self.program.capabilities, self.clock.now)

    async def _hear(self, what: str) -> Heard:
        self.clock.now += STEP
        answers = await self.line.act(self.speaker, read_deed(what))
        return Heard(answers, await self.line.news())


def by_person(stage: Stage) -> Iterable[tuple[Act, dict[str, list[Said]]]]:
    """What each act brought to whom, answers and news alike."""
    speaker = VISITOR
    for act, heard in stage.heard:
        if act.kind == "as":
            speaker = next((name for name in stage.scene.people if act.what.endswith(name)), VISITOR)
        found: dict[str, list[Said]] = {}
        for name, said in [*((speaker, each) for each in heard.answers), *heard.arrived]:
            found.setdefault(name, []).append(said)
        yield act, found
