"""Step curves with bands, letters at their ends, and tables of counts below: what all curves share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from dashboard.figures import labels, risk, theme, words
from dashboard.figures.risk import Section
from dashboard.stats.intervals import Array

PLOT = 264
"""Height of the plotting area, in pixels."""
_TOPS = {0.1: 0.02, 0.2: 0.05, 0.3: 0.1, 0.4: 0.1, 0.5: 0.1, 0.6: 0.2, 0.8: 0.2, 1.0: 0.2}

Words = Callable[[float, float, float], str]
"""A value with its limits, NaN where there are none, as text."""


@dataclass(frozen=True)
class Unit:
    """How values are written: drawn `scale` times themselves, a `suffix` on the axis; `says` puts one in words.

    `tops` are the ends an axis may have, ascending, with the distance of its ticks.
    """

    scale: float
    suffix: str
    says: Words
    tops: Mapping[float, float]


PERCENT = Unit(100.0, "%", words.estimate, _TOPS)
PER_PARTICIPANT = Unit(
    1.0,
    "",
    partial(words.quantity, digits=2),
    {end * 10**k: tick * 10**k for k in range(-2, 4) for end, tick in ((1, 0.2), (2, 0.5), (4, 1), (5, 1))},
)


@dataclass(frozen=True)
class Curve:
    """One step curve: values at ascending times, right-continuous; `name` is written at its end.

    Limits are NaN where there are none: the band has no width there, and words give no interval.
    """

    name: str
    colour: str
    dash: str
    times: Array
    value: Array
    low: Array
    high: Array

    def until(self, end: float) -> "Curve":
        """The curve up to `end`: the times it changes at and its last one."""
        value, low, high = (np.asarray(part, dtype=float) for part in (self.value, self.low, self.high))
        within = (np.asarray(self.times) <= end) & ~np.isnan(value)
        times = np.asarray(self.times, dtype=float)[within]
        value, low, high = value[within], low[within], high[within]
        last = min(end, float(np.max(self.times, initial=0.0)))
        changed = np.diff(value, prepend=np.nan) != 0
        times, value, low, high = times[changed], value[changed], low[changed], high[changed]
        if times.size and times[-1] < last:
            times = np.append(times, last)
            value, low, high = (np.append(part, part[-1]) for part in (value, low, high))
        return Curve(self.name, self.colour, self.dash, times, value, low, high)


@dataclass(frozen=True)
class Point:
    """A published proportion at a day, to be drawn beside curves: `mark` names it there, `says` in words below."""

    mark: str
    day: float
    value: float
    low: float
    high: float
    says: str


def top(curves: Sequence[Curve], points: Sequence[Point] = (), unit: Unit = PERCENT) -> float:
    """The end of an axis from zero that holds every curve with its band, and every point, in the curves' values."""
    ends = [float(np.max(np.fmax(curve.high, curve.value), initial=0.0)) for curve in curves]
    ends += [float(np.fmax(point.high, point.value)) for point in points]
    return labels.top(max(ends, default=0.0), tuple(unit.tops))


def plot(
    curves: Sequence[Curve],
    sections: Sequence[Section],
    *,
    until: float,
    top: float,
    heading: str,
    axis_title: str,
    empty: str = "",
    points: Sequence[Point] = (),
    unit: Unit = PERCENT,
) -> tuple[dict[str, Any], int]:
    """A plotly figure and its height; curves are named in the right margin, at their ends."""
    notes = [theme.nothing(empty)] if empty else names(curves, top)
    data = [trace for curve in curves for trace in _band(curve, unit)] + [_line(curve, unit) for curve in curves]
    data += [_published(points)] if points else []
    return framed(data, sections, until=until, top=top, heading=heading, axis_title=axis_title, notes=notes, unit=unit)


