"""Pages that say what went wrong: plain, the same for everybody, without a trace of the program's inside."""

import logging
import math
import secrets
import traceback

from dash.exceptions import DependencyException
from flask import Response, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from dashboard.errors import JobError

log = logging.getLogger(__name__)


def not_found() -> Response:
    """The one answer for a page that does not exist and for one this account may not know of."""
    return message("No such page", "There is no page at this address for your account.", 404)


def forbidden() -> Response:
    """A form or a call that does not come from a page of ours."""
    return message("Please try again", "This page was open for too long. Go back to the start and try again.", 403)


def unwritten(error: OperationalError) -> Response:
    """The records cannot be reached: who is asking is not known, and what is looked at cannot be written down."""
    text = (
        "Accounts and audit trail cannot be reached, and without them nothing is shown. Try again in a minute; "
        f"if it stays so, tell the administrator: reference {note(error)}."
    )
    return message("Not available now", text, 503)


def too_many(seconds: float) -> Response:
    """Somebody who asks for more than one account or address may take; they may come again after so many seconds."""
    whole = math.ceil(seconds)
    wait = "1 second" if whole == 1 else f"{whole} seconds"
    text = f"More was asked for than can be answered at once. Wait {wait}, then try again."
    response = message("Too many requests", text, 429)
    response.headers["Retry-After"] = str(whole)
    return response


def message(title: str, text: str, status: int) -> Response:
    """A short page with a title and a sentence."""
    return make_response(render_template("message.html", title=title, text=text), status)


def answer(error: Exception) -> Response:
    """The page for any error that nobody caught; unknown addresses and methods are all "no such page"."""
    if _no_library(error) or (isinstance(error, HTTPException) and error.code in (404, 405)):
        return not_found()
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return message("Not understood", "This request could not be read.", error.code or 400)
    if isinstance(error, OperationalError):
        return unwritten(error)
    if isinstance(error, JobError):
        return message("Not available now", str(error), 503)
    return message(
        "Something went wrong", f"This page could not be made. Tell the administrator: reference {note(error)}.", 500
    )


def _no_library(error: Exception) -> bool:
    """How Dash says that there is no such library, or that one of its files was not delivered with it."""
    if isinstance(error, FileNotFoundError):
        return "/_dash-component-suites/" in request.path
    return isinstance(error, DependencyException)


def note(error: BaseException) -> str:
    """Log where an error was raised, without its message, which may quote data; returns the reference shown."""
    reference = secrets.token_hex(4).upper()
    where = " < ".join(
        f"{f.name} ({f.filename}:{f.lineno})" for f in reversed(traceback.extract_tb(error.__traceback__))
    )
    log.error("reference %s: %s at %s", reference, type(error).__name__, where)
    return reference
