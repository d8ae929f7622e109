"""Each participant's treatment as a row: cycles as bars, relapse, death and ongoing treatment as marks."""

from typing import Any

from dashboard.figures import theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.exposure import Bar, Swimmer

ROW = 14
"""Pixels a participant: readable with eighty, and a thousand fit a drawing that scrolls."""
_TOP, _FOOT = 84, 8
_LETTER = 6.6
MARKS = {
    "relapse": ("Relapse", "diamond", theme.RULE),
    "death": ("Death", "x", theme.INK),
    "ongoing": ("Ongoing", "triangle-right", theme.MUTE),
}


def swimmer(result: Swimmer) -> Figure:
    """The longest on treatment on top; the axis of days stands above, where a tall drawing begins."""
    names = [who for who, _, _ in result.rows]
    height = _TOP + _FOOT + ROW * max(len(names), 6)
    left = round(max((len(name) for name in names), default=0) * _LETTER) + 12
    days = [bar.end for _, _, bars in result.rows for bar in bars]
    layout = theme.layout(
        height,
        {"l": left, "r": 14, "t": _TOP, "b": _FOOT},
        barmode="overlay",
        bargap=0.25,
        hovermode="closest",
        xaxis=theme.base({"side": "top", "range": [-4, 1.04 * max(days, default=100)], "showgrid": True, "nticks": 8}),
        yaxis=theme.axis(
            range=[max(len(names), 6) - 0.5, -0.5],
            tickvals=list(range(len(names))),
            ticktext=[words.drawn(name) for name in names],
            tickfont={"size": theme.TEXT - 2, "color": theme.INK},
            showgrid=False,
        ),
        annotations=[theme.heading("Days after randomisation") | {"yshift": 26}],
        showlegend=bool(names),
        legend={"orientation": "h", "xref": "container", "x": 0, "yref": "container", "y": 1, "yanchor": "top"}
        | {"itemclick": False, "itemdoubleclick": False, "font": {"size": theme.TEXT}},
    )
    data = [*_bars(result), *_marks(result)] if names else []
    if not names:
        layout["annotations"] += [theme.nothing("Nobody has started treatment")]
    rest = f"The first {len(names)} of {result.total}; the download has all, each as long on treatment or shorter"
    return Figure({"data": data, "layout": layout}, _alt(result), rest if result.total > len(names) else "", height)


def _bars(result: Swimmer) -> list[dict[str, Any]]:
    """A bar a cycle: of each arm a trace of every other one, full, and a paler one of those between."""
    found = []
    for arm in sorted({arm for _, arm, _ in result.rows}):
        style = theme.arm(arm)
        for odd, colour in ((1, style.colour), (0, theme.tint(style.colour, 0.55))):
            shown = [
                (row, bar)
                for row, (_, mine, bars) in enumerate(result.rows)
                if mine == arm
                for bar in bars
                if bar.kind == "cycle" and bar.cycle % 2 == odd
            ]
            found.append(_trace(f"{style.label}, cycles", colour, shown))
    return found


def _trace(name: str, colour: str, shown: list[tuple[int, Bar]]) -> dict[str, Any]:
    """Whole numbers alone, and the words once: there may be thousands of bars."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [row for row, _ in shown],
        "base": [bar.start for _, bar in shown],
        "x": [bar.end - bar.start + 1 for _, bar in shown],
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [[bar.cycle, bar.start, bar.end] for _, bar in shown],
        "hovertemplate": "cycle %{customdata[0]}, day %{customdata[1]} to %{customdata[2]}<extra></extra>",
        "showlegend": False,
    }


def _marks(result: Swimmer) -> list[dict[str, Any]]:
    found = []
    for kind, (title, symbol, colour) in MARKS.items():
        shown = [(row, bar.start) for row, (_, _, bars) in enumerate(result.rows) for bar in bars if bar.kind == kind]
        found.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": title,
                "x": [day for _, day in shown],
                "y": [row for row, _ in shown],
                "marker": {"symbol": symbol, "size": 8, "color": colour},
                "cliponaxis": False,
                "hovertemplate": f"{title}, day %{{x}}<extra></extra>",
                "showlegend": True,
            }
        )
    return found


def _alt(result: Swimmer) -> str:
    if not result.rows:
        return "Nobody has started treatment."
    counts = {kind: sum(bar.kind == kind for _, _, bars in result.rows for bar in bars) for kind in ("cycle", *MARKS)}
    return (
        f"{len(result.rows)} of {words.count(result.total, 'participant')} who started, the longest on treatment "
        f"first: {counts['cycle']} cycles, {counts['relapse']} relapses, {counts['death']} deaths, "
        f"{counts['ongoing']} ongoing."
    )
