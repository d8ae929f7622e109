"""Results as tables to read: adverse events nested by class, worst grades, and any result as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Lead, Sentence, Table
from dashboard.stats.arms import Result, pairs
from dashboard.stats.counts import AdverseEvents, EventRow


def any_event(result: AdverseEvents, *, titles: Mapping[str, str], subset: str) -> Sentence:
    """Who had any of the chosen events, by their title: of how many, how often, and the difference of each two arms."""
    overall = result.rows[0]
    had = "; ".join(
        f"{theme.arm(arm).says}{words.part(cell.participants, cell.n)}, {words.count(cell.events, 'event')}"
        for arm, cell in overall.cells.items()
    )
    differ = "".join(
        f" {pair} in points: {words.difference(each.difference, each.lower, each.upper)}."
        for pair, each in overall.differences.items()
    )
    return Sentence(f"{titles[subset]}: {had}.{differ}")


def adverse_events(result: AdverseEvents, *, leads_to: str = "", subset: str = "", population: str = "") -> Table:
    """Per class and term and arm: participants (their percentage) [events]; then the difference of each two arms.

    A term leads to its events in the same subset and population on the page `leads_to`, if there is one.
    """
    chosen = {name: text for name, text in (("subset", subset), ("population", population)) if text}
    heads = [_head(arm, result.n[arm]) for arm in result.arms]
    rows = tuple(
        (
            row.title,
            *(
                f"{counted(row.cells[arm].participants, row.cells[arm].n)} [{row.cells[arm].events}]"
                for arm in result.arms
            ),
            *(words.difference(each.difference, each.lower, each.upper) for each in row.differences.values()),
        )
        for row in result.rows
    )
    return Table(
        (Column("System organ class, preferred term", "left"), *heads, *differences(result.arms)),
        rows,
        tuple(row.depth for row in result.rows),
        f"Participants (% of N) [events]{left_out(result.left_out)}{uncompared(result.n)}",
        _nobody(result),
        tuple(_lead(row, leads_to, chosen) for row in result.rows) if leads_to else (),
    )


def _lead(row: EventRow, page: str, chosen: Mapping[str, str]) -> Lead | None:
    """A term's events; a class and what is not coded lead nowhere."""
    if row.level != "term" or not (row.term and row.soc):
        return None
    return Lead(page, {"event": row.term, "system": row.soc, **chosen})


def worst_grade(result: AdverseEvents, *, labels: Sequence[str] = ()) -> Table:
    """Per class and term: participants (their percentage) by worst grade in each arm, mildest first.

    `labels` name the grades from 1.
    """
    heads = [
        Column(f"{theme.arm(arm).label}: {words.inside(grade(step, labels))}", arm=arm)
        for arm in result.arms
        for step in steps(result.grades)
    ]
    rows = tuple(
        (
            row.title,
            *(
                _or_none(row.cells[arm].grades.get(step, 0), row.cells[arm].n)
                for arm in result.arms
                for step in steps(result.grades)
            ),
        )
        for row in result.rows
    )
    return Table(
        (Column("System organ class, preferred term", "left"), *heads),
        rows,
        tuple(row.depth for row in result.rows),
        f"Participants (% of N) at the worst grade · {sizes(result.n)}{left_out(result.left_out)}",
        _nobody(result),
    )


def sizes(n: Mapping[str, int]) -> str:
    """What the percentages of a table are of: A n = 40, B n = 41."""
    return ", ".join(f"{theme.arm(arm).lead}n = {size}" for arm, size in n.items())


def uncompared(n: Mapping[str, int]) -> str:
    """What a foot says where arms have nobody, so that no difference to them is given."""
    empty = [theme.arm(arm).label for arm, size in n.items() if not size]
    return f" · no difference: nobody in {words.listed(empty)}" if empty and len(n) > 1 else ""


def left_out(terms: int) -> str:
    """What the foot of a table says of terms that are too rare for it."""
    return f" · {words.count(terms, 'rarer term')} not shown" if terms else ""


def differences(arms: Sequence[str]) -> list[Column]:
    """A column for each two arms, the later minus the earlier; its cells are `words.difference`."""
    return [Column(f"{pair}, points (95% interval)") for pair, _, _ in pairs(arms)]


def frame(result: Result, *, shown: int | None = None) -> Table:
    """Any result's own table: whole numbers whole, dates in words, estimates of landmarks in percent.

    Other numbers have one decimal; a column of fractions between −1 and 1 has three. Of a table of more rows than
    `shown`, if that is given, the first stand here, and the foot says so.
    """
    everything = result.table()
    table = everything.head(shown) if shown else everything
    texts = _landmarks(table) if {"Measure", "Estimate"} <= {*table.columns} else {}
    cells = [texts.get(str(name)) or _column(table.iloc[:, at]) for at, name in enumerate(table.columns)]
    columns = tuple(
        Column(str(name), "right" if str(name) in texts or _numeric(table.iloc[:, at]) else "left")
        for at, name in enumerate(table.columns)
    )
    foot = (
        f"The first {len(table)} of {len(everything)} rows; the download has all"
        if len(table) < len(everything)
        else ""
    )
    return Table(columns, tuple(zip(*cells, strict=True)) if len(table) else (), foot=foot)


def _head(arm: str, n: int) -> Column:
    return Column(f"{theme.arm(arm).label}, N = {n}", arm=arm)


def counted(participants: int, n: int) -> str:
    """Participants and their percentage of n: 6 (14.3%); the number alone of nobody."""
    return f"{participants} ({words.share(participants, n, 1)})" if n else str(participants)


def _or_none(participants: int, n: int) -> str:
    """Most cells of a table by grade are empty: a plain 0 keeps the others legible."""
    return counted(participants, n) if participants else "0"


def people(row: EventRow) -> int:
    """Participants with the row's event over all arms."""
    return sum(cell.participants for cell in row.cells.values())


def steps(grades: Sequence[int]) -> list[int]:
    """Grades in order, "not graded" last."""
    return [*(grade for grade in grades if grade), *(grade for grade in grades if not grade)]


def grade(step: int, labels: Sequence[str]) -> str:
    """What a step of the scale is called."""
    if not step:
        return "Not graded"
    return labels[step - 1] if step <= len(labels) else f"Grade {step}"


def _nobody(result: AdverseEvents) -> str:
    return f"No events so far among {sum(result.n.values())}"


_ESTIMATES = ("Estimate", "Lower 95%", "Upper 95%", "Standard error")


def _landmarks(table: pd.DataFrame) -> dict[str, list[str]]:
    """Columns of estimates at landmarks: fractions in percent, medians as days."""
    days = [str(measure).endswith("(days)") for measure in table["Measure"]]
    return {
        name: [
            _days(value) if is_day else words.percent(_known(value))
            for value, is_day in zip(table[name], days, strict=True)
        ]
        for name in _ESTIMATES
        if name in table.columns
    }


def _days(value: Any) -> str:
    return words.short(_known(value))


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _numeric(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _column(column: "pd.Series[Any]") -> list[str]:
    if not pd.api.types.is_float_dtype(column):
        return [words.cell(None if value is pd.NaT else value) for value in column]
    values = column.to_numpy(dtype=float)
    known = values[np.isfinite(values)]
    whole = bool(np.all(known == np.floor(known))) and not str(column.name).endswith("%")
    digits = 0 if whole else 3 if known.size and np.abs(known).max() < 1 else 1
    return [words.number(value, digits) for value in values]
