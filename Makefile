# The only commands a newcomer needs: run, test, verify, bench.
# Clones share one build folder if CARGO_TARGET_DIR names it.

SHELL := /bin/bash
CARGO ?= cargo
TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
DATA ?= .data
EDITOR_SOURCES := $(shell find editor/src editor/public -type f 2>/dev/null) editor/index.html editor/vite.config.ts
MODULES := editor/node_modules/.package-lock.json
BROWSER_MODULES := tests/browser/node_modules/.package-lock.json

.PHONY: run editor test verify bench fmt test-rust test-editor test-browser test-fuzz needs-run needs-test

## Builds what is missing and starts OpsConductor on an embedded database in $(DATA).
run: needs-run editor
	$(CARGO) run --quiet -p server -- serve --local-commands --data-dir $(DATA) \
	  --seed flows/examples/disk-report/flow.json --seed flows/examples/hello/flow.json

editor: editor/dist/index.html

editor/dist/index.html: $(MODULES) $(EDITOR_SOURCES)
	cd editor && npm run build

$(MODULES): editor/package-lock.json
	cd editor && npm ci --no-audit --no-fund
	@touch $@

$(BROWSER_MODULES): tests/browser/package-lock.json
	cd tests/browser && npm ci --no-audit --no-fund
	@touch $@

## Everything: style, Rust, editor, browser, and a little fuzzing.
test: needs-test test-editor test-rust test-browser test-fuzz

test-rust: editor
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --quiet -- -D warnings
	$(CARGO) build --quiet -p server
	PROPTEST_CASES=64 $(CARGO) test --workspace --quiet

test-editor: editor
	cd editor && npm run lint && npm run typecheck && npm test

test-browser: editor $(BROWSER_MODULES)
	$(CARGO) build --quiet -p server
	cd tests/browser && OPSCONDUCTOR_BIN=$(abspath $(TARGET))/debug/opsconductor npm test

test-fuzz:
	tests/fuzz/run.sh 10

## What is tested, and the same proofs for longer; the licences, bans and unused dependencies.
verify: test
	PROPTEST_CASES=2000 $(CARGO) test --quiet -p engine --test engine properties
	CRASH_KILLS=200 $(CARGO) test --quiet -p crash kills
	tests/fuzz/run.sh 300
	! $(CARGO) tree --quiet -e normal -i ring 2>/dev/null | grep '^ring'
	tests/tool.sh cargo-deny && $(CARGO) deny check bans licenses sources
	tests/tool.sh cargo-machete && $(CARGO) machete

## Figures: the interpreter, the whole server over HTTP, the canvas and the log in a browser.
bench: editor $(BROWSER_MODULES)
	$(CARGO) bench -p engine --bench interpreter
	$(CARGO) bench -p server --bench runs
	$(CARGO) build --release --quiet -p server
	OPSCONDUCTOR_BIN=$(abspath $(TARGET))/release/opsconductor $(CARGO) bench -p e2e --bench server
	cd tests/browser && OPSCONDUCTOR_BIN=$(abspath $(TARGET))/release/opsconductor node perf/all.mjs

fmt:
	$(CARGO) fmt --all
	cd editor && npm run format

needs-run:
	@tests/needs.sh run

needs-test:
	@tests/needs.sh test
