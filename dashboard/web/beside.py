"""Pages of a side that are no pages of its app: what a form that changes something leads to, or answers."""

from flask import Response, make_response, render_template

from dashboard.web.answers import Book
from dashboard.web.cookies import FORM_FIELD, Cookies
from dashboard.web.heading import heading
from dashboard.web.visitor import visitor


def side_page(template: str, title: str, book: Book, cookies: Cookies, status: int = 200, **values: object) -> Response:
    """A template under the side's heading, with the proof that its forms send back: `form_field` and `proof`."""
    shown = visitor()
    text = render_template(
        template,
        title=title,
        heading=heading(book, shown),
        proof=cookies.proof(shown.token),
        form_field=FORM_FIELD,
        **values,
    )
    return make_response(text, status)
