"""The demonstration's running campaign, from campaign.toml and the calendar; pure."""

from __future__ import annotations

from datetime import date

from commands.demonstration.data import table
from commands.demonstration.dates import written
from storage.campaigns import Deadline, NewCampaign, Phase, Target, Title


def campaign(unit_id: int, document_id: int, dates: dict[str, date]) -> NewCampaign:
    """What the plan launches."""
    told = table("campaign")
    return NewCampaign(
        unit_id=unit_id,
        document_id=document_id,
        name=told["name"],
        aliases=tuple(told["aliases"]),
        slogan=told["slogan"],
        reference=told["reference"].format(plan_issued=written(dates["plan_issued"])),
        starts_on=dates["first_starts"],
        ends_on=dates["second_ends"],
        register_until=dates["register_until"],
        phases=tuple(
            Phase(phase["name"], phase["theme"], dates[phase["from"]], dates[phase["to"]])
            for phase in told["phases"]
        ),
        deadlines=tuple(
            Deadline(each["who"], each["what"], dates[each["on"]], each["section"])
            for each in told["deadlines"]
        ),
        targets=tuple(Target(**target) for target in told["targets"]),
        titles=tuple(Title(**{**title, "aliases": tuple(title["aliases"])}) for title in told["titles"]),
    )
