"""ingest: reads official documents from files and folders and keeps them; a file again replaces itself."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from knowledge.documents import Unreadable
from knowledge.files import TYPES, read_document
from knowledge.structure import structured
from storage.database import Database
from storage.papers import StoredDocument

_REFUSED = {
    "empty": "holds no words; open the original, save it again and try once more",
    "scanned": "is a scan or a photo; install tesseract-ocr and tesseract-ocr-vie, or ask for the Word file",
    "no_words": "is a picture without words that can be read; scan it again, straight and in good light",
    "scan_too_long": "has more than 40 scanned pages; split it, or ask for the Word file",
    "too_long": "has more than 500 pages; split it",
    "too_slow": "takes too long to read; split it, or save it as .docx or as a PDF with text",
    "spreadsheet": "is a spreadsheet; people come in by `main.py import-people`, a plan as .docx or .pdf",
    "wants_libreoffice": "is an old Word file; install libreoffice-writer or antiword, or save it as .docx",
    "encoding": "is not Unicode (TCVN3 or VNI fonts); ask for a Unicode copy",
    "encrypted": "has a password; take it off and try again",
    "too_large": "is over 50 MB; split it or make its pictures smaller",
    "unknown_type": "is of a kind that cannot be read; save it as .docx, .pdf or .txt",
    "damaged": "is damaged and does not open; get the original again",
    "missing": "is not there; look at the path again",
}
_LOCK = ("~$", ".~")  # what Word and LibreOffice lay beside a file that is open


class Program(Protocol):
    """What this command needs of the program."""

    @property
    def database(self) -> Database: ...


def add_arguments(parser: ArgumentParser) -> None:
    """Files, and folders with all that is below them."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")


def run(arguments: Namespace, program: Program) -> int:
    """0 when every file was kept, 1 when one was refused; the others are kept all the same."""
    refused = 0
    for path in arguments.paths:
        files = list(_files(path))
        if not files:
            refused += _refuse(
                f"{path}: holds no .docx, .pdf or .txt, nor another kind of document; name another folder."
            )
        for file in files:
            try:
                document = structured(read_document(file))
            except Unreadable as unreadable:
                refused += _refuse(refusal(file, unreadable))
                continue
            with program.database.transaction() as store:
                store.documents.replace(document)
            print(line_about(document))
    return 1 if refused else 0


def refusal(file: Path, unreadable: Unreadable) -> str:
    """Why nothing could be read, and what to do."""
    return f"{file}: {_REFUSED[unreadable.reason]}."


def line_about(document: StoredDocument) -> str:
    """File, number, date, issuer, place and how many passages, on one line."""
    header = document.header
    known = (header.number, header.date, header.issuer, header.place)
    shown = [str(value) if value else "-" for value in known]
    return " | ".join([document.file, *shown, f"{len(document.passages)} passages"])


def _files(path: Path) -> Iterator[Path]:
    """The path itself, or the documents of a folder and its folders, in the order of their names."""
    if not path.is_dir():
        yield path
        return
    found = (each for each in path.rglob("*") if each.suffix.lower() in TYPES and each.is_file())
    yield from sorted(each for each in found if not each.name.startswith(_LOCK))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
