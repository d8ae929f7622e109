#!/usr/bin/env bash
# The records are tested on PostgreSQL too. Finds a server's programs, installs Debian's where that is allowed, else says what to do.
set -u
found() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's postgresql for the tests of the records ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null 2>&1
fi
found || echo "No PostgreSQL found: install the package postgresql. Left out: the records on PostgreSQL (tests/records)."
exit 0
