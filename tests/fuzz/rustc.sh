#!/usr/bin/env bash
# The compiler of the fuzz targets: tests/fuzz/run.sh has cargo call it instead of rustc. What reads flows, expressions
# and templates is built to tell the fuzzer what it reached, with the flags of `cargo fuzz build --sanitizer none`;
# everything else is built as usual, which takes half the time.
set -euo pipefail

flags=()
if [[ " $* " == *" --target "* ]]; then # not a build script or a macro
  case "${CARGO_PKG_NAME:-}" in
    fuzz | engine | node-* | rhai | minijinja)
      flags+=(--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module)
      for flag in level=4 inline-8bit-counters pc-table trace-compares; do
        flags+=("-Cllvm-args=-sanitizer-coverage-$flag")
      done
      ;;
  esac
fi
exec "$@" ${flags[@]+"${flags[@]}"}
