# Communiqué. Each target does its own set-up first, in .venv and node_modules; the second time there is nothing to do.
# ARGS=... is handed on to the command: make test ARGS="-k timeline"

.DEFAULT_GOAL := all

BIN := .venv/bin
ARGS ?=
N ?= 10000

.PHONY: all
all: setup-build ## Build site and briefings of the dossier into output/
	@$(BIN)/communique build $(ARGS)

.PHONY: check
check: setup-build ## Report everything that is wrong in the records
	@$(BIN)/communique check $(ARGS)

.PHONY: serve
serve: setup-build ## Show the dossier in a browser, reloaded as it is written
	@$(BIN)/communique serve $(ARGS)

.PHONY: form
form: setup-build form-packages ## Write records in a form in the browser, beside the preview
	@$(BIN)/communique form $(ARGS)

.PHONY: form-packages
form-packages: setup-build ## Fetch what the form needs from npm, about 30 MB, where it is not there or has changed
	@$(BIN)/communique form --install --if-missing

.PHONY: test-form
test-form: setup-test form-packages ## Drive the form in a real browser, with every record of the dossier, and the handbook's week
	@COMMUNIQUE_SLOW=1 $(BIN)/pytest tests/test_form_browser.py tests/test_handbook.py $(ARGS)

.PHONY: handbook
handbook: setup-test form-packages ## Run the handbook's week and write what it prints; ARGS=--pictures takes its pictures too
	@$(BIN)/python -m tools.handbook $(ARGS)

.PHONY: test
test: setup-test ## Run the tests
	@$(BIN)/pytest $(ARGS)

.PHONY: lint
lint: style types layers records ## Check style, types, the direction of imports and the form of the records

.PHONY: style types layers records
style: setup-test
	@$(BIN)/ruff check && $(BIN)/ruff format --check
types: setup-test
	@$(BIN)/mypy
layers: setup-test
	@$(BIN)/lint-imports --no-logo
records: setup-test
	@$(BIN)/communique format --check
	@$(BIN)/communique -C tests/sites/small format --check

.PHONY: format
format: setup-test ## Put the Python code into shape
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

.PHONY: golden
golden: setup-test ## Write the expected pages anew, for a reviewer to read their diff
	@GOLDEN=write $(BIN)/pytest -m golden $(ARGS)

.PHONY: lighthouse
lighthouse: setup-test ## Measure home, timeline and an event page of output/ with Lighthouse, which it installs
	@$(BIN)/python -m tools.lighthouse $(ARGS)

.PHONY: wheel
wheel: setup-build ## Build the installable package, with templates, fonts and map data, into dist/
	@$(BIN)/hatchling build -t wheel -d dist

.PHONY: messages
messages: setup-test ## Collect the words of the interface for translators, in plugins/communique/locale/communique.pot
	@$(BIN)/python -m tools.messages

.PHONY: confusion
confusion: setup-test ## Print how the verdicts on the labelled quotations of tests/quotations/ turn out
	@$(BIN)/pytest --numprocesses=0 --quiet --capture=no tests/test_quotations.py $(ARGS)

.PHONY: bench
bench: setup-test ## Time load, check and build of the dossier, stage by stage
	@$(BIN)/python tools/bench.py $(ARGS)

.PHONY: bench-corpus
bench-corpus: setup-test ## The same on N generated events (N=10000)
	@$(BIN)/python tools/bench.py --events $(N) $(ARGS)

.PHONY: bench-timeline
bench-timeline: setup-test ## Measure the timeline in a browser beside TimelineJS3 and vis-timeline
	@$(BIN)/python tools/bench_timeline.py $(ARGS)

.PHONY: bench-search
bench-search: setup-test ## Measure what the search loads and how long it takes, on N generated events (N=10000)
	@$(BIN)/python tools/bench_search.py --events $(N) $(ARGS)

.PHONY: pictures
pictures: all setup-test ## Take pictures of every page kind into .cache/pictures, for somebody to look at
	@$(BIN)/python tools/pictures.py

.PHONY: bench-history
bench-history: setup-test ## Time what is told from git on 20,000 commits, beside git's own log
	@$(BIN)/python tools/bench_history.py $(ARGS)

.PHONY: bench-serve
bench-serve: setup-test ## Time from saving a record to its page in the preview, beside a check of the whole dossier
	@$(BIN)/python -m tools.bench_serve $(ARGS)

.PHONY: bench-pdf
bench-pdf: setup-test ## Time PDFs: our sheet beside bench/naive.css, and a hundred editions in the pool
	@$(BIN)/python tools/bench_pdf.py $(ARGS)

.PHONY: test-mail
test-mail: setup-test ## Kill the mailer many times over: a thousand readers, and two hundred kills against a real Postfix
	@COMMUNIQUE_KILLS=1000x60 $(BIN)/pytest --numprocesses=0 --quiet --capture=no --timeout=3000 tests/test_mail_kills.py
	@$(BIN)/python -m tools.postfix $(ARGS)

.PHONY: bench-mail
bench-mail: setup-test ## Messages a second, against plain smtplib
	@$(BIN)/python tools/bench_mail.py $(ARGS)

.PHONY: mutate
mutate: setup-test ## Break the dossier in a thousand ways, in memory, and see that each is found
	@$(BIN)/python -m tools.mutate $(ARGS)

.PHONY: canaries
canaries: setup-test ## Plant secrets in all that may not be published, build, and look for them in every output
	@$(BIN)/python -m tools.canaries $(ARGS)
	@$(BIN)/python -m tools.canaries.disputes

.PHONY: lock
lock: setup-update ## Write the lock files after a change to pyproject.toml or package.json
	@$(BIN)/python tools/lock.py

.PHONY: update
update: setup-update ## Lock the newest version of every dependency and run the suite on them
	@$(BIN)/python tools/lock.py --upgrade
	@$(MAKE) test lint

.PHONY: clean
clean: ## Remove what was built and what the tools cached; keep .venv
	rm -rf output output.* .output* .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

# The levels of tools/setup.py. Phony: the set-up itself knows, in a moment, whether anything is missing.
.PHONY: setup-build setup-test setup-update
setup-build setup-test setup-update:
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(@:setup-%=%)
