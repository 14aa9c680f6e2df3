"""Small papers of our own to read: the samples' texts, and the same words as Word and PDF files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import docx

from knowledge.files import read_document
from knowledge.structure import structured
from storage.papers import StoredDocument

SAMPLES = Path(__file__).parents[1] / "knowledge" / "samples"

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)


def samples() -> list[StoredDocument]:
    return [
        structured(read_document(path), i) for i, path in enumerate(sorted(SAMPLES.glob("*.txt")), start=1)
    ]


def sample(name: str) -> StoredDocument:
    return structured(read_document(SAMPLES / name))


def word_file(path: Path, blocks: Iterable[str | Sequence[Sequence[str]]]) -> Path:
    """Strings become paragraphs, rows of cells become a table."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def pdf_file(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A PDF with a text layer: lines at the top of each page, in a font that is named and not embedded."""
    letters = sorted({letter for page in pages for line in page for letter in line})
    codes = {letter: f"{i:04x}" for i, letter in enumerate(letters, start=1)}
    streams = [_page_stream(lines, codes) for lines in pages]
    kids = [5 + 2 * i for i in range(len(pages))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>",
        _FONT,
        _stream(_to_unicode(codes)),
    ]
    for kid, stream in zip(kids, streams, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents {kid + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream(stream))
    path.write_bytes(_assembled(objects))
    return path


def _page_stream(lines: Sequence[str], codes: dict[str, str]) -> str:
    shown = ["BT /F1 10 Tf 14 TL 30 560 Td"]
    shown += [f"<{''.join(codes[letter] for letter in line)}> Tj T*" for line in lines]
    return "\n".join([*shown, "ET"])


def _to_unicode(codes: dict[str, str]) -> str:
    pairs = [f"<{code}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    chunks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    maps = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{maps}\nendcmap end end"
    )


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _assembled(objects: Sequence[str]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode("ascii")
