"""The text one agrees to before anything is remembered, and the button that agrees to it by itself."""

from __future__ import annotations

from bot.messages import Choice
from bot.turn import Turn

CONSENT_TEXT = "joining.consent@2"  # its words are kept in bot/texts/consents
ABROAD = ("telegram",)  # channels whose servers stand outside the country


def consent_text(turn: Turn) -> str:
    """What one agrees to, with what this channel adds: Telegram carries it abroad."""
    abroad = turn.say("joining.consent_abroad") if turn.account.address.channel in ABROAD else ""
    return turn.say("joining.consent", abroad=abroad)


def agreeing(turn: Turn, action: str, person_id: int) -> Choice:
    """The press that agrees; one from before the latest consent does nothing."""
    version = turn.store.consents.given(person_id)
    return Choice(turn.say("privacy.agree_yes"), action=action, row=person_id, version=version)


def agree_choices(turn: Turn, person_id: int) -> tuple[Choice, ...]:
    """Under the text, where no card is sent along with it."""
    return (
        agreeing(turn, "consent_again", person_id),
        Choice(turn.say("privacy.agree_no"), action="stop"),
        Choice(turn.say("joining.details"), action="privacy"),
    )
