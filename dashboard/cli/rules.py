"""`dsmb rules`: families of stopping rules, a design of one or several, and where a trial's guidelines stand."""

import argparse

import pandas as pd

from dashboard.cli import designs, status
from dashboard.cli.arguments import numbers, pairs, whole_numbers
from dashboard.cli.machine import as_json


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
        print(f"{family['rule']}: {family['family']}\n    own parameters: {own or 'none'}\n    {family['reference']}")


def _design_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", required=True, help="the family's name, as `dsmb rules list` prints it")
    parser.add_argument("--p0", type=float, required=True, help="acceptable rate, such as .05")
    parser.add_argument("--p1", type=float, required=True, help="rate that the rule should find")
    parser.add_argument("--alpha", type=float, required=True, help="wanted type I error over all looks")
    parser.add_argument("--planned", type=int, required=True, help="largest number of participants")
    parser.add_argument("--looks", type=whole_numbers, default=(), help="evaluable participants, 10,20,40; else each")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a family's own parameter")
    parser.add_argument("--rates", type=numbers, default=(), help="true rates, .05,.1,.15; else p0 and p1")
    parser.add_argument("--compare", nargs="+", default=[], metavar="RULE", help="further families beside it")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.set_defaults(command=_design)


def _design(options: argparse.Namespace) -> None:
    made = designs.made(
        (options.rule, *options.compare),
        (options.p0, options.p1, options.alpha, options.planned),
        options.looks,
        pairs("--set", options.set),
        options.rates,
    )
    if options.format == "json":
        print(as_json({"rules": [design.record() for design in made]}))
        return
    boundaries, characteristics = designs.boundaries(made), designs.characteristics(made)
    if options.format == "csv":
        print(
            pd.concat([boundaries, characteristics]).convert_dtypes().to_csv(index=False, lineterminator="\n"), end=""
        )
        return
    print(boundaries.round(1).to_string(index=False), characteristics.round(4).to_string(index=False), "", sep="\n\n")
    for design in made:
        print(design.methods)


def _shown(default: float | None) -> str:
    return "by the design" if default is None else f"{default:g}"
