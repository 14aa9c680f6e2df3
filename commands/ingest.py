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
    "scanned": "is a PDF of pictures; ask for the Word file, or a PDF saved from Word",
    "encoding": "is not Unicode (TCVN3 or VNI fonts); ask for a Unicode copy",
    "encrypted": "has a password; take it off and try again",
    "too_large": "is over 50 MB; split it or make its pictures smaller",
    "unknown_type": "cannot be read; save it as .docx, .pdf or .txt",
    "damaged": "is damaged and does not open; get the original again",
    "missing": "is not there; look at the path again",
}


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
            refused += _refuse(f"{path}: holds no .docx, .pdf or .txt; name another folder.")
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
    yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in TYPES and each.is_file())


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
