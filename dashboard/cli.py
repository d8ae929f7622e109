"""The command line: parse, call, print. No logic of its own."""

import argparse
import getpass
import importlib
import os
import pwd
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.errors import AccountError, ChoiceError, DsmbError, SourceError
from dashboard.pages.page import Page, Panel
from dashboard.sides.side import Side

if TYPE_CHECKING:
    from dashboard.records.database import Records


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
    _keys_options(commands.add_parser("keys", help="keys of sealed stores and of the arms' letters"))
    _map_options(commands.add_parser("map", help="propose a trial definition from a source's files"))
    _lock_options(commands.add_parser("lock", help="turn a source into a locked extract"))
    _check_options(commands.add_parser("check", help="look at a source as a lock would, and write nothing"))
    _findings_options(commands.add_parser("findings", help="print what a lock found; needs the store key"))
    _verify_options(commands.add_parser("verify", help="check a locked extract against its manifests"))
    _show_options(commands.add_parser("show", help="print what a panel's table shows"))
    _serve_options(commands.add_parser("serve", help="serve a locked extract in the browser"))
    _users_options(commands.add_parser("users", help="accounts"))
    _demo_options(commands.add_parser("demo", help="write and lock the synthetic trial, with demo accounts"))
    return root


def _keys_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("new", help="draw the keys once, before the first lock")
    new.set_defaults(command=_new_keys)


def _new_keys(_: argparse.Namespace) -> None:
    from dashboard.extract import keys

    folder = Path(settings.read().keys)
    keys.new(folder)
    print(f"Three keys are in {folder}. Keep store.key and code.key apart, and never beside an extract.")


def _map_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.set_defaults(command=_map)


def _map(options: argparse.Namespace) -> None:
    from dashboard.extract.propose import propose

    print(propose(options.source), end="")


def _lock_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.add_argument("--trial", type=Path, required=True, help="trial definition (.toml)")
    parser.add_argument("--cutoff", type=_day, required=True, help="data cut-off, YYYY-MM-DD")
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
        said=_progress(),
    )
    print(locked.summary)


def _progress() -> Callable[[str], None]:
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


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="folder of the source's files")
    parser.add_argument("--trial", type=Path, required=True, help="trial definition (.toml)")
    parser.add_argument(
        "--cutoff", type=_day, default=date.today(), help="data cut-off, YYYY-MM-DD; today if not given"
    )
    parser.add_argument("--report", type=Path, help="write the findings here too, .html or .json")
    parser.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> None:
    from dashboard.extract import report
    from dashboard.extract.lock import look
    from dashboard.trial.load import load

    found = look(options.source, load(options.trial), options.cutoff, said=_progress())
    if options.report:
        report.write(found.findings, options.report)
    if found.refused:
        raise SourceError(report.as_text(found.findings))
    print(report.as_text(found.findings))


def _findings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="an extract, or the file a refused lock named")
    parser.set_defaults(command=_findings)


def _findings(options: argparse.Namespace) -> None:
    from dashboard.extract.reveal import findings

    lines = list(findings(options.path, settings.read()))
    _record(f"findings of {options.path.name}")
    for line in lines:
        print(line)


def _verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("extract", type=Path, help="folder of a locked extract")
    parser.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> None:
    from dashboard.extract.verify import verify

    for line in verify(options.extract, settings.read()):
        print(line)


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("extract", type=Path, help="folder of a locked extract")
    parser.add_argument("--side", choices=settings.SIDES, required=True)
    parser.add_argument("panel", nargs="?", help="PAGE/PANEL; without it, every panel is listed")
    parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help="as in the address")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--previous", type=Path, help="the extract of the previous meeting")
    parser.add_argument("--opened", action="store_true", help="the page's notice was read: it tells the arms apart")
    parser.set_defaults(command=_show)


