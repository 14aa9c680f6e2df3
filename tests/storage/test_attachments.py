"""Files that people sent."""

import random
from pathlib import Path

import pytest

from storage.attachments import DOCUMENT, PHOTO, VOICE, NewAttachment
from storage.database import Database
from storage.pieces import PIECE
from storage.store import Store
from tests.support.unions import NOW, found, join, reach


def account(store: Store) -> int:
    return reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "77").id


def test_a_file_kept_here_gives_its_bytes_back(store: Store) -> None:
    content = bytes(range(256)) * 10
    new = NewAttachment(account(store), PHOTO, "ảnh máy.jpg", "image/jpeg", len(content), content)
    kept = store.attachments.add(new, NOW)
    assert store.attachments.content(kept) == content
    known = store.attachments.get(kept)
    assert (known.name, known.media_type, known.size, known.kind) == (
        "ảnh máy.jpg",
        "image/jpeg",
        2560,
        PHOTO,
    )
    assert (known.subject, known.subject_id, known.created_at) == (None, None, NOW)


def test_a_long_file_is_written_piece_by_piece_and_comes_back_whole(store: Store) -> None:
    content = random.Random(1).randbytes(2 * PIECE + 7)
    here = account(store)
    kept = store.attachments.add(NewAttachment(here, PHOTO, content=content), NOW)
    beside = store.attachments.add(NewAttachment(here, PHOTO, content=content[::-1]), NOW)
    assert store.attachments.content(kept) == content
    assert store.attachments.content(beside) == content[::-1]
    if store.connection.dialect.name == "postgresql":
        left = "SELECT count(*) FROM pg_largeobject_metadata"
        assert store.connection.exec_driver_sql(left).scalar_one() == 0


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux")
def test_a_long_file_is_not_copied_whole_on_its_way_into_sqlite(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        here, content = account(store), bytes(16 * 1024 * 1024)
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak begins anew
        before = _peak_mb()
        store.attachments.add(NewAttachment(here, PHOTO, content=content), NOW)
        assert _peak_mb() - before < 8


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def test_a_file_kept_by_the_platform_has_its_id_and_no_bytes(store: Store) -> None:
    kept = store.attachments.add(NewAttachment(account(store), VOICE, external_id="AgAD" * 20), NOW)
    assert store.attachments.content(kept) is None
    assert store.attachments.get(kept).external_id == "AgAD" * 20


def test_files_are_tied_to_what_they_are_about(store: Store) -> None:
    here = account(store)
    ids = [store.attachments.add(NewAttachment(here, DOCUMENT, f"{i}.pdf"), NOW) for i in range(3)]
    store.attachments.tie(ids[:2], "initiative", 9)
    store.attachments.tie([], "initiative", 9)
    assert [each.id for each in store.attachments.of("initiative", 9)] == ids[:2]
    assert store.attachments.of("registration", 9) == []
    assert store.attachments.get(ids[2]).subject is None


def test_names_and_types_too_long_for_a_column_are_cut(store: Store) -> None:
    kept = store.attachments.add(NewAttachment(account(store), DOCUMENT, "đ" * 5000, "x" * 5000), NOW)
    assert len(store.attachments.get(kept).name) == 300


def test_a_file_nobody_sent_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.attachments.get(1)
    assert store.attachments.content(1) is None
