#!/usr/bin/env bash
# Fuzzes each target for so many seconds: tests/fuzz/run.sh SECONDS [TARGET ...]. What it learns and what it finds is
# kept below the build folder, so that the next run goes on from there.
#
# No sanitizer: there is no unsafe code of ours, and an expression that needs more stack is moved to a new one, which
# sanitizers take for a fault. RUSTC_BOOTSTRAP lets the stable compiler measure coverage.
set -euo pipefail

seconds=${1:?how many seconds a target}
shift
targets=("$@")
[ $# -gt 0 ] || targets=(document expression graph)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CARGO_TARGET_DIR:-$root/target}/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')

RUSTC_BOOTSTRAP=1 RUSTC_WRAPPER=$here/rustc.sh \
  cargo build --quiet --release --locked --manifest-path "$here/Cargo.toml" --target "$host" --target-dir "$build"

fuzz() { # target
  local program=$build/$host/release/$1 corpus=$build/corpus/$1 found=$build/found/$1 log=$build/$1.log
  local seeds=() options=(-max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 -max_len=8192)
  [ ! -d "$here/seeds/$1" ] || seeds+=("$here/seeds/$1")
  [ "$1" != document ] || seeds+=("$root/flows/examples")
  [ "$1" != graph ] || options+=(-len_control=0) # a drawing of few bytes has no wires
  [ ! -f "$here/dictionaries/$1" ] || options+=(-dict="$here/dictionaries/$1")
  mkdir -p "$corpus" "$found"
  if "$program" "${options[@]}" -artifact_prefix="$found/" "$corpus" "${seeds[@]}" >"$log" 2>&1; then
    echo "fuzz $1: $(sed -n 's/^Done \([0-9]* runs\) .*/\1/p' "$log") in $seconds s, nothing found"
    return
  fi
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
  {
    tail -40 "$log"
    echo
    echo "Fuzzing $1 found an input that makes the engine fail. The whole output is in $log."
    [ -z "$input" ] || printf 'The input is kept in %s. To run it again:\n  %s -timeout=60 -rss_limit_mb=1024 %s\n' \
      "$input" "$program" "$input"
  } >&2
  return 1
}

for target in "${targets[@]}"; do fuzz "$target"; done
