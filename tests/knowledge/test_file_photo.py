"""Photos stand upright, and one that would fill the memory is not opened."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from knowledge.documents import Unreadable
from knowledge.file_photo import drawn_photo, orientation


def jpeg(picture: Image.Image, turned: int | None = None) -> bytes:
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    data = BytesIO()
    picture.save(data, "JPEG", quality=95, exif=exif)
    return data.getvalue()


@pytest.mark.parametrize("turned", [None, 1, 3, 6, 8])
def test_a_photo_is_drawn_the_way_up_it_was_taken(tmp_path: Path, turned: int | None) -> None:
    seen = Image.new("L", (40, 60), 255)
    seen.paste(0, (0, 0, 40, 20))  # black above
    as_taken = {3: 180, 6: 90, 8: 270}.get(turned or 1, 0)
    (tmp_path / "photo.jpg").write_bytes(jpeg(seen.rotate(as_taken, expand=True), turned))
    drawn = Image.open(BytesIO(drawn_photo(tmp_path / "photo.jpg")))
    assert drawn.size == (40, 60)
    assert drawn.getpixel((20, 5)) < 60  # type: ignore[operator]
    assert drawn.getpixel((20, 50)) > 200  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_a_png_of_every_kind_is_drawn_or_handed_on(tmp_path: Path, mode: str) -> None:
    seen = Image.new("L", (40, 60), 255)
    seen.paste(0, (0, 0, 40, 20))
    seen.convert(mode).save(tmp_path / "photo.png")
    drawn = Image.open(BytesIO(drawn_photo(tmp_path / "photo.png")))
    assert drawn.format == ("PNG" if mode in {"RGBA", "LA"} else "PPM")
    grey = drawn.convert("L")
    assert grey.size == (40, 60)
    assert grey.getpixel((20, 5)) < 60  # type: ignore[operator]
    assert grey.getpixel((20, 50)) > 200  # type: ignore[operator]


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg(Image.new("L", (4200, 3000), 128)))
    assert Image.open(BytesIO(drawn_photo(tmp_path / "photo.jpg"))).size == (2800, 2000)


def test_a_picture_that_unpacks_to_a_giant_is_refused(tmp_path: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    with pytest.raises(Unreadable, match="too_large"):
        drawn_photo(tmp_path / "bomb.png")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe0 not a photo"])
def test_half_a_picture_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "photo").write_bytes(data)
    with pytest.raises(Unreadable, match="damaged"):
        drawn_photo(tmp_path / "photo")


@pytest.mark.parametrize("length", range(0, 60, 7))
def test_cut_off_camera_data_means_upright(length: int) -> None:
    assert orientation(jpeg(Image.new("L", (8, 8)), 6)[:length]) in {1, 6}
