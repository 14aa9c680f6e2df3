"""Papers of our own read whole, against what people read in them; and what contradicts in them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reading import OURS, SAMPLE, measure
from commands.read import as_json
from knowledge.documents import ReadDocument
from knowledge.files import read_document
from knowledge.reading.reader import read_paper

WORDS = [
    "Đợt 1", "từ ngày", "01/3/2026", "đến hết", "30/6/2026", "phong trào thi đua", "“Lao động giỏi”", "100%",
    "ít nhất", "15", "đoàn viên", "trước ngày", "II. CHỈ TIÊU", "1.", "- ", ".", ";", "TM. BAN THƯỜNG VỤ", "Lò Văn An",
    "“", "”", "KẾ HOẠCH", "Số: 5/KH", "chủ đề", "🙂", "31/02/2026", "99999999999999999999%",
]  # fmt: skip


@pytest.mark.parametrize("folder", OURS)
def test_every_part_of_our_own_papers_is_read(folder: Path) -> None:
    figures = measure(quick=True, papers=folder)
    for part in ("header", "movements", "phases", "targets", "deadlines"):
        assert figures[part]["f1"] >= 0.95, (part, figures[part])
    assert figures["evidence"]["f1"] == 1.0


def test_a_miss_would_be_counted(tmp_path: Path) -> None:
    said = json.loads((SAMPLE / "readings.json").read_text(encoding="utf-8"))
    said["det-song-lam.txt"]["deadlines"].append({"date": "2026-12-24", "relation": "by"})
    (tmp_path / "more.json").write_text(json.dumps(said), encoding="utf-8")
    assert (
        measure(quick=True, papers=SAMPLE, annotations=tmp_path / "more.json")["deadlines"]["counts"][1] == 1
    )


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), max_size=12))
def test_whatever_a_paper_says_the_evidence_is_literal(paragraphs: list[str]) -> None:
    kept = tuple(" ".join(each.split()) for each in paragraphs if each.strip())
    read = as_json(read_paper(ReadDocument("x.txt", kept)))
    text = " ".join(kept).replace("*", "")
    for name in ("movements", "phases", "targets", "deadlines", "reporting_periods"):
        for item in read[name]:
            assert item["evidence"]
            assert item["evidence"] in text


@pytest.mark.parametrize(
    ("lines", "flag"),
    [
        (["HƯỚNG DẪN", "Phát động thi đua", "Căn cứ kế hoạch này các đơn vị làm theo."], "two_kinds"),
        (
            ["Đợt 1: từ 01/3/2026 đến 30/6/2026", "Đợt 2: từ 15/6/2026 đến 30/9/2026"],
            "phases_overlap: Đợt 1 / Đợt 2",
        ),
        (["Đợt 1: từ ngày 01/7/2026 đến ngày 30/6/2026"], "phase_backward"),
        (
            ["Sơn Khê, ngày 05 tháng 3 năm 2026", "KẾ HOẠCH", "Thi đua", "1. Gửi trước ngày 01/02/2026."],
            "deadline_before_paper",
        ),
        (["1. Phong trào “Xanh, sạch, đẹp” và phong trào “Xanh - Sạch - Đẹp”."], "names_near"),
    ],
)
def test_a_contradiction_is_flagged_and_not_repaired(lines: list[str], flag: str) -> None:
    found = read_paper(ReadDocument("x.txt", tuple(lines))).flags
    assert any(each.startswith(flag) for each in found), found


def test_our_papers_contradict_themselves_nowhere() -> None:
    for path in SAMPLE.glob("*.txt"):
        assert read_paper(read_document(path)).flags == ()


def test_signer_post_and_in_whose_name() -> None:
    signer = read_paper(read_document(SAMPLE / "cong-van-nganh-y.txt")).signer
    assert (signer.name, signer.post, signer.on_behalf) == (
        "Trịnh Quang Huy",
        "PHÓ CHỦ TỊCH",
        "TM. BAN THƯỜNG VỤ",
    )
