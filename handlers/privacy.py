"""One's own data: seeing it, agreeing to one purpose at a time, taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import texts
from bot.consents import current
from bot.messages import Choice, File, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn, local
from handlers import privacy_correcting, privacy_erasing, privacy_pictures, privacy_requests
from handlers.consenting import CONSENT_TEXT, agree_choices, agreeing, consent_text
from handlers.privacy_stopping import decided, open_rows, stop_processing
from reports.own_data import PLAIN, short, written
from storage.consents import EMULATION, PRAISE, Consent
from storage.requests import VIEW, WITHDRAW, NewRequest


@dataclass(frozen=True)
class Seen:
    """Read before the writer: the blanks of the short answer, and the file. None: nothing is held."""

    blanks: dict[str, Any] | None = None
    file: File | None = None


def gather(turn: Turn) -> Seen:
    """Everything held about who asks, on a read-only connection."""
    if turn.person is None:
        return Seen()
    held = turn.store.own.of(turn.person.id)
    at = local(turn.now)
    name = turn.say("privacy.data_file", day=f"{at.day}-{at.month}-{at.year}")
    return Seen(short(held), File(name, PLAIN, written(held, turn.now)))


def see(turn: Turn) -> Said:
    """ "du lieu cua toi": short here, all of it in a file that every phone opens."""
    seen = turn.prepared
    if turn.person is None or not isinstance(seen, Seen) or seen.blanks is None or seen.file is None:
        keep_request(turn, VIEW, "privacy.data_none")
        nothing = f"{turn.say('privacy.data_none')}\n{turn.say('privacy.data_none_next')}"
        return [Reply(nothing, closing=True)]
    keep_request(turn, VIEW, "privacy.data_more")
    lines = (turn.say("privacy.data", **seen.blanks), turn.say("privacy.data_more"))
    ask = Choice(turn.say("common.ask_person"), action="person")
    return [Reply("\n".join((*lines, turn.say("privacy.data_ways"))), choices=(ask,), files=(seen.file,))]


def keep_request(turn: Turn, kind: str, outcome: str) -> None:
    """A request that is done with the answer itself; `outcome` is the key of what was said."""
    channel = turn.account.address.channel
    person_id = turn.person.id if turn.person else None
    new = NewRequest(kind, channel, turn.today, person_id, turn.account.id)
    turn.store.requests.done(turn.store.requests.add(new, turn.now).id, turn.say(outcome), turn.now)


# --- taking it back, and giving it again ---------------------------------------------------------


def ask_back(turn: Turn) -> Said:
    """ "rut dong y": what follows from it, and one press."""
    person = turn.person
    if person is None or not turn.store.consents.held(person.id, EMULATION):
        return [Reply(turn.say("privacy.not_agreed"), closing=True)]
    waits, stays = open_rows(turn, person.id), decided(turn, person.id)
    text = turn.say(
        "privacy.withdraw_card",
        open=turn.say("privacy.withdraw_open", count=waits) if waits else "",
        kept=turn.say("privacy.withdraw_kept", count=stays) if stays else "",
    )
    yes = Choice(
        turn.say("privacy.withdraw_yes"), "", "consent_back", person.id, turn.store.consents.given(person.id)
    )
    return [Reply(text, choices=(yes, Choice(turn.say("common.stop"), action="stop")))]


def take_back(turn: Turn, row: int, version: int) -> Said:
    """The press: nothing more is written down, nothing more is sent."""
    person = turn.person
    if person is None or person.id != row or turn.store.consents.given(row) != version:
        return [Reply(turn.say("common.old_button"))]
    if not turn.store.consents.held(row, EMULATION):
        return [Reply(turn.say("privacy.not_agreed"), closing=True)]
    stays = decided(turn, row)
    stop_processing(turn, row)
    keep_request(turn, WITHDRAW, "privacy.withdrawn_outcome")
    turn.audit("withdrew_consent", "person", row)
    kept = turn.say("privacy.withdraw_kept", count=stays) if stays else ""
    return [Reply(turn.say("privacy.withdrawn", kept=kept), closing=True)]


def ask_again(turn: Turn) -> Said:
    """ "dong y lai": the text once more, and one press."""
    person = turn.person
    if person is None:
        return [Reply(turn.say("privacy.agree_first"))]
    if turn.store.consents.held(person.id, EMULATION):
        return [Reply(turn.say("privacy.agreed_already"), closing=True)]
    return [Reply(consent_text(turn), choices=agree_choices(turn, person.id))]


def agree_again(turn: Turn, row: int, version: int) -> Said:
    """The press: as when joining. "Again" is only said where it was given before."""
    before = turn.store.consents.taken_back(row)
    said = "privacy.agreed_again" if before else "privacy.agreed_now"
    return _agree(turn, (row, version), Consent(CONSENT_TEXT, turn.now, "", EMULATION), said)


# --- being praised by name -----------------------------------------------------------------------


def ask_praise(turn: Turn) -> Said:
    """ "cho phep dang ten", or another journey's offer: what it means, and one press."""
    person = turn.member
    if person is None:
        return [Reply(turn.say("privacy.agree_first"))]
    if turn.store.consents.held(person.id, PRAISE):
        return [Reply(turn.say("privacy.praised_already"), closing=True)]
    choices = (
        agreeing(turn, "praise_on", person.id),
        Choice(turn.say("privacy.agree_no"), action="praise_no"),
    )
    return [Reply(turn.say("privacy.praise"), choices=choices)]


