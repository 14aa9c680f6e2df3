"""The ways in and out over which a conversation can be played, each as its people see it."""

from __future__ import annotations

import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import httpx

from bot.channels import console, web
from bot.channels.console import Console
from bot.channels.telegram_read import address_of, update_id_of
from bot.messages import Attachment, Incoming
from commands.program import Program
from storage.accounts import Address
from storage.attachments import XLSX
from storage.outbox import Arrived
from storage.store import Store
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_limits import Call, keyboard
from tests.support.rosters import of_may2
from tests.support.script import Deed, Said
from web.app import create_app
from web.parts import Parts
from web.visitors import digest

FILES = {
    "photo": ("photo-1.jpg", "image/jpeg", b"\xff\xd8\xff picture"),
    "document": ("to-trinh.pdf", "application/pdf", b"%PDF-1.4 paper"),
    "voice": ("tieng-noi.ogg", "audio/ogg", b"OggS voice"),
    "list": ("danh-sach.xlsx", XLSX, of_may2()),
    "broken list": ("danh-sach-cu.xlsx", XLSX, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
}
PAPERS = {"document", "list", "broken list"}
SHOWN = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")


class Unplayable(Exception):
    """This channel cannot do what the script asks."""


class Line(ABC):
    """A channel's whole path. `people` are external ids by name; news are seen once."""

    channel: str
    bot: str

    def __init__(self, program: Program) -> None:
        self.program = program
        self.people: dict[str, str] = {}

    def address(self, name: str) -> Address:
        return Address(self.channel, self.bot, self.people[name])

    async def admit(self, people: Mapping[str, str]) -> None:
        """Lets these people use the channel."""
        self.people = dict(people)

    @abstractmethod
    async def act(self, name: str, deed: Deed) -> list[Said]:
        """Does it as this person; what is answered to it."""

    @abstractmethod
    async def news(self) -> list[tuple[str, Said]]:
        """What arrived by itself since the last look, in order: (name, message)."""


class Stored(Line):
    """A channel whose messages people fetch from the outbox; remembers buttons and what was seen."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.seen: dict[str, int] = {}
        self.buttons: dict[tuple[str, str], str] = {}
        self.numbers = itertools.count(1)

    def see(self, name: str, arrived: Sequence[Arrived]) -> list[Said]:
        for each in arrived:
            self.seen[name] = max(self.seen.get(name, 0), each.id)
            for button in each.body.get("buttons", ()):
                self.buttons[name, button["label"]] = button["value"]
        return [said_of(each.body) for each in arrived]

    async def news(self) -> list[tuple[str, Said]]:
        await self.program.lists.drain()
        await self.program.sender.drain()
        found: list[tuple[int, str, Arrived]] = []
        for name in self.people:
            arrived = await self.program.database.read(partial(self._unseen, name))
            found += [(each.id, name, each) for each in arrived]
        return [(name, said) for _, name, each in sorted(found, key=first) for said in self.see(name, [each])]

    def _unseen(self, name: str, store: Store) -> list[Arrived]:
        known = store.accounts.situation(self.address(name))
        return store.outbox.arrived(known.account.id, self.seen.get(name, 0)) if known else []


def first(found: tuple[int, str, Arrived]) -> int:
    return found[0]


def said_of(body: Mapping[str, Any]) -> Said:
    labels = tuple(button["label"] for button in body.get("buttons", ()))
    return Said(body["text"], labels, tuple(file["name"] for file in body.get("files", ())))


class Direct(Stored):
    """Straight into the dispatcher, with what the web can show."""

    channel, bot = web.NAME, "web"

    async def act(self, name: str, deed: Deed) -> list[Said]:
        incoming = Incoming(
            self.address(name),
            f"direct-{next(self.numbers)}",
            self.program.now(),
            deed.text,
            press=self.buttons[name, deed.press] if deed.press is not None else None,
            start=deed.start,
            attachments=(attachment(deed.file),) if deed.file else (),
        )
        return self.see(name, await self.program.dispatcher.answer(incoming))


def attachment(kind: str) -> Attachment:
    if kind not in FILES:
        return Attachment(kind)
    name, media_type, content = FILES[kind]
    sort = "document" if kind in PAPERS else kind
    return Attachment(sort, name, media_type, len(content), content)


class Web(Stored):
    """Over HTTP, as the chat page does."""

    channel, bot = web.NAME, "web"

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        parts = Parts(program.dispatcher, program.database, program.arrivals, "http://chat", now=program.now)
        transport = httpx.ASGITransport(create_app(parts))
        self._client = partial(httpx.AsyncClient, transport=transport, base_url="http://chat")
        self._sessions: dict[str, httpx.AsyncClient] = {}

    async def admit(self, people: Mapping[str, str]) -> None:
        await super().admit(people)
        for name in people:
            self._sessions[name] = self._client(cookies={"visitor": f"token of {name}".encode().hex()})
        await self.program.database.run(self._remember)

    def _remember(self, store: Store) -> None:
        for name, external_id in self.people.items():
            token = f"token of {name}".encode().hex()
            store.sessions.create(digest(token), external_id, self.program.now())

    async def act(self, name: str, deed: Deed) -> list[Said]:
        client_id = f"web-{next(self.numbers)}"
        if deed.start is not None:
            if not deed.start:
                raise Unplayable("the page greets by itself")
            answer = await self._post(name, "session", json={"start": deed.start, "client_id": client_id})
        elif deed.file:
            if deed.file not in FILES:
                raise Unplayable(f"the page sends no {deed.file}")
            given = {"client_id": client_id, "text": deed.text}
            file_name, media_type, content = FILES[deed.file]
            answer = await self._post(
                name, "messages", data=given, files={"file": (file_name, content, media_type)}
            )
        else:
            given = {"text": deed.text} if deed.press is None else {"press": self.buttons[name, deed.press]}
            answer = await self._post(name, "messages", json={"client_id": client_id, **given})
        return self.see(name, [_arrived(message) for message in answer["messages"]])

    async def _post(self, name: str, path: str, **content: Any) -> dict[str, Any]:
        answer = await self._sessions[name].post(f"/chat/api/{path}", **content)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def _arrived(message: dict[str, Any]) -> Arrived:
    body = {"text": message["text"], "buttons": message["choices"], "files": message["files"]}
    return Arrived(message["id"], message["at"], body)


class Terminal(Stored):
    """Through the console, where menus are numbered lines and choices are typed."""

    channel, bot = console.NAME, console.NAME

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._talks: dict[str, Console] = {}
        self._menus: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}

    async def admit(self, people: Mapping[str, str]) -> None:
        await super().admit(people)
        for name in people:
            self._talks[name] = Console(
                self.program.dispatcher, self.program.database, self.address(name), self.program.now, print
            )

    async def act(self, name: str, deed: Deed) -> list[Said]:
        if deed.file:
            raise Unplayable("nothing but text can be typed")
        line = deed.text
        if deed.press is not None:
            ways = self._codes.get(name, {}) | self._menus.get(name, {})
            if deed.press not in ways:
                raise Unplayable(f"{deed.press} stands in no open menu, and no notice tells its word")
            line = ways[deed.press]
        if deed.start is not None:
            line = f"/start {deed.start}".strip()
        said = self.see(name, await self._talks[name].answer(line))
        if said:
            by_word = said[-1].text.endswith(LISTED)
            self._menus[name] = {
                label: label if by_word else str(n) for n, label in enumerate(said[-1].labels, 1)
            }
        return said

    async def news(self) -> list[tuple[str, Said]]:
        told = await super().news()
        return [(name, self._remember(name, said)) for name, said in told]

    def _remember(self, name: str, said: Said) -> Said:
        """What a notice tells to type; it opens no menu, so no digit answers it."""
        assert not said.labels, f"numbers under a notice belong to no menu: {said}"
        undone, codes = codes_undone(said)
        self._codes.setdefault(name, {}).update(codes)
        for label in codes:  # the latest of this label is meant
            self._menus.get(name, {}).pop(label, None)
        return undone

    def see(self, name: str, arrived: Sequence[Arrived]) -> list[Said]:
        return [numbered_undone(said) for said in super().see(name, arrived)]


class Screen(Terminal):
    """The console letter by letter: nothing is put back."""

    def _remember(self, name: str, said: Said) -> Said:
        return said

    def see(self, name: str, arrived: Sequence[Arrived]) -> list[Said]:
        return Stored.see(self, name, arrived)


LISTED = "số để xem từng người"


def numbered_undone(said: Said) -> Said:
    """Lines "1. Label", "2. Label" at the end are its buttons; under the list of what waits one is typed."""
    if said.text.endswith(LISTED):
        return Said(said.text, ("Đúng hết" if "đúng hết" in said.text else "Duyệt hết",), said.files)
    lines = said.text.split("\n")
    labels: list[str] = []
    while lines and (match := re.fullmatch(r"(\d+)\. (.+)", lines[-1])):
        labels.insert(0, match[2])
        lines.pop()
        if match[1] == "1":
            return Said("\n".join(lines), tuple(labels), said.files)
    return said


# A notice whose text tells the word itself has no line for its button.
TOLD = {"Nhắn SÁNG KIẾN là": ("Bổ sung", "SÁNG KIẾN"), "Nhắn SÁNG KIẾN để": ("Làm tiếp", "SÁNG KIẾN")}


def codes_undone(said: Said) -> tuple[Said, dict[str, str]]:
    """Lines "Label: nhắn WORD 12B" and "Nhắn: WORD" at the end are its buttons; what is typed, by label."""
    lines = said.text.split("\n")
    codes: dict[str, str] = {}
    while (match := re.fullmatch(r"(?:(.+): nhắn|Nhắn:) ([^.]+)", lines[-1])) and match[2].isupper():
        codes = {match[1] or match[2].capitalize(): match[2], **codes}
        lines.pop()
    codes |= {label: word for words, (label, word) in TOLD.items() if words in said.text}
    return Said("\n".join(lines), tuple(codes), said.files), codes


class Telegram(Line):
    """Through the Telegram channel, its reader, the inbox and the sender, to the double of Telegram."""

    channel = "telegram"

    def __init__(self, program: Program, double: TelegramDouble) -> None:
        super().__init__(program)
        self._double = double
        self.bot = double.token.partition(":")[0]
        self._read = 0
        self._others: list[tuple[str, Said]] = []

    async def admit(self, people: Mapping[str, str]) -> None:
        await super().admit(people)
        for name, external_id in people.items():
            self._double.person(int(external_id), name)

    async def act(self, name: str, deed: Deed) -> list[Said]:
        update = self._do(int(self.people[name]), deed)
        address, number = address_of(update, self.bot), update_id_of(update)
        assert address is not None
        await self.program.receive(address, str(number), update)
        await self.program.workers.drain()
        shown = await self._shown()
        self._others = [each for each in shown if each[0] != name]
        return [said for to, said in shown if to == name]

    async def news(self) -> list[tuple[str, Said]]:
        others, self._others = self._others, []
        return [*others, *await self._shown()]

    async def _shown(self) -> list[tuple[str, Said]]:
        """What Telegram was asked to show since the last look. A file alone belongs to the text after it."""
        await self.program.lists.drain()
        await self.program.sender.drain()
        calls = [call for call in self._double.calls[self._read :] if call.method in SHOWN]
        self._read = len(self._double.calls)
        names = {int(external_id): name for name, external_id in self.people.items()}
        found: list[tuple[str, Said]] = []
        for call in calls:
            name, said = names[call.parameters["chat_id"]], said_in(call)
            if found and found[-1][0] == name and found[-1][1].files and not found[-1][1].text:
                said = Said(said.text, said.labels, found.pop()[1].files + said.files)
            found.append((name, said))
        return found

    def _do(self, id: int, deed: Deed) -> dict[str, Any]:
        if deed.press is not None:
            return self._double.press(id, deed.press)
        if deed.file == "photo":
            return self._double.send_photo(id, FILES["photo"][2], deed.text)
        if deed.file in PAPERS:
            name, _, content = FILES[deed.file]
            return self._double.send_document(id, name, content, deed.text)
        if deed.file == "voice":
            return self._double.send_voice(id, FILES["voice"][2])
        if deed.file == "sticker":
            return self._double.send_sticker(id)
        if deed.file == "location":
            return self._double.send_location(id, 21.0, 105.8)
        return self._double.say(id, deed.text if deed.start is None else f"/start {deed.start}".strip())


def said_in(call: Call) -> Said:
    """What a call shows."""
    rows = keyboard(call.parameters.get("reply_markup"))
    labels = tuple(str(button["text"]) for row in rows for button in row)
    text = call.parameters.get("text") or call.parameters.get("caption") or ""
    return Said(text, labels, tuple(file.name for file in call.files.values()))
