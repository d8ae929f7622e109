"""A guideline's picture: events against what they are counted among, its boundary, each arm's path and room left."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import ByArm
from dashboard.stats.stopping.boundary import Range
from dashboard.stats.stopping.status import Count, Further, Status

PLOT = 264
_GAP = 18
_STEPS = (1, 2, 5, 10, 20, 50, 100)


def guideline(result: ByArm[Status]) -> Figure:
    """Boundary, paths, and a dotted line up from today by the fewest further events that would meet the guideline.

    x runs to the rule's planned number, further only if an arm is beyond it.
    """
    arms = result.results
    ranges = next(iter(arms.values())).boundary
    right = max(*(arm.count.evaluable for arm in arms.values()), next(iter(arms.values())).rule.planned)
    highest = max(*(_within_reach(arm) for arm in arms.values()), *(step.events for step in ranges))
    end = highest + max(1, round(0.2 * highest))
    annotations = [theme.heading("Events", xshift=-38), _axis_title(next(iter(arms.values()))), *_region(ranges, end)]
    if any(arm.participants for arm in arms.values()):
        annotations += _ends(arms, right, end)
    else:
        annotations.append(theme.nothing("No evaluable participants so far"))
    height = PLOT + 30 + 48
    layout = theme.layout(
        height,
        {"l": 44, "r": 16, "t": 30, "b": 48},
        xaxis=theme.base({"range": [0, right], "nticks": 6, "tickformat": "d"}),
        yaxis=theme.axis(range=[0, end], dtick=labels.top(end / 7, _STEPS), tickformat="d"),
        hovermode="closest",
        annotations=annotations,
    )
    data = [*_boundary(ranges, end), *(_path(name, arm.count) for name, arm in arms.items())]
    data += [_room(name, arm) for name, arm in arms.items() if _within_reach(arm) > arm.count.events]
    data += [_today(name, arm.count) for name, arm in arms.items()]
    return Figure({"data": data, "layout": layout}, _alt(arms), _foot(arms), height)


def _boundary(ranges: Sequence[Range], end: int) -> list[dict[str, Any]]:
    """The staircase, and the region on and above it; k events meet the guideline up to the last n of their range."""
    x, y = [_start(ranges)] if ranges else [], []
    for step in ranges:
        y += [step.events, step.events]
        x += [float(step.last)] * 2
    x = x[: len(y)]
    common = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    around = {"x": [*x, *x[-1:], *x[:1]], "y": [*y, *([end, end] if y else [])]}
    fill = {"fill": "toself", "fillcolor": theme.tint(theme.RULE, 0.07), "line": {"width": 0, "color": theme.RULE}}
    return [common | around | fill, common | {"x": x, "y": y, "line": {"color": theme.RULE, "width": 1.6}}]


def _start(ranges: Sequence[Range]) -> float:
    """Where the staircase begins: as many participants as events, also where the first look comes later."""
    return float(min(ranges[0].first, ranges[0].events))


def _region(ranges: Sequence[Range], end: int) -> list[dict[str, Any]]:
    place = {"xref": "x", "x": _start(ranges), "xanchor": "left", "xshift": 8} if ranges else {}
    words_ = {"yref": "y", "y": end, "yanchor": "top", "yshift": -4}
    return [theme.text("guideline met", color=theme.RULE, **place, **words_)] if ranges else []


def _path(name: str, count: Count) -> dict[str, Any]:
    style = theme.arm(name)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": style.label,
        "x": [0.0, *(round(float(n), 2) for n in count.path_evaluable), round(count.evaluable, 2)],
        "y": [0, *(int(k) for k in count.path_events), count.events],
        "line": style.line | {"shape": "hv"},
        "cliponaxis": False,
        "hovertemplate": f"{style.label}  %{{y}} / %{{x:.1f}}<extra></extra>",
    }


def _within_reach(arm: Status) -> int:
    """The events that would meet the guideline; those of today where it is met, or where nobody pending could."""
    return arm.count.events + (0 if arm.met or arm.further is None else arm.further.fewest)


def _room(name: str, arm: Status) -> dict[str, Any]:
    """From today's point up by the fewest further events: each also adds to the evaluable, so that it may end above
    the boundary of today's.
    """
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(arm.count.evaluable, 2)] * 2,
        "y": [arm.count.events, _within_reach(arm)],
        "line": {"color": theme.arm(name).colour, "dash": "dot", "width": 1.2},
        "hoverinfo": "skip",
    }


def _today(name: str, count: Count) -> dict[str, Any]:
    style = theme.arm(name)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": style.label,
        "x": [round(count.evaluable, 2)],
        "y": [count.events],
        "marker": style.marker,
        "cliponaxis": False,
        "hovertemplate": f"{style.label} today: %{{y}} / %{{x:.1f}}<extra></extra>",
    }


def _ends(arms: Mapping[str, Status], right: float, end: int) -> list[dict[str, Any]]:
    """Each arm's count beside its marker: to its right, or above the path to its left when it is far along."""
    unit = PLOT / end
    late = [arm.count.evaluable > 0.5 * right for arm in arms.values()]
    wanted = [arm.count.events * unit + (14 if far else 0) for arm, far in zip(arms.values(), late, strict=True)]
    places = labels.spread(wanted, _GAP, 10, PLOT - 28)
    made = []
    for (name, arm), place, far in zip(arms.items(), places, late, strict=True):
        made.append(
            theme.text(
                f"{_bold(name)}{_today_words(arm)}",
                color=theme.arm(name).colour,
                xref="x",
                x=arm.count.evaluable,
                xanchor="right" if far else "left",
                xshift=-4 if far else 10,
                yref="paper",
                y=0,
                yshift=round(place, 1),
                yanchor="middle",
                bgcolor=theme.tint(theme.PAPER, 0.8),
                borderpad=1,
            )
        )
    return made


