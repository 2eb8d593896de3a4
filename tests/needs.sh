#!/usr/bin/env bash
# Checks that the tools are there; as root on Debian it installs what a package brings.
set -euo pipefail

missing=()

need() { # command, Debian package ("" if it is not installed from there), what to say
  command -v "$1" >/dev/null 2>&1 && return
  if [ -n "$2" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $2 ..."
    { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } >/dev/null 2>&1 || true
    command -v "$1" >/dev/null 2>&1 && return
  fi
  missing+=("$1: $3")
}

need cargo "" "install Rust 1.90 or newer from rustup.rs"
need cc gcc "apt-get install gcc libc6-dev"
need node "" "install Node.js 20.19 or newer"
need npm "" "it comes with Node.js"
if [ "${1:-run}" = test ]; then
  need chromium chromium "apt-get install chromium"
  need c++ g++ "apt-get install g++ (for fuzzing)"
fi

if [ ${#missing[@]} -gt 0 ]; then
  echo "These tools are missing:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi

version=$(node -p 'process.versions.node')
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "Node.js $version is too old; 20.19 or newer is needed." >&2
  exit 1
fi
