"""`dsmb rules`: families of stopping rules, a design of one or several, and where a trial's guidelines stand."""

import argparse

import pandas as pd

from dashboard.cli import designs, status
from dashboard.cli.machine import as_json
from dashboard.stats.stopping import design


def rules_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb rules` and its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _list_options(actions.add_parser("list", help="the families, their own parameters, their papers"))
    _design_options(actions.add_parser("design", help="boundary and exact operating characteristics of a rule"))
    status.status_options(actions.add_parser("status", help="where each guideline of a locked extract stands"))


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(command=_list)


def _list(options: argparse.Namespace) -> None:
    families = designs.families()
    if options.format == "json":
        print(as_json({"rules": families}))
        return
    for family in families:
        own = ", ".join(f"{name}={_shown(value)}" for name, value in family["parameters"].items())
        print(f"{family['rule']}: {family['family']}\n    own parameters: {own or 'none'}\n    {family['references']}")


def _design_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", required=True, help="the family's name, as `dsmb rules list` prints it")
    parser.add_argument("--p0", required=True, help="acceptable rate, .05 or 5%%")
    parser.add_argument("--p1", required=True, help="rate that the rule should find")
    parser.add_argument("--alpha", required=True, help="wanted type I error over all looks")
    parser.add_argument("--planned", required=True, help="largest number of participants")
    parser.add_argument("--looks", default="each", help="after so many evaluable participants: 10,20,80; else each")
    parser.add_argument("--window", default="100", metavar="DAYS", help="days in which the event counts; 100")
    parser.add_argument("--per-month", default="4", metavar="N", help="participants randomised a month; 4")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a family's own parameter")
    parser.add_argument("--rates", default="", help="true rates, .05,.1,.15; else p0 and p1")
    parser.add_argument("--compare", nargs="+", default=[], metavar="RULE", help="further families beside it")
    parser.add_argument("--format", choices=("table", "csv", "json", "toml"), default="table")
    parser.set_defaults(command=_design)


def _design(options: argparse.Namespace) -> None:
    found = designs.made(options)
    if options.format == "json":
        print(as_json({"rules": [designs.record(found, number) for number in range(len(found.designs))]}))
    elif options.format == "toml":
        print("\n".join(line for (line,) in design.blocks(found.designs).rows))
    elif options.format == "csv":
        both = pd.concat([designs.boundaries(found.designs), found.table()])
        print(both.convert_dtypes().to_csv(index=False, lineterminator="\n"), end="")
    else:
        for table in (design.boundaries(found.designs).table(), found.table().round(4)):
            print(table.to_string(index=False, na_rep=""), end="\n\n")
        for each, (name, sentence, _) in zip(found.designs, design.methods(found.designs).rows, strict=True):
            print(f"{name}: {sentence}\n{design.references(type(each.rule))}")


def _shown(default: float | None) -> str:
    return "by the design" if default is None else f"{default:g}"
