# Thin: the work is done in scripts/ and by the tools of .venv. `make help` lists the targets.

# The oldest Python that fits first; scripts/setup.py says clearly when none does.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13; do if $$p -c "" >/dev/null 2>&1; then echo $$p; exit; fi; done; echo python3)
BIN := .venv/bin
# HUB=0 leaves out everything that serves: no proxy is installed, the demo starts no hub.
HUB ?= 1
NO_HUB := $(if $(filter 0,$(HUB)),--no-hub)
# Tests that run at the same time, and whatever else pytest should get: make test PYTEST_ARGS="-k scoring"
JOBS ?= 2
PYTEST_ARGS ?=
# What to measure: make bench-data BENCH="labs --scales 1,10"
BENCH ?=
# Says whether a built file (notebook, JSON Schema) is older than its source; empty = not checked.
CHECK_BUILT ?= $(BIN)/hoichan check

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt bench-data bench-save exercise-shots lock clean

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

setup: ## Put everything into .venv from the lock files (fast when nothing changed)
	@$(PYTHON) scripts/setup.py $(NO_HUB)

demo: setup ## The main job, from synthetic data to graded feedback; HUB=0 does not serve
	@$(BIN)/python scripts/demo.py $(NO_HUB)

test: setup ## Every test, browser tests included
	@$(BIN)/python scripts/system_packages.py
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(PYTEST_ARGS) tests

check: setup ## Format, lint, types, import layers, lock and built files; changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python scripts/environment_yml.py --check
	@$(CHECK_BUILT)

fmt: setup ## Format, and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench-data: setup ## Rows a second and peak memory of building the datasets; BENCH="labs --scales 1,10"
	@$(BIN)/python scripts/bench_data.py $(BENCH)

bench-save: setup ## From click to acknowledgement for every exercise type; BENCH="--saves 200"
	@$(BIN)/python scripts/bench_save.py $(BENCH)

exercise-shots: setup ## The documentation's pictures of every exercise type, in docs/exercise_types
	@$(BIN)/python scripts/exercise_shots.py

lock: setup ## Make requirements.lock and environment.yml anew from the three pyproject.toml
	@$(BIN)/python scripts/lock.py $(LOCK_ARGS)
	@$(BIN)/python scripts/environment_yml.py

clean: ## Remove what running made (build/); var/, .venv and .tools stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
