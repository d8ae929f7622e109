"""`dsmb`: every command, run."""

import argparse
import os
import sys
from collections.abc import Sequence

from dashboard.cli import audit, extracts, keys, rules, serve, show, source, users
from dashboard.errors import DsmbError


def run(arguments: Sequence[str]) -> int:
    """Run one command. Returns 0, or 2 after an error that has been printed as one message."""
    options = parsed(arguments)
    try:
        options.command(options)
        sys.stdout.flush()
    except BrokenPipeError:  # who was reading has seen enough; the interpreter must not write again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (DsmbError, OSError) as error:
        print(f"dsmb: {error}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):
        print("dsmb: stopped.", file=sys.stderr)
        return 130
    return 0


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; a panel may stand before or after the options of `show`, which argparse alone does not take."""
    root = parser()
    options, rest = root.parse_known_args(arguments)
    if rest and not rest[0].startswith("-") and getattr(options, "panel", "") is None:
        options.panel, *rest = rest
    if rest:
        root.error(f"unrecognized arguments: {' '.join(rest)}")
    return options


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    root = argparse.ArgumentParser(prog="dsmb", description="Safety monitoring dashboard for a DSMB.")
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    keys.keys_options(commands.add_parser("keys", help="keys of sealed stores and of the arms' letters"))
    source.map_options(commands.add_parser("map", help="propose a trial definition from a source's files"))
    source.lock_options(commands.add_parser("lock", help="turn a source into a locked extract"))
    source.check_options(commands.add_parser("check", help="look at a source as a lock would, and write nothing"))
    extracts.findings_options(commands.add_parser("findings", help="print what a lock found; needs the store key"))
    extracts.verify_options(commands.add_parser("verify", help="check a locked extract against its manifests"))
    show.show_options(commands.add_parser("show", help="print what a panel's table shows"))
    rules.rules_options(commands.add_parser("rules", help="stopping rules: families, designs, status of guidelines"))
    serve.serve_options(commands.add_parser("serve", help="serve a locked extract in the browser"))
    users.users_options(commands.add_parser("users", help="accounts"))
    audit.audit_options(commands.add_parser("audit", help="the audit trail: verify, take up, export"))
    serve.demo_options(commands.add_parser("demo", help="write and lock the synthetic trial, with demo accounts"))
    return root
