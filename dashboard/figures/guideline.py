"""One guideline in words and tables, by arm: where it stands, what comes next, whether the countings agree."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.figures import boundary, tables, theme, words
from dashboard.figures.kinds import Column, Sentence, Table
from dashboard.figures.leads import to_people
from dashboard.stats.arms import BetweenArms, ByArm
from dashboard.stats.stopping.ahead import Ahead
from dashboard.stats.stopping.check import Check
from dashboard.stats.stopping.difference import Difference
from dashboard.stats.stopping.ledger import Ledger
from dashboard.stats.stopping.predict import Predicted
from dashboard.stats.stopping.since import Since
from dashboard.stats.stopping.status import Outlook, Status

_LEFT = ("Arm", "Participant", "Counted as", "Reason", "Clause")
_LEDGER = ("Arm", "Participant", "Counted as", "Weight", "Days at risk", "Entered", "Event on", "Reason", "Clause")
_WHEN = ("Entered", "Event on", "Reason")
_CHECKED = ("Met on",)
_CHANGED = ("At the earlier extract", "Now")
_MOST = 500  # changes on a page; a file has all
_LEAST = 0.005  # a probability nearer to 0 or 1 would be rounded to it


def answer(result: ByArm[Status]) -> Sentence:
    """The lead: each arm's status, in neutral words."""
    return Sentence(_each({name: status.text for name, status in result.results.items()}))


def ahead(result: ByArm[Ahead]) -> Table:
    """A row a question, a column an arm; where there is an earlier extract, then → now."""
    arms = result.results
    exposure = any(arm.now.counting == "exposure" for arm in arms.values())
    rows = {
        "Guideline": [_then_now(arm, _word) for arm in arms.values()],
        f"Events / {'windows followed' if exposure else 'evaluable'}": [
            _then_now(arm, _counted) for arm in arms.values()
        ],
        "Participants watched": [_then_now(arm, _watched) for arm in arms.values()],
        "Further events that would meet it": [_then_now(arm, _further) for arm in arms.values()],
        "Pending participants": [str(arm.now.pending) for arm in arms.values()],
        "of them past the window": [str(arm.now.elapsed) for arm in arms.values()],
        "If each of them has the event": [_supposed(arm.now, arm.now.if_all) for arm in arms.values()],
        "If none of them has": [_supposed(arm.now, arm.now.if_none) for arm in arms.values()],
        "Predictive probability (Monte Carlo error)": [_predicted(arm.predicted) for arm in arms.values()],
        "Drawn for it: pending, still to come": [_drawn(arm.predicted) for arm in arms.values()],
    }
    first = "Earlier extract → now" if any(arm.then for arm in arms.values()) else "Now"
    heads = (Column(first, "left"), *(Column(theme.arm(name).label, arm=name) for name in arms))
    lines = tuple((title, *cells) for title, cells in rows.items())
    return Table(heads, lines, foot=_assumed(next(iter(arms.values())).predicted))


def check(result: ByArm[Check]) -> Table:
    """Three countings and a second family in each arm; below, whether they agree."""
    lead = "Disagreement. " if any(arm.disagree for arm in result.results.values()) else ""
    said = _each({name: arm.text for name, arm in result.results.items()})
    table = _dated(tables.frame(result), _CHECKED)
    columns = tuple(replace(column, align="right") if column.title == "Met at" else column for column in table.columns)
    return replace(table, columns=columns, foot=lead + said)


def difference(result: BetweenArms[Difference]) -> Table:
    """Each two arms on complete windows: counts, difference with interval, and how surely it is above the margin."""
    heads = ["Arms", "Later arm", "Earlier arm", "Difference, points (95% interval)"]
    margin = next((f"{100 * each.margin:g}" for each in result.results.values()), "")
    heads += [f"Chance that the {one} is more than {margin} points above" for one in ("later", "earlier")]
    rows = tuple(
        (
            pair,
            words.part(each.later.events, each.later.n),
            words.part(each.earlier.events, each.earlier.n),
            words.difference(each.difference, each.lower, each.upper),
            words.number(each.above, 2),
            words.number(each.below, 2),
        )
        for pair, each in result.results.items()
    )
    foot = "Events / complete windows (%). Chance: given the data, each arm's rate with a flat prior."
    return Table(tuple(Column(head, "right" if at else "left") for at, head in enumerate(heads)), rows, foot=foot)


