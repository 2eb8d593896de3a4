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

# The role and database that tests use where OPSCONDUCTOR_TEST_POSTGRES names no other.
lets_us_in() {
  PGPASSWORD=opsconductor_test PGCONNECT_TIMEOUT=5 \
    psql -qAt -h 127.0.0.1 -p 5432 -U opsconductor_test -d opsconductor_test \
    -c "SELECT has_database_privilege('opsconductor_test', 'CREATE')" 2>/dev/null | grep -q t
}

as_postgres() { # one SQL text, as the administrator of the server
  (cd / && runuser -u postgres -- psql -qAt -v ON_ERROR_STOP=1 -c "$1")
}

need_postgres() {
  [ "${OPSCONDUCTOR_TEST_DATABASES:-}" != sqlite ] && [ -z "${OPSCONDUCTOR_TEST_POSTGRES:-}" ] || return 0
  need psql postgresql "install PostgreSQL 14 or newer, or leave its tests out: OPSCONDUCTOR_TEST_DATABASES=sqlite"
  command -v psql >/dev/null 2>&1 || return 0
  lets_us_in && return
  if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null; then
    pg_isready -q -h 127.0.0.1 -p 5432 || { echo "Starting PostgreSQL ..."; service postgresql start >/dev/null 2>&1 || true; }
    for _ in $(seq 30); do pg_isready -q -h 127.0.0.1 -p 5432 && break; sleep 1; done
    as_postgres "CREATE ROLE opsconductor_test LOGIN PASSWORD 'opsconductor_test'" 2>/dev/null || true
    as_postgres "CREATE DATABASE opsconductor_test OWNER opsconductor_test ENCODING 'UTF8' TEMPLATE template0" 2>/dev/null || true
    # The tests make it themselves, as another role, where they ran before the role was there.
    as_postgres "ALTER DATABASE opsconductor_test OWNER TO opsconductor_test" 2>/dev/null || true
    lets_us_in && return
  fi
  missing+=("a PostgreSQL server on 127.0.0.1:5432: with a role and a database opsconductor_test, or name one: OPSCONDUCTOR_TEST_POSTGRES=postgres://USER:PASSWORD@HOST:PORT/DATABASE")
}

need cargo "" "install Rust 1.90 or newer from rustup.rs"
need cc gcc "apt-get install gcc libc6-dev"
need node "" "install Node.js 20.19 or newer"
need npm "" "it comes with Node.js"
if [ "${1:-run}" = test ]; then
  need chromium chromium "apt-get install chromium"
  need c++ g++ "apt-get install g++ (for fuzzing)"
  need openssl openssl "apt-get install openssl (it signs webhooks in tests)"
  need sshd openssh-server "apt-get install openssh-server (machines for tests)"
  need aiosmtpd python3-aiosmtpd "apt-get install python3-aiosmtpd (a mail server for tests)"
  need_postgres
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
