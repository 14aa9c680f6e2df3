# Every target is a task of tasks.py, which also works without make. For example:
#   make test ARGS="-k initiatives"      make run PYTHON=python3.12
PYTHON ?= python3
ARGS ?=

.PHONY: run test setup lint bench pins
run test setup lint bench pins:
	@command -v $(firstword $(PYTHON)) >/dev/null || { echo "$(PYTHON) is not installed; Python 3.11 to 3.14 is needed." >&2; exit 1; }
	@$(PYTHON) tasks.py $@ $(ARGS)
