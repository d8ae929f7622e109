"""The screening of terms: there by the charter's line alone, behind its notice, over the terms that name no arm."""

import pytest

from dashboard.access.door import Door
from dashboard.errors import TrialError
from dashboard.pages.page import Page
from dashboard.pages.unblinded import PAGES
from dashboard.trial.load import parse
from dashboard.trial.model import Trial
from tests.conftest import SIDES
from tests.extract.tiny import DEFINITION

NAME = "event-screening"


def chartered(trial: Trial, **changes: object) -> Trial:
    return trial.model_copy(update={"charter": trial.charter.model_copy(update=changes)})


def page(trial: Trial) -> Page | None:
    return next((item for item in PAGES(trial) if item.name == NAME), None)


def test_without_the_charters_line_there_is_no_such_page(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    assert page(trial)
    assert page(chartered(trial, screening=None)) is None
    assert Trial.model_fields["charter"].annotation().screening is None  # type: ignore[misc]  # the class itself


def test_no_other_side_has_it(doors: dict[str, Door]) -> None:
    for side in ("conduct", "blinded"):
        assert NAME not in {item.name for item in SIDES[side].pages(doors[side].trial)}
        assert doors[side].trial.charter.screening is None


def test_its_notice_says_what_it_cannot_say_and_at_which_rate(doors: dict[str, Door]) -> None:
    shown = page(chartered(doors["unblinded"].trial, screening=0.025))
    assert shown
    for words in ("Screening, not proof", "2.5%", "cannot say that a difference is real", "cannot say that a term is"):
        assert words in shown.notice
    assert "2.5%" in shown.panel("terms").note


def test_it_has_the_terms_and_the_numbers_of_the_table_of_adverse_events(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    table = next(item for item in PAGES(door.trial) if item.name == "adverse-events").panel("table")
    shown = page(door.trial)
    assert shown
    chosen = {"subset": "any", "order": "frequency"}
    theirs = (
        table.result(door, **chosen, least="0").table().query("Level == 'Term' and `Preferred term` != 'Not coded'")
    )
    ours = shown.panel("terms").result(door, **shown.chosen({})).table()
    for column in ("Preferred term", "A: participants", "B: of", "B − A: difference (percentage points)"):
        assert ours[column].tolist() == theirs[column].tolist()
    withheld = {term.lower() for term in door.trial.arm_revealing.terms}
    assert not withheld & {term.lower() for term in ours["Preferred term"]}


def test_p_values_stand_in_the_table_by_a_line_of_their_own_alone(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for allowed in (False, True):
        shown = page(chartered(door.trial, screening_p_values=allowed))
        assert shown
        result = shown.panel("terms").result(door, **shown.chosen({}))
        drawn = shown.panel("terms").draw(result, **shown.chosen({}))
        assert ("B − A: adjusted p" in result.table()) == allowed
        assert ("B − A, adjusted p" in [column.title for column in drawn.columns]) == allowed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("screening = true", "charter.screening: .*(found True)"),
        ("screening = 1.5", "charter.screening: .*less than 1"),
        ("screening_p_values = true", "screening_p_values: there is no screening; give its rate"),
    ],
)
def test_a_line_that_means_nothing_is_refused(line: str, said: str) -> None:
    with pytest.raises(TrialError, match=said):
        parse(DEFINITION.replace("[charter]", f"[charter]\n{line}"), "tiny")


def test_a_screening_needs_terms_and_arms() -> None:
    asked = DEFINITION.replace("[charter]", "[charter]\nscreening = 0.1")
    assert parse(asked, "tiny").charter.screening == 0.1
    plain = '    { title = "Plain", source = "PLAIN", role = "control" },\n'
    with pytest.raises(TrialError, match="two arms to compare; leave it out"):
        parse(asked.replace(plain, ""), "tiny")
