"""A guideline's picture: events against evaluable participants, its boundary, and each arm's path to today."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dashboard.figures import labels, theme, words
from dashboard.figures.arrays import Array
from dashboard.figures.kinds import Column, Figure, Sentence, Table

PLOT = 264
_GAP = 18
_STEPS = (1, 2, 5, 10, 20, 50, 100)


class Count(Protocol):
    """One way of counting at the cut-off, with its path: evaluable participants and events at each event."""

    @property
    def events(self) -> int: ...  # noqa: D102
    @property
    def evaluable(self) -> float: ...  # noqa: D102
    @property
    def path_evaluable(self) -> Array: ...  # noqa: D102
    @property
    def path_events(self) -> Array: ...  # noqa: D102
    @property
    def met(self) -> bool: ...  # noqa: D102
    @property
    def now_above(self) -> bool: ...  # noqa: D102
    @property
    def needed(self) -> int | None: ...  # noqa: D102


class Range(Protocol):
    """Up to `last` evaluable participants `events` events meet the guideline, from `first` on."""

    @property
    def first(self) -> int: ...  # noqa: D102
    @property
    def last(self) -> int: ...  # noqa: D102
    @property
    def events(self) -> int: ...  # noqa: D102


class Rule(Protocol):
    """A rule reaches to its planned number of participants."""

    @property
    def planned(self) -> int: ...  # noqa: D102


class Status(Protocol):
    """What a guideline says today about one arm."""

    @property
    def rule(self) -> Rule: ...  # noqa: D102
    @property
    def boundary(self) -> Sequence[Range]: ...  # noqa: D102
    @property
    def count(self) -> Count: ...  # noqa: D102
    @property
    def complete_window(self) -> Count: ...  # noqa: D102
    @property
    def participants(self) -> int: ...  # noqa: D102
    @property
    def further(self) -> object | None: ...  # noqa: D102
    @property
    def met(self) -> bool: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class Statuses(Protocol):
    """A guideline's status by arm."""

    @property
    def results(self) -> Mapping[str, Status]: ...  # noqa: D102


def guideline(result: Statuses, *, unit: str = "Evaluable participants") -> Figure:
    """Boundary and paths; x runs to the rule's planned number, further only if an arm is beyond it."""
    arms = result.results
    ranges = next(iter(arms.values())).boundary
    right = max(*(arm.count.evaluable for arm in arms.values()), next(iter(arms.values())).rule.planned)
    highest = max(*(arm.count.events for arm in arms.values()), *(step.events for step in ranges))
    end = highest + max(1, round(0.2 * highest))
    annotations = [theme.heading("Events", xshift=-38), _axis_title(unit), *_region(ranges, end)]
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
    data += [_today(name, arm.count) for name, arm in arms.items()]
    return Figure({"data": data, "layout": layout}, _alt(arms), _foot(arms), height)


def guideline_sentence(result: Statuses, *, title: str = "Guideline") -> Sentence:
    """A tile: met or not met, with the count and distance of each arm below, in neutral words."""
    arms = result.results
    met = [theme.arm(name).label for name, arm in arms.items() if arm.met]
    value = "Not met" if not met else "Met" if len(arms) == 1 else f"Met in {words.listed(met)}"
    return Sentence(title, value, tuple(_who(name) + arm.text for name, arm in arms.items()))


def guideline_table(result: Statuses) -> Table:
    """One row per arm: what is counted, at how many events it is met, and how far that is."""
    titles = ("Arm", "Guideline", "Events", "Evaluable", "Met at", "Events to boundary", "Complete window")
    columns = tuple(Column(title, "left" if title in titles[:2] else "right") for title in titles)
    return Table(columns, tuple(_row(name, arm) for name, arm in result.results.items()))


def _row(name: str, arm: Status) -> tuple[str, ...]:
    window, further = arm.complete_window, arm.further
    return (
        theme.arm(name).mark,
        "met" if arm.met else "not met",
        str(arm.count.events),
        words.number(arm.count.evaluable),
        words.MISSING if arm.count.needed is None else str(arm.count.needed),
        words.MISSING if further is None else str(further),
        f"{window.events} / {words.number(window.evaluable, 0)}",
    )


def _boundary(ranges: Sequence[Range], end: int) -> list[dict[str, Any]]:
    """The staircase, and the region on and above it; k events meet the guideline up to the last n of their range."""
    x, y = [float(ranges[0].first)] if ranges else [], []
    for step in ranges:
        y += [step.events, step.events]
        x += [float(step.last)] * 2
    x = x[: len(y)]
    common = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    around = {"x": [*x, *x[-1:], *x[:1]], "y": [*y, *([end, end] if y else [])]}
    fill = {"fill": "toself", "fillcolor": theme.tint(theme.RULE, 0.07), "line": {"width": 0, "color": theme.RULE}}
    return [common | around | fill, common | {"x": x, "y": y, "line": {"color": theme.RULE, "width": 1.6}}]


def _region(ranges: Sequence[Range], end: int) -> list[dict[str, Any]]:
    place = {"xref": "x", "x": ranges[0].first, "xanchor": "left", "xshift": 8} if ranges else {}
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
                f"{_bold(name)}{_today_words(arm.count)}",
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


def _bold(name: str) -> str:
    lead = theme.arm(name).lead
    return f"<b>{lead.strip()}</b>  " if lead else ""


def _today_words(count: Count) -> str:
    tally = f"{count.events} / {words.number(count.evaluable)}"
    if count.met:
        return f"{tally}, met" if count.now_above else f"{tally}, met, now below"
    return tally if count.needed is None else f"{tally}, met at {count.needed}"


def _axis_title(unit: str) -> dict[str, Any]:
    return theme.text(unit, xref="paper", x=0.5, xanchor="center", yref="paper", y=0, yanchor="middle", yshift=-36)


def _alt(arms: Mapping[str, Status]) -> str:
    return " ".join(_who(name) + arm.text for name, arm in arms.items())


def _foot(arms: Mapping[str, Status]) -> str:
    def one(name: str, count: Count) -> str:
        return f"{theme.arm(name).lead}{words.count(count.events, 'event')} among {words.number(count.evaluable, 0)}"

    return f"Complete window: {' · '.join(one(name, arm.complete_window) for name, arm in arms.items())}"


def _who(name: str) -> str:
    return theme.arm(name).lead.replace(" ", ": ")
