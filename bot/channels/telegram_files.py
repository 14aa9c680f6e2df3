"""Reads what people send besides text out of a Telegram message. Pure.

Source: https://core.telegram.org/bots/api#message
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.messages import Attachment

FETCHED = 20 * 1024 * 1024  # bytes; getFile refuses what is larger
# What Telegram calls it -> what it is to us, in the order to look: an animation is there as a document too.
_FILES = {
    "voice": "voice",
    "sticker": "sticker",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "audio": "document",
    "document": "document",
}
_OTHERS = ("dice", "poll", "story", "game", "paid_media", "checklist", "live_photo", "invoice", "gift")


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """What the message carries besides text: nothing or one thing.

    A location's `name` is "latitude,longitude". A contact's is the phone number, when it is the sender's own;
    somebody else's contact is `other`, for anybody can send that.
    """
    if message.get("photo"):
        return (_photo(message["photo"]),)
    for field, kind in _FILES.items():
        if field in message:
            return (_file(kind, message[field]),)
    if "contact" in message:
        return (_contact(message),)
    if "location" in message:
        place = message["location"]
        return (Attachment("location", name=f"{place['latitude']},{place['longitude']}"),)
    return (Attachment("other"),) if any(field in message for field in _OTHERS) else ()


def _photo(sizes: list[Mapping[str, Any]]) -> Attachment:
    """The largest that may be fetched."""
    fit = [size for size in sizes if int(size.get("file_size", 0)) <= FETCHED] or sizes
    largest: Mapping[str, Any] = max(fit, key=_area)
    return _file("photo", {"mime_type": "image/jpeg", **largest})


def _area(size: Mapping[str, Any]) -> int:
    return int(size["width"]) * int(size["height"])


def _file(kind: str, file: Mapping[str, Any]) -> Attachment:
    size = int(file.get("file_size") or 0)
    return Attachment(
        kind,
        name=str(file.get("file_name") or ""),
        media_type=str(file.get("mime_type") or ""),
        size=size,
        external_id=str(file["file_id"]) if size <= FETCHED else None,
    )


def _contact(message: Mapping[str, Any]) -> Attachment:
    contact = message["contact"]
    own = contact.get("user_id") is not None and contact["user_id"] == message["from"]["id"]
    return Attachment("contact", name=str(contact["phone_number"])) if own else Attachment("other")
