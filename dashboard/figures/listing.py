"""Listings of events by participant, each row leading to the participant, and what they add up to in a sentence."""

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Lead, Sentence, Table
from dashboard.stats.people import Events, Sums

MOST = 5_000
"""Rows that a page shows; the download has all."""


def events(result: Events, *, leads_to: str) -> Table:
    """The first events, a row each; a row leads to its participant on the page `leads_to`."""
    if not result.sums.chosen:
        return Table((), (), empty="Choose a term: each term of the table of adverse events leads here.")
    shown = tables.frame(result)
    who = [str(name) for name in result.rows["Participant"]]
    return Table(
        shown.columns,
        shown.rows,
        foot=_foot(len(who), sum(result.sums.events.values())),
        empty=f"No such event so far among {sum(result.sums.n.values())}",
        leads=tuple(Lead(leads_to, {"person": name}) for name in who),
    )


def answer(result: Sums, *, every: str) -> Sentence:
    """How many had it in each arm, of how many, and how often; `every` is what events of any term are called."""
    if not result.chosen:
        return Sentence("No term is chosen yet.")
    each = [
        f"{theme.arm(arm).says}{words.part(result.people[arm], n)}, {words.count(result.events[arm], 'event')}"
        for arm, n in result.n.items()
    ]
    return Sentence(f"{result.asked or every}: {'; '.join(each)}.")


def _foot(shown: int, of: int) -> str:
    if shown == of:
        return f"{words.count(of, 'event')}, by participant" if of else ""
    return f"The first {shown} of {of} events, by participant; the download has all"
