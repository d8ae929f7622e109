"""Jobs of the bench: started and cancelled by forms, looked at on plain pages that renew themselves while they run."""

from dataclasses import dataclass

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import ChoiceError, DsmbError
from dashboard.figures import bench
from dashboard.jobs.desk import Desk
from dashboard.jobs.job import Job
from dashboard.jobs.order import FEWEST, MOST, Order
from dashboard.pages.bench import form, read
from dashboard.records import audit
from dashboard.records.audit import Action
from dashboard.web import render
from dashboard.web.address import place
from dashboard.web.answers import Book
from dashboard.web.beside import side_page
from dashboard.web.downloads import safe
from dashboard.web.moment import moment
from dashboard.web.still import html_of
from dashboard.web.trail import Trail
from dashboard.web.visitor import actor, visitor

RENEWED_SECONDS = 2
"""How often the page of a job that moves is asked for again."""
LARGEST_SEED = 2**32


@dataclass(frozen=True)
class JobPages:
    """The addresses of jobs on the bench; a job is there for nobody but who started it.

    What somebody who sees the arms apart has simulated could tell of them, and a blinded colleague shares the bench.
    """

    book: Book
    desk: Desk
    trail: Trail

    def mount(self, server: Flask) -> None:
        """Put them on a server."""
        start = f"/{self.book.side.name}/jobs"
        server.add_url_rule(start, "jobs", self.listed, methods=["GET"])
        server.add_url_rule(start, "jobs-start", self.start, methods=["POST"])
        server.add_url_rule(f"{start}/<job>", "job", self.job, methods=["GET"])
        server.add_url_rule(f"{start}/<job>.csv", "job-download", self.csv, methods=["GET"])
        server.add_url_rule(f"{start}/<job>/cancel", "job-cancel", self.cancel, methods=["POST"])

    def listed(self) -> Response:
        """Every job of the reader's own."""
        return self._page("jobs.html", "Simulations", jobs=[job for job in self.desk.jobs() if _mine(job)])

    def start(self) -> AnyResponse:
        """Queue what the form asks for; a value that is not possible, or one job too many, is a sentence."""
        try:
            order = _ordered(self.book)
            asked = f"[counting={order.counting} draws={order.draws} seed={order.seed}]"  # no rate: it may be an arm's
            job = self.desk.start(
                visitor().account.name, order, written=lambda id_: self._write("job started", f"{id_} {asked}")
            )
        except DsmbError as error:
            return self._page("refused.html", "Not started", 400, reason=str(error), back=_back(self.book))
        return redirect(f"/{self.book.side.name}/jobs/{job}", 303)

    def job(self, job: str) -> Response:
        """How far a job is, or its numbers."""
        found = self._found(job)
        table = html_of(render.table(bench.operating(found), "Simulated")) if found.rows else ""
        page = self._page("job.html", "Simulation", job=found, asked=_asked(found), table=table)
        if found.moving:
            page.headers["Refresh"] = str(RENEWED_SECONDS)
        return page

    def csv(self, job: str) -> Response:
        """The numbers of a job that is done."""
        found = self._found(job)
        if not found.rows:
            abort(404)
        facts = {"Side": self.book.side.name, "Job": found.id, **_asked(found), "Software": self.book.version}
        head = "".join(f"# {title}: {text}\n" for title, text in facts.items())
        response = Response(head + safe(found.table()).to_csv(index=False, lineterminator="\n"), mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="bench_simulation_{found.id[:8]}.csv"'
        return response

    def cancel(self, job: str) -> AnyResponse:
        """End a job."""
        found = self._found(job)
        if found.moving:
            self._write("job cancelled", found.id)
            self.desk.cancel(found.id)
        return redirect(f"/{self.book.side.name}/jobs/{found.id}", 303)

    def _found(self, job: str) -> Job:
        found = self.desk.job(job)
        if found is None or not _mine(found):
            abort(404)
        return found

    def _write(self, action: Action, detail: str) -> None:
        audit.write(self.trail.records, action=action, side=self.book.side.name, detail=detail, **actor().said)

    def _page(self, template: str, title: str, status: int = 200, **values: object) -> Response:
        return side_page(template, title, self.book, self.trail.cookies, status, **values)


def _mine(job: Job) -> bool:
    return job.account == visitor().account.name


def _asked(job: Job) -> dict[str, str]:
    """All that the numbers depend on, who asked for them and when."""
    return {**job.asked, "Started": f"{moment(job.started)} by {job.account}"}


def _ordered(book: Book) -> Order:
    """The order that the form just sent asks for; raises ChoiceError."""
    there = place(book.side.name, book.pages, request.form.get("page"), request.form.get("asked"))
    draws = _whole("draws", FEWEST, MOST)
    seed = _whole("seed", 1, LARGEST_SEED)
    return Order(form.designs(there.filters), request.form.get("counting", ""), draws, seed, there.asked)


def _whole(name: str, least: int, most: int) -> int:
    """A number of the form just sent; raises ChoiceError naming it."""
    try:
        return read.whole(request.form.get(name, "").strip(), least=least, most=most)
    except ChoiceError as error:
        raise ChoiceError(f"{name.capitalize()}: {error}") from None


def _back(book: Book) -> str:
    """The page that the form stood on, as it was."""
    try:
        return place(book.side.name, book.pages, request.form.get("page"), request.form.get("asked")).link()
    except ChoiceError:
        return f"/{book.side.name}/"
