"""Who a guideline on one arm does not watch: randomised to that arm, and never started."""

from tests.queries.drawn import ask, store

#   participant  arm   watched by crs-28
#   p1           B     yes
#   p2           B     no: never started
#   p3           A     no: the guideline watches nobody of the arm
PEOPLE = [
    {"participant": name, "arm": arm, "randomised": True} for name, arm in (("p1", "B"), ("p2", "B"), ("p3", "A"))
]
WATCHED = [
    {"guideline": "crs-28", "participant": "p1", "arm": "B"},
    {"guideline": "nrm", "participant": "p2", "arm": "B"},
]


def test_only_those_of_the_watched_arm_who_never_started_are_listed() -> None:
    database = store({"participant": PEOPLE, "monitored": WATCHED}, {})
    assert ask(database, "unblinded/not_watched", guideline="crs-28") == [{"arm": "B", "participant": "p2"}]
