"""Laboratory values: a table of shifts, the plane of liver injury, quartiles over time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.figures import labels, risk, tables, theme, words
from dashboard.figures.kinds import Column, Figure, Sentence, Table
from dashboard.figures.leads import to_people
from dashboard.figures.risk import Row, Section
from dashboard.stats.contrast import RiskDifference
from dashboard.stats.lab_severe import Severe
from dashboard.stats.labs import GRADES, MISSING, QUADRANTS, Beyond, Course, Liver, Shift, said

MOST = 1500
"""Participants drawn within both limits; everybody beyond one is drawn."""
LISTED = 500
"""Participants beyond a limit who stand on a page; a file has all."""
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_HEIGHT, _ABOVE, _BELOW, _LINE = 420, 46, 48, 15
"""Pixels of the plane of liver injury, with its margins, and of a line of text in it."""
_TOP, _COURSE = 34, 240
"""Pixels above a course, and of its plot."""


def shift(result: Shift) -> Table:
    """A row a baseline grade, a column an arm and worst grade; grades that nobody has are left out."""
    before = [b for b in GRADES if any(n for (_, x, _), n in result.counts.items() if x == b)]
    worst = [w for w in GRADES if any(n for (_, _, x), n in result.counts.items() if x == w)]
    heads = [
        Column(f"{theme.arm(arm).label}: {words.inside(said(grade))}", arm=arm) for arm in result.n for grade in worst
    ]
    rows = tuple(
        (f"{said(b)} at baseline", *(str(result.counts[arm, b, w]) for arm in result.n for w in worst)) for b in before
    )
    sizes = ", ".join(f"{theme.arm(arm).lead}n = {n}" for arm, n in result.n.items())
    empty = "This test has no grades." if not result.term else "Nobody has been randomised."
    foot = f"{result.term}, worst grade after baseline · participants, {sizes}"
    return Table((Column("Baseline", "left"), *heads), rows, foot=foot if result.term else "", empty=empty)


def severe(result: Severe, *, titles: Mapping[str, str]) -> Table:
    """A row a test: by arm, participants with a severe value of everybody, and with any grade; then the differences."""
    between = tuple(result.differences().values())
    heads: list[Column] = []
    for arm, n in zip(result.arms, result.n, strict=True):
        label = theme.arm(arm).label
        heads += [Column(f"{label}, N = {n}", arm=arm), Column(f"{label}: graded", arm=arm)]
    rows = tuple((titles[test], *_severe(result, between, row)) for row, test in enumerate(result.tests))
    foot = "Participants, n / N (%); graded: with a grade after baseline"
    return Table((Column("Test", "left"), *heads, *tables.differences(result.arms)), rows, foot=foot)


def _severe(result: Severe, between: Sequence[RiskDifference], row: int) -> Iterator[str]:
    for at, n in enumerate(result.n):
        yield words.part(int(result.severe[row, at]), n)
        yield str(result.graded[row, at])
    for each in between:
        yield words.difference(float(each.difference[row]), float(each.lower[row]), float(each.upper[row]))


def answer(result: Liver) -> Sentence:
    """Whether anybody is where both are beyond their limits."""
    said = ", ".join(f"{theme.arm(arm).lead}{_share(result, arm, QUADRANTS[0])}" for arm in result.arms)
    return Sentence(f"{QUADRANTS[0]}: {said}.")


def beyond(result: Beyond, *, leads_to: str) -> Table:
    """A row a participant, leading there on the page `leads_to`; to two decimals, so that none looks like its limit."""
    heads = [Column(str(name), "left" if at < 3 else "right") for at, name in enumerate(result.table().columns)]
    rows = tuple((*who, words.number(liver, 2), words.number(bile, 2)) for *who, liver, bile in result.rows[:LISTED])
    many = len(result.rows)
    foot = f"The first {LISTED} of {many} participants; the download has all" if many > LISTED else ""
    table = Table(tuple(heads), rows, foot=foot, empty="Nobody is beyond a limit.")
    return to_people(table, leads_to)


def liver(result: Liver) -> Figure:
    """Peaks on two logarithmic axes with the limits as lines; each quadrant with its name and participants by arm."""
    layout = theme.layout(
        _HEIGHT,
        {"l": 52, "r": 12, "t": _ABOVE, "b": _BELOW},
        hovermode="closest",
        xaxis=theme.base({"type": "log", **_range(result.transaminase, result.transaminase_limit)}),
        yaxis=theme.axis(type="log", **_range(result.bilirubin, result.bilirubin_limit, _room(len(result.arms)))),
        shapes=_limits(result),
        annotations=[
            theme.heading("Highest bilirubin, × upper limit of normal", xshift=-44),
            theme.text(
                "Highest transaminase, × upper limit of normal",
                **{"xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 0, "yanchor": "middle"},
                yshift=-36,
            ),
            *_names(result),
        ],
    )
    drawn, left_out = zip(*(_points(result, arm) for arm in result.arms), strict=True) if result.arms else ((), ())
    foot = ", ".join(f"{theme.arm(arm).lead}n = {result.n(arm)}" for arm in result.arms)
    missing = [f"{theme.arm(arm).lead}{_share(result, arm, MISSING)}" for arm in result.arms]
    foot += f" · {words.inside(MISSING)}: {', '.join(missing)}"
    if sum(left_out):
        foot += f" · {sum(left_out)} within both limits are counted and not drawn"
    return Figure({"data": [*drawn], "layout": layout}, _alt(result), foot, _HEIGHT)


def course(result: Course, *, titles: Mapping[str, str], units: Mapping[str, str], test: str) -> Figure:
    """Medians joined by arm, upright lines from quartile to quartile; below, how many were measured at each visit."""
    arms = list(dict.fromkeys(result.arms))
    days = sorted({int(day) for day in result.due})
    span = max(days, default=1)
    at = labels.ticks(span, days)
    below = (Section("Measured", tuple(_measured(result, arm) for arm in arms)),)
    height = _TOP + _COURSE + risk.below(below)
    layout = theme.layout(
        height,
        {"l": risk.LEFT, "r": 16, "t": _TOP, "b": risk.below(below)},
        hovermode="closest",
        xaxis=theme.base({"range": [-0.05 * span, 1.05 * span], "tickvals": at}),
        yaxis=theme.axis(rangemode="tozero", nticks=6),
        annotations=[
            theme.heading(f"{titles[test]}, {units[test]}: median and quartiles", xshift=6 - risk.LEFT),
            *risk.table(below, at, "Day after randomisation"),
        ],
    )
    step = 0.012 * span
    data = [_line(result, arm, (place - (len(arms) - 1) / 2) * step) for place, arm in enumerate(arms)]
    if not result.participants.sum():
        layout["annotations"] += [theme.nothing("Not measured so far")]
    return Figure({"data": data, "layout": layout}, _said(result, arms, titles[test], units[test]), "", height)


def _measured(result: Course, arm: str) -> Row:
    """The participants of an arm who were measured, at any of the days on which visits are due."""
    style = theme.arm(arm)
    found = {
        int(due): int(n)
        for name, due, n in zip(result.arms, result.due, result.participants, strict=True)
        if name == arm
    }
    return Row(style.mark, style.colour, lambda at: np.array([found[day] for day in at]))


def _range(values: "np.ndarray[Any, np.dtype[Any]]", limit: float, room: float = 0) -> dict[str, Any]:
    """A logarithmic axis with a tick at the limit; `room` is the share of it kept free at either end."""
    known = values[np.isfinite(values) & (values > 0)]
    low = float(np.log10(min(known.min(initial=0.5), 0.5)) - 0.05)
    high = float(np.log10(max(known.max(initial=2 * limit), 2 * limit)) + 0.08)
    free = (high - low) * room / (1 - 2 * room)
    ticks = sorted({*_TICKS, limit})
    return {"range": [low - free, high + free], "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}


def _room(arms: int) -> float:
    """The share of the plane's height that a quadrant's name takes, with a line for each arm."""
    return _LINE * (arms + 1.5) / (_HEIGHT - _ABOVE - _BELOW)


def _limits(result: Liver) -> list[dict[str, Any]]:
    dashed = {"color": theme.RULE, "width": 1.2, "dash": "dash"}
    x, y = result.transaminase_limit, result.bilirubin_limit
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": dashed},
        {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": dashed},
    ]


def _names(result: Liver) -> list[dict[str, Any]]:
    """Each quadrant's name in its outer corner, clear of marks, with its participants of everybody, a line an arm."""
    corners = ((1, 1), (0, 1), (1, 0), (0, 0))
    found = []
    for title, (x, y) in zip(QUADRANTS, corners, strict=True):
        counts = "<br>".join(
            f"{_key(arm, many=len(result.arms) > 1)}{_share(result, arm, title)}" for arm in result.arms
        )
        place = {"xref": "paper", "yref": "paper", "x": x, "y": y}
        place |= {"xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom"}
        found.append(theme.text(f"{title}<br>{counts}", align="right" if x else "left", bgcolor=theme.PAPER, **place))
    return found


