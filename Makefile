# One verb each. `make play` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: play run test browser check cards pictures manifests lint types bench lock clean help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "whichrole needs Python 3.11 or newer; try: make PYTHON=python3.12 play"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

$(READY_DEV): $(READY) requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(READY_DEV)

play: $(READY) ## talk to the bot in a local stand-in for Slack
	$(BIN)/whichrole play

run: $(READY) ## connect to Slack
	$(BIN)/whichrole run

test: $(READY_DEV) ## the tests
	$(BIN)/python -m pytest

browser: $(READY_DEV) ## the playground page in a real Chromium
	$(BIN)/python -m pytest -m browser tests/browser

cards: $(READY_DEV) ## every card against the types that Slack publishes (needs node and npm)
	$(BIN)/python -m tests.types.check

pictures: $(READY_DEV) ## take the pictures of the README again
	$(BIN)/python -m tests.browser.screenshots

manifests: $(READY) ## write the app manifests again
	$(BIN)/whichrole manifest > deploy/manifest.yaml
	$(BIN)/whichrole manifest --follow-ups > deploy/manifest-follow-ups.yaml

check: $(READY) ## check the knowledge
	$(BIN)/whichrole check

lint: $(READY_DEV) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_DEV) ## types
	$(BIN)/mypy

bench: $(READY_DEV) ## measure: time, ratios, understanding
	$(BIN)/python -m tests.bench

lock: $(READY_DEV) ## renew the lock files
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra dev --output-file requirements-dev.lock pyproject.toml

clean: ## remove what make made
	rm -rf $(VENV)
