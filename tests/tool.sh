#!/usr/bin/env bash
# Installs a cargo tool if it is not there.
set -euo pipefail
command -v "$1" >/dev/null 2>&1 || cargo install --locked --quiet "$1"
