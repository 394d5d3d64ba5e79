# Needs only make and Python 3.11+ with pip; the rest is fetched into .tools and .venv on first use.

PYTHON ?= python3
PORT ?= 8000
export PYTHON PORT

BIN := .venv/bin
DEMO_SETTINGS := DEMO=1
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4
# make test ARGS="-k rates" passes anything on to pytest; so for drill and bench.
ARGS ?=

.PHONY: help setup run test drill lint format bench lock
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with everything in the lock
	@config/scripts/setup
	@[ -n "$$DATABASE_URL" ] || [ -e var/ket-nap.sqlite3 ] || $(BIN)/python manage.py migrate -v0

run: setup ## serve the demonstration commune on http://127.0.0.1:8000 (PORT=… for another)
	@config/scripts/serve

test: setup ## all tests, on SQLite and on a throw-away PostgreSQL
	@command -v chromium >/dev/null || echo "Chromium: no program here (on Debian: apt-get install chromium)."
	@$(DEMO_SETTINGS) config/scripts/on-both-engines $(PYTEST) -m "not drill" $(ARGS)

drill: setup ## the long proofs: faults, fuzzing, restore, load
	@if grep -rqs --include='*.py' 'mark\.drill' tests; then \
		$(DEMO_SETTINGS) config/scripts/on-both-engines $(PYTEST) -m drill $(ARGS); \
	else echo "drill: no long proof has been written yet."; fi

bench: setup ## measurements as a table of ratios
	@$(DEMO_SETTINGS) config/scripts/on-both-engines $(BIN)/python tests/bench.py $(ARGS)

# Every check runs and reports, even after one has failed.
CHECKS := lint-style lint-format lint-types lint-templates lint-imports lint-migrations
.PHONY: $(CHECKS)
lint: setup ## style, types of the arithmetic, templates, import arrows, missing migrations
	@$(MAKE) --keep-going --no-print-directory --jobs 2 --output-sync $(CHECKS)
	@echo "lint: every check passed."

SCRIPTS_IN_PYTHON := config/scripts/with-postgres
TEMPLATES := find . -path './.*' -prune -o -path '*/templates/*.html' -print0
lint-style:
	@$(BIN)/ruff check --quiet --output-format concise . $(SCRIPTS_IN_PYTHON)
lint-format:
	@$(BIN)/ruff format --quiet --check --output-format concise . $(SCRIPTS_IN_PYTHON)
lint-types:
	@$(DEMO_SETTINGS) $(BIN)/python -m mypy --no-error-summary
lint-templates:
	@$(TEMPLATES) | xargs -0 -r $(BIN)/djade --check
lint-imports:
	@$(BIN)/lint-imports --no-logo
lint-migrations:
	@$(DEMO_SETTINGS) $(BIN)/python manage.py check
	@$(DEMO_SETTINGS) $(BIN)/python manage.py makemigrations --check --dry-run

format: setup ## bring code and templates into the style that lint asks for
	@$(BIN)/ruff check --quiet --fix-only . $(SCRIPTS_IN_PYTHON)
	@$(BIN)/ruff format --quiet . $(SCRIPTS_IN_PYTHON)
	@$(TEMPLATES) | xargs -0 -r $(BIN)/djade

# Versions already locked are kept where they still fit; make lock ARGS=--upgrade takes the newest.
COMPILE := .tools/bin/uv pip compile --quiet --universal --generate-hashes --no-header $(ARGS)
lock: setup ## work out the hashed lock files anew from pyproject.toml
	@$(COMPILE) pyproject.toml -o config/requirements.txt
	@$(COMPILE) pyproject.toml --group dev -c config/requirements.txt -o config/requirements-dev.txt
	@echo uv | $(COMPILE) --python-version 3.11 - -o config/requirements-uv.txt
	@config/scripts/setup
