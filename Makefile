# make demo (SERVE=no: without serving) · make serve · make test · make check · make bench: each sets up what it needs in .venv, nothing else first
PY ?= python3
V := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo serve test test-postgres check bench clean

.venv/.ok: pyproject.toml requirements.lock
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Huiyin needs Python 3.11 or newer; try: make PY=python3.12 $(MAKECMDGOALS)")'
	$(PY) -m venv .venv
	$(V)/python -m pip install -q --upgrade "pip>=25.1"
	$(V)/python -m pip install -q --no-compile --require-hashes -r requirements.lock
	$(V)/python -m pip install -q --no-deps -e .
	@touch $@

.venv/.test: .venv/.ok
	$(V)/python -m pip install -q --group test
	@touch $@

.venv/.check: .venv/.test
	$(V)/python -m pip install -q --group check
	@touch $@

.venv/.bench: .venv/.test
	$(V)/python -m pip install -q --group bench
	@touch $@

demo: .venv/.ok
	@$(V)/huiyin demo --city $(if $(filter no,$(SERVE)),--no-serve)

serve: .venv/.ok
	@$(V)/huiyin serve

# a file's tests stay together: what they share is made once
AT_ONCE := -n auto --dist loadfile --no-loadscope-reorder

test: .venv/.test
	$(V)/python -m pytest -q $(AT_ONCE)

# the same tests on a PostgreSQL server that is started for them; ROOMS names some of them
ROOMS ?= tests/web tests/core/docket
test-postgres: .venv/.test
	$(V)/python -m tools.postgres -- $(V)/python -m pytest -q $(AT_ONCE) $(ROOMS)

check: .venv/.check
	$(V)/ruff check .
	$(V)/ruff format --check .
	$(V)/mypy
	$(V)/lint-imports
	$(V)/python -m pytest -q tests/house tests/docs

bench: .venv/.bench
	$(V)/python -m tools.bench

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-output bench-output
