"""A table of participants leads to each of them, and stands as it is where there is nowhere to go."""

from dashboard.figures.kinds import Column, Lead, Table
from dashboard.figures.leads import to_people

BOOK = Table((Column("Arm"), Column("Participant"), Column("Weight")), (("A", "P1", "1"), ("B", "P2", "0")))


def test_the_participant_comes_first_and_leads_to_the_page() -> None:
    found = to_people(BOOK, "participant")
    assert [column.title for column in found.columns] == ["Participant", "Arm", "Weight"]
    assert found.rows == (("P1", "A", "1"), ("P2", "B", "0"))
    assert found.leads == (Lead("participant", {"person": "P1"}), Lead("participant", {"person": "P2"}))


def test_without_a_page_or_participants_nothing_changes() -> None:
    assert to_people(BOOK, "") == BOOK
    nobody = Table((Column("Arm"),), (("A",),))
    assert to_people(nobody, "participant") == nobody