def _key(arm: str, *, many: bool) -> str:
    """What a line of counts begins with: the arm's sign and letter in its colour, which is the drawing's key."""
    style = theme.arm(arm)
    return f'<span style="color:{style.colour}">{style.mark}</span> ' if many else style.lead


def _share(result: Liver, arm: str, title: str) -> str:
    """Participants of a quadrant of everybody in the arm."""
    return words.part(result.quadrants(arm)[title], result.n(arm))


def _points(result: Liver, arm: str) -> tuple[dict[str, Any], int]:
    style = theme.arm(arm)
    with np.errstate(invalid="ignore"):
        shown = (result.codes == result.arms.index(arm)) & (result.transaminase > 0) & (result.bilirubin > 0)
        inside = (result.transaminase <= result.transaminase_limit) & (result.bilirubin <= result.bilirubin_limit)
    within = np.flatnonzero(shown & inside)
    kept = np.sort(np.concatenate([np.flatnonzero(shown & ~inside), within[:: max(1, -(-len(within) // MOST))]]))
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": style.label,
        "x": np.round(result.transaminase[kept], 3).tolist(),
        "y": np.round(result.bilirubin[kept], 3).tolist(),
        "marker": style.marker | {"size": 7, "opacity": 0.75},
        "cliponaxis": False,
        "hovertemplate": f"{style.label}: transaminase %{{x}}, bilirubin %{{y}}<extra></extra>",
    }
    return trace, int(shown.sum()) - len(kept)


def _line(result: Course, arm: str, shift_by: float) -> dict[str, Any]:
    style = theme.arm(arm)
    mine = [i for i, name in enumerate(result.arms) if name == arm and result.participants[i]]
    middle = [float(result.middle[i]) for i in mine]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": style.label,
        "x": [float(result.due[i]) + shift_by for i in mine],
        "y": middle,
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [float(result.upper[i] - result.middle[i]) for i in mine],
            "arrayminus": [float(result.middle[i] - result.lower[i]) for i in mine],
            "color": style.colour,
            "thickness": 1.2,
            "width": 0,
        },
        "line": style.line,
        "marker": style.marker | {"size": 8},
        "text": [
            f"{style.label}, {result.visits[i]}: {words.short(result.middle[i], 2)} ({words.short(result.lower[i], 2)} "
            f"to {words.short(result.upper[i], 2)}), n = {result.participants[i]}"
            for i in mine
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _alt(result: Liver) -> str:
    said_ = "; ".join(
        f"{title}: " + ", ".join(f"{theme.arm(arm).lead}{_share(result, arm, title)}" for arm in result.arms)
        for title in (*QUADRANTS, MISSING)
    )
    return (
        f"Participants by {words.short(result.transaminase_limit)} × the limit in transaminase and "
        f"{words.short(result.bilirubin_limit)} × in bilirubin. {said_}."
    )


def _said(result: Course, arms: list[str], title: str, unit: str) -> str:
    parts = []
    for arm in arms:
        mine = [i for i, name in enumerate(result.arms) if name == arm and result.participants[i]]
        if mine:
            first, last = mine[0], mine[-1]
            parts.append(
                f"{theme.arm(arm).lead}{words.short(result.middle[first], 2)} at {words.inside(result.visits[first])}, "
                f"{words.short(result.middle[last], 2)} at {words.inside(result.visits[last])}"
            )
    return f"{title}, median in {unit}: {'; '.join(parts) or 'not measured so far'}."
