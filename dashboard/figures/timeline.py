"""One participant's time: what happened as marks above, every adverse event as a bar below, on one axis of days."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dashboard.figures import rows, tables, theme, words
from dashboard.figures.kinds import Figure, Table
from dashboard.stats.people import NOT_GRADED
from dashboard.stats.timeline import KINDS, Moment, Timeline

ROW = 36
"""Pixels a row: its name above, its bar below."""
LOW = 0.2
"""How far below the middle of its row a bar or mark lies, in rows."""
MARKS = {
    "transplantation": ("star", theme.INK, "★"),
    "randomisation": ("diamond-open", theme.INK, "◇"),
    "endpoint": ("diamond", theme.RULE, "◆"),
    "death": ("x", theme.INK, "✕"),
    "contact": ("line-ns-open", theme.MUTE, "|"),
}
"""Symbol, colour, and the glyph that stands for it in text."""
NOBODY = "No participant is chosen yet: type an identifier above, or come from a row of a table"
_TOP, _FOOT = 44, 8
_SHADES = (0.12, 0.2, 0.34, 0.52, 0.74, 0.92)
"""How dark a bar is: not graded, then grade 1 to 5; the grade stands in the bar's own words too."""


def timeline(result: Timeline) -> Figure:
    """Marks, visits and treatment in rows of their own, then a row a term in the order of its first onset."""
    bars = {**_treatment(result), **_by_term(result)}
    names = ["What happened", *(["Visits"] if result.of("visit") else []), *bars]
    height = _TOP + _FOOT + ROW * max(len(names), 3)
    days = [day for m in result.moments for day in (m.start, m.end) if day is not None]
    first, last = min(days, default=0), max(days, default=100)
    room = 0.03 * max(last - first, 30)
    layout = theme.layout(
        height,
        {"l": 8, "r": 16, "t": _TOP, "b": _FOOT},
        barmode="overlay",
        hovermode="closest",
        xaxis=theme.base(
            {"side": "top", "range": [first - room, last + 3 * room], "showgrid": True, "title": _title(result.clock)}
        ),
        yaxis=rows.axis(names, showticklabels=False, showgrid=False),
        annotations=rows.lanes(names) if result.moments else [theme.nothing(NOBODY)],
    )
    data = [_marks(result), _visits(result), *_bars(bars, len(names) - len(bars), result.last, room)]
    shown = [trace for trace in data if trace["x"]]
    return Figure({"data": shown, "layout": layout}, _alt(result), _foot(result), height)


def listed(result: Timeline) -> Table:
    """Every moment as a row."""
    return replace(tables.frame(result), empty=NOBODY)


def _by_term(result: Timeline) -> dict[str, list[Moment]]:
    found: dict[str, list[Moment]] = {}
    for moment in result.of("event"):
        found.setdefault(moment.title, []).append(moment)
    return found


def _treatment(result: Timeline) -> dict[str, list[Moment]]:
    found = {"Cycles": result.of("cycle"), "Infusions": result.of("infusion")}
    return {name: moments for name, moments in found.items() if moments}


def _bars(named: dict[str, list[Moment]], first: int, last: int, room: float) -> Iterator[dict[str, Any]]:
    """The bars of each row, from row `first` on; of those that touch all grades stand beside the one that ends last."""
    for at, moments in enumerate(named.values(), first):
        dated = sorted((m for m in moments if m.start is not None), key=lambda m: m.start or 0)
        for touching in _touching(dated, last, room):
            longest = max(touching, key=lambda m: _end(m, last))
            text = ", ".join(filter(None, map(_grade, touching)))
            yield from (_row(at, m, last, text if m is longest else "") for m in touching)


def _touching(dated: list[Moment], last: int, room: float) -> Iterator[list[Moment]]:
    """Moments by onset in groups; between two groups is room for the first one's grades, each half a `room` (days)."""
    group: list[Moment] = []
    for moment in dated:
        if group and (moment.start or 0) > max(_end(m, last) for m in group) + room * (1 + len(group)) / 2:
            yield group
            group = []
        group.append(moment)
    yield from [group] if group else []


