"""What the first pages say in plain words: leads, and tiles below them."""

import numpy as np

from dashboard.figures import boundary, theme, tiles, words
from dashboard.figures.kinds import Column, Lead, Sentence, Table
from dashboard.stats.delivery import Cycles, Visits
from dashboard.stats.enrolment import Accrual, Screening, Since
from dashboard.stats.listing import Deaths, Events
from dashboard.stats.stopping.board import Board, Entry
from dashboard.stats.stopping.board_since import BoardSince

BEHIND_NOTICE = "·"
"""In place of a number that would tell which arm has it; the number opens after the notice of its own page."""


def enrolment(result: Accrual) -> Sentence:
    """How many are randomised, and how that compares with the plan."""
    lead = f"{result.total} of {result.planned} planned participants are randomised"
    if not len(result.months) or not result.expected_now:
        return Sentence(f"{lead}.")
    gap = result.total - result.expected_now
    by = words.month(np.datetime64(result.months[-1]))
    if gap == 0:
        return Sentence(f"{lead}, as many as planned by the end of {by}.")
    more = "more" if gap > 0 else "fewer"
    return Sentence(f"{lead}, {abs(gap)} {more} than the {result.expected_now} planned by the end of {by}.")


def randomised(result: Accrual) -> Sentence:
    """A tile: randomised of planned."""
    return tiles.of("Randomised of planned", result.total, result.planned)


def screened(result: Screening) -> Sentence:
    """A tile: candidates screened, and how many did not enter."""
    entered, waiting = result.of("Randomised"), result.of("In screening")
    detail = f"{entered} randomised, {result.total - entered - waiting} not, {waiting} in screening"
    return tiles.tile("Screened", str(result.total), detail)


def documented(result: Visits) -> Sentence:
    """A tile: documented visits of those due, by arm where there are arms."""
    done, expected = result.total()
    arms = list(dict.fromkeys(result.arms))
    if len(arms) < 2:
        return tiles.of("Visits documented", done, expected)
    counts = {arm: result.total(arm) for arm in arms}
    return tiles.of("Visits documented", done, expected, tiles.arms(counts))


def first_cycle(result: Cycles) -> Sentence:
    """A tile: cycle 1 started, and how many are expected by time and allocation."""
    started, expected = result.of(1)
    value = "too few to show" if np.isnan(started) else str(int(started))
    return tiles.tile("Cycle 1 started", value, f"{words.short(expected)} expected by now from the allocation")


def new(result: Since, *, title: str) -> Sentence:
    """A tile: participants randomised since the previous extract."""
    now, before = int(result.now.sum()), int(result.before.sum())
    return tiles.since(title, now, before if result.compared else None, "randomised", "randomised")


def deaths(result: Deaths) -> Sentence:
    """A tile: deaths from any cause of all randomised, by arm."""
    counts = {arm: (int(d), int(n)) for arm, d, n in zip(result.arms, result.deaths, result.n, strict=True)}
    return tiles.by_arm("Deaths from any cause", counts)


def new_events(result: Events, *, kinds: tuple[tuple[str, int, str, str], ...]) -> Sentence:
    """A tile: new events of some kinds (endpoint, cause, singular, plural) since the previous extract."""
    if not result.compared:
        so_far = [words.count(result.of(endpoint, cause)[0], one, many) for endpoint, cause, one, many in kinds]
        return tiles.tile("So far", ", ".join(so_far), "no earlier extract to compare with")
    parts, totals = [], []
    for endpoint, cause, singular, plural in kinds:
        now, added = result.of(endpoint, cause)
        sign = "+" if added > 0 else words.MINUS if added < 0 else ""
        parts.append(f"{sign}{abs(added)} {singular if abs(added) == 1 else plural}")
        totals.append(f"{plural} {now - added} → {now}")
    return tiles.tile("New since the previous extract", ", ".join(parts), *totals)


def guidelines(result: Board, *, every: bool = False) -> Sentence:
    """The lead of a closed session: is a guideline met, and which is nearest?

    `every` says that all guidelines of the trial stand on this side; else only those shown are spoken of.
    """
    if not result.entries:
        return Sentence("No stopping guideline is shown on this side.")
    if result.met:
        many, _ = result.guidelines_met
        count = "One guideline is" if many == 1 else f"{many} guidelines are"
        said = "; ".join(f"{_where(entry)}: {_tally(entry)}" for entry in result.met)
        return Sentence(f"{count} met. {said}.")
    none = "No guideline is met." if every else "No guideline shown here is met."
    nearest = result.nearest
    if nearest is None:
        return Sentence(none)
    return Sentence(f"{none} The nearest is {_where(nearest)}: {_tally(nearest)}.")


def guidelines_met(result: BoardSince) -> Sentence:
    """A tile: guidelines met of all, and the distance of the nearest, at the earlier extract and now."""
    met, total = result.now.guidelines_met
    nearest = result.now.nearest
    if nearest is None:
        return tiles.tile("Guidelines met", f"{met} of {total}")
    now, then = int(nearest.distance), result.before(nearest)
    away = words.count(now, "further event") if then is None else f"{_distance(then)} → {now} further events"
    return tiles.tile("Guidelines met", f"{met} of {total}", f"nearest: {away} away", _where(nearest))


def board(result: Board) -> Table:
    """Every guideline in every arm: status, count, distance, complete-window count; below, the chance of any met.

    A row leads to the guideline's own page.
    """
    titles = ("Guideline", "Arm", "Status", "Events", "Evaluable", "Met at", "Events to boundary", "Complete window")
    columns = tuple(Column(title, "left" if i < 3 else "right") for i, title in enumerate(titles))
    rows = tuple(_row(entry) for entry in result.entries)
    leads = tuple(Lead(entry.name) for entry in result.entries)
    unnamed = any(entry.unnamed for entry in result.entries)
    foot = result.by_chance + (f" {BEHIND_NOTICE} opens after the notice of the guideline's page." if unnamed else "")
    return Table(columns, rows, foot=foot, empty="No guideline is watched on this side.", leads=leads)


def _row(entry: Entry) -> tuple[str, ...]:
    if entry.unnamed:
        return (entry.title, _arm(entry), entry.status.word, *[BEHIND_NOTICE] * 5)
    count, window = entry.status.count, entry.status.complete_window
    return (
        entry.title,
        _arm(entry),
        f"{entry.status.word}{', ' + entry.status.position if entry.status.met else ''}",
        str(count.events),
        boundary.evaluable(count.evaluable),
        "–" if count.needed is None else str(count.needed),
        "none would do" if entry.status.further is None else str(entry.status.further),
        f"{'met' if window.met else 'not met'}, {window.events} / {words.short(window.evaluable)}",
    )


def _distance(entry: Entry) -> str:
    """Further events at an extract; a dash where none of those pending would do."""
    return words.MISSING if entry.status.further is None else str(entry.status.further.fewest)


def _arm(entry: Entry) -> str:
    return theme.arm(entry.arm).mark if len(entry.arm) == 1 else entry.arm


def _where(entry: Entry) -> str:
    return f"{entry.title} in arm {entry.arm}" if len(entry.arm) == 1 else entry.title


def _tally(entry: Entry) -> str:
    if entry.unnamed:
        return "its numbers open after the notice of their page"
    return f"{entry.status.count.tally}, {entry.status.met_at}"
