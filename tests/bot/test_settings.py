"""Settings: what is read, what is refused with which sentence, and that the papers agree."""

import re
from pathlib import Path

import pytest

from bot.settings import DEFAULT_SECRET, SECRETS, BadSetting, Settings, what_to_write
from tests.support.sources import ROOT

SECRET = "0123456789abcdefghijklmnopqrstuv"


def default_of(name: str) -> str:
    """A default as one writes it."""
    default = Settings.model_fields[name.lower()].default
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_without_any_setting_it_is_the_laptop_with_sqlite() -> None:
    settings = Settings.from_mapping({})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.demo
    assert not settings.production


def test_values_are_read_from_text_and_empty_ones_are_not_there() -> None:
    given = {
        "PORT": " 9000 ",
        "DEMO": "off",
        "RATE_TELEGRAM": "12.5",
        "HOST": "",
        "PUBLIC_URL": "https://a.vn/",
    }
    settings = Settings.from_mapping({**given, "SOMETHING_ELSE": "1"})
    assert (settings.port, settings.demo, settings.rate_telegram) == (9000, False, 12.5)
    assert (settings.host, settings.public_url, settings.address) == (
        "127.0.0.1",
        "https://a.vn",
        "https://a.vn",
    )


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://x"),
        ("PUBLIC_URL", "congdoan.vn"),
        ("SECRET_KEY", "short"),
        ("TELEGRAM_BOT_TOKEN", "no token"),
        ("TELEGRAM_MODE", "push"),
        ("RATE_TELEGRAM", "0"),
        ("LOG_FORMAT", "xml"),
        ("TZ", "Mars/Base"),
        ("TZ", "../../etc/passwd"),
        ("DEMO", "perhaps"),
        ("PRODUCTION", "2"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_says_what_to_write(name: str, bad: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_mapping({name: bad})
    told = str(refused.value)
    assert told.startswith(name)
    assert what_to_write(name.lower()) in told
    assert "\n" not in told


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("123456:ABC-def\n", encoding="utf-8")
    assert (
        Settings.from_mapping({"TELEGRAM_BOT_TOKEN_FILE": str(file)}).telegram_bot_token == "123456:ABC-def"
    )
    direct = {"TELEGRAM_BOT_TOKEN_FILE": str(file), "TELEGRAM_BOT_TOKEN": "1:a"}
    assert Settings.from_mapping(direct).telegram_bot_token == "1:a"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"SECRET_KEY_FILE: .*gone"):
        Settings.from_mapping({"SECRET_KEY_FILE": str(tmp_path / "gone")})


@pytest.mark.parametrize(
    "bad",
    [
        {},
        *({"SECRET_KEY": bad} for bad in (DEFAULT_SECRET, "x" * 31, "x" * 64)),
        {"SECRET_KEY": "một chuỗi dài, ngẫu nhiên, giữ kín"},
        {"SECRET_KEY": "a long and random text that I keep secret"},
    ],
)
def test_production_wants_a_secret_of_its_own(bad: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        Settings.from_mapping({"PRODUCTION": "on", **bad})


def test_production_has_no_demonstration() -> None:
    given = {"PRODUCTION": "on", "SECRET_KEY": SECRET}
    assert not Settings.from_mapping(given).demo
    with pytest.raises(BadSetting, match="DEMO"):
        Settings.from_mapping({**given, "DEMO": "on"})


def test_a_webhook_needs_an_address_that_telegram_reaches() -> None:
    given = {"TELEGRAM_MODE": "webhook", "TELEGRAM_BOT_TOKEN": "1:a"}
    for public in ({}, {"PUBLIC_URL": "http://a.vn"}):
        with pytest.raises(BadSetting, match="PUBLIC_URL"):
            Settings.from_mapping({**given, **public})
    assert Settings.from_mapping({**given, "PUBLIC_URL": "https://a.vn"}).telegram_mode == "webhook"


def test_the_webhooks_secret_comes_from_the_secret_key_and_is_what_telegram_takes() -> None:
    first, second = (
        Settings.from_mapping({"SECRET_KEY": letter * 32}).telegram_webhook_secret for letter in "ab"
    )
    assert first != second
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", first)


def test_what_must_not_be_logged_is_known() -> None:
    given = {
        "DATABASE_URL": "postgresql://union:pass-word@host/db",
        "SECRET_KEY": SECRET,
        "TELEGRAM_BOT_TOKEN": "1:abc",
    }
    assert set(Settings.from_mapping(given).secrets) == {"pass-word", SECRET, "1:abc"}
    assert Settings.from_mapping({}).secrets == ()


def test_every_setting_has_its_paragraph() -> None:
    paper = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n\n(.+?)(?=\n## |\Z)", paper, re.MULTILINE | re.DOTALL))
    assert list(sections) == [name.upper() for name in Settings.model_fields]
    for name, text in sections.items():
        field = Settings.model_fields[name.lower()]
        assert field.description
        assert field.description in text
        assert what_to_write(name.lower()) in text
        shown = default_of(name)
        assert f"Unless it is set: {f'`{shown}`' if shown else 'empty'}." in text
    assert all(f"`{name}`" in paper.partition("\n## ")[0] for name in SECRETS)


def test_the_example_holds_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line[1:].split("=", 1) for line in lines if re.match(r"#[A-Z_]+=", line))
    assert shown == {name.upper(): default_of(name.upper()) for name in Settings.model_fields}
