"""`dsmb keys`: the keys of sealed stores and of the arms' letters."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.cli import trail
from dashboard.errors import KeyMissingError

if TYPE_CHECKING:
    from dashboard.records.database import Records


def keys_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb keys` and its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("new", help="draw the keys once, before the first lock")
    new.set_defaults(command=_new)
    rotate = actions.add_parser("rotate", help="a new store key, extracts and typed-in events sealed anew under it")
    rotate.add_argument("extracts", type=Path, nargs="+", help="every extract that is still to open")
    rotate.add_argument("--from", dest="old", type=Path, metavar="FILE", help="an earlier key: put under today's key")
    rotate.set_defaults(command=_rotate)
    recode = actions.add_parser("recode", help="a new code key, the maps of letters to arms sealed anew under it")
    recode.set_defaults(command=_recode)


def _new(_: argparse.Namespace) -> None:
    from dashboard.extract import keys

    folder = Path(settings.read().keys)
    keys.new(folder)
    print(f"Three keys are in {folder}. Keep store.key and code.key apart, and never beside an extract.")


def _rotate(options: argparse.Namespace) -> None:
    from dashboard import keyfile
    from dashboard.extract import rotate

    told = settings.read()
    _in_files("DSMB_STORE_KEY", told.store_key, "store.key")
    keys = Path(told.keys)
    with _records() as records:
        if options.old:
            change = rotate.Change(keyfile.read(options.old), keyfile.read(keys / "store.key"))
            lines = rotate.exchange(options.extracts, change, records, trail.actor())
        else:
            lines = rotate.rotate(options.extracts, keys, records, trail.actor())
        print(*list(lines), sep="\n")  # all of it is done before anything is printed: a closed pipe ends nothing


def _recode(_: argparse.Namespace) -> None:
    from dashboard.extract import rotate

    told = settings.read()
    _in_files("DSMB_CODE_KEY", told.code_key, "code.key")
    trail.note("code key exchanged", "keys")
    print(*list(rotate.recode(Path(told.keys))), sep="\n")


def _in_files(variable: str, given: str, name: str) -> None:
    """Raises KeyMissingError for a key given by a variable: the new one could not be put there."""
    if given:
        raise KeyMissingError(
            f"{variable}: the new key is written into a file. Put the old one into {name} in the folder of DSMB_KEYS "
            "(mode 0600), unset the variable, and run this again; then set it to the new key."
        )


@contextmanager
def _records() -> "Iterator[Records | None]":
    """The records whose typed-in events are sealed with the store key, where there are any."""
    if not trail.configured():
        yield None
        return
    with trail.records() as opened:
        yield opened
