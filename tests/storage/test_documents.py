"""Official documents: kept whole, replaced by their file, with a version that grows."""

import asyncio
from datetime import date
from functools import partial

from storage.database import Database
from storage.papers import BODY, SIGNATURE, Header, StoredDocument, StoredPassage
from storage.store import Store

HEADER = Header(
    "12/KH-LĐLĐ",
    "kế hoạch",
    date(2026, 9, 15),
    "Liên đoàn Lao động tỉnh Sơn Khê",
    "Sơn Khê",
    "Phát động thi đua",
    frozenset({"kind", "place"}),
)
PASSAGES = (
    StoredPassage("I", "MỤC ĐÍCH", "Động viên đoàn viên", "Động viên đoàn viên thi đua.", BODY),
    StoredPassage("", "", "Nguyễn Văn A", "Nguyễn Văn A", SIGNATURE),
)


def paper(
    file: str = "ke-hoach-12.docx", *passages: StoredPassage, header: Header = HEADER
) -> StoredDocument:
    return StoredDocument(None, file, header, passages or PASSAGES)


def test_a_document_comes_back_as_it_was_read(store: Store) -> None:
    kept = store.documents.replace(paper())
    assert store.documents.all() == [StoredDocument(kept, "ke-hoach-12.docx", HEADER, PASSAGES)]
    assert store.documents.list() == [StoredDocument(kept, "ke-hoach-12.docx", HEADER)]


def test_the_same_file_again_takes_its_own_place(store: Store) -> None:
    kept, other = store.documents.replace(paper()), store.documents.replace(paper("khac.docx"))
    again = StoredPassage("II", "", "Mới", "Mới")
    assert store.documents.replace(paper("ke-hoach-12.docx", again, header=Header(title="Mới"))) == kept
    assert [(each.id, each.passages) for each in store.documents.all()] == [
        (kept, (again,)),
        (other, PASSAGES),
    ]
    assert store.documents.list()[0].header == Header(title="Mới")


def test_a_document_without_passages_is_kept_too(store: Store) -> None:
    kept = store.documents.replace(StoredDocument(None, "trống.pdf", Header()))
    assert store.documents.all() == [StoredDocument(kept, "trống.pdf", Header())]


def test_a_document_is_found_by_its_number(store: Store) -> None:
    kept = store.documents.replace(paper())
    known = store.documents.find("12/KH-LĐLĐ")
    assert known is not None
    assert known.id == kept
    assert store.documents.find("13/KH-LĐLĐ") is None


def test_the_version_grows_with_every_change(store: Store) -> None:
    versions = [store.documents.version()]
    for file in ("a", "b", "a", "a"):
        store.documents.replace(paper(file))
        versions.append(store.documents.version())
    assert versions == [0, 1, 2, 3, 4]


def take_in(file: str, store: Store) -> int:
    return store.documents.replace(paper(file))


async def test_documents_taken_in_at_once_get_versions_of_their_own(database: Database) -> None:
    await asyncio.gather(*(database.run(partial(take_in, f"{i}.pdf")) for i in range(8)))
    assert await database.read(lambda store: store.documents.version()) == 8
    assert await database.read(lambda store: len(store.documents.all())) == 8
