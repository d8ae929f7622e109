"""The sides of a process and their doors; opening them needs nothing of the web."""

import importlib
from importlib import metadata
from pathlib import Path

from dashboard.errors import ExtractError
from dashboard.settings import Settings
from dashboard.sides.side import EmptySide, Side
from dashboard.web.answers import Book, EmptyBook, TrialBook
from dashboard.web.shelf import Shelf


def sides(settings: Settings) -> list[Side | EmptySide]:
    """The sides this process serves; the module of another is never imported."""
    return [importlib.import_module(f"dashboard.sides.{name}").SIDE for name in settings.side_names]


def open_sides(settings: Settings) -> list[Book]:
    """The sides of this process with their doors open.

    Raises ExtractError or KeyMissingError when a store cannot be opened, or none is named.
    """
    shelf = Shelf()
    books = [_book(side, settings, shelf) for side in sides(settings)]
    if not books:
        raise ExtractError("DSMB_SIDES: no side to serve. Name one or more of conduct, blinded, unblinded, bench.")
    return books


def _book(side: Side | EmptySide, settings: Settings, shelf: Shelf) -> Book:
    if isinstance(side, EmptySide):
        return EmptyBook(side, metadata.version("dsmb-dashboard"), shelf)
    if not settings.extract:
        raise ExtractError("DSMB_EXTRACT: not set. Name the folder of a locked extract, or make one: dsmb demo.")
    previous = Path(settings.previous) if settings.previous else None
    return TrialBook(side, side.open(Path(settings.extract), previous, settings), shelf)