def evaluable(amount: float) -> str:
    """A number evaluable to one decimal, rounded as the status's own sentence and table round it."""
    return words.number(round(amount, 1))


def _bold(name: str) -> str:
    lead = theme.arm(name).lead
    return f"<b>{lead.strip()}</b>  " if lead else ""


def _today_words(arm: Status) -> str:
    count, further = arm.count, arm.further
    tally = f"{count.events} / {evaluable(count.evaluable)}"
    if count.met:
        return f"{tally}, met" if count.now_above else f"{tally}, met, now below"
    if further is not None:
        return f"{tally}, {_more(further)}"
    return tally if count.needed is None else f"{tally}, met at {count.needed}"


def _more(further: Further) -> str:
    """ "1 more event"; a range without the noun, so that it stays within a phone's width."""
    if further.fewest < further.most:
        return f"{further} more"
    return f"{further} more event{'' if further.most == 1 else 's'}"


def _axis_title(arm: Status) -> dict[str, Any]:
    title = "Person-time (windows followed)" if arm.counting == "exposure" else "Evaluable participants"
    return theme.text(title, xref="paper", x=0.5, xanchor="center", yref="paper", y=0, yanchor="middle", yshift=-36)


def _alt(arms: Mapping[str, Status]) -> str:
    return " ".join(theme.arm(name).says + arm.text for name, arm in arms.items())


def _foot(arms: Mapping[str, Status]) -> str:
    """Three lines: how far each arm is from the boundary, the complete-window count, the rule's exact properties."""

    def one(name: str, count: Count) -> str:
        return f"{theme.arm(name).lead}{words.count(count.events, 'event')} among {words.number(count.evaluable, 0)}"

    outlook = " · ".join(theme.arm(name).says + _outlook(arm) for name, arm in arms.items())
    window = " · ".join(one(name, arm.complete_window) for name, arm in arms.items())
    return f"{outlook[0].upper()}{outlook[1:]}\nComplete window: {window}\n{_properties(arms)}"


def _outlook(arm: Status) -> str:
    """How far the boundary is, in a phrase."""
    if arm.count.now_above:
        return "at or beyond the boundary now"
    if not arm.pending:
        return "nobody pending" if arm.participants else "nobody evaluable so far"
    if arm.further is None:
        return f"events in all {arm.pending} pending would not meet it"
    events = "event" if arm.further.most == 1 else "events"
    return f"{arm.further} further {events} would meet it{' again' if arm.met else ''}"


def _properties(arms: Mapping[str, Status]) -> str:
    first = next(iter(arms.values()))
    said = f"Type I error {words.number(first.type_one, 3)}, power {words.number(first.power, 2)} at "
    model = "a constant rate of events" if first.rule.counts == "exposure" else "complete windows"
    said += f"{100 * first.rule.p1:g}%, exact for {model}"
    beyond = [name for name, arm in arms.items() if arm.beyond_plan]
    if not beyond:
        return said
    where = f" in {words.listed(beyond)}" if theme.arm(beyond[0]).lead else ""
    return f"{said}. Beyond the {first.rule.planned} planned{where}: the boundary goes on, this error does not hold"
