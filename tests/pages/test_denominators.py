"""One source of every denominator: whatever a panel says an arm's N is, the population's query says the same."""

import re
from collections.abc import Iterator

import pandas as pd

from dashboard.access.door import Door
from dashboard.figures.kinds import Figure, Table
from dashboard.pages.page import Page, Panel
from tests.conftest import SIDES

SAID = re.compile(r"(?:\b([A-Z]),? )?\b[Nn] = (\d+)")
"""A size in words: "A, N = 41", "A n = 41", "n = 83"."""
OF_OTHERS = {("benchmarks", "published"), ("cycles", "completion"), ("cycles", "answer")}
"""Panels whose tables divide by published participants, or by those whose last cycle is over."""
Sizes = dict[str, int]


def sizes(door: Door, population: str) -> Sizes:
    rows = door.ask("conduct/population", population=population)
    return {str(arm): int(n) for arm, n in zip(rows["arm"], rows["n"], strict=True)}


def in_words(drawn: object, size: Sizes) -> Iterator[bool]:
    """Whether each size in the heads and foot is that of its arm, of some arm, or of all together."""
    texts = [column.title for column in drawn.columns] if isinstance(drawn, Table) else []
    texts += [drawn.foot] if isinstance(drawn, Table | Figure) else []
    for arm, n in SAID.findall(" | ".join(texts)):
        yield int(n) in ({size[arm]} if arm else {*size.values(), sum(size.values())})


def in_table(table: pd.DataFrame, size: Sizes) -> Iterator[bool]:
    """Whether each denominator of the table is that of its arm, which its row or its column names."""
    for arm, n in size.items():
        if f"{arm}: of" in table:
            yield bool((table[f"{arm}: of"].dropna() == n).all())
        for name in ("Of", "Randomised"):
            if name in table and "Arm" in table:
                yield bool((table.loc[table["Arm"] == arm, name] == n).all())


def found(door: Door, page: Page, panel: Panel) -> Iterator[bool]:
    chosen = page.chosen({})
    size = sizes(door, chosen.get("population") or panel.population)
    result = panel.result(door, **page.given(chosen))
    yield from in_words(panel.draw(result, **chosen), size)
    if (page.name, panel.name) not in OF_OTHERS:
        yield from in_table(result.table(), size)
    n = getattr(result, "n", None)
    if isinstance(n, dict):
        yield n == size


def test_no_panel_divides_by_another_number(doors: dict[str, Door]) -> None:
    checked = 0
    for name, door in doors.items():
        for page in SIDES[name].pages(door.trial):
            for panel in page.panels:
                holds = list(found(door, page, panel))
                assert all(holds), (name, page.name, panel.name)
                checked += len(holds)
    assert checked > 100
