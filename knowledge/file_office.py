"""Reads .doc, .odt and .rtf through LibreOffice, which saves them as .docx; else as well as can be."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from knowledge import papers
from knowledge.documents import Unreadable
from knowledge.file_odt import read_odt
from knowledge.file_rtf import read_rtf
from knowledge.file_tables import table_lines
from knowledge.file_tools import find, run
from knowledge.file_word import read_word

_PATIENCE = 120.0
_SCRIPTS = "org.openoffice.Office.Common/Security/Scripting"
_NET = "org.openoffice.Inet/Settings"
# No macro runs, nothing is fetched that a file points to: links are blocked, and the way out leads nowhere.
_SETTINGS = (
    (_SCRIPTS, "DisableMacrosExecution", "true"),
    (_SCRIPTS, "MacroSecurityLevel", "3"),
    (_SCRIPTS, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTS, "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    (_NET, "ooInetProxyType", "2"),
    (_NET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_NET, "ooInetHTTPProxyPort", "9"),
    (_NET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_NET, "ooInetHTTPSProxyPort", "9"),
    (_NET, "ooInetNoProxy", ""),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}\n</oor:items>\n'
)
_ITEM = '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard")


def read_old_word(path: Path) -> str:
    """The lines of a .doc. Raises Unreadable: wants_libreoffice, too_slow, damaged."""
    office, antiword = find("soffice"), find("antiword")
    if office:
        return _through(office, path, "doc")
    if antiword:
        told = run([antiword, "-m", "UTF-8.txt", "-w", "0", str(path.absolute())], seconds=_PATIENCE)
        return "\n".join(_without_frames(told.decode("utf-8", "replace").splitlines()))
    raise Unreadable("wants_libreoffice")


def read_open_text(path: Path) -> str:
    """The lines of an .odt. Raises Unreadable: too_slow, damaged."""
    office = find("soffice")
    return _through(office, path, "odt") if office else read_odt(path)


def read_rich_text(path: Path) -> str:
    """The lines of an .rtf. Raises Unreadable: too_slow, damaged."""
    office = find("soffice")
    return _through(office, path, "rtf") if office else read_rtf(path.read_bytes())


def _through(office: str, path: Path, suffix: str) -> str:
    """By way of .docx, which keeps tables and lists, in a folder and a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        given = here / f"paper.{suffix}"
        shutil.copyfile(path, given)
        profile = here / "profile"
        _prepare(profile)
        where = (f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS)
        saved = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(here), str(given))
        run([office, *where, *saved], seconds=_PATIENCE)
        made = given.with_suffix(".docx")
        if not made.is_file():
            raise Unreadable("damaged")
        return read_word(made)


def _prepare(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _PROFILE.format(items=items), encoding="utf-8"
    )


def _without_frames(lines: Sequence[str]) -> Iterator[str]:
    """antiword draws a table as lines of |cell |cell |; a letterhead is read column by column."""
    for is_table, block in groupby(lines, key=lambda line: line.startswith("|")):
        if not is_table:
            yield from block
            continue
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block]
        if any(papers.is_frame(cell) for row in rows for cell in row):
            width = max(map(len, rows))
            yield from (row[i] for i in range(width) for row in rows if i < len(row))
        else:
            yield from table_lines(rows)
