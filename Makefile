# Every target sets up what it needs first (`make setup` is a matter of milliseconds once it is done).
.DEFAULT_GOAL := help
.PHONY: help setup demo test torture run check bench recall screenshots stories lock clean

# Byte code is kept, whatever the environment says: without it every start costs half a second more.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# A worker a core, but no more than four; a file's tests stay together, because they share what they made; the long
# ones (flow) begin first.
PYTEST := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# A place whose name may stand in pictures.
PICTURES := /tmp/recorder-desk-pictures

help: ## print this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

setup: ## make .venv from the hashed lock and provide the system libraries
	@PYTHON="$(PYTHON)" sh setup/setup.sh

demo: setup ## show the whole way of a recording, from dock to review
	$(BIN)/recorder-desk demo

test: setup ## run the tests
	$(PYTEST)

torture: setup ## every fault there is, at every place, with the figures (ARGS="tests/torture/test_calls.py": one group)
	RECORDER_DESK_TORTURE=full $(PYTEST) --timeout 900 $(or $(ARGS),tests/torture)

run: setup ## open the window
	$(BIN)/recorder-desk

check: setup ## lint, formatting, types, architecture, then the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(PYTEST)

bench: setup ## measure, and write docs/performance.md (ARGS="receive --quick": less, and only shown)
	$(BIN)/python -m bench $(or $(ARGS),--write docs/performance.md)

recall: setup ## measure how often filmed codes are read, into docs/performance.md
	$(BIN)/python -m bench.recall $(or $(ARGS),--write docs/performance.md)

screenshots: setup ## take the pictures of the window anew, into docs/screenshots
	rm -rf $(PICTURES) build/screenshots
	$(BIN)/recorder-desk --lang zh_CN --home $(PICTURES)/home demo --no-window --keep $(PICTURES)/morning
	$(BIN)/python -m ui.screenshots $(PICTURES)/home docs/screenshots
	$(BIN)/python -m ui.screenshots $(PICTURES)/new docs/screenshots --empty --look light
	QT_SCALE_FACTOR=1.5 $(BIN)/python -m ui.screenshots $(PICTURES)/home build/screenshots/150

stories: setup ## tell the stories anew, into docs/stories
	RECORDER_DESK_STORIES=write $(PYTEST) tests/stories

lock: setup ## compile the locks from pyproject.toml (UPGRADE=1: look for newer indirect versions)
	$(BIN)/python setup/lock.py $(if $(UPGRADE),--upgrade)
	@sh setup/setup.sh

clean: ## remove the environment and everything that can be made again
	rm -rf .venv .setup-lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
