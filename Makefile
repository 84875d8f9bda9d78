# make demo, make test, make lint, make docs, make judges, make proof, make soak, make fuzz, make benchmarks, make clean
# Each installs what it needs and is missing. PYTHON=/path/to/python chooses the Python.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
bin := .venv/bin
example := examples/gpt-2-cornell.agreement.yaml
requirements := pyproject.toml requirements-dev.txt
cores = $(shell $(bin)/python -c 'import os; print(os.cpu_count())')

.PHONY: demo test lint docs judges proof soak fuzz benchmarks clean

# Without Pango, everything but the PDF is made; pango.sh has then said what to install.
demo: .venv/.installed
	@if sh tools/pango.sh; then formats=md,html,pdf; else formats=md,html; fi; \
	$(bin)/modelpact render $(example) -f $$formats -o build
	@echo 'to call modelpact yourself: . .venv/bin/activate'

test: .venv/.developing
	@sh tools/pango.sh
	@$(bin)/python -m pytest -q --numprocesses=$(cores) --dist=loadfile
	@$(MAKE) proof

lint: .venv/.developing
	@$(bin)/ruff check --quiet .
	@$(bin)/ruff format --check --quiet . || { echo 'not formatted: $(bin)/ruff format .' >&2; exit 1; }
	@$(bin)/mypy --no-error-summary
	@echo 'lint: nothing found'

# The page of each rule, from its docstring.
docs: .venv/.developing
	@$(bin)/python tools/rule_pages.py

judges: .venv/.developing
	@sh tools/pango.sh
	@sh tools/judges.sh
	@$(bin)/python -m pytest -q -m judge tests/judges

# The standard form over every pair of choices and random specs of every kind; part of the tests.
proof: .venv/.developing
	@$(bin)/python tests/proof.py

# Half an hour of a machine's time: more random specs, and more redlines before LibreOffice, which judges.sh installs.
soak: .venv/.developing
	@$(bin)/python tests/proof.py --soak 10000
	@$(bin)/python tests/proof.py --redlines 1000
	@sh tools/judges.sh
	@PAIRS=50 $(bin)/python -m pytest -q -m judge tests/judges/test_redline_judged.py

# Specs changed at random, checked, reported and rendered; COUNT=1000 and SEED=2 make others.
fuzz: .venv/.developing
	@$(bin)/python tests/fuzz.py --count $(or $(COUNT),100000) --seed $(or $(SEED),1)

benchmarks: .venv/.developing
	@sh tools/pango.sh
	@$(bin)/python -m pip --disable-pip-version-check install --quiet --requirement benchmarks/requirements.txt
	@$(bin)/python benchmarks/run.py

clean:
	rm -rf .venv .judges build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

# Stamps: set-up runs once, and again when the requirements change.
.venv/.installed: $(requirements)
	@sh tools/venv.sh ''
	@touch $@

.venv/.developing: $(requirements)
	@sh tools/venv.sh '[dev]'
	@touch .venv/.installed $@
