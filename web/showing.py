"""A stored message as the page gets it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from storage.outbox import Arrived

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def shown(message: Arrived) -> dict[str, Any]:
    """One message: ids are whole numbers, `at` stands in the time of Viet Nam."""
    body = message.body
    replaces = body.get("replaces")
    return {
        "id": message.id,
        "at": message.at.astimezone(ZONE),
        "replaces": int(replaces) if replaces else None,
        "text": body["text"],
        "choices": [{"label": each["label"], "value": each["value"]} for each in body.get("buttons", ())],
        "sources": body.get("sources", []),
        "files": [{"name": file["name"], "url": file_url(file["id"])} for file in body.get("files", ())],
    }


def file_url(attachment_id: int) -> str:
    """Where the page fetches a file it was sent."""
    return f"/chat/api/files/{attachment_id}"
