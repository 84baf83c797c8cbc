# Two commands matter: `make demo` shows the platform, `make test` proves it.
# Both set up everything they need in .venv and need no root and no running server.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   ?= demo-workspace
BUILT  := src/jiqun/web/static/built
PAGES  := frontend
PORT   ?= 8000
PEOPLE := $(addprefix tests/web/,accounts casework diagnosis events filing recognition slots solutions grants services challenges cooperation governance closing ladder byproducts carbon test_auditing.py test_keeping.py test_reminding.py)

.PHONY: setup assets wheel demo test postgresql browser measured lint docs docs-pictures bench advisories lock clean help

help:            ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(VENV)/.ready assets  ## install everything into .venv and build what pages load

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet 'uv>=0.9'
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps -e .
	touch $@

assets: $(BUILT)/LICENCES.txt  ## build what pages load: ECharts trimmed, htmx, map outlines

$(BUILT)/LICENCES.txt: $(PAGES)/node_modules/.ready $(PAGES)/build.js $(wildcard $(PAGES)/src/*.js)
	cd $(PAGES) && npm run --silent build

$(PAGES)/node_modules/.ready: $(PAGES)/package-lock.json $(PAGES)/.npmrc
	node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : (console.error("Node 20 or newer is needed"), 1))'
	cd $(PAGES) && npm ci --silent
	touch $@

wheel: setup     ## the package for others, into dist/: it needs no Node where it is installed
	$(BIN)/python -m hatchling build -t sdist -t wheel

demo: setup      ## build the demonstration and serve it on 127.0.0.1:8000
	$(BIN)/jiqun demo $(DEMO) --port $(PORT)

test: setup lint ## the whole suite; what needs Chromium or LibreOffice says so where it is missing
	$(BIN)/python -m pytest -n auto -m "not slow"
	$(MAKE) --no-print-directory postgresql

postgresql: setup ## what people do, tested on an embedded PostgreSQL
	JIQUN_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto $(PEOPLE)

browser: setup   ## only the explorer in a real Chromium, page by page
	$(BIN)/python -m pytest tests/browser

measured: setup  ## the tests that take minutes: a million rows
	$(BIN)/python -m pytest -m slow

lint: setup      ## style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup      ## the documentation as a site with search, in both languages, into site/
	$(BIN)/python -m docs.making site

docs-pictures: setup ## the guides' pictures anew, with LibreOffice and Chromium
	$(BIN)/python -m docs.making.pictures

bench: setup     ## the statistics beside their peers, one table (about a quarter of an hour)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet 'ecomplexity==0.5.3' 'pointpats>=2.5' 'esda>=2.9' 'astropy>=7'
	$(BIN)/python benchmarks/run.py

advisories: setup ## licences, and known faults by ADVISORIES=FILE (osv.dev's all.zip), without internet
	$(BIN)/jiqun dependencies $(addprefix --advisories ,$(ADVISORIES)) --lock requirements.lock --lock $(PAGES)/package-lock.json

lock: $(VENV)/.ready      ## resolve the dependencies again
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --extra all --group dev --group docs pyproject.toml -o requirements.lock

clean:           ## forget what was built
	rm -rf $(VENV) $(DEMO) $(BUILT) site $(PAGES)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