def _end(moment: Moment, last: int) -> int:
    """Where its bar ends: without an end on the last known day."""
    return last if moment.end is None else moment.end


def _grade(moment: Moment) -> str:
    """What is said beside its bar: the grade, S for serious, and an arrow where no end is recorded."""
    grade = str(moment.grade) if moment.grade else ""
    return f"{grade}{'S' if moment.serious == 'yes' else ''}{' →' if moment.end is None else ''}"


def _row(at: int, moment: Moment, last: int, beside: str) -> dict[str, Any]:
    """A bar from onset to end; one without an end runs to the last known day and is open on the right."""
    start, end = moment.start or 0, _end(moment, last)
    graded = min(moment.grade, len(_SHADES) - 1)
    ink = theme.RULE if moment.serious == "yes" else theme.INK
    return {
        "type": "bar",
        "orientation": "h",
        "y": [at + LOW],
        "width": [0.42],
        "base": [start],
        "x": [max(end - start, 0) + 1],
        "marker": {"color": theme.tint(ink, _SHADES[graded]), "line": {"width": 1.4, "color": ink}},
        "text": [beside],
        "textposition": "outside",
        "textfont": {"size": theme.TEXT - 1, "color": ink},
        "cliponaxis": False,
        "hovertext": [words.drawn(_said(moment))],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(result: Timeline) -> dict[str, Any]:
    shown = [m for m in result.moments if m.kind in MARKS and m.start is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [m.start for m in shown],
        "y": [LOW] * len(shown),
        "marker": {
            "symbol": [MARKS[m.kind][0] for m in shown],
            "color": [MARKS[m.kind][1] for m in shown],
            "size": 11,
            "line": {"width": 2, "color": [MARKS[m.kind][1] for m in shown]},
        },
        "cliponaxis": False,
        "hovertext": [words.drawn(_said(m)) for m in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _visits(result: Timeline) -> dict[str, Any]:
    shown = [m for m in result.of("visit") if m.start is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [m.start for m in shown],
        "y": [1 + LOW] * len(shown),
        "marker": {"symbol": "circle-open", "size": 8, "color": theme.MUTE},
        "hovertext": [words.drawn(_said(m)) for m in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _said(moment: Moment) -> str:
    """What happened and when, in one line."""
    what = moment.title or KINDS[moment.kind]
    grade = f", {words.inside(moment.grade_title or NOT_GRADED)}" if moment.kind == "event" else ""
    serious = ", serious" if moment.serious == "yes" else ""
    until = f" to {moment.end}" if moment.end is not None and moment.end != moment.start else ""
    return f"{what}{grade}{serious}, day {moment.start}{until}"


def _foot(result: Timeline) -> str:
    """The marks in words: they are few, and a key would need a legend of its own."""
    shown = [m for m in result.moments if m.kind in MARKS and m.start is not None]
    marks = "; ".join(f"{MARKS[m.kind][2]} {_said(m)}" for m in shown)
    key = "Bars: adverse events, their grades by onset; S serious, → no end recorded" if result.of("event") else ""
    undated = sum(m.start is None for m in result.moments)
    lost = f"{words.count(undated, 'entry', 'entries')} without a day in no place" if undated else ""
    return ". ".join(part for part in (marks, key, lost) if part)


def _title(words_: str) -> dict[str, Any]:
    return {"text": words_, "font": {"size": theme.TEXT, "color": theme.MUTE}, "standoff": 8}


def _alt(result: Timeline) -> str:
    if not result.moments:
        return f"{NOBODY}."
    events = result.of("event")
    serious = sum(m.serious == "yes" for m in events)
    marks = "; ".join(_said(m) for m in result.moments if m.kind in MARKS and m.start is not None)
    return f"{result.clock}: {marks}. {words.count(len(events), 'adverse event')}, {serious} serious."
