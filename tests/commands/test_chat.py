"""A conversation in the terminal, on the same core as everywhere."""

from pathlib import Path

import pytest

from tests.support.servers import call


@pytest.fixture
def settings(sqlite_database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": sqlite_database_url}


async def test_a_visitor_is_answered_line_by_line(settings: dict[str, str], tmp_path: Path) -> None:
    status, said, complained = await call("chat", folder=tmp_path, given="chao em\n\nai day\n", **settings)
    assert (status, complained) == (0, "")
    assert said.splitlines()[0] == "Dạ, anh/chị hỏi đi ạ."


async def test_one_may_speak_as_a_person_of_the_demonstration(
    settings: dict[str, str], tmp_path: Path
) -> None:
    assert (await call("demo", folder=tmp_path, **settings))[0] == 0
    status, said, _ = await call("chat", "--as", "chair", folder=tmp_path, given="/start\n", **settings)
    assert status == 0
    assert "Chào" in said
    status, _, complained = await call("chat", "--as", "nobody", folder=tmp_path, **settings)
    assert status == 1
    assert "worker, " in complained
