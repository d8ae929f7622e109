"""Every panel of every side of a trial without participants, events, grades or Latin letters keeps the laws."""

import csv
import io
import re

from dashboard.figures.kinds import Figure, Table
from tests.edges.seen import World
from tests.pages.test_denominators import OF_OTHERS, in_table, in_words, sizes

NOT_A_NUMBER = re.compile(r"(?<![\w<])(nan|NaN|NaT|None|inf|Infinity|<NA>)(?!\w)")
NONE_BY_NAME = re.compile(r"\bNone (of|yet|chosen)\b")
"""Words of ours that begin like what Python calls nothing."""
UNDIVIDED = re.compile(r"\b0 / 0 \((?!–\))")
"""0 of 0 as anything but a dash."""


def test_every_panel_is_drawn(world: World) -> None:
    assert len(world.panels) > 200
    failed = [name for name, seen in world.panels.items() if "could not be drawn" in seen.html]
    assert failed == []


def test_no_text_is_what_a_program_calls_nothing(world: World) -> None:
    for name, seen in world.panels.items():
        for text in (seen.words, seen.csv, seen.plot):
            found = [hit.group() for hit in NOT_A_NUMBER.finditer(NONE_BY_NAME.sub("", text))]
            assert found == [], name


def test_nothing_of_nothing_is_a_dash(world: World) -> None:
    for name, seen in world.panels.items():
        assert not UNDIVIDED.search(seen.words), name
        assert not UNDIVIDED.search(seen.plot), name


def test_every_denominator_is_that_of_the_population(world: World) -> None:
    checked = 0
    for seen in world.panels.values():
        chosen = seen.page.chosen({})
        size = sizes(world.books[seen.side].door, chosen.get("population") or seen.panel.population)
        holds = [*in_words(seen.answer.drawn, size)]
        if (seen.page.name, seen.panel.name) not in OF_OTHERS:
            holds += in_table(seen.answer.table, size)
        assert all(holds), seen.name
        checked += len(holds)
    assert checked > 100


def test_an_arm_keeps_its_letter_whoever_is_in_it(world: World) -> None:
    """In the heads of tables by arm and among a drawing's traces; a guideline on one arm shows that arm alone."""
    told = 0
    guidelines = world.books["unblinded"].trial.guidelines
    alone = {guideline.name for guideline in guidelines if guideline.scope == "experimental"}
    for seen in world.panels.values():
        drawn = seen.answer.drawn
        if (
            seen.side != "unblinded"
            or seen.panel.name.startswith("stacked")
            or alone & {seen.page.name, seen.panel.name}
        ):
            continue
        if isinstance(drawn, Table):
            letters = {column.arm for column in drawn.columns} & {"A", "B"}
        elif isinstance(drawn, Figure):
            letters = {str(trace.get("name")) for trace in drawn.plot["data"]} & {"A", "B"}
        else:
            continue
        assert letters in (set(), {"A", "B"}), seen.name
        told += bool(letters)
    assert told > 40


def test_a_file_has_the_cells_of_its_table(world: World) -> None:
    for name, seen in world.panels.items():
        head, *rows = csv.reader(io.StringIO(seen.csv)) if seen.csv.strip() else [[]]
        assert len(head) == len(seen.answer.table.columns), name
        assert len(rows) == len(seen.answer.table), name
        assert {len(row) for row in rows} <= {len(head)}, name
