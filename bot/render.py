"""Turns a reply into what one channel can show. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot import codewords
from bot.buttons import stamp
from bot.channels.base import Capabilities
from bot.messages import NUMBERED, WORDED, Button, Outgoing, Reply, Source

_BREAKS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))


def render(
    reply: Reply,
    can: Capabilities,
    conversation: int | None,
    files: Sequence[tuple[int, str]] = (),
    *,
    menu: bool = True,
) -> list[Outgoing]:
    """The messages to send, in order; buttons, files and sources go with the last one.

    `menu`: it is the open menu, to which a digit belongs. Without it, choices that the channel cannot show as
    buttons are told as coded words: several such messages may lie unanswered.
    """
    buttons = tuple(stamp(choice, conversation) for choice in reply.choices)
    shown = tuple(Button(_label(b.label, can.label), b.value) for b in buttons if b.by != NUMBERED)
    text = reply.text
    if len(shown) > can.buttons:
        lines = _numbered(buttons) if menu else codewords.lines(text, reply.choices)
        text = "\n".join([text, *lines])
        shown = ()
    parts = cut(text, can) or [""]
    last = Outgoing(parts[-1], shown, reply.sources, tuple(files), reply.replaces)
    return [*(Outgoing(part) for part in parts[:-1]), last]


def _numbered(buttons: Sequence[Button]) -> list[str]:
    counted = enumerate((button for button in buttons if button.by != WORDED), 1)
    return [f"{n}. {button.label}" for n, button in counted if not button.by]


def measure(text: str, can: Capabilities) -> int:
    """How long the channel takes the text to be."""
    return len(text.encode("utf-16-le")) // 2 if can.utf16 else len(text)


def cut(text: str, can: Capabilities) -> list[str]:
    """The text in pieces the channel takes, cut at a paragraph, line, sentence or space; not in a word."""
    pieces = []
    text = text.strip()
    while measure(text, can) > can.text:
        at = _cut_at(text, can)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text] if text else pieces


def _cut_at(text: str, can: Capabilities) -> int:
    room = can.text
    while measure(text[:room], can) > can.text:
        room -= 1
    for pattern in _BREAKS:
        ends = [match.start() for match in pattern.finditer(text, 0, room + 1) if match.start() > room // 2]
        if ends:
            return ends[-1]
    return next((at for at in range(room, 0, -1) if text[at].isspace()), room)


def _label(label: str, room: int) -> str:
    return label if len(label) <= room else label[: room - 1].rstrip() + "…"


def as_json(message: Outgoing) -> dict[str, object]:
    """The shape in which a rendered message lies in the outbox."""
    body: dict[str, object] = {"text": message.text}
    if message.buttons:
        body["buttons"] = [{"label": b.label, "value": b.value} for b in message.buttons]
    if message.sources:
        body["sources"] = [
            {"number": s.number, "issuer": s.issuer, "date": s.date, "section": s.section, "quote": s.quote}
            for s in message.sources
        ]
    if message.files:
        body["files"] = [{"id": id, "name": name} for id, name in message.files]
    if message.replaces:
        body["replaces"] = message.replaces
    if message.deletes:
        body["deletes"] = message.deletes
    return body


def from_json(body: Mapping[str, Any]) -> Outgoing:
    """What `as_json` wrote."""
    return Outgoing(
        text=body["text"],
        buttons=tuple(Button(**button) for button in body.get("buttons", ())),
        sources=tuple(Source(**source) for source in body.get("sources", ())),
        files=tuple((file["id"], file["name"]) for file in body.get("files", ())),
        replaces=body.get("replaces"),
        deletes=body.get("deletes"),
    )
