"""privacy: requests about one's own data, breaches, how long things are kept, the record of processing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.turn import local
from commands.privacy_breaches import Stop, add_breach_arguments, run_breach
from commands.program import Program
from storage.audit import Entry
from storage.errors import Missing
from storage.requests import Request
from storage.retention import RULES
from storage.store import Store


def add_arguments(parser: ArgumentParser) -> None:
    """requests, done, extend, breach, retention, record."""
    choices = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    listing = choices.add_parser("requests", help="what people asked of their own data, most urgent first")
    listing.add_argument(
        "--overdue", action="store_true", help="only what the law wanted finished before today"
    )
    done = choices.add_parser("done", help="a request is finished")
    extend = choices.add_parser("extend", help="give a request 15 more days, once")
    for command in (done, extend):
        command.add_argument("id", type=int, metavar="ID", help="the number of the request")
    done.add_argument("--outcome", required=True, metavar="TEXT", help="what was done, without names")
    add_breach_arguments(choices.add_parser("breach", help="the log of breaches, with its 72 hours"))
    choices.add_parser("retention", help="what each kind of data is kept for, and what would go tonight")
    record = choices.add_parser("record", help="the record of processing, to be printed")
    record.add_argument("--out", required=True, type=Path, metavar="FILE.docx", help="where to write it")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done; 1 when there is no such row, or nothing to do with it."""
    tasks: dict[str, Callable[[Store, Namespace, Program], str]] = {
        "requests": _requests,
        "done": _done,
        "extend": _extend,
        "breach": run_breach,
        "retention": _retention,
        "record": _record,
    }
    try:
        with program.database.transaction() as store:
            print(tasks[arguments.task](store, arguments, program))
    except (Stop, Missing) as stop:
        print(stop, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} cannot be written ({error.strerror}): name another file.", file=sys.stderr)
        return 1
    return 0


def _requests(store: Store, arguments: Namespace, program: Program) -> str:
    now = program.now()
    today = local(now).date()
    found = store.requests.overdue(today, now) if arguments.overdue else store.requests.open()
    late = {each.id for each in store.requests.overdue(today, now)}
    lines = [_line(store, each, late=each.id in late) for each in found]
    return "\n".join(lines) or ("Nothing is overdue." if arguments.overdue else "No request is open.")


def _line(store: Store, asked: Request, *, late: bool) -> str:
    who = "a visitor"
    if asked.person_id is not None:
        person = store.people.get(asked.person_id)
        who = f"{person.name}, {store.units.get(person.unit_id).name}"
    day = f"{asked.due_on:%Y-%m-%d}{' extended' if asked.extended else ''}{' LATE' if late else ''}"
    return f"{asked.id:<6} {asked.kind:<9} due {day}  {who}: {asked.detail or '-'}"


def _done(store: Store, arguments: Namespace, program: Program) -> str:
    if not store.requests.done(arguments.id, arguments.outcome, program.now()):
        found = store.requests.get(arguments.id)
        raise Stop(f"Request {found.id} was finished before: {found.outcome}")
    _note(store, "finished", arguments.id, program.now())
    return f"Request {arguments.id} is finished. Tell the person, unless the chat already has."


def _extend(store: Store, arguments: Namespace, program: Program) -> str:
    if not store.requests.extend(arguments.id):
        raise Stop(
            f"Request {arguments.id} was extended before, or is finished: one extension is all there is."
        )
    _note(store, "extended", arguments.id, program.now())
    due = store.requests.get(arguments.id).due_on
    return f"Request {arguments.id} is due on {due:%Y-%m-%d} now. Tell the person why."


def _note(store: Store, action: str, id: int, at: datetime) -> None:
    store.audit.add(Entry(None, action, "request", id, {}, at))


def _retention(store: Store, arguments: Namespace, program: Program) -> str:
    now, last = program.now(), store.retention.last()
    lines = [
        f"{rule.kind:<13} {rule.days:>5} days  {store.retention.due(rule, now):>7} past it  {rule.why}"
        for rule in RULES
    ]
    if last is None:
        return "\n".join([*lines, "It has not run yet: the program does it every night at 03:00."])
    gone = ", ".join(f"{count} {kind}" for kind, count in last[1].items()) or "nothing"
    return "\n".join([*lines, f"Last run {local(last[0]):%Y-%m-%d %H:%M}: {gone} went."])


def _record(store: Store, arguments: Namespace, program: Program) -> str:
    from reports.record import Facts, head, parts
    from reports.record_word import written

    now = program.now()
    last = store.retention.last()
    facts = Facts(
        at=now,
        units=[unit.name for unit in store.units.roots()],
        channels=tuple(program.platforms),
        counts=store.processing.counts(),
        consents=store.consents.counts(),
        requests=store.requests.counts(),
        late=len(store.requests.overdue(local(now).date(), now)),
        breaches=store.breaches.all(),
        tidied=last[0] if last else None,
    )
    arguments.out.write_bytes(written(head(facts), parts(facts)))
    return f"Wrote {arguments.out}. What stands in square brackets is yours to fill in."
