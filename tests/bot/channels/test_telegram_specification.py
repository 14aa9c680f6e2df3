"""Every call that the channel makes, held against the Bot API's own description, where that is at hand."""

import json
from functools import cache
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from bot.messages import Button, Outgoing
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_limits import METHODS, Call
from tests.support.sources import ROOT
from tests.support.telegram import HOA, PNG, Shelf, asking

SPECIFICATION = ROOT.parent / "shared" / "specs" / "telegram-bot-api-10.1.json"

pytestmark = pytest.mark.skipif(not SPECIFICATION.exists(), reason="the Bot API's description is not at hand")


@cache
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    return found


def fields(kind: str, name: str) -> dict[str, Any]:
    return {field["name"]: field for field in described()[kind][name].get("fields", [])}


def fits(value: object, types: list[str]) -> bool:
    """Whether a value may stand where the description wants one of the types."""
    return any(fits_one(value, each) for each in types)


def fits_one(value: object, type_: str) -> bool:
    if type_.startswith("Array of "):
        return isinstance(value, list) and all(fits_one(each, type_[9:]) for each in value)
    plain = {"String": str, "Integer": int, "Boolean": bool, "InputFile": bytes}
    if type_ in plain:
        return isinstance(value, plain[type_])
    if not isinstance(value, dict):
        return False
    known = fields("types", type_)
    needed = {name for name, field in known.items() if field["required"]}
    return needed <= set(value) <= set(known) and all(
        fits(each, known[name]["types"]) for name, each in value.items()
    )


def misfits(call: Call) -> list[str]:
    known = fields("methods", call.method)
    given = call.parameters | {name: file.content for name, file in call.files.items()}
    missing = [name for name, field in known.items() if field["required"] and name not in given]
    strange = [
        name for name, value in given.items() if name not in known or not fits(value, known[name]["types"])
    ]
    return [f"{call.method}: {name}" for name in missing + strange]


async def test_every_call_is_as_described(channel: Telegram, telegram: TelegramDouble, shelf: Shelf) -> None:
    shelf.contents.update({1: PNG, 2: b"PDF"})
    sent = await channel.send(HOA, asking("Gửi nhé?", "Gửi", "Sửa"))
    await channel.send(HOA, Outgoing("Xong", (Button("Xem", "a.x.1.1"),), replaces=sent.external_id))
    await channel.send(HOA, Outgoing("", deletes=sent.external_id))
    for _ in range(2):
        await channel.send(HOA, Outgoing("Ảnh", (Button("Xem", "a.x.1.1"),), files=((1, "a.png"),)))
        await channel.send(HOA, Outgoing("Tệp", files=((2, "a.pdf"),)))
    await channel.fetch(telegram.send_voice(7, b"voice")["message"]["voice"]["file_id"])
    await channel.acknowledge(telegram.press(7, "Xem")["callback_query"]["id"])
    telegram.updates.clear()  # or they would be delivered there
    await channel.set_webhook("https://bot.example.vn/webhooks/telegram", "s3cret")
    await channel.delete_webhook()
    await channel._bot.get_updates()
    assert {call.method for call in telegram.calls} == set(METHODS) - {"editMessageReplyMarkup"}
    assert [misfit for call in telegram.calls for misfit in misfits(call)] == []


def test_what_does_not_fit_is_found() -> None:
    wrong = {"chat_id": 1.5, "reply_markup": {"inline_keyboard": [[{"label": "a"}]]}, "x": 1}
    assert misfits(Call("sendMessage", wrong)) == [
        "sendMessage: text",
        "sendMessage: chat_id",
        "sendMessage: reply_markup",
        "sendMessage: x",
    ]


def test_the_double_knows_no_parameter_that_telegram_does_not() -> None:
    for method, (must, may) in METHODS.items():
        known = fields("methods", method)
        assert must | may <= set(known), method
        assert {name for name, field in known.items() if field["required"]} <= must, method
