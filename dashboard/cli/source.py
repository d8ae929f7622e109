"""What is done to a source: map, check, lock."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dashboard import settings
from dashboard.cli import trail
from dashboard.cli.arguments import day
from dashboard.errors import DsmbError, SourceError


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
    with _written_down(options) as done:
        locked = lock(
            options.source,
            load(options.trial),
            options.cutoff,
            options.out,
            Path(told.keys),
            options.previous,
            store_key=told.store_key,
            code_key=told.code_key,
            ad_hoc=options.ad_hoc,
            report=options.report,
            said=progress(),
        )
        done.append(f"store {locked.hashes['sealed'][:16]}")
    print(locked.summary)


@contextmanager
def _written_down(options: argparse.Namespace) -> Iterator[list[str]]:
    """A row of the trail before a lock and one after it, with what was done or that it was refused."""
    what = f"{options.out.name} cut-off {options.cutoff}{' ad hoc' if options.ad_hoc else ''}"
    done: list[str] = []
    trail.note(f"{what} begun", "lock")
    try:
        yield done
    except DsmbError:
        trail.note(f"{what} refused", "lock")
        raise
    trail.note(" ".join([what, "locked", *done]), "lock")


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
