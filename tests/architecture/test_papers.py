"""Versions, pins and papers agree, and no file names what belongs to one machine or one registry."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.support.sources import ROOT, files, program, sources

# Put together here, so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("debian", "org"),
    )
)
MACHINE = re.compile(r"(?<![\w./-])/(?:work|root)/")
VERSION = re.compile(r"\d+\.\d+\.\d+")


def project_version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of every file that is text; what cannot be read as UTF-8 is a picture or a document."""
    for path in files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def pins(name: str) -> dict[str, str]:
    """Package -> version of a requirements file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", text, re.MULTILINE))


def wanted(name: str) -> set[str]:
    """Packages that a .in file asks for by name."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {match[0].lower() for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}


def imported() -> set[str]:
    """The first names of everything that the program itself imports."""
    return {name.partition(".")[0] for source in program() for _, name in source.imports()}


def test_no_file_names_a_package_registry() -> None:
    assert [path for path, text in texts() if any(host in text for host in REGISTRIES)] == []


def test_no_file_of_the_program_names_a_folder_of_one_machine() -> None:
    assert [path for path, text in texts() if MACHINE.search(text) and not path.startswith("tests/")] == []


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == project_version()


def test_the_papers_name_this_version() -> None:
    papers = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    found = {path.name: path.read_text(encoding="utf-8") for path in papers if path.exists()}
    named = {name: set(re.findall(r"\b[Vv]ersion `?(\d+\.\d+\.\d+)\b", text)) for name, text in found.items()}
    assert {name: versions for name, versions in named.items() if versions - {project_version()}} == {}


def test_the_code_names_this_version() -> None:
    named = {
        f"{source.path}:{node.value.lineno}": node.value.value
        for source in program()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.keyword) and node.arg == "version" and isinstance(node.value, ast.Constant)
    }
    versions = {place: text for place, text in named.items() if VERSION.fullmatch(str(text))}
    assert {place: text for place, text in versions.items() if text != project_version()} == {}


def test_tests_run_on_the_versions_that_the_program_runs_on() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_everything_asked_for_is_pinned() -> None:
    for name in ("requirements", "requirements-dev", "requirements-uv"):
        assert wanted(f"{name}.in") <= set(pins(f"{name}.txt")), name


def test_every_pin_has_its_hashes() -> None:
    for name in ("requirements", "requirements-dev", "requirements-uv"):
        blocks = re.split(r"\n(?=\S)", (ROOT / f"{name}.txt").read_text(encoding="utf-8").strip())
        assert len(blocks) == len(pins(f"{name}.txt")), name
        assert all("--hash=sha256:" in block for block in blocks), name


def test_the_program_imports_only_what_its_own_requirements_bring() -> None:
    installed = packages_distributions()
    brought = set(pins("requirements.txt"))
    packages = {
        name: {dist.lower().replace("_", "-") for dist in installed.get(name, [])} for name in imported()
    }
    assert {name: dists for name, dists in packages.items() if dists and not dists & brought} == {}


def test_every_task_of_the_makefile_is_one_of_tasks_py() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    tasks = next(source for source in sources() if source.path == "tasks.py")
    table = next(
        node.value
        for node in tasks.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TASKS"
    )
    assert targets is not None
    assert isinstance(table, ast.Dict)
    assert targets[1].split() == [ast.literal_eval(key) for key in table.keys if key]


def test_what_belongs_to_one_machine_is_found() -> None:
    assert MACHINE.search("see /work/x and")
    assert not MACHINE.search("https://example.vn/work/x")
