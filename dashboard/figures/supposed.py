"""A drawing of numbers that stand on more than the extract says so wherever it is read."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from dashboard.figures import theme
from dashboard.figures.kinds import Figure, Sentence, Table
from dashboard.stats.stopping.typed import Supposed

Drawn = Figure | Table | Sentence


def marked(figure: Callable[..., Any]) -> Callable[[Supposed[Any]], Drawn]:
    """`figure` of what is supposed, marked; of the extract alone as it is. A sentence tells both."""

    @wraps(figure)
    def drawn(result: Supposed[Any]) -> Drawn:
        made: Drawn = figure(result)
        if not result.events:
            return made
        if isinstance(made, Sentence):
            return replace(made, text=f"{result.mark} – {made.text} {_alone(figure(result.extract))}")
        return _marked(made, result.mark)

    return drawn


def _alone(drawn: Drawn) -> str:
    return f"In the extract alone – {drawn.text}" if isinstance(drawn, Sentence) else ""


def _marked(drawn: Figure | Table, mark: str) -> Figure | Table:
    """In a table's foot; in a drawing's foot, its one-sentence alternative, and above it."""
    foot = f"{mark}.\n{drawn.foot}" if drawn.foot else f"{mark}."
    if isinstance(drawn, Table):
        return replace(drawn, foot=foot)
    place = {"xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 8}
    layout = drawn.plot["layout"]
    annotations = [*layout.get("annotations", ()), theme.text(f"<b>{mark}</b>", color=theme.RULE, **place)]
    plot = {**drawn.plot, "layout": {**layout, "annotations": annotations}}
    return replace(drawn, plot=plot, alt=f"{mark}: {drawn.alt}", foot=foot)
