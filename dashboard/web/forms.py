"""Forms as a page shows them: what was typed stands in its field, and what is wrong with it below."""

from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.web.address import Address
from dashboard.web.cookies import FORM_FIELD
from dashboard.web.still import written


@dataclass(frozen=True)
class Typed:
    """A page's form, if it has one, as elements; `wrong` if a value is not possible."""

    parts: list[Component]
    wrong: bool


def typed(address: Address) -> Typed:
    """The form whose values the address holds: sent by GET, so that the address stays the only state."""
    form = address.page.form
    if form is None:
        return Typed([], False)
    faults = form.faults(address.filters)
    rows = form.shown(address.filters) if form.shown else form.rows
    values = {item.name: address.filters[item.name] for item in form.fields}
    action = f"/{address.side}/{address.page.name}"
    made = written("form.html", "typed", form=form, rows=rows, values=values, faults=faults, action=action)
    return Typed([made], bool(faults))


def job(address: Address, proof: str) -> list[Component]:
    """The form that starts a long computation of what the address holds: sent by POST with the session's proof."""
    form = address.page.job
    if form is None:
        return []
    kept = {"page": address.page.name, "asked": address.asked, FORM_FIELD: proof}
    return [written("job_form.html", "typed", form=form, kept=kept, action=f"/{address.side}/jobs")]
