"""The chat page of this program: what it can show. web/ serves it, the outbox holds what it reads."""

from __future__ import annotations

from bot.channels.base import Capabilities

NAME = "web"
CAN = Capabilities(buttons=50, label=80, text=20_000, edits=True, files=True, in_answer=True)
