"""The QR picture is small, and leads where the link does."""

import segno

from bot.qr import draw, link_to


def test_a_code_with_odd_letters_stays_one_part_of_the_address() -> None:
    assert link_to("https://x.vn", "MAY 2/../a?b") == "https://x.vn/join/MAY%202%2F..%2Fa%3Fb"


def test_a_picture_is_light_enough_for_a_cheap_phone() -> None:
    link = link_to("https://congdoan.example.vn", "MAY2")
    assert draw(link, "png").startswith(b"\x89PNG")
    assert len(draw(link, "png")) < 10_000
    assert b"<svg" in draw(link, "svg")
    assert int(segno.make(link, error="m", micro=False).version) <= 4
