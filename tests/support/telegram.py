"""What the tests of the Telegram channel share."""

from bot.messages import Button, Outgoing
from storage.accounts import Address
from tests.doubles.telegram import TOKEN

BOT = TOKEN.partition(":")[0]
HOA = Address("telegram", BOT, "7")
PNG = b"\x89PNG\r\n\x1a\n picture"


class Shelf:
    """Attachments by id; `taken` tells which were fetched."""

    def __init__(self) -> None:
        self.contents: dict[int, bytes] = {}
        self.taken: list[int] = []

    async def content(self, attachment_id: int) -> bytes:
        self.taken.append(attachment_id)
        return self.contents[attachment_id]


def asking(text: str, *labels: str) -> Outgoing:
    """A message whose buttons say c1.0, c1.1 and so on."""
    return Outgoing(text, tuple(Button(label, f"c1.{number}") for number, label in enumerate(labels)))
