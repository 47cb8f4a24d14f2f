# Every target does the set-up it needs (packaging/setup/prepare.sh), so a fresh clone needs python3 and make only.

.DEFAULT_GOAL := help
.PHONY: help demo run test check live faults fuzz totals ageing bench looks bundle format prepare clean
BIN := .venv/bin
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/pytest

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: prepare ## try it: the window on a demo company, no server needed
	@packaging/setup/demo.sh

run: prepare ## the window, on your own server
	@$(BIN)/odoo-desk

test: check ## linters, types, layers and all tests (no server needed)
	$(PYTEST) -n auto

check: prepare ## linters, types and layers only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

live: prepare ## the tests against real Odoo 14 and 19 (tests/real_odoo.py says how to name the servers)
	$(PYTEST) -m live

faults: prepare ## draft, post, pay with the connection cut and the program killed at every point (RUNS= SERVER=demo|14|19 PROTOCOL= SEED= MORE=)
	$(BIN)/python -m tests.faults --runs $(or $(RUNS),100) --server $(or $(SERVER),demo) --protocol $(or $(PROTOCOL),json2) --seed $(or $(SEED),1) $(MORE)

fuzz: prepare ## made-up answers against everything that reads a server's (MINUTES=10)
	$(BIN)/python -m tests.hostile.fuzz --minutes $(or $(MINUTES),10)

totals: prepare ## random documents: what we say they come to against what the saved ones say (DOCS=500 SERVER=19|14 SEED=, docs/totals.md)
	$(BIN)/python -m tests.totals --docs $(or $(DOCS),500) --server $(or $(SERVER),19) --seed $(or $(SEED),1)

ageing: prepare ## a random year, what is open at twenty days of it against what the server said then (DOCS=500 SERVER=19|14 SEED=, docs/open-items.md)
	$(BIN)/python -m tests.ageing --docs $(or $(DOCS),500) --server $(or $(SERVER),19) --seed $(or $(SEED),1)

bench: prepare ## speed and memory, as ratios against rivals and floors (docs/performance.md); takes long (ONLY=start,lists for some of it)
	$(BIN)/python -m compileall -q odoo_desk benchmarks
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS))

bundle: ## a folder that runs on any Linux without Python: dist/odoo-desk
	@packaging/setup/prepare.sh bundle
	@packaging/linux/build.sh

looks: prepare ## the pictures of every dialog and state, taken anew (tests/looks); look at what changed
	LOOKS_ARE_KEPT=1 $(PYTEST) -q tests/looks
	@git status --short tests/looks/pictures

format: prepare ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

prepare:
	@packaging/setup/prepare.sh

clean: ## remove what was made, the virtual environment too
	rm -rf .venv .venv-bench build dist screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
