"""What the figures' tests share: small results made by the statistics themselves, and looks at a drawing."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import theme
from dashboard.figures.kinds import Figure
from dashboard.stats import arms, competing, counts, delivery, survival
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.sprt import Sprt

AB = ("A", "B")
ALL = ("All participants",)

incidence_by_arm = arms.by_arm(partial(competing.aalen_johansen, causes=("Relapse", "Non-relapse mortality")))
survival_by_arm = arms.by_arm(survival.kaplan_meier)
guideline_by_arm = arms.by_arm(partial(monitor, rule=Sprt(0.05, 0.15, 0.10, 40), window=100))


def categorical(names: tuple[str, ...], rows: int) -> pd.Categorical:
    """`rows` participants, dealt to the arms in turn."""
    return pd.Categorical([names[i % len(names)] for i in range(rows)], categories=list(names))


def followed(names: tuple[str, ...], rows: int = 40, seed: int = 1, events: bool = True) -> dict[str, Any]:
    """Days 1 to 700 and causes 0 to 2 (or none), with the arms."""
    draw = np.random.default_rng(seed)
    cause = draw.integers(0, 3, rows) if events else np.zeros(rows, dtype=int)
    return {"arm": categorical(names, rows), "days": draw.integers(1, 700, rows), "cause": cause}


def watched(names: tuple[str, ...], rows: int = 40, seed: int = 1, rate: float = 0.1) -> dict[str, Any]:
    """Participants of a guideline, cut at day 500 of the trial."""
    draw = np.random.default_rng(seed)
    entered = draw.integers(0, 400, rows)
    cause = (draw.random(rows) < rate).astype(int)
    days = np.where(cause == 1, draw.integers(1, 90, rows), 500 - entered)
    return {
        "arm": categorical(names, rows),
        "entered": entered,
        "days": days,
        "cause": cause,
        "cut": np.full(rows, 500),
    }


def adverse(names: tuple[str, ...], table: dict[tuple[str, str], tuple[int, ...]], n: int = 40) -> counts.AdverseEvents:
    """Adverse events from (class, term) -> participants per arm, all of grade 3, with one event more than those.

    A class has its terms' participants, at most n.
    """
    rows = [(arm, "overall", "", "", 3, 0, 0, n) for arm in names]
    for at, arm in enumerate(names):
        classes: dict[str, int] = {}
        for (soc, term), people in table.items():
            rows.append((arm, "term", soc, term, 3, people[at], people[at] + 1, n))
            classes[soc] = min(classes.get(soc, 0) + people[at], n)
        rows += [(arm, "soc", soc, "", 3, count, count, n) for soc, count in classes.items()]
    frame = pd.DataFrame(rows, columns=["arm", "level", "soc", "term", "grade", "participants", "events", "n"])
    columns = {name: frame[name].to_numpy() for name in frame.columns if name != "arm"}
    return counts.adverse_events(pd.Categorical(frame["arm"], categories=list(names)), **columns)


def visits(names: tuple[str, ...], done: list[int], expected: list[int]) -> delivery.Visits:
    """Visits V1, V2, … with the same counts in every arm."""
    titles = [f"V{i + 1}" for i in range(len(done))]
    arm = pd.Categorical([name for name in names for _ in done], categories=list(names))
    due = np.arange(len(done)) * 30
    many = len(names)
    return delivery.visits(arm, *(np.tile(np.array(part), many) for part in (titles, due, expected, done)))


def is_plotly(figure: Figure) -> bool:
    """Plotly knows every key and value of the drawing (it raises when not)."""
    return isinstance(go.Figure(figure.plot), go.Figure)


def strings(part: Any) -> Iterator[str]:
    """Every text within a drawing."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from strings(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from strings(value)


def foreign_colours(figure: Figure) -> set[str]:
    """Colours in the drawing that are neither the theme's nor tints of it."""
    tints = {tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in theme.COLOURS}
    found = set()
    for text in strings(figure.plot):
        found |= {code for code in re.findall(r"#[0-9a-fA-F]{3,8}\b", text) if code not in theme.COLOURS}
        for code in re.findall(r"rgba?\(([^)]*)\)", text):
            if tuple(int(value) for value in code.split(",")[:3]) not in tints:
                found.add(code)
    return found


def annotations(figure: Figure) -> list[dict[str, Any]]:
    """The words on the drawing."""
    return list(figure.plot["layout"]["annotations"])


def boxes(figure: Figure, width: float, words: list[dict[str, Any]]) -> list[tuple[float, float, float, float]]:
    """Left, right, bottom, top of some annotations in pixels, for a panel of that width (7 px a letter)."""
    layout = figure.plot["layout"]
    margin, axis = layout["margin"], layout["xaxis"]
    across = width - margin["l"] - margin["r"]
    made = []
    for note in words:
        text = re.sub(r"<[^>]*>", "", note["text"])
        low, high = axis["range"] if note["xref"] == "x" else (0, 1)
        x = (note["x"] - low) / (high - low) * across + note.get("xshift", 0)
        y = note.get("yshift", 0)
        size = 7 * len(text)
        left = {"left": x, "right": x - size, "center": x - size / 2}[note["xanchor"]]
        made.append((left, left + size, y - 7, y + 7))
    return made


def overlapping(these: list[tuple[float, float, float, float]]) -> list[tuple[int, int]]:
    """Pairs of boxes that cover each other."""
    return [
        (i, j)
        for i, (left, right, bottom, top) in enumerate(these)
        for j, (left2, right2, bottom2, top2) in enumerate(these[:i])
        if left < right2 and left2 < right and bottom < top2 and bottom2 < top
    ]
