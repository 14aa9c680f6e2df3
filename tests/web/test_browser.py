"""The page in a real browser: sending, pressing, coming back, and a network that fails."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.support.pages import Site, picture

pytestmark = pytest.mark.needs("chromium")

API = "**/chat/api/messages"
BOT, ME = "article.bot", "article.me"


def write(page: Page, text: str) -> None:
    page.get_by_label("Tin nhắn của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def last_answer(page: Page, text: str) -> None:
    expect(page.locator(BOT).last.locator(".text")).to_have_text(text)


def test_a_message_is_sent_and_answered(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    expect(phone.get_by_role("heading", name="Chào anh/chị!")).to_be_visible()
    write(phone, "em chào chị")
    expect(phone.locator(ME).locator(".text")).to_have_text("em chào chị")
    last_answer(phone, "Nghe: em chào chị")
    expect(phone.locator(".day")).to_have_text(re.compile(r"^\d\d/\d\d/\d{4}$"))
    expect(phone.locator(f"{ME} time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(phone.locator("#empty")).to_be_hidden()


def test_an_example_is_sent_by_its_button(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    phone.get_by_role("button", name="Tôi muốn đăng ký thi đua").click()
    last_answer(phone, "Nghe: Tôi muốn đăng ký thi đua")


def test_a_choice_is_pressed_once_and_shown_as_said(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "hỏi")
    phone.get_by_role("button", name="Đồng ý").click()
    expect(phone.locator(ME).last.locator(".text")).to_have_text("Đồng ý")
    last_answer(phone, "Đã ghi: đồng ý.")
    for button in phone.locator(".choices .choice:visible").all():
        expect(button).to_be_disabled()
    phone.get_by_role("button", name="Thôi").click(force=True)
    expect(phone.locator(ME)).to_have_count(2)


def test_a_reload_brings_the_conversation_back(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "hỏi")
    phone.get_by_role("button", name="Thôi").click()
    last_answer(phone, "Dạ thôi.")
    write(phone, "rồi")
    last_answer(phone, "Nghe: rồi")
    before = phone.locator("article .text").all_inner_texts()
    phone.reload()
    last_answer(phone, "Nghe: rồi")
    assert phone.locator("article .text").all_inner_texts() == before
    assert before == ["hỏi", "Anh/chị chọn ạ.", "Thôi", "Dạ thôi.", "rồi", "Nghe: rồi"]
    expect(phone.get_by_role("button", name="Đồng ý")).to_be_disabled()


def test_a_message_that_takes_another_s_place_is_shown_there(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "hỏi")
    last_answer(phone, "Anh/chị chọn ạ.")
    write(phone, "đổi")
    expect(phone.locator(BOT)).to_have_count(1)
    last_answer(phone, "Hết chỗ chọn rồi ạ.")
    expect(phone.get_by_role("button", name="Đồng ý")).to_have_count(0)
    phone.reload()
    expect(phone.locator(BOT)).to_have_count(1)
    last_answer(phone, "Hết chỗ chọn rồi ạ.")


def test_what_the_network_lost_is_sent_again_and_arrives_once(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "một")
    last_answer(phone, "Nghe: một")
    ids: list[str] = []

    def answered_and_lost(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["client_id"])
        if len(ids) == 1:
            route.fetch()  # the server answers, and nothing comes back
            route.abort()
        else:
            route.continue_()

    phone.route(API, answered_and_lost)
    write(phone, "chuyền 3")
    expect(phone.locator(ME).last).to_contain_text("đang gửi lại")
    last_answer(phone, "Nghe: chuyền 3")
    expect(phone.locator(BOT)).to_have_count(2)
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_what_was_not_sent_outlives_the_page(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "một")
    last_answer(phone, "Nghe: một")
    phone.route(API, lambda route: route.abort())
    write(phone, "chuyền 3")
    phone.get_by_label("Tin nhắn của anh/chị").fill("viết dở")
    expect(phone.locator(ME).last).to_contain_text("đang gửi lại")
    phone.unroute(API)
    phone.reload()
    last_answer(phone, "Nghe: chuyền 3")
    assert phone.locator("article .text").all_inner_texts() == [
        "một",
        "Nghe: một",
        "chuyền 3",
        "Nghe: chuyền 3",
    ]
    expect(phone.get_by_label("Tin nhắn của anh/chị")).to_have_value("viết dở")


def test_messages_written_without_a_network_go_out_in_order(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "một")
    last_answer(phone, "Nghe: một")
    phone.context.set_offline(True)
    write(phone, "chuyền 3")
    write(phone, "ba")
    expect(phone.get_by_role("button", name="Gửi ngay")).to_be_visible()
    phone.context.set_offline(False)
    last_answer(phone, "Nghe: ba")
    answers = phone.locator(BOT).locator(".text").all_inner_texts()
    assert answers == ["Nghe: một", "Nghe: chuyền 3", "Nghe: ba"]


def test_what_the_server_refuses_is_told_and_not_sent_again(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    phone.get_by_label("Tin nhắn của anh/chị").evaluate("(box) => { box.value = 'a'.repeat(110000) }")
    phone.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.locator(ME)).to_contain_text("Chưa gửi được. Tin này dài quá")
    write(phone, "ngắn")
    last_answer(phone, "Nghe: ngắn")


@pytest.mark.parametrize(
    "text", ["<script>window.broken = 1</script>", '<img src=x onerror="window.broken = 1">']
)
def test_markup_shows_as_it_was_typed(site: Site, phone: Page, text: str) -> None:
    phone.goto(site.url)
    write(phone, text)
    last_answer(phone, f"Nghe: {text}")
    sources = [{"number": text, "issuer": text, "date": text, "section": text, "quote": text}]
    site.send(text, sources=sources, buttons=[{"label": text, "value": "x"}], files=[{"id": 1, "name": text}])
    notice = phone.locator(BOT).nth(1)
    expect(notice.locator(".text")).to_have_text(text)
    expect(notice.locator(".choice")).to_have_text(text)
    expect(notice.locator("blockquote")).to_have_text(text, use_inner_text=False)
    expect(notice.locator(".file")).to_contain_text(text)
    assert phone.evaluate("window.broken") is None
    assert phone.locator("article script, article img").count() == 0


def test_only_links_to_this_site_can_be_opened(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "a")
    last_answer(phone, "Nghe: a")
    site.send(f"Mở {site.url}/join/MAY2, đừng mở https://example.org/x hay javascript:alert(1).")
    expect(phone.locator(BOT)).to_have_count(2)
    links = phone.locator("article a")
    assert [link.get_attribute("href") for link in links.all()] == [f"{site.url}/join/MAY2"]


def test_a_message_comes_by_itself(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "a")
    last_answer(phone, "Nghe: a")
    site.send("Chị Thu đã duyệt.")
    last_answer(phone, "Chị Thu đã duyệt.")


def test_sources_open_and_name_the_document(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "nguồn")
    phone.get_by_text("Xem nguồn").click()
    expect(phone.locator("figcaption")).to_have_text(
        "12/KH-LĐLĐ của Liên đoàn Lao động tỉnh ngày 08/01/2026, mục II.1"
    )
    expect(phone.locator("blockquote")).to_be_visible()


def test_a_picture_is_seen_and_a_file_is_saved_under_its_name(site: Site, desk: Page) -> None:
    desk.goto(site.url)
    write(desk, "tệp")
    expect(desk.get_by_role("img", name="thẻ.png")).to_have_js_property("naturalWidth", 8)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="bảng").click()
    assert Path(download.value.path()).read_bytes() == b"bang"


def test_a_large_photo_is_made_smaller_before_it_is_sent(site: Site, phone: Page) -> None:
    photo = picture(3000, 2000, "JPEG")
    assert len(photo) > 500 * 1024
    phone.goto(site.url)
    phone.locator("#photo-file").set_input_files(
        {"name": "cữ.png", "mimeType": "image/jpeg", "buffer": photo}
    )
    expect(phone.locator(BOT)).to_have_count(1)
    words = phone.locator(f"{BOT} .text").inner_text().split()
    assert words[:4] == ["Tệp", "photo", "cữ.jpg", "image/jpeg"]
    assert int(words[4]) <= 500 * 1024
    expect(phone.get_by_role("img", name="cữ.jpg")).to_be_visible()


def test_a_small_file_is_sent_as_it_is(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    file = FilePayload(name="kế hoạch.docx", mimeType="application/octet-stream", buffer=b"x" * 1000)
    phone.locator("#paper-file").set_input_files(file)
    last_answer(phone, "Tệp document kế hoạch.docx application/octet-stream 1000 1000")
    expect(phone.locator(f"{ME} .text")).to_have_text("Tệp: kế hoạch.docx")


def test_a_link_s_code_is_used_once(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/join/MAY2")
    last_answer(phone, "Chào, mã MAY2.")
    assert phone.url == f"{site.url}/"
    phone.reload()
    last_answer(phone, "Chào, mã MAY2.")
    expect(phone.locator(BOT)).to_have_count(1)


def test_in_the_demonstration_one_speaks_as_somebody(demonstration_site: Site, phone: Page) -> None:
    phone.goto(demonstration_site.url)
    expect(phone.get_by_text("Đây là công đoàn mẫu.")).to_be_visible()
    phone.get_by_role("button", name="Lò Thị Hoa").click()
    expect(phone.locator("#speaker")).to_have_text("Anh/chị đang là Lò Thị Hoa.")
    write(phone, "em là Hoa")
    last_answer(phone, "Nghe: em là Hoa")
    phone.get_by_text("Đổi người").click()
    phone.get_by_role("button", name="Nguyễn Thị Thu").click()
    expect(phone.locator("#speaker")).to_have_text("Anh/chị đang là Nguyễn Thị Thu.")
    expect(phone.locator("article")).to_have_count(0)
    write(phone, "chị đây")
    last_answer(phone, "Nghe: chị đây")
    phone.reload()
    last_answer(phone, "Nghe: chị đây")
    expect(phone.locator("article")).to_have_count(2)
    expect(phone.locator("#speaker")).to_have_text("Anh/chị đang là Nguyễn Thị Thu.")


def test_without_a_vietnamese_voice_nothing_offers_to_read_aloud(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    write(phone, "a")
    last_answer(phone, "Nghe: a")
    expect(phone.get_by_text("Đọc to")).to_be_hidden()


def test_with_a_vietnamese_voice_a_message_is_read_aloud(site: Site, phone: Page) -> None:
    phone.add_init_script("""
        window.heard = [];
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        Object.defineProperty(window, "speechSynthesis", { value: {
            getVoices: () => [{ lang: "vi-VN" }], addEventListener() {}, cancel() { window.heard.push("-"); },
            speak: (said) => window.heard.push(`${said.lang} ${said.text}`),
        } });
    """)
    phone.goto(site.url)
    write(phone, "a")
    phone.get_by_role("button", name="Đọc to").click()
    phone.get_by_role("button", name="Dừng đọc").click()
    expect(phone.get_by_role("button", name="Đọc to")).to_be_visible()
    assert phone.evaluate("window.heard") == ["vi-VN Nghe: a", "-"]
