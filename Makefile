# make run · make test · make lint · make binary · make bench      (what set-up does: build/setup.sh)

PY      := .venv/bin/python
BROWSER ?= yes
DATA    ?= demo-data
TESTS   ?=

# Empty: Python keeps what it compiled, whatever the shell says; else each of the many starts of a test compiles anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test lint format binary smoke bench locale lock clean setup-run setup-dev setup-browser

help:
	@echo 'make run       the appliance with a demo community, on http://127.0.0.1:8080'
	@echo 'make test      all tests, in a real browser too (BROWSER=no leaves those out; TESTS=tests/billing picks some)'
	@echo 'make lint      format, lint, types, import rules'
	@echo 'make format    put the source in the house format'
	@echo 'make binary    one executable file in dist/'
	@echo 'make smoke     try the executable: first page, sign-in, a bill'
	@echo 'make bench     benchmarks: a table, and bench.json'
	@echo 'make locale    collect the texts to translate, compile the catalogues'
	@echo 'make lock      pin the packages anew'

run: setup-run
	@[ -e $(DATA) ] || { rm -rf $(DATA).part && mkdir $(DATA).part && echo 'Making a demo community in $(DATA) …' && \
	  .venv/bin/estate demo --data $(DATA).part >$(DATA).part/sign-in.txt && mv $(DATA).part $(DATA); }
	@cat $(DATA)/sign-in.txt 2>/dev/null || true
	@.venv/bin/estate serve --data $(DATA) --host 127.0.0.1 --port 8080

test: setup-dev
ifeq ($(BROWSER),yes)
	@build/setup.sh browser
	@$(PY) -m pytest $(TESTS)
else
	@$(PY) -m pytest -m 'not browser and not built' $(TESTS)
endif

lint: setup-dev
	@$(PY) -m ruff format --check --diff -q
	@$(PY) -m ruff check -q
	@$(PY) -m pyright
	@.venv/bin/lint-imports --no-cache

format: setup-dev
	@$(PY) -m ruff format -q
	@$(PY) -m ruff check -q --fix

binary: setup-dev
	@build/setup.sh binary
	@$(PY) -m PyInstaller --noconfirm --clean --log-level WARN --distpath dist --workpath build/work build/estate.spec

smoke: setup-dev
	@$(PY) -m pytest -m built -n0 tests/built
	@$(PY) build/smoke.py

bench: setup-dev
	@$(PY) -m tests.bench

locale: setup-dev
	@mkdir -p build/work
	@.venv/bin/pybabel -q extract -F babel.cfg -k lazy -k _t --no-location --sort-output --project estate -o build/work/estate.pot .
	@.venv/bin/pybabel -q update -i build/work/estate.pot -d locale -D estate --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@build/setup.sh locale

lock: setup-dev
	@$(PY) -m pip install --quiet uv
	@.venv/bin/uv pip compile -q pyproject.toml $(LOCK) -o requirements.lock
	@.venv/bin/uv pip compile -q pyproject.toml $(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

clean:
	rm -rf .venv dist build/work .pytest_cache .ruff_cache .hypothesis .import_linter_cache

setup-run setup-dev setup-browser: setup-%:
	@build/setup.sh $*
