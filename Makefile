# Everything starts here. Needs python3 (3.11 to 3.13) and make; nothing is installed outside .venv, nothing needs root.
# `make lock` writes the two lock files; a lock holds hashes and no index address, so any package index will do.

SHELL = /bin/sh
VENV = .venv
PY = $(VENV)/bin/python
RUN_STAMP = $(VENV)/installed-run
DEV_STAMP = $(VENV)/installed-dev
PIP = $(PY) -m pip --disable-pip-version-check install --quiet

.PHONY: help run test test-services check cover fuzz fuzz-guard bench lock create-youtube-agent clean
.DELETE_ON_ERROR:

help:
	@echo "make run            build .venv, then serve on http://127.0.0.1:\$$PORT (8000)"
	@echo "make test           the tests, on SQLite, no service needed"
	@echo "make test-services  the same on PostgreSQL and Redis (TEST_DATABASE_URL, TEST_REDIS_URL)"
	@echo "make check          ruff, mypy, import-linter, migrations, templates, bandit, pip-audit"
	@echo "make cover          the tests with lines and branches counted: 90 % of vitrine/ at least"
	@echo "make fuzz-guard     the address guard against 100,000 ways inward"
	@echo "make fuzz           20,000 calls of the API by its document, by schemathesis"
	@echo "make bench          the benchmarks, written to bench/results/"
	@echo "make create-youtube-agent CHANNEL_URL=… SOURCE_NAME=…   a page of a channel that nobody signs in to"
	@echo "make lock           write requirements.lock and requirements-dev.lock anew"

run: $(RUN_STAMP)
	@exec $(PY) -m vitrine up

test: $(DEV_STAMP)
	@exec $(PY) -m pytest $(ARGS)

cover: $(DEV_STAMP)
	@$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest $(ARGS)
	@$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

test-services: $(DEV_STAMP)
	@exec $(PY) -m tests.services $(ARGS)

fuzz: $(DEV_STAMP)
	@exec $(PY) -m tests.fuzz $(ARGS)

check: $(DEV_STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level ERROR
	$(PY) manage.py compile_templates
	$(PY) -m bandit --quiet --recursive --configfile pyproject.toml vitrine manage.py
	$(PY) -m tests.security.audit

# Some minutes: 100,000 ways inward. A small form of it is among the tests.
fuzz-guard: $(DEV_STAMP)
	@exec $(PY) -m tests.security.fuzz $(ARGS)

bench: $(DEV_STAMP)
	@exec $(PY) -m bench $(ARGS)

# CHANNEL_URL=… SOURCE_NAME=…, and optionally AVATAR WEBSITE TWITTER INSTAGRAM LINKEDIN GITHUB; make exports them.
create-youtube-agent: $(RUN_STAMP)
	@exec $(PY) -m vitrine agent create "$$CHANNEL_URL" --name "$$SOURCE_NAME" --avatar "$$AVATAR" --website "$$WEBSITE" \
		--twitter "$$TWITTER" --instagram "$$INSTAGRAM" --linkedin "$$LINKEDIN" --github "$$GITHUB"

# Locks for every Python we run on, whatever machine writes them.
lock: $(DEV_STAMP)
	$(PY) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --output-file requirements.lock
	$(PY) -m uv pip compile pyproject.toml --extra dev --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage*

$(RUN_STAMP): requirements.lock pyproject.toml | $(PY)
	@echo "Installing what Vitrine needs into $(VENV) (once)."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@echo "Installing what tests and checks need into $(VENV) (once)."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# The first of these that is a Python we run on; PYTHON=… goes first.
$(PY):
	@for python in $$PYTHON python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
			rm -rf $(VENV); \
			"$$python" -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); \
			echo "$$python cannot make a virtual environment; its venv module is missing (on Debian: python3-venv)." >&2; \
			exit 1; \
		fi; \
	done; \
	echo "Vitrine needs Python 3.11, 3.12 or 3.13, and found: $$(python3 --version 2>&1). Name another with PYTHON=…" >&2; \
	exit 1
