"""When adverse events began: events per 100 person-days by period, a line an arm."""

from typing import Any

import numpy as np

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import ByArm
from dashboard.stats.event_onset import PERIOD, Onset
from dashboard.stats.landmarks import FEW

TOO_FEW = f"Fewer than {FEW} followed through any period"
_TITLE = {"text": "Days after randomisation", "font": {"size": theme.TEXT, "color": theme.MUTE}, "standoff": 8}
_TOPS = (0.5, 1, 2, 5, 10, 20, 50, 100)


def by_day(result: ByArm[Onset]) -> Figure:
    """Periods in which fewer than five were followed to the end are not drawn; the table has them."""
    arms = {name: (each, each.person_days >= FEW * PERIOD) for name, each in result.results.items()}
    end = max((float(each.first_day[kept].max(initial=0)) for each, kept in arms.values()), default=0) + PERIOD
    most = max((float(np.nanmax(each.rate[kept], initial=0)) for each, kept in arms.values()), default=0)
    ticks = np.arange(0, end + 1, PERIOD * max(1, round(end / PERIOD / 7)))
    layout = theme.layout(
        320,
        {"r": 44},
        xaxis=theme.base({"range": [0, end], "tickvals": ticks.tolist(), "title": _TITLE}),
        yaxis=theme.axis(range=[0, labels.top(most, _TOPS)]),
        hovermode="closest",
        annotations=[theme.heading("Events per 100 person-days", xshift=-theme.MARGIN["l"] + 6)],
    )
    data = [_line(name, each, kept) for name, (each, kept) in arms.items()]
    layout["annotations"] += [note for name, (each, kept) in arms.items() for note in _named(name, each, kept)]
    if not any(each.events.sum() for each, _ in arms.values()):
        layout["annotations"].append(theme.nothing("No events so far"))
    elif not any(kept.any() for _, kept in arms.values()):
        layout["annotations"].append(theme.nothing(TOO_FEW))
    return Figure({"data": data, "layout": layout}, _alt(result), _foot(result), 320)


def _line(name: str, each: Onset, kept: Any) -> dict[str, Any]:
    style = theme.arm(name)
    cells = zip(each.first_day[kept], each.events[kept], each.person_days[kept], each.rate[kept], strict=True)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": style.label,
        "x": (each.first_day[kept] + PERIOD / 2).tolist(),
        "y": [round(float(rate), 3) for rate in each.rate[kept]],
        "line": style.line,
        "marker": style.marker | {"size": 7},
        "text": [
            f"{style.lead}{first} to {first + PERIOD - 1}: {words.count(int(events), 'event')} in {days} person-days"
            f", {words.number(float(rate))} per 100"
            for first, events, days, rate in cells
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _named(name: str, each: Onset, kept: Any) -> list[dict[str, Any]]:
    """The arm's mark at the end of its line."""
    style = theme.arm(name)
    if not kept.any() or not style.lead:
        return []
    place = {"x": float(each.first_day[kept][-1] + PERIOD / 2), "y": round(float(each.rate[kept][-1]), 3)}
    return [
        theme.text(f"<b>{style.mark}</b>", color=style.colour, xref="x", yref="y", xanchor="left", xshift=8, **place)
    ]


def _foot(result: ByArm[Onset]) -> str:
    return ", ".join(
        f"{theme.arm(name).lead}{words.count(int(each.events.sum()), 'event')}" for name, each in result.results.items()
    )


def _alt(result: ByArm[Onset]) -> str:
    said = []
    for name, each in result.results.items():
        rates = np.where(each.person_days >= FEW * PERIOD, each.rate, -1)
        if not each.events.sum() or rates.max(initial=-1) < 0:
            said.append(f"{theme.arm(name).says}{TOO_FEW.lower() if each.events.sum() else 'no events so far'}")
            continue
        at = int(rates.argmax())
        first = int(each.first_day[at])
        said.append(
            f"{theme.arm(name).says}most in days {first} to {first + PERIOD - 1}, "
            f"{words.number(float(rates[at]))} per 100 person-days"
        )
    return f"Events by day of onset; {'; '.join(said)}."
