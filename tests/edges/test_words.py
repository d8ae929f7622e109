"""What panels say where there is nobody, nothing, or no grade; counted by hand from the delivery."""

from collections.abc import Mapping

import pandas as pd

from dashboard.figures.kinds import Figure, Sentence, Table
from tests.edges import sources
from tests.edges.conftest import Drawn
from tests.edges.seen import World
from tests.edges.worlds import ALONE, FEW

SHARES = ("Any event", "Serious", "Grade 3 or worse", "Fatal")


def said(world: World, name: str) -> str:
    """The sentence of a panel, or the foot below it."""
    drawn = world[name].drawn
    return drawn.text if isinstance(drawn, Sentence) else drawn.foot if isinstance(drawn, Table | Figure) else ""


def noted(world: World, name: str) -> list[str]:
    """What stands within a drawing."""
    drawn = world[name].drawn
    assert isinstance(drawn, Figure)
    return [note["text"] for note in drawn.plot["layout"]["annotations"]]


def test_before_the_first_participant_every_row_is_there_and_nothing_is_compared(drawn: Drawn) -> None:
    world = drawn("nobody")
    assert said(world, "conduct/home/answer").startswith("0 of 160 planned participants are randomised")
    for row in SHARES:
        assert world.cells("unblinded/home/ladder", row) == ("0 / 0 (–)", "0 / 0 (–)", "–")
    assert said(world, "unblinded/home/ladder") == "No difference: nobody in A and B"
    assert "no difference: nobody in A and B" in said(world, "unblinded/adverse-events/dots")
    assert world.table("unblinded/adverse-events/worst-grade") == (("Any event", *["0"] * 10),)
    assert world.cells("unblinded/relapse-nrm/follow-up", "A") == ("0 / 0 (–)", "–", "–")
    assert noted(world, "unblinded/relapse-nrm/relapse")[-1] == "No participants so far"
    note = world["unblinded/efs/ratios"].table["Note"].tolist()
    assert note[-1] == "mean days without the event; no day is reached in both arms"


def test_who_was_never_randomised_gives_no_chance_of_a_difference(drawn: Drawn) -> None:
    """The flat prior alone would say 0.45; with one complete window of no event, 0.62 of the empty arm."""
    for name in ("nobody", "one"):
        table = drawn(name)["unblinded/nrm-100/difference"].drawn
        assert isinstance(table, Table)
        assert table.rows[0][-2:] == ("–", "–")


def test_without_an_earlier_extract_nothing_is_called_new(drawn: Drawn) -> None:
    for name in ("nobody", "one", "quiet"):
        for side in ("blinded", "unblinded"):
            drawn_ = drawn(name)[f"{side}/home/new"].drawn
            assert isinstance(drawn_, Sentence)
            assert drawn_.detail == ("no earlier extract to compare with",), (name, side)


def test_fewer_participants_than_before_are_said_as_such(drawn: Drawn) -> None:
    tile = drawn("scripts")["blinded/home/new"].drawn
    assert isinstance(tile, Sentence)
    assert (tile.value, tile.detail) == (f"−{24 - len(FEW)} randomised", (f"24 → {len(FEW)}",))


def test_one_participant_is_one_and_the_other_arm_is_empty(drawn: Drawn) -> None:
    world = drawn("one")
    events = sources.delivered()["adae"]
    graded = pd.to_numeric(events.loc[events["USUBJID"] == ALONE, "AETOXGR"])
    assert world.cells("unblinded/home/ladder", "Any event") == ("1 / 1 (100%)", "0 / 0 (–)", "–")
    severe = f"{int(graded.max() >= 3)} / 1 ({'100' if graded.max() >= 3 else '0'}%)"
    assert world.cells("unblinded/home/ladder", "Grade 3 or worse")[:2] == (severe, "0 / 0 (–)")
    assert said(world, "unblinded/home/ladder") == "No difference: nobody in B"
    disagree = world["unblinded/adverse-events/disagree"].drawn
    assert isinstance(disagree, Table)
    assert (disagree.rows, disagree.empty) == ((), "No two arms to compare: nobody in one.")
    swim = world["unblinded/cycles/swimmer"].drawn
    assert isinstance(swim, Figure)
    assert swim.alt.startswith("1 of 1 participant who started")
    assert "Fewer than 5 followed through any period" in noted(world, "unblinded/adverse-events-by-name/onset")
    assert said(world, "unblinded/nrm-100/answer").endswith("B: Guideline not met: no evaluable participants yet.")


