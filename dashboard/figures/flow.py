"""What became of everybody randomised, as a flow of boxes and as a table."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Figure, Table
from dashboard.stats.flow import Flow, Step

LINE, PAD, GAP = 17, 10, 22
"""Pixels: a line of text, the room above and below a box's text together, and the room between boxes."""
_LETTERS = 50
"""Letters in a line across the whole width of the narrowest screen."""
_CAPITALS = 0.75
"""Of capitals fewer fit."""
_HELD = "\N{NO-BREAK SPACE}"
"""Between a reason and its number while lines are broken: the number stays with the last word."""
_BETWEEN = 0.03
"""Room between two columns, as a share of the width."""


@dataclass(frozen=True)
class Box:
    """Lines of text in a frame between `left` and `right` (shares of the width), the first line bold."""

    left: float
    right: float
    lines: tuple[str, ...]
    colour: str = theme.AXIS

    @property
    def height(self) -> int:
        """In pixels."""
        return LINE * len(self.lines) + PAD

    @property
    def middle(self) -> float:
        """Where a line from above arrives."""
        return (self.left + self.right) / 2


def boxes(result: Flow) -> Figure:
    """Screening if there is one, everybody randomised, then a column for each arm with a box for each step."""
    columns = [_columns(len(result.n), place) for place in range(len(result.n))]
    levels = [[Box(0, 1, ("Randomised", f"n = {sum(result.n.values())}"))]]
    if result.screened is not None:
        levels.insert(0, _screening(result))
    if len(result.n) > 1:
        levels.append([_arm(*ends, arm, n) for ends, (arm, n) in zip(columns, result.n.items(), strict=True)])
    for step in result.steps:
        levels.append([_step(*ends, arm, n, step) for ends, (arm, n) in zip(columns, result.n.items(), strict=True)])
    height, shapes, texts = _placed(levels, aside=result.screened is not None)
    hidden = {"visible": False, "range": [0, 1], "fixedrange": True}
    layout = theme.layout(
        height, {"l": 1, "r": 1, "t": 2, "b": 2}, xaxis=hidden, yaxis=hidden, shapes=shapes, annotations=texts
    )
    return Figure({"data": [], "layout": layout}, _alt(result), "", height)


def table(result: Flow) -> Table:
    """A row a step, its reasons indented below; n / N (%) by arm."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for step in result.steps:
        rows.append((0, (step.title, *_shares(result, step.counts))))
        rows += [(1, (reason, *_shares(result, counts))) for reason, counts in step.reasons]
    heads = tuple(Column(f"{theme.arm(arm).label}, N = {n}", arm=arm) for arm, n in result.n.items())
    return Table(
        (Column("At the cut-off", "left"), *heads),
        tuple(cells for _, cells in rows),
        tuple(depth for depth, _ in rows),
        "n / N randomised (%)",
    )


def _shares(result: Flow, counts: Mapping[str, int]) -> Iterator[str]:
    return (words.part(counts[arm], n) for arm, n in result.n.items())


def _columns(many: int, place: int) -> tuple[float, float]:
    width = (1 - _BETWEEN * (many - 1)) / many
    return place * (width + _BETWEEN), place * (width + _BETWEEN) + width


def _screening(result: Flow) -> list[Box]:
    """Who was screened, and beside it who was not randomised."""
    left, right = _columns(2, 0), _columns(2, 1)
    listed = [f"{reason or outcome}:{_HELD}{count}" for outcome, reason, count in result.stayed]
    stayed = sum(count for _, _, count in result.stayed)
    lines = ("Not randomised", f"n = {stayed} so far", *_wrapped(listed, right))
    return [Box(*left, ("Screened", f"n = {result.screened}")), Box(*right, lines)]


def _arm(left: float, right: float, arm: str, n: int) -> Box:
    style = theme.arm(arm)
    return Box(left, right, (style.mark, f"n = {n}"), style.colour)


def _step(left: float, right: float, arm: str, n: int, step: Step) -> Box:
    """The step with its share of the arm, and its reasons with somebody in the arm; the title fits one line."""
    reasons = [f"{reason}:{_HELD}{counts[arm]}" for reason, counts in step.reasons if counts[arm]]
    share = words.part(step.counts[arm], n) if n else str(step.counts[arm])
    lines = (words.drawn(step.title), share, *_wrapped(reasons, (left, right)))
    return Box(left, right, lines, theme.arm(arm).colour)


def _wrapped(texts: Sequence[str], ends: tuple[float, float]) -> list[str]:
    letters = _LETTERS * (ends[1] - ends[0])
    lines = (textwrap.wrap(text, round(letters * (_CAPITALS if text.isupper() else 1))) for text in texts)
    return [words.drawn(line.replace(_HELD, " ")) for each in lines for line in each]


def _placed(levels: list[list[Box]], aside: bool) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Every level below the one before; a line from each box to the one below it, level to the one `aside`."""
    tops, total = [], 0
    for level in levels:
        tops.append(total)
        total += max(box.height for box in level) + GAP
    height = total - GAP + 4
    shapes: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for at, level in enumerate(levels):
        for box in level:
            shapes.append(_frame(box, tops[at], height))
            texts.append(_text(box, tops[at], height))
        is_screening = aside and at == 0
        if is_screening:
            first, second = level
            across = tops[at] + min(box.height for box in level) / 2
            shapes.append(_line((first.right, second.left), (across, across), height))
        if at + 1 < len(levels):
            shapes += _down(level[:1] if is_screening else level, levels[at + 1], tops[at], tops[at + 1], height)
    return height, shapes, texts


def _down(above: list[Box], below: list[Box], top: int, bottom: int, height: int) -> Iterator[dict[str, Any]]:
    """From each box to the one under it, or from the only box to every one below."""
    for place, box in enumerate(below):
        upper = above[place] if len(above) == len(below) else above[0]
        x = box.middle if upper.left <= box.middle <= upper.right else upper.middle
        yield _line((x, x), (top + upper.height, bottom), height)


def _frame(box: Box, top: int, height: int) -> dict[str, Any]:
    place = {"x0": box.left, "x1": box.right, "y0": 1 - top / height, "y1": 1 - (top + box.height) / height}
    line = {"color": box.colour, "width": 1}
    return {"type": "rect", "xref": "paper", "yref": "paper", "line": line, "fillcolor": theme.PAPER, **place}


def _text(box: Box, top: int, height: int) -> dict[str, Any]:
    lines = (f"<b>{box.lines[0]}</b>", *box.lines[1:])
    y = 1 - (top + box.height / 2) / height
    place = {"xref": "paper", "yref": "paper", "x": box.middle, "y": y, "xanchor": "center", "yanchor": "middle"}
    return theme.text("<br>".join(lines), color=theme.INK, **place)


def _line(x: tuple[float, float], y: tuple[float, float], height: int) -> dict[str, Any]:
    ends = {"x0": x[0], "x1": x[1], "y0": 1 - y[0] / height, "y1": 1 - y[1] / height}
    return {"type": "line", "xref": "paper", "yref": "paper", "line": {"color": theme.AXIS, "width": 1}, **ends}


def _alt(result: Flow) -> str:
    said = f"Screened {result.screened}. " if result.screened is not None else ""
    said += f"Randomised {sum(result.n.values())}"
    arms = (
        (f"{arm} {n}: " if len(result.n) > 1 else "")
        + ", ".join(f"{words.inside(step.title)} {step.counts[arm]}" for step in result.steps)
        for arm, n in result.n.items()
    )
    return f"{said}; {'; '.join(arms)}."
