"""What usually goes wrong is said in plain sentences."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from commands import doctor
from commands.program import Program
from tests.doubles.telegram import TOKEN, TelegramDouble

Run = Callable[..., int]


def examined(**settings: str) -> int:
    program = Program(Settings.from_mapping(settings))
    try:
        return doctor.run(Namespace(), program)
    finally:
        program.close()


def test_all_is_well(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(doctor) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("ok") for line in lines)


def test_a_new_installation_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert examined(DATABASE_URL=f"sqlite:///{tmp_path}/deep/new.db") == 0
    assert "is made at the first start" in capsys.readouterr().out
    assert not (tmp_path / "deep").exists()


def test_a_database_without_its_tables_is_to_be_migrated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.db").touch()
    assert examined(DATABASE_URL=f"sqlite:///{tmp_path}/empty.db") == 1
    assert "run `main.py migrate`" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_named_without_its_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert examined(DATABASE_URL="postgresql://union:secret@127.0.0.1:1/union") == 1
    told = capsys.readouterr().out
    assert "does not answer" in told
    assert "secret" not in told
    assert len(told.splitlines()) == 6


def test_an_open_address_wants_a_secret_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert examined(HOST="0.0.0.0", DATABASE_URL=url) == 1
    assert "write a SECRET_KEY" in capsys.readouterr().out
    assert examined(HOST="0.0.0.0", DATABASE_URL=url, SECRET_KEY="x" * 32) == 0


async def ask(tmp_path: Path, url: str, token: str = TOKEN) -> tuple[bool, str]:
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.db",
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_API_BASE_URL": url,
    }
    program = Program(Settings.from_mapping(given))
    try:
        return await doctor.ask_telegram(program)
    finally:
        program.close()


async def test_telegram_tells_the_bots_name(tmp_path: Path) -> None:
    async with TelegramDouble() as telegram:
        assert await ask(tmp_path, telegram.url) == (True, "Telegram: the bot is @cong_doan_bot, by polling.")


async def test_a_wrong_token_is_said(tmp_path: Path) -> None:
    async with TelegramDouble() as telegram:
        fine, told = await ask(tmp_path, telegram.url, "1:wrong")
    assert not fine
    assert "@BotFather" in told


async def test_telegram_out_of_reach_is_said(tmp_path: Path) -> None:
    fine, told = await ask(tmp_path, "http://127.0.0.1:9")
    assert not fine
    assert "cannot be reached" in told


def test_programs_that_read_documents_are_named_where_they_are_absent(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find", lambda program: None)
    monkeypatch.setattr(doctor, "reads_vietnamese", lambda: False)
    assert run(doctor) == 0
    told = capsys.readouterr().out
    assert "install tesseract-ocr and tesseract-ocr-vie for scans and photos and libreoffice-writer" in told
    monkeypatch.setattr(doctor, "find", lambda program: f"/somewhere/{program}")
    monkeypatch.setattr(doctor, "reads_vietnamese", lambda: True)
    assert run(doctor) == 0
    assert "scans and photos, old Word files can be read." in capsys.readouterr().out
