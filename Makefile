# Every door of the project. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset run test check fuzz axe matrix sabotage bench debian fixture sbom lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Égide needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python has no venv. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP) ## load the demonstration and serve it on 127.0.0.1:8000
	@EGIDE_STATE=build/demo $(BIN)/python -m demo.load
	@EGIDE_STATE=build/demo $(BIN)/egide serve

demo-reset: ## forget the demonstration, to load it anew
	rm -rf build/demo

run: $(STAMP) ## run egide: make run ARGS="check my-register.ods"
	@$(BIN)/egide $(ARGS)

test: check ## lint, types, import contracts, then every test this machine can run
	$(BIN)/python -m pytest -n auto --dist loadgroup
	.ci/postgres $(BIN)/python -m pytest -m "postgres or machinery" -n auto --dist loadgroup
	EGIDE_ONE_ROLE=1 .ci/postgres $(BIN)/python -m pytest -m postgres -k "not matrix" -n 0

check: $(STAMP) ## lint, types, import contracts only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(STAMP) ## 20,000 mutated files against the readers
	EGIDE_FUZZ=20000 $(BIN)/python -m pytest tests/formats/test_mutated_files.py -n auto

axe: $(STAMP) ## every page under axe, at 360 and 1280 px, light and dark
	$(BIN)/python -m tools.axe

matrix: $(STAMP) ## every method, role and target of every address, on both databases (long)
	EGIDE_MATRIX=full $(BIN)/python -m pytest -n auto --dist loadgroup tests/machinery/test_isolation_matrix.py
	EGIDE_MATRIX=full .ci/postgres $(BIN)/python -m pytest -n auto --dist loadgroup tests/machinery/test_isolation_matrix.py

sabotage: $(STAMP) ## weaken each lock in turn: a test must go red (long)
	$(BIN)/python -m tools.sabotage

bench: $(STAMP) ## print the measured figures (see benchmarks/)
	$(BIN)/python -m benchmarks

debian: ## follow the installation guide to the letter on a bare Debian 12 (root, debootstrap, systemd-nspawn)
	tools/try-on-debian

lock: $(STAMP) ## lock the dependencies again, with hashes (needs uv)
	$(BIN)/python -m uv pip compile -q pyproject.toml --no-strip-extras --extra postgresql --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/runtime.txt
	$(BIN)/python -m uv pip compile -q pyproject.toml --no-strip-extras --extra postgresql --group dev --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/dev.txt
	@# what `pip install .` builds with: the same setuptools as here
	echo 'setuptools>=77' | $(BIN)/python -m uv pip compile -q - --constraint requirements/dev.txt --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/build.txt

fixture: $(STAMP) ## keep the base of this release, for the next ones to prove that they bring it to their own
	$(BIN)/python tools/release_fixture.py
	.ci/postgres $(BIN)/python tools/release_fixture.py

sbom: $(STAMP) ## list the libraries of the installation (CycloneDX), in build/sbom.cdx.json
	@mkdir -p build
	$(BIN)/python tools/sbom.py build/sbom.cdx.json

clean: ## remove what the build made
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
