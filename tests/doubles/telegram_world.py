"""Telegram as its people see it: they write, press, send and block, and read what the bot shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.doubles.telegram_chats import NOON, Chat, Json, Shown, edited, membership, parsed
from tests.doubles.telegram_limits import DOWNLOAD, Call, Refusal, Upload, keyboard

_PICTURES = (b"\x89PNG", b"\xff\xd8", b"RIFF")


class World:
    """State, what people do to it, and what the bot's calls do to it."""

    def __init__(self, bot: int) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.updates: list[Json] = []  # not confirmed yet
        self.files: dict[str, Upload] = {}
        self.acknowledged: list[str] = []
        self.deleted: list[tuple[int, int]] = []  # (chat, message)
        self.menus: dict[str, dict[str, str]] = {}  # language -> command -> description
        self.webhook: Json = {}
        self.allowed: list[str] = []
        self._presses: set[str] = set()
        self._last: dict[str, int] = {"update": 700_000_000, "message": 0, "press": 0, "file": 0}
        self._changed = asyncio.Event()

    # What people do

    def person(self, id: int, name: str = "Hoa") -> Chat:
        """Somebody who opened the chat with the bot."""
        return self.chats.setdefault(id, Chat(id, name))

    def say(self, id: int, text: str) -> Json:
        return self.write(id, text=text)

    def write(self, id: int, **content: Any) -> Json:
        """A message with any content of the Bot API's type Message; returns its update."""
        return self.put(message=self._message(id) | content)

    def edit(self, id: int, update: Json, text: str) -> Json:
        """The person changes what an earlier update said."""
        return self.put(edited_message=update["message"] | {"text": text, "edit_date": self.now})

    def press(self, id: int, label: str) -> Json:
        """The latest button with this label. Raises LookupError where the person sees none."""
        chat = self.chats[id]
        shown, data = chat.button(label)
        press = str(self._next("press"))
        self._presses.add(press)
        message = {"message_id": shown.id, "chat": chat.about, "date": NOON, "text": shown.text}
        return self.put(
            callback_query={
                "id": press,
                "from": chat.user,
                "message": message,
                "chat_instance": "1",
                "data": data,
            }
        )

    def send_photo(self, id: int, content: bytes, caption: str = "") -> Json:
        small, large = self._keep("small.jpg", b"small"), self._keep("large.jpg", content)
        sizes = [small | {"width": 90, "height": 60}, large | {"width": 900, "height": 600}]
        return self.write(id, photo=sizes, **_caption(caption))

    def send_document(self, id: int, name: str, content: bytes, caption: str = "") -> Json:
        file = self._keep(name, content) | {"file_name": name, "mime_type": "application/pdf"}
        return self.write(id, document=file, **_caption(caption))

    def send_voice(self, id: int, content: bytes) -> Json:
        file = self._keep("voice.oga", content)
        return self.write(id, voice=file | {"duration": 3, "mime_type": "audio/ogg"})

    def send_sticker(self, id: int) -> Json:
        about = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.write(id, sticker=self._keep("sticker.webp", b"RIFF") | about)

    def send_location(self, id: int, latitude: float, longitude: float) -> Json:
        return self.write(id, location={"latitude": latitude, "longitude": longitude})

    def block(self, id: int) -> Json:
        self.chats[id].blocked = True
        return self.put(my_chat_member=membership(self.chats[id], self.bot, "kicked", self.now))

    def unblock(self, id: int) -> Json:
        self.chats[id].blocked = False
        return self.put(my_chat_member=membership(self.chats[id], self.bot, "member", self.now))

    def put(self, **content: Any) -> Json:
        """Queues an update with this content, however strange it is."""
        update = {"update_id": self._next("update"), **content}
        self.updates.append(update)
        self.tell()
        return update

    # Waiting

    def tell(self) -> None:
        """Wakes whoever waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        await self._changed.wait()

    async def until(self, fact: Callable[[], object]) -> None:
        """Waits for something to be so."""
        while not fact():
            await self._changed.wait()

    # What the bot's calls do

    def perform(self, call: Call) -> Any:
        """The result of a checked call. Raises Refusal."""
        result: Any = getattr(self, f"_{call.method}")(call)
        self.tell()
        return result

    @property
    def now(self) -> int:
        return NOON + self._last["update"] % 1_000_000

    def _getMe(self, call: Call) -> Json:  # noqa: N802 - named as the Bot API names it
        return {"id": self.bot, "is_bot": True, "first_name": "Bot", "username": "cong_doan_bot"}

    def _sendMessage(self, call: Call) -> Json:  # noqa: N802
        return self._show(call, Shown(0, parsed(call.parameters, "text")))

    def _sendPhoto(self, call: Call) -> Json:  # noqa: N802
        number, file = self._file(call, "photo")
        if not file.content.startswith(_PICTURES):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        sent = self._show(call, Shown(0, parsed(call.parameters, "caption"), file=file, photo=True))
        return sent | {"photo": [_about(number, file) | {"width": 90, "height": 60}]}

    def _sendDocument(self, call: Call) -> Json:  # noqa: N802
        number, file = self._file(call, "document")
        sent = self._show(call, Shown(0, parsed(call.parameters, "caption"), file=file))
        return sent | {"document": _about(number, file) | {"file_name": file.name}}

    def _editMessageText(self, call: Call) -> Json:  # noqa: N802
        chat = self._chat(call)
        return self._as_json(chat, edited(chat.find(call.parameters["message_id"]), call.parameters))

    _editMessageReplyMarkup = _editMessageText  # noqa: N815

    def _deleteMessage(self, call: Call) -> bool:  # noqa: N802
        """Of a private chat, whoever wrote it; the real one refuses after 48 hours."""
        message = (self._chat(call).id, call.parameters["message_id"])
        if message in self.deleted or message[1] > self._last["message"]:
            raise Refusal(400, "Bad Request: message to delete not found")
        self.deleted.append(message)
        return True

    def _answerCallbackQuery(self, call: Call) -> bool:  # noqa: N802
        press = call.parameters["callback_query_id"]
        if press not in self._presses:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.acknowledged.append(press)
        return True

    def _getFile(self, call: Call) -> Json:  # noqa: N802
        number = call.parameters["file_id"]
        if number not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[number].content) > DOWNLOAD:
            raise Refusal(400, "Bad Request: file is too big")
        return _about(number, self.files[number]) | {"file_path": f"files/{number}"}

    def _setMyCommands(self, call: Call) -> bool:  # noqa: N802
        menu = {each["command"]: each["description"] for each in call.parameters["commands"]}
        self.menus[call.parameters.get("language_code", "")] = menu
        return True

    def _setWebhook(self, call: Call) -> bool:  # noqa: N802
        self.webhook = call.parameters if call.parameters["url"] else {}
        self.allowed = call.parameters.get("allowed_updates", self.allowed)
        return True

    def _deleteWebhook(self, call: Call) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    def _show(self, call: Call, shown: Shown) -> Json:
        chat = self._chat(call)
        shown.id, shown.rows = self._next("message"), keyboard(call.parameters.get("reply_markup"))
        chat.shown.append(shown)
        return self._as_json(chat, shown)

    def _chat(self, call: Call) -> Chat:
        chat = self.chats.get(call.parameters["chat_id"])
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _as_json(self, chat: Chat, shown: Shown) -> Json:
        words = {"caption" if shown.file else "text": shown.text} if shown.text else {}
        return {"message_id": shown.id, "date": self.now, "chat": chat.about, **words}

    def _file(self, call: Call, name: str) -> tuple[str, Upload]:
        if name in call.files:
            number = str(self._keep(call.files[name].name, call.files[name].content)["file_id"])
            return number, call.files[name]
        number = str(call.parameters[name])
        if number not in self.files:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return number, self.files[number]

    def _keep(self, name: str, content: bytes) -> Json:
        number = f"file-{self._next('file')}"
        self.files[number] = Upload(name, "", content)
        return _about(number, self.files[number])

    def _message(self, id: int) -> Json:
        chat = self.person(id)
        return {"message_id": self._next("message"), "date": self.now, "chat": chat.about, "from": chat.user}

    def _next(self, what: str) -> int:
        self._last[what] += 1
        return self._last[what]


def _about(id: str, file: Upload) -> Json:
    return {"file_id": id, "file_unique_id": f"unique-{id}", "file_size": len(file.content)}


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}
