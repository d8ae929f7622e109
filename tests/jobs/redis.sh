#!/usr/bin/env bash
# The queue of jobs is tested on Redis too. Finds its server, installs Debian's where that is allowed, else says what to do.
set -u
found() { command -v redis-server >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's redis-server for the tests of the queue ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server; } >/dev/null 2>&1
fi
found || echo "No redis-server found: install the package redis-server. Left out: the queue of jobs on Redis (tests/jobs)."
exit 0
