"""A page that was turned is seen as turned, and set level before it is read."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from knowledge.file_draw import draw
from knowledge.file_skew import skew
from tests.support.scans import scanned


def ruled(turned: float) -> Image.Image:
    """A white page with black dashes in lines, turned against the clock."""
    page = Image.new("L", (900, 1200), 255)
    pen = ImageDraw.Draw(page)
    for y in range(150, 1050, 30):
        for x in range(120, 780, 25):
            pen.rectangle((x, y, x + 15, y + 9), fill=20)
    return page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)


@pytest.mark.parametrize("turned", [0, 2, -3.5, 6])
def test_lines_that_rise_or_fall_are_measured(turned: float) -> None:
    page = ruled(turned)
    assert skew(page.tobytes(), *page.size) == pytest.approx(-turned, abs=0.3)


def test_an_empty_page_and_a_shadow_are_level() -> None:
    assert skew(bytes([250]) * 400, 20, 20) == 0
    shadow = Image.linear_gradient("L").resize((900, 1200))
    assert skew(shadow.tobytes(), *shadow.size) == 0


@pytest.mark.parametrize("turned", [4, -4])
def test_a_page_is_drawn_level(tmp_path: Path, turned: float) -> None:
    document = pypdfium2.PdfDocument(scanned(tmp_path / "scan.pdf", [ruled(turned)]))
    drawn = Image.open(BytesIO(draw(document[0], 1.5)))
    document.close()
    assert skew(drawn.tobytes(), *drawn.size) == pytest.approx(0, abs=0.3)
    assert drawn.getpixel((3, 3)) > 230  # type: ignore[operator]
