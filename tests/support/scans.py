"""Papers as LibreOffice prints them, and the same as a scanner or a phone would take them."""

import math
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
from docx.shared import Pt
from PIL import Image

from tests.support.programs import find

PAGE = [
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH THẠCH GIANG",
    "Số: 12/KH-LĐLĐ",
    "KẾ HOẠCH",
    "Phát động phong trào thi đua “Xưởng sạch, máy êm” năm 2026",
    "I. MỤC ĐÍCH",
    "1. Công đoàn cơ sở vận động đoàn viên giữ máy sạch, xưởng gọn, lối đi thoáng và ghi lại từng cách làm hay để chia sẻ với các tổ khác trong nhà máy.",
    "2. Phong trào gắn với nhiệm vụ của đơn vị, không phô trương.",
    "II. CHỈ TIÊU",
    "1. Có trên 80% đoàn viên đăng ký tham gia trước ngày 30 tháng 4 năm 2026.",
    "2. Mỗi tổ sản xuất có ít nhất hai sáng kiến được công nhận trong năm.",
    "III. TỔ CHỨC THỰC HIỆN",
    "Các công đoàn cơ sở báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày 15 tháng 12 để tổng hợp và biểu dương kịp thời.",
]


def saved_as(kind: str, paper: Path) -> Path:
    """The paper as LibreOffice saves it: "pdf", "doc", "odt", "rtf"."""
    office = find("libreoffice")
    assert office is not None
    profile = (paper.parent / "profile").absolute().as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", paper.parent, paper], check=True, capture_output=True, timeout=120)
    return paper.with_suffix(f".{kind}")


def printed(folder: Path, lines: Sequence[str]) -> Path:
    """A PDF with text, in a font that has every Vietnamese letter."""
    paper = docx.Document()
    paper.styles["Normal"].font.name = "DejaVu Serif"
    paper.styles["Normal"].font.size = Pt(12)
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(folder / "paper.docx"))
    return saved_as("pdf", folder / "paper.docx")


def photo(pdf: Path, *, dpi: int = 150, turned: float = 0) -> Image.Image:
    """The first page in grey, turned by so many degrees against the clock."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()
    return picture.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=255) if turned else picture


def scanned(path: Path, pages: Sequence[Image.Image]) -> Path:
    """A PDF whose pages are pictures, each as large as its paper at 150 dpi."""
    document = pypdfium2.PdfDocument.new()
    for picture in pages:
        jpeg = BytesIO()
        picture.save(jpeg, "JPEG", quality=80)
        width, height = (math.ceil(side * 72 / 150) for side in picture.size)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(jpeg, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
    document.save(path)
    document.close()
    return path
