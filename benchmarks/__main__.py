"""python -m benchmarks NAME [--json] [--quick]: a table, or one JSON object; `all` runs them one by one."""

from __future__ import annotations

import importlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

NAMES = ("conversation", "answering", "reading", "finding", "import")
MODULES = {"import": "importing"}  # a word of the language names no module


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 2 wrong usage."""
    parser = ArgumentParser(prog="python -m benchmarks", description="Measures this program.")
    parser.add_argument("name", choices=(*NAMES, "all"), help="what to measure")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="end within 40 seconds, less exact")
    given = parser.parse_args(arguments)
    names = NAMES if given.name == "all" else (given.name,)
    modules = {name: importlib.import_module(f"benchmarks.{MODULES.get(name, name)}") for name in names}
    found = {}
    for name, module in modules.items():
        found[name] = module.measure(quick=given.quick)
        if not given.json:
            title = f"{name}\n" if given.name == "all" else ""
            print(f"{title}{module.table(found[name])}", flush=True)
    if given.json:
        print(json.dumps(found if given.name == "all" else found[given.name], ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
