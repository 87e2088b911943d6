# Everything a fresh machine with Python >= 3.11, git and make needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Tests run in as many processes as there are processors; `make test JOBS=1` runs them in one.
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
# Where this is set, every command that the tests start would compile 700 modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo floor floor-build test check docs accuracy bench proof-outages matrix read-fuzz \
  proof-tampering proof-crate mutants mutants-few dist lock oldest clean proof-live-kills proof-live-law \
  proof-live-load proof-live-stages proof-live-drift proof-growth proof-cluster kills fuzz growth

demo: $(STAMP)  ## a simulated East China Sea: simulate, watch, print the docket
	$(BIN)/seawarden simulate --out demo/ais --seed 20240501 --hours 48 --vessels 120
	$(BIN)/seawarden watch demo/ais --out demo/watch
	$(BIN)/python hatch_build.py
	@echo 'Look at it in a browser: $(BIN)/seawarden serve demo/watch'

floor: demo  ## the watch floor on the demo's docket, in a browser at http://127.0.0.1:8080/
	$(BIN)/seawarden serve demo/watch

floor-build: $(STAMP)  ## the page of the watch floor, from web/ (Node from the machine or from its wheel)
	$(BIN)/python hatch_build.py

test: $(STAMP) check floor-build  ## style, types, layers, generated pages, every test, then the accuracy page
	POLARS_MAX_THREADS=1 $(BIN)/pytest -n $(JOBS) --dist worksteal
	$(BIN)/python -m benchmarks.truth --small --check --jobs $(JOBS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m seawarden.schema.docs | diff - docs/data-dictionary.md
	$(BIN)/python -m seawarden.schema.events_page docs/events.md | diff - docs/events.md

docs: $(STAMP)  ## write the generated pages anew
	$(BIN)/python -m seawarden.schema.docs > docs/data-dictionary.md
	$(BIN)/python -m seawarden.schema.events_page docs/events.md > docs/events.new
	mv docs/events.new docs/events.md

accuracy: $(STAMP)  ## write docs/accuracy.md anew on the small setting (some minutes)
	$(BIN)/python -m benchmarks.truth --small

proof-outages: $(STAMP)  ## 500 outages of feeds, stations, receivers: no gap call is caused by one (an hour)
	$(BIN)/python -m benchmarks.outages --n 500

matrix: $(STAMP)  ## one scene in 2,500 combinations of layout, unit, date, zone, encoding, container
	SEAWARDEN_MATRIX=2500 $(BIN)/pytest -q -n $(JOBS) tests/read/test_matrix.py

# ROC_CONTEXTS: a folder with crate.jsonld and workflow-run.jsonld, as their authors publish them.
proof-crate: $(STAMP)  ## the RO-Crate by its official validator, in an environment of its own (.roc)
	$(PYTHON) -m venv .roc
	.roc/bin/python -m pip install --quiet roc-validator
	SEAWARDEN_ROC_PYTHON=.roc/bin/python SEAWARDEN_ROC_CONTEXTS=$(ROC_CONTEXTS) \
	  $(BIN)/pytest -q tests/pipeline/case_file/test_formats.py -k official_validator

read-fuzz: $(STAMP)  ## 2,000 damaged files of each format of AIS; SEAWARDEN_SEED=... draws others
	SEAWARDEN_MUTANTS=2000 $(BIN)/pytest -q -n $(JOBS) tests/read/test_damaged_files.py

proof-tampering: $(STAMP)  ## 10,000 falsified case files, each found by both verifiers (5 min of processor)
	SEAWARDEN_TAMPERINGS=10000 $(BIN)/pytest -q -n $(JOBS) tests/pipeline/case_file/test_tampering.py

fuzz: $(STAMP)  ## 2,000 damaged files for each of the other readers; SEED=... draws others
	$(BIN)/python -m tests.fuzz --mutants 2000 --seed $(or $(SEED),1)

kills: $(STAMP)  ## watch, patrol log and chronicle add, stopped 100 times at random moments
	$(BIN)/python -m tests.kills --kills 100 --seed $(or $(SEED),1)

growth: $(STAMP)  ## what twelve hostile shapes cost at n, 2n and 4n (docs/hostile-growth.md)
	$(BIN)/python -m benchmarks.hostile

mutants: $(STAMP)  ## small faults put into the code: which do tests notice? (an hour; ROOMS="ids screen")
	$(BIN)/python -m tests.mutants $(ROOMS) --jobs $(JOBS)

# Rooms whose share killed is known to lie above the floor, the lower 95 % bound too.
FEW := ids screen

mutants-few: $(STAMP)  ## three minutes of it: the faults chosen by hand, and a sample of one room
	$(BIN)/python -m tests.mutants --named
	$(BIN)/python -m tests.mutants $(FEW) --rotate --seconds 90 --floor 0.85 \
	  --jobs $(JOBS) --seed "$$(git rev-parse HEAD)"

proof-live-kills: $(STAMP)  ## 100 kills of a live watch and 20 full disks: nothing lost, nothing doubled
	$(BIN)/python -m benchmarks.live_kills --kills 100 --full 20

proof-live-law: $(STAMP)  ## live = batch over 200 cuttings, latenesses and outages
	SEAWARDEN_LIVE_CUTTINGS=200 $(BIN)/pytest -q tests/live/test_spans.py

proof-live-load: $(STAMP)  ## 100,000 messages a second for ten minutes, from another process
	$(BIN)/python -m benchmarks.live_load --rate 100000 --minutes 10

proof-live-stages: $(STAMP)  ## how often each stage of an alert comes true, on simulated seas
	$(BIN)/python -m benchmarks.live_stages --seeds 20

proof-live-drift: $(STAMP)  ## how far a finding's first figure on a feed drifts to its final one
	$(BIN)/python -m benchmarks.live_drift

proof-growth: $(STAMP)  ## one more day on thirty beside the month in one go (ten minutes)
	$(BIN)/python -m benchmarks.growth_days

proof-cluster: $(STAMP)  ## 10 million reports: Spark and Sail equal one machine; facts by one worker and two
	$(BIN)/python -m benchmarks.cluster --engines spark,sail
	$(BIN)/python -m benchmarks.cluster --engines spark --scaling
	$(BIN)/python -m benchmarks.cluster.cost

bench: $(STAMP)  ## the speed and accuracy figures of README and docs/ (long)
	$(BIN)/python -m benchmarks

dist: $(STAMP)  ## the wheel, and beside it the bill of materials (CycloneDX) of what it brings
	$(BIN)/python -m hatchling build -t wheel -d dist
	$(BIN)/cyclonedx-py requirements requirements/runtime.txt --pyproject pyproject.toml \
	  --output-reproducible --of JSON -o dist/seawarden.cdx.json

lock: $(STAMP)  ## write requirements/ anew: every package to the version, every file by its hash
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv $(LOCK) --extra all -o requirements/runtime.txt
	$(BIN)/uv $(LOCK) --extra all --extra dev -c requirements/runtime.txt -o requirements/tested.txt
	echo 'pyspark-client==4.2.0' | $(BIN)/uv $(BESIDE) --no-deps - -o requirements/sail.txt
	echo 'moto[s3,server]' | $(BIN)/uv $(BESIDE) - -o requirements/s3.txt

# What tests start as programs of their own, in folders beside: it does not go with the rest.
BESIDE := pip compile --quiet --universal --python-version 3.11 --upgrade \
  --generate-hashes --no-emit-index-url --no-header --no-annotate

LOCK := pip compile --quiet pyproject.toml --universal --python-version 3.11 --upgrade \
  --generate-hashes --no-emit-index-url --no-header --no-annotate

oldest:  ## every test on the oldest packages that pyproject.toml allows (long; its environment: .oldest)
	$(PYTHON) -m venv .oldest
	.oldest/bin/python -m pip install --quiet uv
	.oldest/bin/uv pip compile --quiet pyproject.toml --extra all --extra dev --resolution \
	  lowest-direct -o .oldest/requirements.txt
	.oldest/bin/uv pip install --quiet --python .oldest/bin/python --no-deps -r .oldest/requirements.txt
	.oldest/bin/uv pip install --quiet --python .oldest/bin/python --no-deps --no-build-isolation -e .
	.oldest/bin/python -m seawarden.engine.warm
	.oldest/bin/pytest -n $(JOBS) --dist worksteal

$(STAMP): pyproject.toml requirements/tested.txt requirements/sail.txt requirements/s3.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Seawarden needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/tested.txt
	for beside in sail s3; do $(BIN)/python -m pip install --quiet --require-hashes --no-deps \
	  --upgrade --target $(VENV)/$$beside -r requirements/$$beside.txt || exit 1; done
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m seawarden.engine.warm
	touch $(STAMP)

clean:
	rm -rf $(VENV) .oldest .roc dist demo bench/out .mutants web/node_modules src/seawarden/web/page
