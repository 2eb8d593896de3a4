#!/usr/bin/env bash
# Fuzzes every target for so many seconds: fuzz/run.sh SECONDS. What it finds is kept below the build folder.
#
# No sanitizer: there is no unsafe code of ours, and an expression that needs more stack is moved to a new one,
# which sanitizers take for a fault. RUSTC_BOOTSTRAP lets the stable compiler measure coverage.
set -euo pipefail

seconds=${1:?how many seconds a target}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CARGO_TARGET_DIR:-$root/target}/fuzz
export RUSTC_BOOTSTRAP=1

cd "$root"
cargo fuzz build --fuzz-dir "$here" --target-dir "$build" --sanitizer none
for target in document expression graph; do
  mkdir -p "$build/corpus/$target" "$build/found/$target"
  seeds=("$here/seeds/$target")
  [ "$target" = document ] && seeds+=(flows/examples)
  [ -d "${seeds[0]}" ] || seeds=("${seeds[@]:1}")
  cargo fuzz run --fuzz-dir "$here" --target-dir "$build" --sanitizer none "$target" \
    "$build/corpus/$target" "${seeds[@]}" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=4096 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="$build/found/$target/"
done
