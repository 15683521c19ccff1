# Chores. `make` alone lists them.
PYTHON ?= python3
UV := .venv/bin/uv
RUN := $(UV) run --frozen --no-sync
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo up test check fast lint types imports drift schema format bench bench-kafka bench-eventstoredb clean

help: ## list the chores
	@awk -F ':.*## ' '/^## /{print "\n" substr($$0, 4)} /^[a-z-]+:.*## /{printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV):
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.11.33

$(READY): $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --compile-bytecode
	@touch $@

## Use it
demo: $(READY) ## play the whole story on the real services, in this process
	@$(RUN) koop demo

up: $(READY) ## run every service here, for development, on SQLite in ./data
	@KOOP_MODE=development $(RUN) koop up

## Before every commit
check: lint types imports drift fast ## lint, types, import rules, schema drift, tests without a service: under a minute

lint: $(READY)
	$(RUN) ruff check .
	$(RUN) ruff format --check --quiet .

types: $(READY)
	$(RUN) mypy

imports: $(READY)
	$(RUN) lint-imports --no-cache

drift: $(READY)
	$(RUN) koop schema --check
	$(RUN) koop contracts check

fast: $(READY)
	$(RUN) pytest -m "not slow" -n 2 tests/contracts tests/history tests/kernel tests/services/*/domain

format: $(READY) ## put every file into the house format
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format --quiet .

schema: $(READY) ## write the JSON Schemas and AsyncAPI documents anew from the models
	$(RUN) koop schema

## Before every push
test: $(READY) ## every test, with real processes, kills and faults
	$(RUN) pytest -n 3 --dist worksteal -m "not alone"
	$(RUN) pytest -m alone

## Figures
bench: $(UV) ## measure, against the peer and the floors, in one run
	$(UV) sync --quiet --frozen --compile-bytecode --group bench
	$(RUN) python -m benchmarks

bench-kafka: $(READY) ## measure the way over Kafka, beside the bare clients, in one run
	@$(RUN) python -m benchmarks.kafka

bench-eventstoredb: $(READY) ## measure the adapter, beside the bare client, in one run
	@$(RUN) python -m benchmarks.eventstoredb

clean: ## remove what the chores made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
