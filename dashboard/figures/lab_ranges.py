"""Laboratory values against their reference range, as a table."""

from collections.abc import Mapping

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.lab_ranges import PLACES, Ranges


def ranges(result: Ranges, *, titles: Mapping[str, str], test: str) -> Table:
    """A row a place at baseline, a column an arm and place after it; places where nobody stood are left out."""
    stood = {(before, after) for (_, before, after), count in result.counts.items() if count}
    rows = [place for place in PLACES if place in {before for before, _ in stood}]
    places = [place for place in PLACES if place in {after for _, after in stood}]
    heads = (Column(f"{theme.arm(arm).label}: {words.inside(p)}", arm=arm) for arm in result.n for p in places)
    cells = tuple(
        (f"{row} at baseline", *(str(result.counts[arm, row, place]) for arm in result.n for place in places))
        for row in rows
    )
    sizes = ", ".join(f"{theme.arm(arm).lead}n = {n}" for arm, n in result.n.items())
    foot = f"{titles[test]}, lowest and highest value after baseline · participants, {sizes}"
    return Table((Column("Baseline", "left"), *heads), cells, foot=foot, empty="Nobody has been randomised.")
