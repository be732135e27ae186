# `make interview` and `make test` do everything on a machine that has Python 3.11 or later, a C compiler and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

AXE := $(VENV)/axe/node_modules/axe-core/axe.min.js

.PHONY: interview test check accessible browser journeys recording format bench clean

interview: $(READY)
	@$(BIN)/guide

test: $(READY)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	if [ -x $(BIN)/taplo ]; then $(BIN)/taplo fmt --check && $(BIN)/taplo lint; fi
	$(BIN)/guide check
	$(BIN)/pytest -n 4 --dist worksteal -m "not long"

check: $(READY)
	$(BIN)/guide check
	$(BIN)/guide test --least 90
	$(BIN)/pytest -n 3 --dist worksteal -m long

# Needs npm and Chromium: holds the HTML export to the rules of accessibility in a real browser.
accessible: $(READY)
	npm install --silent --no-save --prefix $(VENV)/axe axe-core@4.14.1
	GUIDE_AXE=$(AXE) $(BIN)/pytest -q tests/test_html.py

# Needs Chromium; with nginx and openssl also runs the example of docs/serving.md.
browser: $(READY)
	GUIDE_BROWSER=1 $(BIN)/pytest -q -n0 tests/test_browser.py tests/test_proxy.py tests/test_serving.py

# An interview on every topic in a real terminal, and the same in plain mode: some minutes. Then 200 kills.
journeys: $(READY)
	GUIDE_JOURNEYS=1 $(BIN)/pytest -n 3 --dist worksteal tests/test_journeys.py
	$(BIN)/python tests/killing.py --count 200

# The moving picture of the README, from the screens as they are now.
recording: $(READY)
	$(BIN)/python tests/recording.py docs/interview.svg

bench: $(READY)
	$(BIN)/python benchmarks/interview.py
	$(BIN)/python benchmarks/terminal.py
	$(BIN)/python benchmarks/sweep_speed.py --cases 60000
	$(BIN)/python benchmarks/reviewing.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/comparison.py

format: $(READY)
	$(BIN)/guide schema -o rulebook.schema.json
	if [ -x $(BIN)/taplo ]; then $(BIN)/taplo fmt; fi
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV)
