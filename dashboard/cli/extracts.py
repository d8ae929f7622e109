"""What is asked of a locked extract as a whole: verify, findings."""

import argparse
from pathlib import Path

from dashboard import settings
from dashboard.cli import trail
from dashboard.errors import ExtractError


def verify_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb verify`."""
    parser.add_argument("extract", type=Path, help="folder of a locked extract")
    parser.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> None:
    from dashboard.extract.verify import verify

    name = options.extract.resolve().name
    try:
        lines = list(verify(options.extract, settings.read()))
    except ExtractError:
        trail.note(f"{name} is not as locked", "verify")
        raise
    trail.note(f"{name} is as locked", "verify")
    for line in lines:
        print(line)


def findings_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb findings`."""
    parser.add_argument("path", type=Path, help="an extract, or the file a refused lock named")
    parser.set_defaults(command=_findings)


def _findings(options: argparse.Namespace) -> None:
    from dashboard.extract.reveal import findings

    lines = list(findings(options.path, settings.read()))
    trail.record(options.path.resolve().name, "findings")
    for line in lines:
        print(line)
