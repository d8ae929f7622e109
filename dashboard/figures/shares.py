"""Documented visits of those due, one row a visit, with n/N written beside each mark."""

from typing import Any

from dashboard.figures import rows, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.delivery import Visits

COLUMN = 66
"""Width of a column of counts at the right, in pixels."""


def share(result: Visits) -> Figure:
    """Completeness by visit, from 0 to 100%; a visit not yet due for anyone says so."""
    arms, visits = list(dict.fromkeys(result.arms)), list(dict.fromkeys(result.visits))
    step = rows.ROW + 4 * len(arms)
    counts = {
        (arm, visit): (int(done), int(expected))
        for arm, visit, done, expected in zip(result.arms, result.visits, result.done, result.expected, strict=True)
    }
    annotations = [theme.heading("Documented, % of visits due", xshift=4 - rows.left(visits))]
    annotations += _columns(arms, visits, counts)
    data = [
        _marks(arm, [counts.get((arm, visit), (0, 0)) for visit in visits], visits, offset)
        for arm, offset in zip(arms, rows.offsets(len(arms)), strict=True)
    ]
    height = max(len(visits), 1) * step + 30 + 34
    layout = theme.layout(
        height,
        {"l": rows.left(visits), "r": 10 + COLUMN * max(len(arms), 1), "t": 30, "b": 34},
        xaxis=theme.base({"range": [0, 100], "dtick": 50, "ticksuffix": "%"}),
        yaxis=rows.axis(visits),
        hovermode="closest",
        annotations=annotations + ([] if visits else [theme.nothing("No visit is planned")]),
    )
    return Figure({"data": data, "layout": layout}, _alt(arms, counts), _foot(arms, counts), height)


def _marks(arm: str, counts: list[tuple[int, int]], visits: list[str], offset: float) -> dict[str, Any]:
    style = theme.arm(arm)
    due = [(i, done, expected) for i, (done, expected) in enumerate(counts) if expected]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": style.label,
        "x": [round(100 * done / expected, 3) for _, done, expected in due],
        "y": [i + offset for i, _, _ in due],
        "marker": style.marker,
        "cliponaxis": False,
        "text": [f"{visits[i]}: {style.label} {words.part(done, expected)}" for i, done, expected in due],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _columns(
    arms: list[str], visits: list[str], counts: dict[tuple[str, str], tuple[int, int]]
) -> list[dict[str, Any]]:
    made = []
    for place, arm in enumerate(arms):
        right = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": 8 + COLUMN * (place + 1)}
        style = theme.arm(arm)
        head = style.mark if style.name == style.label else "n / due"
        made.append(theme.text(head, color=style.colour, yref="paper", y=1, yanchor="bottom", yshift=8, **right))
        for i, visit in enumerate(visits):
            done, expected = counts.get((arm, visit), (0, 0))
            words_ = f"{done} / {expected}" if expected else "not due"
            made.append(
                theme.text(
                    words_, color=theme.INK if expected else theme.MUTE, yref="y", y=i, yanchor="middle", **right
                )
            )
    return made


def _totals(arms: list[str], counts: dict[tuple[str, str], tuple[int, int]]) -> list[tuple[str, int, int]]:
    def total(arm: str, which: int) -> int:
        return sum(pair[which] for (name, _), pair in counts.items() if name == arm)

    return [(theme.arm(arm).lead, total(arm, 0), total(arm, 1)) for arm in arms]


def _alt(arms: list[str], counts: dict[tuple[str, str], tuple[int, int]]) -> str:
    parts = [
        f"{lead}{words.part(done, due)}" if due else f"{lead}none due" for lead, done, due in _totals(arms, counts)
    ]
    return f"Visits documented of those due: {'; '.join(parts) or 'none planned'}."


def _foot(arms: list[str], counts: dict[tuple[str, str], tuple[int, int]]) -> str:
    return " · ".join(f"{lead}{done} / {due} in all" for lead, done, due in _totals(arms, counts))
