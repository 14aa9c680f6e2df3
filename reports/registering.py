"""The table of how far registering has come, as it will stand in Excel. Pure."""

from __future__ import annotations

from datetime import datetime

from bot import texts
from bot.numbers import clock
from reports.figures import Line, Standing, beside
from reports.spreadsheet import Share, Sheet, Value

_MEMBERS, _REGISTERED = 1, 2  # places of the columns that the share is made of


def table(standing: Standing, what: str, at: datetime) -> Sheet:
    """`what` names the campaign, `at` is the cut-off in the local zone."""
    whole = standing.whole
    lines = list(standing.parts)
    members, registered, waiting = beside(whole, lines)
    if not standing.by_team and any(line.known for line in lines) and (members or registered or waiting):
        lines.append(Line(texts.say("figures.direct", unit=whole.name), members, registered, waiting))
    first = "figures.column_team" if standing.by_team else "figures.column_unit"
    columns = [first, *(f"figures.column_{each}" for each in ("members", "registered", "share", "missing"))]
    if not standing.by_team:
        columns.append("figures.column_waiting")
    return Sheet(
        texts.say("figures.sheet"),
        (
            texts.say("figures.title"),
            texts.say("figures.sheet_unit", unit=whole.name),
            texts.say("figures.sheet_what", what=what),
            texts.say("figures.sheet_at", at=clock(at)),
        ),
        tuple(map(texts.say, columns)),
        tuple(_row(line, counts_waiting=not standing.by_team) for line in lines),
        texts.say("figures.total"),
    )


def _row(line: Line, *, counts_waiting: bool) -> tuple[Value, ...]:
    """What is not known stays empty: an empty cell is not a zero."""
    waiting = (line.waiting,) if counts_waiting else ()
    if not line.known:
        return (line.name, None, None, texts.say("figures.cell_no_list"), None, *waiting)
    return (line.name, line.members, line.registered, Share(_REGISTERED, _MEMBERS), line.missing, *waiting)
