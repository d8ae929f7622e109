# Two commands: `make demo` serves the demonstration trial, `make test` is the whole truth.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DSMB := $(BIN)/dsmb
STAMP := $(VENV)/.installed

.PHONY: demo serve test benchmark lock-dependencies clean

demo: $(STAMP) data/demo.made
	@$(DSMB) serve --demo

data/demo.made: $(STAMP) data/trial.toml
	@$(DSMB) demo --out data
	@touch $@

serve: $(STAMP)
	@$(DSMB) serve

test: $(STAMP)
	@bash tests/browser/chromium.sh
	@bash tests/records/postgresql.sh
	@bash tests/jobs/redis.sh
	@$(BIN)/pytest

benchmark: $(STAMP)
	@$(BIN)/pytest --benchmark-only tests/benchmarks

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python cannot make virtual environments here; install the package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned dependencies (about a minute) ..."
	@sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > $(VENV)/setuptools.lock
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/setuptools.lock
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

# Needs uv; run after a change to the dependencies in pyproject.toml.
lock-dependencies:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--extra test --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) data/extracts data/keys data/source data/demo.*
