"""What runs the dashboard: serve, demo."""

import argparse
from pathlib import Path

from dashboard import settings


def serve_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb serve`."""
    parser.add_argument("extract", type=Path, nargs="?", help="folder of a locked extract (or DSMB_EXTRACT)")
    parser.add_argument("--previous", type=Path, help="the extract of the previous meeting (or DSMB_PREVIOUS)")
    parser.add_argument("--demo", action="store_true", help="serve the demonstration trial and print its logins")
    parser.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> None:
    from dashboard.web.serve import serve

    serve(settings.read(), options.extract, options.previous, demo=options.demo)


def demo_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb demo`."""
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder for source, keys and extracts")
    parser.add_argument("--patients", type=int, default=160, help="planned size, up to 100,000 for load")
    parser.add_argument("--scenario", choices="ABCDE", default="A")
    parser.add_argument("--seed", type=int, default=20240115)
    parser.set_defaults(command=_demo)


def _demo(options: argparse.Namespace) -> None:
    from dashboard.extract.demonstration import make

    for line in make(options.out, patients=options.patients, scenario=options.scenario, seed=options.seed):
        print(line)
