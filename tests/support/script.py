"""Conversations as text files: what is done, and what ought to be answered. Pure.

# a comment
@union MAY2                     the scene (tests/support/scenes.py)
@at 2026-04-14 11:36            clocks of Viet Nam; what is due by then arrives
@as member Lò Thị Hoa           who writes from here on; `visitor` is nobody known
@job digest                     a job of the clock runs
> dang ky thi dua               writes
> [Đồng ý, gửi]                 presses the latest button of this label
> [ảnh] lời kèm                 sends a file: ảnh, tệp, ghi âm, sticker, vị trí, danh sách
> /start MAY2                   comes in by a link
< first line of the answer
< second line of the same message
< [Gửi]                         a button below it
< [tệp: bang.xlsx]              a file with it
<---                            another message
<< Nguyễn Thị Thu:              what arrives at somebody by itself
< ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FILES = {
    "ảnh": "photo",
    "tệp": "document",
    "ghi âm": "voice",
    "sticker": "sticker",
    "vị trí": "location",
    "danh sách": "list",
    "danh sách hỏng": "broken list",
}


@dataclass(frozen=True)
class Said:
    """One message as a person sees it: text, labels of buttons, names of files."""

    text: str
    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        files = [f"< [tệp: {name}]" for name in self.files]
        text = [f"< {line}".rstrip() for line in self.text.split("\n")] if self.text else []
        return [*text, *files, *(f"< [{label}]" for label in self.labels)]


@dataclass(frozen=True)
class Heard:
    """What an act brought: answers to the one who acted, and what arrived by itself, in order."""

    answers: Sequence[Said] = ()
    arrived: Sequence[tuple[str, Said]] = ()

    def lines(self) -> list[str]:
        lines = _joined(self.answers)
        for index, (name, said) in enumerate(self.arrived):
            again = index > 0 and self.arrived[index - 1][0] == name
            lines += ["<---" if again else f"<< {name}:", *said.lines()]
        return lines


def _joined(messages: Sequence[Said]) -> list[str]:
    lines: list[str] = []
    for said in messages:
        lines += [*(["<---"] if lines else []), *said.lines()]
    return lines


@dataclass
class Act:
    """A line that does something: `kind` is ">" or a directive's name."""

    kind: str
    what: str
    expected: list[str] = field(default_factory=list)


@dataclass
class Script:
    """A file: its lines in order, each an act or a line that is only kept."""

    parts: list[Act | str]

    @property
    def acts(self) -> list[Act]:
        return [part for part in self.parts if isinstance(part, Act)]

    def text(self) -> str:
        """The file as it is written."""
        lines: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                lines.append(part)
            else:
                lines += [f"> {part.what}" if part.kind == ">" else f"@{part.kind} {part.what}".rstrip()]
                lines += part.expected
        return "\n".join(lines) + "\n"


def read_script(text: str) -> Script:
    """Raises ValueError for a line that is none of the kinds above."""
    parts: list[Act | str] = []
    last: Act | None = None
    for line in text.splitlines():
        if line.startswith("<"):
            if last is None:
                raise ValueError(f"an answer before anything was said: {line}")
            last.expected.append(line.rstrip())
        elif line.startswith("> "):
            last = Act(">", line[2:].rstrip())
            parts.append(last)
        elif line.startswith("@"):
            kind, _, what = line[1:].partition(" ")
            last = Act(kind, what.strip())
            parts.append(last)
        elif not line.strip() or line.startswith("#"):
            parts.append(line.rstrip())
        else:
            raise ValueError(f"neither said nor answered: {line}")
    return Script(parts)


@dataclass(frozen=True)
class Deed:
    """What a `>` line does: exactly one of press, file, start or only text."""

    text: str = ""
    press: str | None = None
    file: str | None = None
    start: str | None = None


def read_deed(what: str) -> Deed:
    """What stands behind `> `."""
    if what.startswith("["):
        inner, _, after = what[1:].partition("]")
        if inner in FILES:
            return Deed(after.strip(), file=FILES[inner])
        return Deed(press=inner)
    if what == "/start" or what.startswith("/start "):
        return Deed(start=what[6:].strip())
    return Deed(what)