def since(result: ByArm[Since], *, leads_to: str = "") -> Table:
    """The counted events that are new, changed or removed since the earlier extract, by participant.

    A row leads to its participant on the page `leads_to`, if there is one; so it does in the ledger.
    """
    said = _each({name: arm.text for name, arm in result.results.items()})
    table = _dated(tables.frame(result, shown=_MOST), _CHANGED)
    return to_people(replace(table, foot=" ".join(filter(None, (said, table.foot))), empty=said), leads_to)


def ledger(result: ByArm[Ledger], *, leads_to: str = "") -> Table:
    """A row a participant, in the order of entry; a weight has three decimals."""
    frame = result.table()
    columns = [
        [words.number(weight, 3) for weight in frame[name]]
        if name == "Weight"
        else [words.dated(words.cell(v)) if name in _WHEN else words.cell(v) for v in frame[name]]
        for name in _LEDGER
    ]
    heads = tuple(Column(name, "left" if name in _LEFT else "right") for name in _LEDGER)
    sums = {
        name: f"{words.count(book.events, 'event')}, weights {boundary.evaluable(book.evaluable)}, "
        f"{words.count(book.participants, 'participant')}{_first(book)}."
        for name, book in result.results.items()
    }
    book = Table(heads, tuple(zip(*columns, strict=True)), foot=_each(sums), empty="Nobody is watched so far.")
    return to_people(book, leads_to)


def _first(book: Ledger) -> str:
    """What is said where not everybody has a line."""
    if len(book.lines) == book.participants:
        return ""
    return f", of whom the first {len(book.lines)} by entry are shown; the download has all"


def _dated(table: Table, titles: tuple[str, ...]) -> Table:
    """The table with the dates of some columns in words."""
    when = [column.title in titles for column in table.columns]
    rows = (tuple(words.dated(c) if is_ else c for c, is_ in zip(row, when, strict=True)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _each(texts: dict[str, str]) -> str:
    """A sentence an arm, behind its letter."""
    return " ".join(theme.arm(name).says + text for name, text in texts.items())


def _then_now(arm: Ahead, said: Callable[[Status], str]) -> str:
    return said(arm.now) if arm.then is None else f"{said(arm.then)} → {said(arm.now)}"


def _word(status: Status) -> str:
    return status.word


def _counted(status: Status) -> str:
    return f"{status.count.events} / {boundary.evaluable(status.count.evaluable)}"


def _watched(status: Status) -> str:
    return str(status.participants)


def _further(status: Status) -> str:
    return words.MISSING if status.further is None else str(status.further)


def _supposed(status: Status, outlook: Outlook) -> str:
    if not status.pending:
        return words.MISSING
    return f"{'met' if outlook.met else 'not met'}, {outlook.events} / {boundary.evaluable(outlook.evaluable)}"


def _predicted(predicted: Predicted | None) -> str:
    if predicted is None:
        return words.MISSING
    if predicted.already:
        return "met already"
    if not predicted.drawn + predicted.future:
        return "not met: nobody is to be drawn"
    if not _LEAST <= predicted.probability < 1 - _LEAST:
        times = round(predicted.probability * predicted.draws)
        return f"{times or 'less than 1'} in {predicted.draws} draws"
    return f"{words.number(predicted.probability, 2)} ({words.number(predicted.error, 3)})"


def _drawn(predicted: Predicted | None) -> str:
    return words.MISSING if predicted is None or predicted.already else f"{predicted.drawn}, {predicted.future}"


def _assumed(predicted: Predicted | None) -> str:
    """What the prediction stands on, the same in every arm."""
    if predicted is None:
        return "No predictive probability: the trial definition plans no accrual."
    return (
        f"Predicted to the end of the planned number, {predicted.draws} draws, seed {predicted.seed}: "
        f"{words.short(predicted.per_month)} randomised a month, {words.percent(predicted.competing)} competing events."
    )
