# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

.DEFAULT_GOAL := help
BUILD ?= .build
PREFIX ?= /usr/local
DESTDIR ?=

# Program and tests are built into one tree with the same flags, so neither rebuilds the other.
# `swift test` on its own would compile all of it again with testable imports: hence --skip-build.
FLAGS := -c release --scratch-path "$(BUILD)"
TEST := swift test $(FLAGS) --skip-build --disable-xctest
PROGRAM := $(BUILD)/release/minhbach
CASES := Tests/GoldenTests/Cases

# The compiler and the package manager keep caches in the home folder and fail without one.
ifneq ($(shell test -d "$$HOME" -a -w "$$HOME" && echo yes),yes)
    export HOME := $(CURDIR)/$(BUILD)/home
    $(shell mkdir -p "$$PWD/$(BUILD)/home")
endif

# What the benches install and generate; data, workspaces and the peers lie there.
BENCHES := .build-bench
# What crosscheck installs, and the questions that it asks.
CHECKS := $(CURDIR)/.build-crosscheck
BENCH ?=
RUNS ?= 5
RECORD ?=
MEASURE := python3 -B Tests/Benchmarks/bench.py --program "$(PROGRAM)" --folder "$(BENCHES)" \
    --python "$(BENCHES)/venv/bin/python"

.PHONY: help run test lint format check golden build build-tests setup install clean
.PHONY: crosscheck bench bench-smoke bench-count bench-setup
.PHONY: sanitize sanitize-address sanitize-thread

help: ## Lists what make can do.
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## /\1	/p' Makefile | expand -t 13

run: build ## Sets up the machine, builds, and runs pipelines/nightly.yaml on the sample data.
	@"$(PROGRAM)" run pipelines/nightly.yaml --workspace workspace --log table

test: build-tests ## Sets up the machine, builds, and runs all tests.
	@$(TEST)

lint: setup ## Checks format and house rules.
	@swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@$(MAKE) --no-print-directory build-tests
	@$(TEST) --filter Tidy

format: ## Formats the code in place.
	@swift format --in-place --parallel --recursive Package.swift Sources Tests

check: lint test ## lint, then test; .ci/run adds bench-smoke.

golden: build-tests ## Records the golden cases anew and shows what that changes.
	@MINHBACH_RECORD=1 $(TEST) --filter 'Golden cases' || true
	@git --no-pager diff -- $(CASES)
	@git status --short -- $(CASES)

bench: build bench-setup ## Measures against the peers; BENCH="night-cold gz", RUNS=5, BENCH=big.
	@$(MEASURE) --runs "$(RUNS)" $(BENCH)

bench-smoke: build bench-setup ## Runs all benches at a tiny size and compares the figures.
	@$(MEASURE) --smoke $(BENCH)

bench-count: build bench-setup ## Counts instructions of a small night; RECORD=1 keeps the count.
	@python3 -B Tests/Benchmarks/count.py --program "$(PROGRAM)" --folder "$(BENCHES)" \
	    $(if $(RECORD),--record)

# The two sanitizers exclude each other: each has a build of its own. What runs on several threads
# and what says `unsafe` is run under them; all tests would take hours. Either ends with a report
# and a status that is not 0.
SANITIZED := What is kept|on threads|Inflating|XML by scan|CSV in parts|CSV against|Masks
sanitize: sanitize-address sanitize-thread ## Looks for bad memory, then for races; builds twice.

sanitize-address: BUILD := .build-address
sanitize-address: setup
	@swift build --scratch-path "$(BUILD)" --sanitize=address --build-tests
	@swift test --scratch-path "$(BUILD)" --sanitize=address --skip-build --disable-xctest \
	    --filter "$(SANITIZED)"

# A contended `Mutex` of Swift is handed over where the sanitizer sees nothing: mutex.c tells it.
sanitize-thread: BUILD := .build-thread
sanitize-thread: setup
	@swift build --scratch-path "$(BUILD)" --sanitize=thread --build-tests
	@clang -O1 -Wall -Wextra -Werror -shared -fPIC -o "$(BUILD)/mutex.so" \
	    Tests/Sanitizers/mutex.c -ldl
	@LD_PRELOAD="$(CURDIR)/$(BUILD)/mutex.so" swift test --scratch-path "$(BUILD)" \
	    --sanitize=thread --skip-build --disable-xctest --filter "$(SANITIZED)"

# The tests write what they ask SQLite, with the answers of the program; SEEDS says how much.
SEEDS ?= 400
crosscheck: build-tests ## Compares random formulas with DuckDB and PostgreSQL; installs both.
	@.ci/crosscheck-setup.sh
	@rm -rf "$(CHECKS)/questions" && mkdir -p "$(CHECKS)/questions"
	@MINHBACH_CROSSCHECK="$(CHECKS)/questions" MINHBACH_SEEDS="$(SEEDS)" $(TEST) \
	    --filter 'Formulas as SQL'
	@Tests/Crosscheck/postgres.sh "$(CHECKS)/venv/bin/python" -B Tests/Crosscheck/crosscheck.py \
	    "$(CHECKS)/questions"

build: setup ## Builds the program.
	@swift build $(FLAGS) --product minhbach
	@touch "$(BUILD)/built"

build-tests: setup ## Builds the program and its tests.
	@swift build $(FLAGS) --build-tests

setup: ## Installs the system packages that the build needs, where they are missing.
	@.ci/setup.sh

bench-setup:
	@.ci/bench-setup.sh

install: $(BUILD)/built ## Installs the program below PREFIX (/usr/local), within DESTDIR if given.
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$(PROGRAM)" "$(DESTDIR)$(PREFIX)/bin/minhbach"

# By file dates, so that `sudo make install` after `make build` needs no toolchain.
$(BUILD)/built: Package.swift $(shell find Sources -type f)
	@$(MAKE) --no-print-directory build

clean: ## Removes what was built and what benches made; a workspace is data and stays.
	rm -rf "$(BUILD)" "$(BENCHES)" "$(CHECKS)"