def praise_on(turn: Turn, row: int, version: int) -> Said:
    """The press."""
    text = current("privacy.praise").id
    return _agree(turn, (row, version), Consent(text, turn.now, "", PRAISE), "privacy.praised")


def praise_no(turn: Turn) -> Said:
    """Nothing is written down."""
    return [Reply(turn.say("privacy.praise_refused"), closing=True)]


def praise_off(turn: Turn) -> Said:
    """ "thoi dang ten": at once, without a press."""
    person, channel = turn.person, turn.account.address.channel
    if person is None or not turn.store.consents.withdraw(person.id, PRAISE, turn.now, channel):
        return [Reply(turn.say("privacy.praise_not"), closing=True)]
    return [Reply(turn.say("privacy.praise_off"), closing=True)]


def _agree(turn: Turn, pressed: tuple[int, int], given: Consent, done: str) -> Said:
    row, version = pressed
    if turn.person is None or turn.person.id != row or turn.store.consents.given(row) != version:
        return [Reply(turn.say("common.old_button"))]
    here = turn.account.address.channel
    turn.store.consents.give(row, Consent(given.text, given.at, here, given.purpose))
    return [Reply(turn.say(done), closing=True)]


ROUTES = (
    Route(
        "data",
        exact=texts.phrases("privacy.view_exact"),
        asks=texts.phrases("privacy.view_asks"),
        handle=see,
        prepare=gather,
    ),
    Route(
        "withdrawing_consent",
        exact=texts.phrases("privacy.withdraw_exact"),
        phrases=texts.phrases("privacy.withdraw_phrases"),
        handle=ask_back,
    ),
    Route("agreeing_again", exact=texts.phrases("privacy.again_exact"), handle=ask_again),
    Route("praise", exact=texts.phrases("privacy.praise_exact"), handle=ask_praise),
    Route("praise_no", handle=praise_no),
    Route("praise_off", exact=texts.phrases("privacy.praise_off_exact"), handle=praise_off),
    *privacy_erasing.ROUTES,
    *privacy_correcting.ROUTES,
    *privacy_requests.ROUTES,
    *privacy_pictures.ROUTES,
)
ACTIONS = (
    Action("consent_back", take_back),
    Action("consent_again", agree_again),
    Action("praise_on", praise_on),
    *privacy_erasing.ACTIONS,
    *privacy_correcting.ACTIONS,
    *privacy_requests.ACTIONS,
    *privacy_pictures.ACTIONS,
)
FORMS = (*privacy_correcting.FORMS, *privacy_requests.FORMS)