def test_where_nothing_happened_zeros_have_their_denominators(drawn: Drawn) -> None:
    world = drawn("quiet")
    for row in SHARES:
        assert world.cells("unblinded/home/ladder", row)[:2] == ("0 / 12 (0%)", "0 / 12 (0%)")
        assert world.cells("blinded/home/ladder", row) == ("0 / 24 (0%)",)
    groups = [group for group in world.books["unblinded"].trial.special_interest if not group.arm_revealing]
    titles = [title for group in groups for title in (group.title, *(kind.title for kind in group.kinds))]
    for panel in ("grades", "events", "groups", "duration"):
        assert [row[0] for row in world.table(f"unblinded/special-interest/{panel}")] == titles, panel
    assert {cell for row in world.table("unblinded/special-interest/grades") for cell in row[1:]} == {"0"}
    assert said(world, "unblinded/special-interest/grades").endswith("A n = 12, B n = 12")
    deaths = world["unblinded/deaths/listed"].drawn
    assert isinstance(deaths, Table)
    assert (deaths.rows, deaths.empty) == ((), "No deaths so far among 24")
    assert world.cells("unblinded/deaths/causes", "Deaths from any cause") == ("0 / 12 (0%)", "0 / 12 (0%)")
    assert noted(world, "unblinded/cycles/swimmer")[-1] == "Nobody has started treatment"
    assert said(world, "unblinded/home/answer").startswith("No guideline is met.")
    assert noted(world, "unblinded/relapse-nrm/relapse")[-1] == "No events so far among 24"


def test_everybody_dead_on_day_0_is_nobody_alive_and_no_time_divided_by(drawn: Drawn) -> None:
    world = drawn("day_0")
    assert world.cells("unblinded/deaths/causes", "Deaths from any cause") == ("12 / 12 (100%)", "12 / 12 (100%)")
    assert world.cells("blinded/disposition/numbers", "Died without relapse") == ("24 / 24 (100%)",)
    # of arm A one participant has no event in the delivery; no grade is no grade 5, though fatal
    assert world.cells("unblinded/home/ladder", "Fatal")[:2] == ("11 / 12 (92%)", "12 / 12 (100%)")
    none = ["0"] * 5
    shown = world.cells("unblinded/adverse-events/worst-grade", "Any event")
    assert shown == (*none, "11 (91.7%)", *none, "12 (100.0%)")
    # each was at risk for one day, that of death: 100 person-years of 36525 days, 11 and 12 events in 12 days
    rates = world.cells("unblinded/adverse-events/rates", "Any event")
    assert (rates[1].split(" ")[0], rates[4].split(" ")[0]) == ("33481.3", "36525.0")
    assert "met at" in said(world, "unblinded/home/answer")
    assert said(world, "unblinded/home/answer").startswith("2 guidelines are met.")
    os_ = world["unblinded/os/curve"].drawn
    assert isinstance(os_, Figure)
    assert "day 0 after randomisation: A 0.0%; B 0.0%" in os_.alt


def test_who_has_no_grade_at_all_stands_in_the_column_of_those(drawn: Drawn) -> None:
    """Any event and each class, by hand: the worst known grade of a participant, or none if none is known."""
    world = drawn("scripts")
    for row in ("Any event", "胃肠系统疾病", "Investigations"):
        shown = world.cells("unblinded/adverse-events/worst-grade", row)
        assert [int(cell.split(" ")[0]) for cell in shown] == by_hand(row), row


def by_hand(row: str) -> list[int]:
    """Participants of A, then of B, at worst grade 1 to 5 and not graded, from the delivery as it was changed."""
    tables = {
        stem: table[table["USUBJID"].isin(FEW)] for stem, table in sources.delivered().items() if "USUBJID" in table
    }
    events = tables["adae"].reset_index(drop=True)
    graded = pd.to_numeric(events["AETOXGR"]).where(events.index % 2 == 1)
    coded = events.index % 3 != 0
    english: Mapping[str, str] = {"胃肠系统疾病": "Gastrointestinal disorders"}
    mine = (
        coded & (events["AEBODSYS"] == english.get(row, row)) if row != "Any event" else pd.Series(True, events.index)
    )
    after = mine & _emergent(events, tables["adsl"])
    worst = graded[after].fillna(0).groupby(events.loc[after, "USUBJID"]).max()
    arms = tables["adsl"].set_index("USUBJID")["TRT01P"].map(sources.LETTERS)
    found = pd.crosstab(arms.reindex(worst.index), worst)
    return [int(found.get(step, pd.Series(dtype=int)).get(arm, 0)) for arm in "AB" for step in (1, 2, 3, 4, 5, 0)]


def _emergent(events: pd.DataFrame, adsl: pd.DataFrame) -> "pd.Series[bool]":
    """Onset by the cut-off, 0 to 394 days after randomisation; of a partial date the earliest day not before it."""
    day0 = events["USUBJID"].map(adsl.set_index("USUBJID")["RANDDT"])
    first = pd.to_datetime(events["ASTDTC"], format="ISO8601")
    last = events["ASTDTC"].map(lambda day: pd.Period(day).end_time)
    may_be_later = (last >= day0) & ~(events["AENDT"] < day0)
    onset = first.where(first >= day0, day0.where(may_be_later, first))
    return (onset - day0).dt.days.between(0, 394) & (onset <= pd.Timestamp(sources.CUT_OFF))
