"""A group-sequential plan: its boundary over events, its looks, and the look at hand."""

from typing import Any

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Column, Figure, Sentence, Table
from dashboard.stats.sequential.standing import Favour, Favours, Promise, Standing

PLOT = 260
_STEPS = (5, 10, 20, 50, 100, 200, 500)
_WORDS = ("In favour of", "Boundary", "Futility boundary")
NOT_YET = "No planned analysis at this extract. The test, its p-value and conditional power stand here only at one."


def answer(result: Standing) -> Sentence:
    """The lead: is there a planned analysis, and was its boundary reached?"""
    return Sentence(result.text)


def boundary(result: Standing) -> Figure:
    """The boundary over events, upwards in favour of the first arm and downwards in favour of the second."""
    looks = [(float(n), float(z)) for n, z in zip(result.bounds.information, result.bounds.upper, strict=True)]
    shown = [(n, z) for n, z in looks if z < 8]  # beyond that nothing is spent that could be seen
    top = max([z for _, z in shown] + [abs(favour.z) for favour in result.favours] + [2]) * 1.15
    right = max(result.plan.maximum, result.events) * 1.06
    earlier, later = result.arms
    annotations = [
        theme.heading("Z of the log-rank test", xshift=-38),
        _direction(earlier, "top"),
        _direction(later, "bottom"),
        *_region(shown),
        _now(result, top),
        theme.text(
            "Events in both arms",
            xref="paper",
            x=0.5,
            xanchor="center",
            yref="paper",
            y=0,
            yanchor="middle",
            yshift=-36,
        ),
    ]
    height = PLOT + 30 + 48
    layout = theme.layout(
        height,
        {"l": 44, "r": 16, "t": 30, "b": 48},
        xaxis=theme.base({"range": [0, right], "dtick": labels.top(right / 6, _STEPS), "tickformat": "d"}),
        yaxis=theme.axis(range=[-top, top], dtick=1 if top < 6 else 2),
        hovermode="closest",
        annotations=annotations,
        shapes=[_line_at(result.events, top)],
    )
    data = [*_side(shown, 1), *_side(shown, -1), *_today(result)]
    return Figure({"data": data, "layout": layout}, f"{result.text} {_said(looks)}", "", height)


def looks(result: Standing) -> Table:
    """A row a look: events, alpha, and the boundary as Z, p and hazard ratio."""
    frame = result.table()
    cells = {
        "Look": [str(look) for look in frame["Look"]],
        "Status": list(frame["Status"]),
        "Events": [str(n) for n in frame["Events"]],
        "Information fraction": [words.percent(value, 0) for value in frame["Information fraction"]],
        "Alpha spent so far, one-sided": [_small(value) for value in frame["Alpha spent so far, one-sided"]],
    }
    for name in frame.columns[len(cells) :]:
        cells[name] = [_small(v) if ": p" in name else words.number(v, 2) for v in frame[name]]
    columns = tuple(Column(name, "left" if name == "Status" else "right") for name in cells)
    return Table(columns, tuple(zip(*cells.values(), strict=True)), foot=_how(result))


def at_hand(result: Favours) -> Table:
    """The look at hand in favour of each arm; between planned analyses only why there is nothing."""
    rows = [_row(favour) for favour in result.favours]
    columns = tuple(Column(name, "left" if name in _WORDS else "right") for name in (rows[0] if rows else ()))
    return Table(columns, tuple(tuple(row.values()) for row in rows), empty=NOT_YET)


def promise(result: Promise) -> Table:
    """What the plan finds at each true hazard ratio."""
    frame = result.table()
    texts = [
        [words.short(value) if name == "Expected events" else words.number(value, 2) for value in frame[name]]
        if name in ("True hazard ratio", "Expected events")
        else [_chance(value, 1) for value in frame[name]]
        for name in frame.columns
    ]
    return Table(tuple(Column(str(name)) for name in frame.columns), tuple(zip(*texts, strict=True)))


