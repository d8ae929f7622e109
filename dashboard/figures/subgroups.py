"""An endpoint within the values of a baseline column: shares by arm, and differences where they are planned."""

import math

from dashboard.figures import fields, theme, words
from dashboard.figures.kinds import Figure
from dashboard.figures.landmarks import FEW_AT_RISK, FLAG, ONE_ARM, ONE_ARM_ALONE, difference
from dashboard.stats.competing import Difference
from dashboard.stats.landmarks import FEW, Landmark
from dashboard.stats.subgroups import Level, Subgroups


def subgroups(result: Subgroups, *, measure: str) -> Figure:
    """One row a level: the measure at the last landmark that all arms reach; no intervals unless planned."""
    before = "" if result.planned else "Exploratory: "
    day = result.day
    if day is None or not result.levels:
        heads = fields.Heads(f"{before}{measure}, %", "%", "points")
        plot, height = fields.draw([], result.arms, [], heads)
        plot["layout"]["annotations"].append(theme.nothing(f"No landmark is reached by {FEW} of each arm yet"))
        return Figure(plot, f"{before}{measure}: no landmark is reached yet.", result.basis.capitalize(), height)
    between = list(result.levels[0].between)
    rows = [_row(level, measure, day, result.planned) for level in result.levels]
    heads = fields.Heads(f"{before}{measure}, day {day:g}, %", "%", "points")
    plot, height = fields.draw(rows, result.arms, between, heads)
    said = "; ".join(f"{row.title}: {', '.join(mark.says for mark in row.arms.values())}" for row in rows)
    flag = f"{FEW_AT_RISK} in an arm · " if any(row.beside.endswith(FLAG) for row in rows) else ""
    alone = f"{ONE_ARM_ALONE} · " if any(ONE_ARM in m.says for row in rows for m in row.between.values()) else ""
    return Figure(plot, f"{before}{measure} at day {day:g}. {said}.", flag + alone + result.basis.capitalize(), height)


def _row(level: Level, measure: str, day: float, planned: bool) -> fields.Row:
    marks = {arm: _mark(result.landmarks, measure, day) for arm, result in level.arms.items()}
    shown = {arm: _shown(arm, mark, planned) for arm, mark in marks.items() if math.isfinite(mark.estimate)}
    differences = {
        pair: next(each for each in rows.rows if (each.measure, each.day) == (measure, day))
        for pair, rows in level.between.items()
    }
    between = {pair: _between(pair, each) for pair, each in differences.items() if math.isfinite(each.difference)}
    sizes = ", ".join(f"{theme.arm(arm).lead}{mark.events} / {mark.n}" for arm, mark in marks.items())
    few = any(mark.few for mark in marks.values())
    return fields.Row(_plain(level.title), shown, between, f"{sizes}{f' {FLAG}' if few else ''}")


def _plain(title: str) -> str:
    """A source's capitals in sentence case; an abbreviation of up to three letters stays."""
    return title.capitalize() if title.isupper() and len(title) > 3 else title


def _mark(landmarks: tuple[Landmark, ...], measure: str, day: float) -> Landmark:
    return next(mark for mark in landmarks if (mark.measure, mark.day) == (measure, day))


def _shown(arm: str, mark: Landmark, planned: bool) -> fields.Mark:
    limits = (mark.lower, mark.upper) if planned else (math.nan, math.nan)
    says = f"{theme.arm(arm).lead}{words.estimate(mark.estimate, *limits)}"
    return fields.Mark(100 * mark.estimate, says, 100 * limits[0], 100 * limits[1])


def _between(pair: str, each: Difference) -> fields.Mark:
    return fields.Mark(100 * each.difference, f"{pair}, points: {difference(each)}", 100 * each.lower, 100 * each.upper)
