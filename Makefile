# `make` sets up what it needs, validates and builds the catalogue. `make test` sets up and runs every check.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: all validate build test format lint types contract tests docs notebook test-heavy test-browser benchmark check clean

all: validate build

validate: $(VENV)/installed
	$(BIN)/scodata validate

build: $(VENV)/installed
	$(BIN)/scodata build

test: lint types contract tests check

format: $(VENV)/installed-dev
	$(BIN)/ruff format src tests docs/notebook.ipynb
	$(BIN)/ruff check --fix src tests docs/notebook.ipynb

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check src tests docs/notebook.ipynb
	$(BIN)/ruff check src tests docs/notebook.ipynb

types: $(VENV)/installed-dev
	$(BIN)/mypy

contract: $(VENV)/installed-dev
	$(BIN)/lint-imports

tests: $(VENV)/installed-dev
	$(BIN)/pytest -n auto --dist worksteal

docs: $(VENV)/installed-dev
	UPDATE_DOCS=1 $(BIN)/pytest tests/test_docs.py
	if [ -d $(VENV)/consumers ]; then UPDATE_DOCS=1 CONSUMERS=$(VENV)/consumers $(BIN)/pytest tests/consumers/test_using.py; fi

# Runs the notebook and writes what it prints.
notebook: $(VENV)/notebook/installed
	UPDATE_DOCS=1 $(VENV)/notebook/bin/python -m pytest tests/heavy/test_notebook.py

# What takes long or needs much: the official test suites of YAML and JSON Schema (fetched with npm), the validators of metadata, the notebook,
# the readers that data users have (R with readr, LibreOffice, sqlite3 and node are used where they are there; with REQUIRE_CONSUMERS=1 a
# missing one is a failure), and the site in a browser. `.ci/pythons` compares what other Pythons release.
test-heavy: $(VENV)/installed-dev $(VENV)/notebook/installed
	PATH="$(abspath $(BIN)):$$PATH" tests/heavy/suites.sh $(VENV)/suites
	PATH="$(abspath $(BIN)):$$PATH" tests/heavy/validators.sh $(VENV)/validators
	SUITES=$(VENV)/suites VALIDATORS=$(VENV)/validators $(BIN)/pytest tests/heavy --ignore tests/heavy/test_notebook.py --ignore tests/heavy/test_pythons.py
	$(VENV)/notebook/bin/python -m pytest tests/heavy/test_notebook.py
	tests/consumers/readers/install.sh $(VENV)/consumers
	CONSUMERS=$(VENV)/consumers $(BIN)/pytest tests/consumers
	$(MAKE) test-browser

# Reads the site of the catalogue in a real browser, and has it judged: needs chromium, java, node and npm. BROWSER=required makes a missing browser a failure.
test-browser: $(VENV)/installed-dev
	tests/browser/environment.sh $(VENV)/browser $(BIN)/python
	$(BIN)/scodata site --output $(VENV)/site --address https://example.org/sco/
	$(BIN)/python tests/releases.py $(VENV)/released
	SITE=$(VENV)/site RELEASED=$(VENV)/released/site TOOLS=$(VENV)/browser $(VENV)/browser/bin/python -m pytest tests/browser -q -c tests/browser/pytest.ini

# Times scodata beside other tools, and as the catalogue grows (needs node and npm; some minutes).
benchmark: $(VENV)/installed
	$(PYTHON) -m venv $(VENV)/benchmark
	$(VENV)/benchmark/bin/python -m pip install --quiet --disable-pip-version-check . check-jsonschema datatig
	npm install --silent --no-save --prefix benchmarks ajv js-yaml
	$(VENV)/benchmark/bin/python benchmarks/compare.py 10000
	$(VENV)/benchmark/bin/python benchmarks/scale.py 1000 10000 100000

check: $(VENV)/installed-dev
	$(BIN)/scodata validate
	$(BIN)/scodata fmt --check
	$(BIN)/scodata bundle --check
	$(BIN)/scodata forms --check
	$(BIN)/scodata build --check

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'scodata needs Python 3.11 or newer; say which one with: make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@

$(VENV)/notebook/installed: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/notebook
	$(VENV)/notebook/bin/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[notebook]'
	@touch $@

clean:
	rm -rf $(VENV) dist build
