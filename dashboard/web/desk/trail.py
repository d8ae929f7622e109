"""A side's own rows of the audit trail, for those who enter that side: how many of each kind, the latest, a file."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

import orjson
import pandas as pd
from flask import Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.records import audit
from dashboard.records.audit import Row
from dashboard.records.roles import WORDS, Permission
from dashboard.web.desk.desk import Desk
from dashboard.web.desk.view import ROOT, View
from dashboard.web.downloads import safe
from dashboard.web.visitor import actor

MAY: Permission = "audit:read-own-side"
SHOWN = 100
"""Rows on a page; the files hold all of them."""
COLUMNS = [item.name for item in fields(Row) if item.name != "mac"]
"""A reader's rows are numbered anew, so the hash that chains them to other sides' rows would prove nothing."""


@dataclass(frozen=True)
class TrailPages:
    """The trail of one side; rows of another, and rows of none, are never asked for."""

    desk: Desk
    side: str

    def views(self) -> Iterator[View]:
        """The page and its two files."""
        start = f"{ROOT}trail/{self.side}"
        yield View(start, MAY, self.page, f"Audit trail: {self.side}", self.side)
        yield View(f"{start}.csv", MAY, self.csv, side=self.side)
        yield View(f"{start}.json", MAY, self.json, side=self.side)

    def page(self) -> AnyResponse:
        """Totals, and rows from the newest on; `?page=2` are the hundred before."""
        totals = audit.totals(self.desk.records, self.side)
        number, pages = _page(sum(totals.values()))
        return self.desk.page(
            "desk/trail.html",
            f"Audit trail: {self.side}",
            here=request.path,
            roles=WORDS,
            rows=audit.latest(self.desk.records, self.side, SHOWN, (number - 1) * SHOWN),
            of=sum(totals.values()),
            totals=totals.items(),
            page=number,
            pages=pages,
        )

    def csv(self) -> AnyResponse:
        """Every row, oldest first."""
        table = pd.DataFrame([asdict(row) for row in self._exported("csv")], columns=COLUMNS)
        return self._file(safe(table).to_csv(index=False, lineterminator="\n"), "csv", "text/csv")

    def json(self) -> AnyResponse:
        """Every row, oldest first."""
        rows = [{name: getattr(row, name) for name in COLUMNS} for row in self._exported("json")]
        return self._file(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode(), "json", "application/json")

    def _exported(self, kind: str) -> tuple[Row, ...]:
        """The rows, once it is written down that somebody takes them along; the last one says so."""
        told = f"{kind} {self.side}"
        audit.write(self.desk.records, action="trail exported", side=self.side, detail=told, **actor().said)
        return audit.seen(self.desk.records, (self.side,))

    def _file(self, text: str, kind: str, mimetype: str) -> Response:
        response = Response(text, mimetype=mimetype)
        response.headers["Content-Disposition"] = f'attachment; filename="audit_{self.side}.{kind}"'
        return response


def _page(rows: int) -> tuple[int, int]:
    """Which page is asked for, of how many; one that there is not is not found."""
    pages = max(-(-rows // SHOWN), 1)
    given = request.args.get("page", "1")
    if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= pages):
        abort(404)
    return int(given), pages
