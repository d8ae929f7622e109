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
    add.set_defaults(command=_add)
    for change, help_ in {
        "disable": "end an account and its sessions, at once",
        "enable": "let a disabled account in again",
    }.items():
        one = actions.add_parser(change, help=help_)
        one.add_argument("name")
        one.set_defaults(command=_switch, change=change)
    reset = actions.add_parser("reset", help="give an account another password; ends its sessions")
    reset.add_argument("name")
    reset.set_defaults(command=_reset)
    role = actions.add_parser("role", help="give an account another role; ends its sessions")
    role.add_argument("name")
    role.add_argument("role")
    role.set_defaults(command=_role)
    roster = actions.add_parser("list", help="who may see what since when")
    roster.add_argument("--history", action="store_true", help="every change of every account instead")
    roster.set_defaults(command=_list)


def _add(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    password = _password()
    with trail.records() as records:
        accounts.add(records, options.name, options.role, password, trail.actor())
    print(f"Added {options.name} as {options.role}.")


def _switch(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    change = {"disable": accounts.disable, "enable": accounts.enable}[options.change]
    with trail.records() as records:
        change(records, options.name, trail.actor())
    print(f"{options.change.capitalize()}d {options.name}.")


def _reset(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    password = _password()
    with trail.records() as records:
        accounts.reset(records, options.name, password, trail.actor())
    print(f"{options.name} has another password; every session of the old one is ended.")


def _role(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    with trail.records() as records:
        accounts.give_role(records, options.name, options.role, trail.actor())
    print(f"{options.name} is {options.role} now; every session of the earlier role is ended.")


def _list(options: argparse.Namespace) -> None:
    from dashboard.records import roster

    with trail.records() as records:
        if options.history:
            for change in roster.history(records):
                print(f"{change.at}  {change.account:<20} {change.change:<15} {change.role:<24} by {change.who}")
            return
        for entry in roster.roster(records):
            sides = ", ".join(entry.sides) or ("nothing" if entry.enabled else "disabled")
            print(f"{entry.account:<20} {entry.role:<24} since {entry.since[:16].replace('T', ' ')} UTC  {sides}")
    print("Sides are the most that a role may enter; the charter of a trial may grant fewer.")


def _password() -> str:
    """Asked for on a terminal, else one line of standard input; never an argument, which a process list shows."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
