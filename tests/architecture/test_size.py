"""Files and functions stay short, and every file says what it is for."""

import ast
from collections.abc import Iterator

from tests.support.sources import PROGRAM, Source, sources

MODULE_LINES = 400
FUNCTION_LINES = 50
PARAMETERS = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def parameters(function: Function) -> int:
    """How many a caller may pass; self and cls are passed by Python."""
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def long_modules(found: tuple[Source, ...]) -> list[str]:
    lines = ((source.path, len(source.text.splitlines())) for source in found)
    return [f"{path}: {count} lines" for path, count in lines if count > MODULE_LINES]


def long_functions(found: tuple[Source, ...]) -> list[str]:
    return [
        f"{source.path}:{function.lineno} {function.name}: {length} lines"
        for source in found
        for function in functions(source)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]


def crowded_functions(found: tuple[Source, ...]) -> list[str]:
    return [
        f"{source.path}:{function.lineno} {function.name}: {parameters(function)} parameters"
        for source in found
        for function in functions(source)
        if parameters(function) > PARAMETERS
    ]


def silent_modules(found: tuple[Source, ...]) -> list[str]:
    """Modules whose first line is not a sentence of its own."""
    told = ((source.path, ast.get_docstring(source.tree, clean=False) or "") for source in found)
    return [path for path, text in told if not text.partition("\n")[0].rstrip().endswith((".", ":", "?"))]


def test_no_module_is_longer_than_400_lines() -> None:
    assert long_modules(sources()) == []


def test_no_function_is_longer_than_50_lines() -> None:
    """A migration writes one table out whole, however many columns it has."""
    assert long_functions(tuple(s for s in sources() if "migrations/versions" not in s.path)) == []


def test_no_function_of_the_program_takes_more_than_five_parameters() -> None:
    assert crowded_functions(tuple(source for source in sources() if source.top in PROGRAM)) == []


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    assert silent_modules(sources()) == []


def test_what_is_too_long_is_found() -> None:
    body = "    x = 1\n" * 50
    source = Source("bot/long.py", f"def f(self, a, b, c, d, e, *, g):\n{body}" + "\n" * 400)
    assert long_modules((source,)) == ["bot/long.py: 451 lines"]
    assert long_functions((source,)) == ["bot/long.py:1 f: 51 lines"]
    assert crowded_functions((source,)) == ["bot/long.py:1 f: 6 parameters"]
    assert silent_modules((source,)) == ["bot/long.py"]
