# Two commands set everything up: `make demo` serves an invented borough, `make test` runs every test.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
DEMO := instance/demo
DEMO_ENV = FORMSAPP_DEMO=1 FORMSAPP_BASE_URL=http://127.0.0.1:$(PORT) FORMSAPP_BIND=127.0.0.1:$(PORT) \
	FORMSAPP_DATABASE_URL=sqlite:///$(CURDIR)/$(DEMO)/formsapp.sqlite \
	FORMSAPP_PARTNERSHIP_NAME="Wexbridge Safeguarding Children Partnership" \
	FORMSAPP_SECRET_KEY="$$(cat $(DEMO)/secret-key)"

.PHONY: help install install-dev assets demo demo-data test test-quick check format lock browser screenshots bench clean

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /  - /'

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

install: $(VENV)/.runtime assets ## what the application needs

install-dev: $(VENV)/.dev assets browser ## what tests and checks need

assets: | $(BIN)/uv ## the design system's stylesheet and script, fetched once at their pinned version
	@$(BIN)/python -m formsapp.ui.fetch_govuk

browser: ## a Chromium for the browser journeys
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		run=""; [ "$$(id -u)" = 0 ] || run=sudo; \
		$$run apt-get update -qq && $$run apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

demo: install demo-data ## an invented borough, served; prints the address and who to sign in as
	@$(DEMO_ENV) $(BIN)/formsapp demo --who
	@$(DEMO_ENV) $(BIN)/gunicorn --config gunicorn.conf.py wsgi:application

demo-data: install ## the invented borough's data, made once (remove instance/demo to make it again)
	@mkdir -p $(DEMO)
	@[ -s $(DEMO)/secret-key ] || $(BIN)/python -c 'import secrets; print(secrets.token_hex(32))' > $(DEMO)/secret-key
	@$(DEMO_ENV) $(BIN)/formsapp demo

test: install-dev ## every test: SQLite and PostgreSQL, and the journeys in a browser
	@$(BIN)/pytest -n 2 --dist loadgroup

test-quick: install-dev ## everything but the browser and PostgreSQL
	@$(BIN)/pytest -n 2 -m "not browser and not postgres"

check: install-dev ## style, types, templates, import directions, tool files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint formsapp --lint --quiet
	@$(BIN)/lint-imports
	@$(BIN)/formsapp tools check tool_definitions/tools/*.yaml

format: install-dev ## put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: | $(BIN)/uv ## write the locks anew from pyproject.toml
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		--extra build --extra postgres pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		--extra build --extra dev --extra postgres pyproject.toml -o requirements-dev.lock

screenshots: install-dev ## the pictures in docs/screenshots, from the demonstration borough
	@$(BIN)/python docs/make_screenshots.py

bench: install-dev ## the speed ratios, printed
	@$(BIN)/python tests/bench/run_all.py

clean: ## remove what was installed and made here
	@rm -rf $(VENV) instance formsapp/ui/static/govuk .pytest_cache .mypy_cache .ruff_cache
