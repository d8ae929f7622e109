"""Rows about participants lead to them."""

from dataclasses import replace

from dashboard.figures.kinds import Lead, Table

PARTICIPANT = "Participant"


def to_people(table: Table, page: str) -> Table:
    """The table with its column of participants first, each leading to the participant on `page`.

    Without a page or such a column it stays as it is.
    """
    titles = [column.title for column in table.columns]
    if not page or PARTICIPANT not in titles:
        return table
    first = titles.index(PARTICIPANT)
    order = [first, *(at for at in range(len(titles)) if at != first)]
    rows = tuple(tuple(row[at] for at in order) for row in table.rows)
    leads = tuple(Lead(page, {"person": row[0]}) for row in rows)
    return replace(table, columns=tuple(table.columns[at] for at in order), rows=rows, leads=leads)
