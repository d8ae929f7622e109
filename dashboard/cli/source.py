"""What is done to a source: map, check, lock; and keys, which the first lock needs."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dashboard import settings
from dashboard.cli.arguments import day
from dashboard.errors import SourceError


def keys_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb keys` and its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("new", help="draw the keys once, before the first lock")
    new.set_defaults(command=_new_keys)


def _new_keys(_: argparse.Namespace) -> None:
    from dashboard.extract import keys

    folder = Path(settings.read().keys)
    keys.new(folder)
    print(f"Three keys are in {folder}. Keep store.key and code.key apart, and never beside an extract.")


def map_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb map`."""
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.set_defaults(command=_map)


def _map(options: argparse.Namespace) -> None:
    from dashboard.extract.propose import propose

    print(propose(options.source), end="")


def check_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb check`."""
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.add_argument("--trial", type=Path, required=True, help="trial definition (.toml)")
    parser.add_argument("--cutoff", type=day, default=date.today(), help="data cut-off, YYYY-MM-DD; today if not given")
    parser.add_argument("--report", type=Path, help="write the findings here too, .html or .json")
    parser.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> None:
    from dashboard.extract import report
    from dashboard.extract.lock import look
    from dashboard.trial.load import load

    found = look(options.source, load(options.trial), options.cutoff, said=progress())
    if options.report:
        report.write(found.findings, options.report)
    if found.refused:
        raise SourceError(report.as_text(found.findings))
    print(report.as_text(found.findings))


def lock_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb lock`."""
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.add_argument("--trial", type=Path, required=True, help="trial definition (.toml)")
    parser.add_argument("--cutoff", type=day, required=True, help="data cut-off, YYYY-MM-DD")
    parser.add_argument("--out", type=Path, required=True, help="new folder for the extract")
    parser.add_argument("--previous", type=Path, help="the extract published before this one")
    parser.add_argument("--ad-hoc", action="store_true", help="at no scheduled cut-off: write the sealed store alone")
    parser.add_argument("--report", type=Path, help="write the findings here, .html or .json")
    parser.set_defaults(command=_lock)


def _lock(options: argparse.Namespace) -> None:
    from dashboard.extract.lock import lock
    from dashboard.trial.load import load

    told = settings.read()
    locked = lock(
        options.source,
        load(options.trial),
        options.cutoff,
        options.out,
        Path(told.keys),
        options.previous,
        store_key=told.store_key,
        ad_hoc=options.ad_hoc,
        report=options.report,
        said=progress(),
    )
    print(locked.summary)


def progress() -> Callable[[str], None]:
    """A bar of the files still to be read, on a terminal alone."""
    from dashboard.extract.contract import TABLES

    done, steps = 0, len(TABLES) + 1  # the checks come after the tables

    def said(step: str) -> None:
        nonlocal done
        done = steps if step == "checks" else min(done + 1, steps - 1)
        if sys.stderr.isatty():
            end = "\n" if done == steps else ""
            print(f"\r[{'#' * done}{'.' * (steps - done)}] {step:<32}", end=end, file=sys.stderr, flush=True)

    return said
