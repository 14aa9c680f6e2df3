"""Everything that a person would read of an answer: texts, buttons, sources, and every cell of every file."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from storage.database import Database
from storage.outbox import Arrived


def everything_in(database: Database, said: Sequence[Arrived]) -> str:
    """As one text."""
    shown = [str(each.body) for each in said]
    files = [file["id"] for each in said for file in each.body.get("files", [])]
    with database.reading() as store:
        shown += [_of_file(store.attachments.content(id) or b"") for id in files]
    return "\n".join(shown)


def _of_file(content: bytes) -> str:
    try:
        pages = load_workbook(BytesIO(content)).worksheets
    except (BadZipFile, InvalidFileException, KeyError):
        return _unpacked(content)
    return "\n".join(str(row) for page in pages for row in page.iter_rows(values_only=True))


def _unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="ignore")
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist())