def _row(favour: Favour) -> dict[str, str]:
    limits = f"{words.number(favour.lower, 2)} to {words.number(favour.upper, 2)}"
    row = {
        "In favour of": theme.arm(favour.arm).mark,
        "Hazard ratio, this arm over the other (repeated interval)": f"{words.number(favour.ratio, 2)} ({limits})",
        "Z": words.number(favour.z, 2),
        "Boundary: Z": words.number(favour.boundary, 2),
        "Boundary": _reached(favour.reached),
        "p, one-sided": _small(favour.p),
        "Boundary: p, one-sided": _small(favour.nominal_p),
    }
    if favour.futile is not None:
        row["Futility boundary"] = _reached(favour.futile)
    if favour.outlook is not None:
        for chance in favour.outlook.chances:
            row[f"Chance to reach it later, {words.inside(chance.assumption)}"] = _chance(chance.any_later, 0)
    return row


def _reached(yes: bool) -> str:
    return "reached" if yes else "not reached"


def _side(looks: list[tuple[float, float]], sign: int) -> list[dict[str, Any]]:
    """The boundary at each look, joined for the eye; it exists at the looks alone."""
    line = {"color": theme.RULE, "width": 1.2, "dash": "dot"}
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [n for n, _ in looks],
            "y": [round(sign * z, 3) for _, z in looks],
            "line": line,
            "marker": {"symbol": "line-ew", "size": 16, "line": {"color": theme.RULE, "width": 2.4}},
            "cliponaxis": False,
            "hovertemplate": "boundary %{y:.2f} at %{x:.0f} events<extra></extra>",
        }
    ]


def _today(result: Standing) -> list[dict[str, Any]]:
    if not result.favours:
        return []
    first = result.favours[0]
    marker = {"symbol": "diamond", "size": 11, "color": theme.INK}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [result.events],
            "y": [round(first.z, 3)],
            "marker": marker,
            "cliponaxis": False,
            "hovertemplate": f"Z {first.z:.2f} in favour of {first.arm}<extra></extra>",
        }
    ]


def _direction(arm: str, side: str) -> dict[str, Any]:
    """In whose favour Z is, beside the upright axis, at its top or its bottom."""
    style = theme.arm(arm)
    place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": 8, "yref": "paper"}
    y = 1 if side == "top" else 0
    return theme.text(f"in favour of <b>{style.mark}</b>", color=style.colour, y=y, yanchor=side, **place)


def _region(looks: list[tuple[float, float]]) -> list[dict[str, Any]]:
    """Beyond the boundary of the last look, where there is room."""
    if not looks:
        return []
    n, z = looks[-1]
    place = {"xref": "x", "x": n, "xanchor": "right", "yref": "y"}
    return [
        theme.text("boundary reached", color=theme.RULE, y=sign * z, yanchor=anchor, yshift=sign * 6, **place)
        for sign, anchor in ((1, "bottom"), (-1, "top"))
    ]


def _now(result: Standing, top: float) -> dict[str, Any]:
    count = words.count(result.events, "event")
    said = f"{count} so far, no planned analysis" if result.look is None else f"look {result.look}: {count}"
    z = result.favours[0].z if result.favours else 0.0
    left = result.events < 0.6 * result.plan.maximum
    return theme.text(
        said,
        color=theme.INK,
        xref="x",
        x=result.events,
        xanchor="left" if left else "right",
        xshift=8 if left else -8,
        yref="y",
        y=z,
        yanchor="bottom",
        yshift=6 if abs(z) < 0.9 * top else -20,
    )


def _line_at(events: int, top: float) -> dict[str, Any]:
    line = {"color": theme.AXIS, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": events, "x1": events, "y0": -top, "y1": top, "line": line, "layer": "below"}


def _said(looks: list[tuple[float, float]]) -> str:
    return "Boundary: " + ", ".join(f"Z {z:.2f} at {n:.0f} events" for n, z in looks) + "."


def _how(result: Standing) -> str:
    return f"{result.plan.words[0].upper()}{result.plan.words[1:]}; one-sided alpha {result.plan.alpha:g}"


def _small(value: float) -> str:
    """A small probability to four decimals."""
    return "<0.0001" if value < 0.00005 else words.number(value, 4)


def _chance(value: float, digits: int) -> str:
    """A chance in percent; under a plan it is never none and never certain, so it is not rounded to either."""
    least = 10.0**-digits
    if value < least / 200:
        return f"<{least:g}%"
    return f">{100 - least:g}%" if value >= 1 - least / 200 else words.percent(value, digits)
