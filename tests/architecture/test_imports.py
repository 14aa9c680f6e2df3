"""Who may import what, where the import contracts in pyproject.toml cannot say it."""

import ast
import tomllib
from collections.abc import Iterable, Iterator

from tests.support.sources import PROGRAM, ROOT, Source, program, sources

# Library -> the only place of the program that may import it. Paths begin so.
CONFINED = {
    "sqlalchemy": "storage/",
    "alembic": "storage/",
    "psycopg": "storage/",
    "sqlite3": "storage/",
    "telegram": "bot/channels/telegram",
    "fastapi": "web/",
    "starlette": "web/",
    "dbos": "bot/jobs",
    "dotenv": "main.py",
}
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv"}


def strays(found: Iterable[Source]) -> list[str]:
    """Imports of a library outside its place."""
    return [
        f"{source.path}:{line} imports {name}"
        for source in found
        for line, name in source.imports()
        if not source.path.startswith(CONFINED.get(name.partition(".")[0], ""))
    ]


def importers_of_main(found: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{line}"
        for source in found
        for line, name in source.imports()
        if name.partition(".")[0] == "main"
    ]


def readers_of_the_environment(found: Iterable[Source]) -> list[str]:
    return [f"{source.path}:{line}" for source in found for line in lines_that_read_it(source.tree)]


def lines_that_read_it(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            names = {node.attr}
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            names = {alias.name for alias in node.names}
        else:
            continue
        if names & ENVIRONMENT:
            yield node.lineno


def test_each_library_is_imported_only_where_it_belongs() -> None:
    assert strays(program()) == []


def test_nobody_imports_main() -> None:
    assert importers_of_main(source for source in sources() if source.top != "tests") == []


def test_only_main_reads_the_environment() -> None:
    assert readers_of_the_environment(source for source in program() if source.path != "main.py") == []


def test_every_package_stands_under_the_import_contracts() -> None:
    """A new folder of code must take its place in the order of imports."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    packages = {source.top for source in sources() if "/" in source.path} - {"tests", "benchmarks"}
    assert packages <= set(layers)
    assert ["main", *layers] == list(PROGRAM)


def test_what_is_out_of_place_is_found() -> None:
    text = "import os\nfrom os import getenv\nimport sqlalchemy.orm\nfrom main import x\nos.environ['A']\n"
    source = Source("handlers/x.py", text)
    assert strays([source]) == ["handlers/x.py:3 imports sqlalchemy.orm"]
    assert importers_of_main([source]) == ["handlers/x.py:4"]
    assert readers_of_the_environment([source]) == ["handlers/x.py:2", "handlers/x.py:5"]
    assert strays([Source("storage/x.py", "import sqlalchemy")]) == []
