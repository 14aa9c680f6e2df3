"""Tests left out for want of a program are counted, and fail the run that allows none."""

import pytest

from tests.support.programs import PROGRAMS, find
from tests.support.sources import ROOT

pytest_plugins = ["pytester"]

SUITE = """
import pytest

@pytest.mark.needs("chromium")
def test_a_page(): pass

@pytest.mark.needs("libreoffice", "chromium")
def test_a_paper(): pass

def test_a_sum(): pass
"""


def run_without_programs(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, strict: str
) -> pytest.RunResult:
    """The suite above, in a process of its own whose PATH leads to no program."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PATH", str(pytester.path))
    monkeypatch.setenv("NOTHING_LEFT_OUT", strict)
    pytester.makepyfile(SUITE)
    pytester.makeini("[pytest]\nmarkers =\n    needs(program): left out")
    return pytester.runpytest_subprocess("-p", "tests.support.programs", "-p", "no:cacheprovider")


def test_tests_left_out_are_counted_by_program(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_without_programs(pytester, monkeypatch, strict="")
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(
        ["left out: 1 test because Chromium is absent", "left out: 1 test because LibreOffice is absent"]
    )


def test_a_test_left_out_fails_a_run_that_allows_none(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_without_programs(pytester, monkeypatch, strict="1")
    result.assert_outcomes(passed=1, errors=2)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_program_that_nobody_listed_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        find("netscape")
    assert set(PROGRAMS) == {"chromium", "libreoffice", "tesseract", "antiword"}
