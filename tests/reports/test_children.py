"""Work in a child process, and here where there is none."""

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from reports.children import Children


@pytest.fixture
def children() -> Iterator[Children]:
    found = Children()
    yield found
    found.close()


def test_work_is_done_in_another_process(children: Children) -> None:
    first = children.run(os.getpid)
    assert first != os.getpid()
    assert children.run(os.getpid) == first


def test_what_the_work_raises_reaches_the_caller(children: Children) -> None:
    with pytest.raises(ZeroDivisionError):
        children.run(divmod, 1, 0)


def test_where_no_process_can_start_the_work_is_done_here(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr("reports.children.ProcessPoolExecutor", refuse)
    assert children.run(os.getpid) == os.getpid()


def test_when_the_child_dies_the_work_is_done_here_and_the_next_child_works(children: Children) -> None:
    child = children.run(os.getpid)
    os.kill(child, 9)
    assert children.run(abs, -3) == 3
    assert children.run(os.getpid) not in {child, os.getpid()}


def test_work_that_is_to_be_alone_fails_with_its_child() -> None:
    found = Children(alone=True)
    try:
        with pytest.raises(BrokenProcessPool):
            found.run(os._exit, 1)
        assert found.run(abs, -3) == 3
    finally:
        found.close()
