"""The page for every hand and eye: narrow screens, large letters, keyboards, contrast, screen readers."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import opened
from tests.support.pages import Site

pytestmark = pytest.mark.needs("chromium")

SMALL = """
() => [...document.querySelectorAll("button, summary, textarea, a.file, a.skip")]
  .filter((each) => each.checkVisibility() && !each.closest("[hidden]"))
  .map((each) => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 47.5 || box.width < 47.5))
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)
"""
TINY = """
() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 18)
  .map((each) => each.outerHTML.slice(0, 80))
"""
FAINT = """
() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (each) => {
    const color = channels(getComputedStyle(each).backgroundColor);
    return color.length === 4 && color[3] === 0 ? ground(each.parentElement) : color;
  };
  const contrast = (each) => {
    const [a, b] = [light(channels(getComputedStyle(each).color)), light(ground(each))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => contrast(each) < 4.5)
    .map((each) => `${contrast(each).toFixed(2)} ${each.outerHTML.slice(0, 80)}`);
}
"""


def fill(page: Page, site: Site) -> None:
    """A page with everything on it."""
    page.goto(site.url)
    page.get_by_role("button", name="Lò Thị Hoa").click()
    expect(page.locator("#speaker")).not_to_be_empty()
    for count, text in enumerate(("nguồn", "tệp", "hỏi", "x" * 400), start=1):
        page.get_by_label("Tin nhắn của anh/chị").fill(text)
        page.locator("#send").click()
        expect(page.locator("article.bot")).to_have_count(count)
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.locator("article.bot")).to_have_count(5)
    page.get_by_text("Xem nguồn").click()
    page.get_by_text("Đổi người").click()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, demonstration_site: Site, width: int) -> None:
    for page in opened(browser, viewport={"width": width, "height": 740}, is_mobile=width < 400):
        page.goto(demonstration_site.url)
        assert overflow(page) == 0
        fill(page, demonstration_site)
        assert overflow(page) == 0
        log = page.locator("#log")
        assert log.evaluate("(log) => log.scrollWidth - log.clientWidth") == 0


def test_targets_are_large_enough_for_a_thumb(demonstration_site: Site, phone: Page) -> None:
    phone.goto(demonstration_site.url)
    assert phone.evaluate(SMALL) == []
    fill(phone, demonstration_site)
    assert phone.evaluate(SMALL) == []


def test_letters_are_large_enough_to_read(demonstration_site: Site, phone: Page) -> None:
    phone.goto(demonstration_site.url)
    assert phone.evaluate(TINY) == []
    fill(phone, demonstration_site)
    assert phone.evaluate(TINY) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_from_their_ground(browser: Browser, demonstration_site: Site, scheme: str) -> None:
    for page in opened(
        browser, viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    ):
        page.goto(demonstration_site.url)
        assert page.evaluate(FAINT) == []
        fill(page, demonstration_site)
        assert page.evaluate(FAINT) == []


def test_everything_can_be_done_with_the_keyboard(site: Site, desk: Page) -> None:
    desk.goto(site.url)
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Tới ô nhắn tin")).to_be_focused()
    desk.keyboard.press("Enter")
    box = desk.get_by_label("Tin nhắn của anh/chị")
    expect(box).to_be_focused()
    desk.keyboard.type("hoi")
    desk.keyboard.press("Enter")
    choice = desk.get_by_role("button", name="Đồng ý")
    expect(choice).to_be_visible()
    expect(box).to_be_focused()
    for _ in range(4):
        desk.keyboard.press("Shift+Tab")
        if choice.evaluate("(each) => each === document.activeElement"):
            break
    expect(choice).to_be_focused()
    assert choice.evaluate("(each) => getComputedStyle(each).outlineWidth") == "3px"
    desk.keyboard.press("Enter")
    expect(desk.locator("article.bot")).to_have_count(2)
    expect(choice).to_be_focused()
    desk.keyboard.press("Escape")
    expect(box).to_be_focused()


def test_the_keyboard_is_trapped_nowhere(demonstration_site: Site, desk: Page) -> None:
    fill(desk, demonstration_site)
    seen = set()
    for _ in range(60):
        desk.keyboard.press("Tab")
        seen.add(desk.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert {"log", "text", "photo", "paper", "send", "Tới ô nhắn tin", "Xem nguồn"} <= seen


def test_shift_and_enter_begin_a_new_line(site: Site, desk: Page) -> None:
    desk.goto(site.url)
    box = desk.get_by_label("Tin nhắn của anh/chị")
    before = box.evaluate("(each) => each.offsetHeight")
    box.press_sequentially("một")
    desk.keyboard.press("Shift+Enter")
    box.press_sequentially("hai")
    expect(box).to_have_value("một\nhai")
    assert box.evaluate("(each) => each.offsetHeight") > before
    desk.keyboard.press("Enter")
    expect(desk.locator("article.me .text")).to_have_text("một\nhai", use_inner_text=True)


def test_on_a_phone_enter_begins_a_new_line(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    box = phone.get_by_label("Tin nhắn của anh/chị")
    box.press_sequentially("một")
    phone.keyboard.press("Enter")
    expect(box).to_have_value("một\n")


def test_enter_that_ends_a_word_of_a_vietnamese_keyboard_sends_nothing(site: Site, desk: Page) -> None:
    desk.goto(site.url)
    box = desk.get_by_label("Tin nhắn của anh/chị")
    box.fill("viet")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(box).to_have_value("viet")
    expect(desk.locator("article")).to_have_count(0)


def test_a_screen_reader_hears_what_is_new_and_not_what_is_old(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    log = phone.get_by_role("log", name="Cuộc trò chuyện")
    phone.get_by_label("Tin nhắn của anh/chị").fill("a")
    phone.locator("#send").click()
    expect(phone.locator("article.bot")).to_contain_text("Máy trả lời:")
    expect(phone.locator("article.me")).to_contain_text("Anh/chị:")
    expect(log).to_have_attribute("aria-live", "polite")
    phone.reload(wait_until="commit")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_have_attribute("aria-live", "polite")


def test_with_the_keyboard_open_there_is_still_room_for_what_was_said(
    demonstration_site: Site, phone: Page
) -> None:
    fill(phone, demonstration_site)
    phone.set_viewport_size({"width": 360, "height": 400})
    box = phone.locator(".composer").bounding_box()
    log = phone.locator("#log").bounding_box()
    assert box is not None
    assert log is not None
    assert box["y"] + box["height"] <= 400
    assert log["height"] >= 200


def test_those_who_want_no_motion_get_none(browser: Browser, site: Site) -> None:
    for page in opened(browser, reduced_motion="reduce"):
        page.goto(site.url)
        page.get_by_role("button", name="Tôi có một sáng kiến").click()
        expect(page.locator("article.bot")).to_have_count(1)
        assert (
            page.locator("article.bot").evaluate("(each) => getComputedStyle(each).animationName") == "none"
        )
        assert page.locator("#log").evaluate("(each) => getComputedStyle(each).scrollBehavior") == "auto"


def test_a_long_answer_is_read_from_its_beginning(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    phone.get_by_label("Tin nhắn của anh/chị").fill("dài")
    phone.locator("#send").click()
    answer = phone.locator("article.bot")
    expect(answer).to_contain_text("Dòng 60")
    phone.wait_for_function("""() => {
        const [log, answer] = [document.querySelector("#log"), document.querySelector("article.bot")];
        return answer.getBoundingClientRect().top >= log.getBoundingClientRect().top;
    }""")
    phone.locator("#log").evaluate("(log) => log.scrollTo({ top: 0, behavior: 'instant' })")
    site.send("Tin mới")
    phone.get_by_role("button", name="Có tin mới").click()
    expect(phone.locator("article.bot").last).to_be_in_viewport()
