"""Step curves with bands, letters at their ends, and the numbers at risk below: what all curves share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.figures import labels, risk, theme, words
from dashboard.figures.risk import Row
from dashboard.stats.intervals import Array

PLOT = 264
"""Height of the plotting area, in pixels."""
_TOPS = {0.1: 0.02, 0.2: 0.05, 0.3: 0.1, 0.4: 0.1, 0.5: 0.1, 0.6: 0.2, 0.8: 0.2, 1.0: 0.2}


@dataclass(frozen=True)
class Curve:
    """One step curve: proportions at ascending times, right-continuous; `name` is written at its end.

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


def top(curves: Sequence[Curve]) -> float:
    """The end of an axis from zero that holds every curve with its band, as a proportion."""
    ends = (np.fmax(curve.high, curve.value) for curve in curves)
    highest = max((float(np.max(end, initial=0.0)) for end in ends), default=0.0)
    return labels.top(highest, tuple(_TOPS))


def plot(
    curves: Sequence[Curve],
    rows: Sequence[Row],
    *,
    until: float,
    top: float,
    heading: str,
    axis_title: str,
    empty: str = "",
) -> tuple[dict[str, Any], int]:
    """A plotly figure and its height; curves are named in the right margin, at their ends."""
    at = risk.ticks(until)
    margin = {"l": risk.LEFT, "r": 30, "t": 30, "b": risk.below(len(rows))}
    height = PLOT + margin["t"] + margin["b"]
    notes = [theme.heading(heading, xshift=-risk.LEFT + 6), *risk.table(rows, at, axis_title)]
    notes += [theme.nothing(empty)] if empty else _names(curves, top)
    layout = theme.layout(
        height,
        margin,
        xaxis=theme.base(
            {
                "range": [0, until],
                "tickvals": at,
                "unifiedhovertitle": {"text": "Day %{x:.0f}"},
            }
        ),
        yaxis=theme.axis(range=[0, top * 100], dtick=_TOPS.get(top, top / 5) * 100, ticksuffix="%"),
        hovermode="x unified",
        annotations=notes,
    )
    data = [trace for curve in curves for trace in _band(curve)] + [_line(curve) for curve in curves]
    return {"data": data, "layout": layout}, height


def _band(curve: Curve) -> list[dict[str, Any]]:
    edge = {"color": theme.tint(curve.colour, 0.35), "width": 0.6, "shape": "hv"}
    common = {"type": "scatter", "mode": "lines", "x": _plain(curve.times), "hoverinfo": "skip", "line": edge}
    fill = {"fill": "tonexty", "fillcolor": theme.tint(curve.colour, 0.09)}
    low, high = (np.where(np.isnan(limit), curve.value, limit) for limit in (curve.low, curve.high))
    return [common | {"y": _plain(low * 100)}, common | {"y": _plain(high * 100)} | fill]


def _line(curve: Curve) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.name,
        "x": _plain(curve.times),
        "y": _plain(curve.value * 100),
        "text": [words.estimate(*values) for values in zip(curve.value, curve.low, curve.high, strict=True)],
        "line": {"color": curve.colour, "dash": curve.dash, "width": 2.2, "shape": "hv"},
        "cliponaxis": False,
        "hovertemplate": f"{curve.name}  %{{text}}<extra></extra>",
    }


def _names(curves: Sequence[Curve], top: float) -> list[dict[str, Any]]:
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


def _plain(values: Array) -> list[float]:
    return [round(float(value), 3) for value in values]
