"""What every test shares; each plug-in stands in a module of tests/support."""

pytest_plugins = [
    "tests.support.programs",
    "tests.support.loopback",
    "tests.support.postgresql",
]
