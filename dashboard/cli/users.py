"""`dsmb users`: accounts."""

import argparse
import getpass
import sys

from dashboard.cli import trail


def users_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb users` and its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add a local account; asks for its password")
    add.add_argument("name")
    add.add_argument("--role", required=True)
    add.set_defaults(command=_add_user)


def _add_user(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with trail.records() as records:
        accounts.add(records, options.name, options.role, password)
    print(f"Added {options.name} as {options.role}.")
