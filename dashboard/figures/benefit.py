"""Benefit against harm: outcomes per 100 randomised at one landmark, as dots and as a table."""

import math
from collections.abc import Iterator

from dashboard.figures import fields, landmarks, theme, words
from dashboard.figures.kinds import Column, Figure, Table
from dashboard.stats.arms import pairs
from dashboard.stats.benefit import BenefitHarm, Reading
from dashboard.stats.competing import Difference
from dashboard.stats.landmarks import FEW, Landmark

HEADS = fields.Heads("Per 100 randomised", "", "per 100")
OVERLAP = "The outcomes overlap and are not summed"


def dots(result: BenefitHarm) -> Figure:
    """Each arm's incidence with its interval and, with two arms or more, differences; an outcome to a row."""
    between = [pair for pair, _, _ in pairs(result.arms)]
    plot, height = fields.draw([_row(each) for each in result.readings], result.arms, between, HEADS)
    return Figure(plot, _alt(result), _foot(result), height)


def numbers(result: BenefitHarm) -> Table:
    """The same to read: incidence (interval), events and at risk by arm, then differences."""
    heads = [Column(theme.arm(arm).label, arm=arm) for arm in result.arms]
    between = [Column(f"{pair} (95% interval)") for pair, _, _ in pairs(result.arms)]
    return Table(
        (
            Column(f"Per 100 randomised at day {result.day:.0f}", "left"),
            Column("Fewer would be", "left"),
            *heads,
            *between,
        ),
        tuple(tuple(_cells(each)) for each in result.readings),
        foot=_foot(result),
    )


def _cells(reading: Reading) -> Iterator[str]:
    yield reading.part.event
    yield reading.part.fewer
    for mark in reading.arms.values():
        counts = f"{words.count(mark.events, 'event')} of {mark.n}, {mark.at_risk} at risk"
        yield f"{_value(mark.estimate, mark.lower, mark.upper)} · {counts}"
    yield from (_difference(each) for each in reading.differences.values())


def _row(reading: Reading) -> fields.Row:
    event, said = reading.part.event, words.drawn(reading.part.event)
    arms = {
        arm: _mark(f"{said}<br>{theme.arm(arm).label}", mark.estimate, mark.lower, mark.upper)
        for arm, mark in reading.arms.items()
        if math.isfinite(mark.estimate)
    }
    between = {
        pair: fields.Mark(
            100 * each.difference, f"{said}<br>{pair}: {_difference(each)}", 100 * each.lower, 100 * each.upper
        )
        for pair, each in reading.differences.items()
        if math.isfinite(each.difference)
    }
    return fields.Row(event, arms, between, _beside(reading))


def _mark(title: str, value: float, lower: float, upper: float) -> fields.Mark:
    return fields.Mark(100 * value, f"{title}: {_value(value, lower, upper)}", 100 * lower, 100 * upper)


def _beside(reading: Reading) -> str:
    """The only difference in numbers; what is blank says so; nothing where several would need the place of one."""
    if not any(math.isfinite(mark.estimate) for mark in reading.arms.values()):
        return "beyond follow-up"
    differences = [*reading.differences.values()]
    return _difference(differences[0]) if len(differences) == 1 else ""


def _difference(each: Difference) -> str:
    return _value(each.difference, each.lower, each.upper) + (f" {landmarks.ONE_ARM}" if each.alone else "")


def _value(value: float, lower: float, upper: float) -> str:
    """Per 100, with the interval where there is one."""
    if not math.isfinite(lower):
        return words.points(value)
    return f"{words.points(value)} ({words.points(lower)} to {words.points(upper)})"


def _alt(result: BenefitHarm) -> str:
    said = "; ".join(_said(each) for each in result.readings)
    return f"Per 100 randomised at day {result.day:.0f} after randomisation: {said}. {OVERLAP}."


def _said(reading: Reading) -> str:
    arms = ", ".join(f"{theme.arm(arm).lead}{words.points(mark.estimate)}" for arm, mark in reading.arms.items())
    between = "".join(f", {pair} {_difference(each)}" for pair, each in reading.differences.items())
    return f"{words.inside(reading.part.event)} {arms}{between}"


def _foot(result: BenefitHarm) -> str:
    sizes = _sizes([mark for each in result.readings[:1] for mark in each.arms.values()], result.arms)
    few = "" if result.reached else f" · not every curve has {FEW} at risk there in every arm"
    alone = any(each.alone for reading in result.readings for each in reading.differences.values())
    marked = f" · {landmarks.ONE_ARM_ALONE}" if alone else ""
    return f"{sizes} · Day {result.day:.0f} after randomisation{few} · {OVERLAP}{marked}"


def _sizes(marks: list[Landmark], arms: tuple[str, ...]) -> str:
    return ", ".join(f"{theme.arm(arm).lead}n = {mark.n}" for arm, mark in zip(arms, marks, strict=True))
