"""Adverse-event terms screened for differences between arms: what stands out, and every term in a table."""

import math
from collections.abc import Iterator
from itertools import groupby

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Lead, Sentence, Table
from dashboard.stats.arms import pairs
from dashboard.stats.event_screening import NOT_LOOKED_INTO, UNKNOWN, EventScreening
from dashboard.stats.shrinkage import NOTE

MOST = 6
"""Flagged terms named in the sentence; the table has all."""


def answer(result: EventScreening) -> Sentence:
    """How many terms are flagged, of how many, and which."""
    if not result.term:
        return Sentence(f"No coded terms so far among {sum(result.n.values())}.")
    said = " ".join(_said(result, pair) for pair in result.compared)
    return Sentence(f"{said[:1].upper()}{said[1:]} {NOTE}")


def terms(result: EventScreening, *, leads_to: str = "") -> Table:
    """Per term: participants by arm; of each two arms the difference, the ratio, the ratio shrunken, and the flag.

    A class has a row that says whether it was looked into. A term leads to its events on the page `leads_to`.
    """
    rows: list[tuple[str, ...]] = []
    levels: list[int] = []
    leads: list[Lead | None] = []
    for soc, places in groupby(range(len(result.term)), key=lambda at: result.soc[at]):
        of_class = list(places)
        rows.append((soc, *_of_class(result, of_class[0])))
        rows += [(result.term[at], *_counts(result, at), *_of_term(result, at)) for at in of_class]
        levels += [0, *[1] * len(of_class)]
        leads += [None, *(Lead(leads_to, {"event": result.term[at], "system": soc}) for at in of_class)]
    return Table(
        (Column("System organ class, preferred term", "left"), *_heads(result)),
        tuple(rows),
        tuple(levels),
        f"Participants (% of the arm); 95% intervals in parentheses · flagged at a false discovery rate of "
        f"{result.percent} · {NOTE}{tables.uncompared(result.n)}",
        f"No events so far among {sum(result.n.values())}",
        tuple(leads) if leads_to else (),
    )


def _said(result: EventScreening, pair: str) -> str:
    which = f"{pair}: " if len(result.compared) > 1 else ""
    if UNKNOWN in result.compared[pair].says:
        return f"{which}terms are {UNKNOWN}."
    found = result.flagged(pair)
    many = f"{len(found) or 'none'} of {words.count(len(result.term), 'term')} {'are' if len(found) > 1 else 'is'}"
    flagged = f"flagged at a false discovery rate of {result.percent}"
    if not found:
        return f"{which}{many} {flagged}, which does not show that the arms are alike."
    named = [_named(result, at) for at in found[:MOST]] + ([f"{len(found) - MOST} more"] if len(found) > MOST else [])
    return f"{which}{many} {flagged}: {words.listed(named)}."


def _named(result: EventScreening, at: int) -> str:
    shares = (f"{theme.arm(arm).lead}{people[at]} of {result.n[arm]}" for arm, people in result.people.items())
    return f"{result.term[at]} ({', '.join(shares)})"


def _heads(result: EventScreening) -> Iterator[Column]:
    for arm, n in result.n.items():
        yield Column(f"{theme.arm(arm).label}, N = {n}", arm=arm)
    for pair, earlier, later in pairs(tuple(result.n)):
        ratio = f"{theme.arm(later).label} / {theme.arm(earlier).label}"
        yield Column(f"{pair}, points (95% interval)")
        yield Column(f"{ratio}, ratio")
        yield Column(f"{ratio}, shrunken ratio (95% interval)")
        yield Column(f"{pair}, screening", "left")
        if result.with_p:
            yield Column(f"{pair}, adjusted p")


def _counts(result: EventScreening, at: int) -> Iterator[str]:
    for arm, n in result.n.items():
        yield tables.counted(int(result.people[arm][at]), n)


def _of_term(result: EventScreening, at: int) -> Iterator[str]:
    for found in result.compared.values():
        each = found.difference
        yield words.difference(float(each.difference[at]), float(each.lower[at]), float(each.upper[at]))
        yield "∞" if math.isinf(found.ratio[at]) else words.number(float(found.ratio[at]), 2)
        shrunken = found.shrunken
        yield words.quantity(float(shrunken.ratio[at]), float(shrunken.lower[at]), float(shrunken.upper[at]), 2)
        yield "not flagged" if found.says[at] == NOT_LOOKED_INTO else found.says[at]
        if result.with_p:
            yield words.number(float(found.adjusted[at]), 3)


def _of_class(result: EventScreening, first: int) -> Iterator[str]:
    """Blank but for whether the class was looked into, which any of its terms tells."""
    yield from ("" for _ in result.n)
    for found in result.compared.values():
        says = found.says[first]
        yield from ("", "", "")
        yield "" if says == UNKNOWN else "class not looked into" if says == NOT_LOOKED_INTO else "class looked into"
        if result.with_p:
            yield ""
