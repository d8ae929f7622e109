"""The address is the only state: which page, with which filters, and whether a notice was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode

from dashboard.errors import ChoiceError
from dashboard.pages.page import Page

OPENED = ("opened", "yes")
"""What the address holds once the notice of an arm-only page was read."""


@dataclass(frozen=True)
class Address:
    """A place on a side: a page, a value for each of its filters and fields, and whether its notice was read."""

    side: str
    page: Page
    filters: Mapping[str, str]
    opened: bool = False

    @property
    def chosen(self) -> str:
        """The filters as they stand in an address, defaults left out, always in the same order."""
        changed = [item.name for item in self.page.inputs if self.filters[item.name] != item.default]
        return urlencode([(name, self.filters[name]) for name in changed])

    @property
    def shut(self) -> bool:
        """Whether the page has a notice that was not read: nothing of it may be drawn or downloaded."""
        return bool(self.page.notice) and not self.opened

    @property
    def asked(self) -> str:
        """The query string of this place: its chosen filters, and whether its notice was read."""
        return "&".join(part for part in (self.chosen, urlencode([OPENED]) if self.opened else "") if part)

    def link(self, changes: Mapping[str, str] | None = None, opened: bool | None = None) -> str:
        """The address of this place with some filters changed."""
        filters = {**self.filters, **(changes or {})}
        place = Address(self.side, self.page, filters, self.opened if opened is None else opened)
        return f"/{self.side}/{quote(self.page.name)}" + (f"?{place.asked}" if place.asked else "")


def read(side: str, pages: Mapping[str, Page], pathname: object, search: object) -> Address:
    """The place an address means; raises ChoiceError for an unknown page or a filter's unknown value."""
    name = pathname.removeprefix(f"/{side}").strip("/") if isinstance(pathname, str) else ""
    return place(side, pages, name or next(iter(pages)), search)


def place(side: str, pages: Mapping[str, Page], page: object, search: object) -> Address:
    """The place of a page's name and a query string; raises ChoiceError as `read` does."""
    if not isinstance(page, str) or page not in pages:
        raise ChoiceError("There is no such page on this side.")
    given = parse_qs(search.removeprefix("?")) if isinstance(search, str) else {}
    values = {key: value[-1] for key, value in given.items()}
    chosen = pages[page].chosen(values)
    return Address(side, pages[page].supposing(chosen), chosen, values.get(OPENED[0]) == OPENED[1])