def _show(options: argparse.Namespace) -> None:
    side: Side = importlib.import_module(f"dashboard.sides.{options.side}").SIDE
    door = side.open(options.extract, options.previous, settings.read())
    pages = side.pages(door.trial)
    if not options.panel:
        for page in pages:
            for panel in page.panels:
                print(f"{f'{page.name}/{panel.name}':<44} {page.title} · {panel.title}")
        return
    page, panel = _find(pages, options.panel)
    chosen = page.chosen(_pairs(options.filter, page))
    if page.notice and not options.opened:
        raise ChoiceError(f"{page.notice} Add --opened to open it.")
    if side.audited:
        _write_down(options.panel, chosen, door.hash)
    table = panel.result(door, **chosen).table()
    if options.format == "csv":
        from dashboard.web.downloads import safe  # a spreadsheet opens this as it opens a download

        print(safe(table).to_csv(index=False, lineterminator="\n"), end="")
    elif options.format == "json":
        print(table.to_json(orient="records", force_ascii=False, date_format="iso", double_precision=15))
    else:
        print(f"{page.title} · {panel.title} · cut-off {door.cut_off} · store {door.hash[:12]}")
        print(table.to_string(index=False, na_rep=""))


def _find(pages: tuple[Page, ...], name: str) -> tuple[Page, Panel]:
    wanted, _, panel = name.partition("/")
    for page in pages:
        if page.name == wanted:
            return page, page.panel(panel)
    raise ChoiceError(f"No page {wanted!r} on this side; it has {', '.join(page.name for page in pages)}.")


def _pairs(filters: list[str], page: Page) -> dict[str, str]:
    if wrong := [item for item in filters if "=" not in item]:
        raise ChoiceError(f"--filter {wrong[0]}: write it as NAME=VALUE.")
    pairs = dict(item.partition("=")[::2] for item in filters)
    known = [item.name for item in page.filters]
    for name in pairs:
        if name not in known:
            raise ChoiceError(f"Page {page.name} has no filter {name!r}; it has {', '.join(known) or 'none'}.")
    return pairs


def _write_down(panel: str, chosen: Mapping[str, str], store: str) -> None:
    """The row that the web writes for a download, before anything is printed."""
    filters = " ".join(f"{name}={value}" for name, value in chosen.items())
    detail = f"{panel} [{filters}] store {store[:16]}"
    _record(detail)


def _record(detail: str) -> None:
    """An audit row of something unblinded that is about to be printed; nothing is printed if it fails."""
    from dashboard.records import audit

    with _records() as records:
        audit.write(records, who=_user(), role="command line", action="show", side="unblinded", detail=detail)


@contextmanager
def _records() -> "Iterator[Records]":
    """Accounts and audit trail; raises AccountError when they cannot be opened or written."""
    from sqlalchemy.exc import SQLAlchemyError

    from dashboard.records import database

    try:
        with closing(database.of(settings.read())) as records:
            yield records
    except SQLAlchemyError as error:
        raise AccountError(
            f"Accounts and audit trail cannot be used ({type(error).__name__}), so nothing was done or shown. "
            "Check DATABASE_URL, and that its file may be written."
        ) from None


def _user() -> str:
    """Who runs this, by the operating system; never by a variable that the user may set."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("extract", type=Path, nargs="?", help="folder of a locked extract (or DSMB_EXTRACT)")
    parser.add_argument("--previous", type=Path, help="the extract of the previous meeting (or DSMB_PREVIOUS)")
    parser.add_argument("--demo", action="store_true", help="serve the demonstration trial and print its logins")
    parser.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> None:
    from dashboard.web.serve import serve

    serve(settings.read(), options.extract, options.previous, demo=options.demo)


def _users_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add a local account; asks for its password")
    add.add_argument("name")
    add.add_argument("--role", required=True)
    add.set_defaults(command=_add_user)


def _add_user(options: argparse.Namespace) -> None:
    from dashboard.records import accounts

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with _records() as records:
        accounts.add(records, options.name, options.role, password)
    print(f"Added {options.name} as {options.role}.")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder for source, keys and extracts")
    parser.add_argument("--patients", type=int, default=160, help="planned size, up to 100,000 for load")
    parser.add_argument("--scenario", choices="ABCDE", default="A")
    parser.add_argument("--seed", type=int, default=20240115)
    parser.set_defaults(command=_demo)


def _demo(options: argparse.Namespace) -> None:
    from dashboard.extract.demonstration import make

    for line in make(options.out, patients=options.patients, scenario=options.scenario, seed=options.seed):
        print(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-01-15") from None
