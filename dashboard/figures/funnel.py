"""Treatment cycles: expected by time, started and completed, side by side for each cycle."""

import math
from collections.abc import Sequence
from typing import Any

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.delivery import Cycles

PLOT = 220
STEPS = ("expected", "started", "completed")
_TOPS = (5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 1000, 2000, 5000)


def cycles(result: Cycles) -> Figure:
    """Grouped bars on one axis, a field for each arm; every bar carries its count, a masked one a dash."""
    arms = list(dict.fromkeys(result.arms))
    known = STEPS if len(result.completed) else STEPS[:2]
    series = {step: [float(value) for value in getattr(result, step)] for step in known}
    highest = max((value for values in series.values() for value in values if not math.isnan(value)), default=0.0)
    end = labels.top(1.08 * max(highest, 1), _TOPS)
    height = PLOT + 94
    layout = theme.layout(
        height,
        {"l": 40, "r": 8, "t": 46, "b": 48},
        barmode="group",
        bargap=0.28,
        bargroupgap=0.12,
        hovermode="closest",
        yaxis=theme.axis(range=[0, end], nticks=5, tickformat="d"),
        annotations=[theme.heading(_key(known), xshift=-34, align="left")],
    )
    data: list[dict[str, Any]] = []
    for place, arm in enumerate(arms):
        mine = [i for i, name in enumerate(result.arms) if name == arm]
        name = "x" if place == 0 else f"x{place + 1}"
        ticks = [f"{int(result.cycles[i])}" for i in mine]
        layout[name.replace("x", "xaxis")] = theme.base(
            {"type": "category", "domain": _field(place, len(arms)), "anchor": "y", "ticks": ""}
        )
        data += [_bars(arm, step, ticks, [series[step][i] for i in mine], name) for step in known]
        layout["annotations"] += [_axis_title(name), *_letter(arm, name)]
    if not arms:
        layout["xaxis"] = theme.base({"showticklabels": False})
        layout["annotations"] += [theme.nothing("No cycle is planned")]
    masked = any(math.isnan(value) for values in series.values() for value in values)
    foot = "A dash stands for a count that is not shown while it is small." if masked else ""
    return Figure({"data": data, "layout": layout}, _alt(arms, result, series), foot, height)


def _key(known: Sequence[str]) -> str:
    """Two lines, the second short enough for a narrow screen."""
    key = ", ".join(f"{step} {look}" for step, look in zip(known, ("outlined", "pale", "full"), strict=False))
    return f"Participants<br>{key}"


def _field(place: int, many: int) -> list[float]:
    gap = 0.06
    width = (1 - gap * (many - 1)) / many
    return [round(place * (width + gap), 4), round(place * (width + gap) + width, 4)]


def _axis_title(xaxis: str) -> dict[str, Any]:
    below = {"xref": f"{xaxis} domain", "x": 0.5, "xanchor": "center", "yref": "paper", "y": 0, "yanchor": "middle"}
    return theme.text("Cycle", yshift=-36, **below)


def _bars(arm: str, step: str, ticks: list[str], values: list[float], xaxis: str) -> dict[str, Any]:
    style = theme.arm(arm)
    fill = {"expected": theme.PAPER, "started": theme.tint(style.colour, 0.3), "completed": style.colour}[step]
    return {
        "type": "bar",
        "name": step,
        "x": ticks,
        "y": [0.0 if math.isnan(value) else value for value in values],
        "xaxis": xaxis,
        "marker": {"color": fill, "line": {"color": style.colour, "width": 1}},
        "text": [words.short(value) for value in values],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": theme.TEXT - 1, "color": theme.INK},
        "cliponaxis": False,
        "hovertemplate": f"Cycle %{{x}}: %{{text}} {step}<extra></extra>",
    }


def _letter(arm: str, xaxis: str) -> list[dict[str, Any]]:
    style = theme.arm(arm)
    if style.name != style.label:
        return []
    place = {"xref": f"{xaxis} domain", "x": 1, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "top"}
    return [theme.text(f"<b>{style.mark}</b>", color=style.colour, **place)]


def _alt(arms: list[str], result: Cycles, series: dict[str, list[float]]) -> str:
    def one(arm: str) -> str:
        mine = [i for i, name in enumerate(result.arms) if name == arm]
        counts = (f"{', '.join(_said(series[step][i]) for i in mine)} {step}" for step in series)
        return f"{theme.arm(arm).lead}{'; '.join(counts)}"

    if not arms:
        return "No cycle is planned."
    return f"Participants per cycle, from cycle {int(result.cycles[0])} on: {'. '.join(one(arm) for arm in arms)}."


def _said(count: float) -> str:
    return "not shown" if math.isnan(count) else words.short(count)