def framed(
    data: list[dict[str, Any]],
    sections: Sequence[Section],
    *,
    until: float,
    top: float,
    heading: str,
    axis_title: str,
    notes: Sequence[dict[str, Any]],
    unit: Unit = PERCENT,
) -> tuple[dict[str, Any], int]:
    """Traces over follow-up with their axes, heading and tables, as a plotly figure; and its height."""
    at = risk.ticks(until)
    margin = {"l": risk.LEFT, "r": 30, "t": 30, "b": risk.below(sections)}
    height = PLOT + margin["t"] + margin["b"]
    above = theme.heading(heading, xshift=-risk.LEFT + 6)
    days = {"range": [0, until], "tickvals": at, "unifiedhovertitle": {"text": "Day %{x:.0f}"}}
    layout = theme.layout(
        height,
        margin,
        xaxis=theme.base(days),
        yaxis=theme.axis(
            range=[0, top * unit.scale], dtick=unit.tops.get(top, top / 5) * unit.scale, ticksuffix=unit.suffix
        ),
        hovermode="x unified",
        annotations=[above, *risk.table(sections, at, axis_title), *notes],
    )
    return {"data": data, "layout": layout}, height


def _band(curve: Curve, unit: Unit) -> list[dict[str, Any]]:
    edge = {"color": theme.tint(curve.colour, 0.35), "width": 0.6, "shape": "hv"}
    common = {"type": "scatter", "mode": "lines", "x": plain(curve.times), "hoverinfo": "skip", "line": edge}
    fill = {"fill": "tonexty", "fillcolor": theme.tint(curve.colour, 0.09)}
    low, high = (np.where(np.isnan(limit), curve.value, limit) for limit in (curve.low, curve.high))
    return [common | {"y": plain(low * unit.scale)}, common | {"y": plain(high * unit.scale)} | fill]


def _line(curve: Curve, unit: Unit) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.name,
        "x": plain(curve.times),
        "y": plain(curve.value * unit.scale),
        "text": [unit.says(*values) for values in zip(curve.value, curve.low, curve.high, strict=True)],
        "line": {"color": curve.colour, "dash": curve.dash, "width": 2.2, "shape": "hv"},
        "cliponaxis": False,
        "hovertemplate": f"{curve.name}  %{{text}}<extra></extra>",
    }


def names(curves: Sequence[Curve], top: float) -> list[dict[str, Any]]:
    """Each curve's name at its end, moved apart where they would touch."""
    drawn = [curve for curve in curves if curve.times.size]
    wanted = [float(curve.value[-1]) / top * PLOT for curve in drawn]
    places = labels.spread(wanted, 17, 9, PLOT - 6)
    return [
        theme.text(
            f"<b>{curve.name}</b>",
            color=curve.colour,
            x=float(curve.times[-1]),
            y=0,
            yref="paper",
            xref="x",
            yshift=round(place, 1),
            xanchor="left",
            xshift=7,
            yanchor="middle",
        )
        for curve, place in zip(drawn, places, strict=True)
    ]


def _published(points: Sequence[Point]) -> dict[str, Any]:
    """Open diamonds with their published interval, if there is one, and the mark that the foot explains."""
    reach = [(100 * (point.high - point.value), 100 * (point.value - point.low)) for point in points]
    up, down = ([0.0 if np.isnan(pair[side]) else round(pair[side], 3) for pair in reach] for side in (0, 1))
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.day for point in points],
        "y": [round(100 * point.value, 3) for point in points],
        "text": [point.mark for point in points],
        "textposition": "middle right",
        "textfont": {"size": theme.TEXT, "color": theme.INK},
        "marker": {"symbol": "diamond-open", "size": 10, "color": theme.INK, "line": {"width": 1.5}},
        "error_y": {"array": up, "arrayminus": down, "color": theme.MUTE, "thickness": 1, "width": 3},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def plain(values: Array) -> list[float]:
    """Values as plotly takes them."""
    return [round(float(value), 3) for value in values]
