"""What a store holds: every derived table with its columns, and the stores each may enter (an allow-list).

`columns` maps a column to its SQL type. A column after which stores are named stands in those alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.extract.contract import ALL, BLINDED, CONDUCT, SEALED

STORES = ("conduct", "blinded", "sealed")


@dataclass(frozen=True)
class Shape:
    """A derived table; `only` narrows single columns to fewer stores."""

    name: str
    stores: tuple[str, ...]
    columns: Mapping[str, str]
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def columns_in(self, store: str) -> tuple[str, ...]:
        """The columns that may enter a store, in order; none if the table may not."""
        if store not in self.stores:
            return ()
        return tuple(name for name in self.columns if store in self.only.get(name, self.stores))


def _shape(name: str, stores: tuple[str, ...], columns: str, **only: tuple[str, ...]) -> Shape:
    """A shape from `name TYPE` pairs; participant, arm and other text columns are VARCHAR unless said."""
    pairs = [part.split() for part in columns.split(",")]
    return Shape(name, stores, {pair[0]: pair[1] if len(pair) > 1 else "VARCHAR" for pair in pairs}, only)


SHAPES: tuple[Shape, ...] = (
    _shape("population_size", ALL, "arm, population, n BIGINT"),
    _shape("visit_count", ALL, "arm, visit, due_day INTEGER, expected BIGINT, done BIGINT"),
    _shape(
        "cycle_count",
        ALL,
        "arm, cycle INTEGER, expected DOUBLE, started BIGINT, completed BIGINT",
        completed=BLINDED,
    ),
    _shape(
        "baseline",
        BLINDED,
        "arm, characteristic, level, participants BIGINT, least DOUBLE, lower DOUBLE, middle DOUBLE, upper DOUBLE,"
        "most DOUBLE",
    ),
    _shape("disposition", BLINDED, "arm, scheme, step, reason, participants BIGINT"),
    _shape("accrual", CONDUCT, "site, month DATE, randomised BIGINT"),
    _shape("site", CONDUCT, "site, activated_on DATE"),
    _shape("screening_count", CONDUCT, "month DATE, outcome, reason, candidates BIGINT"),
    _shape("population", BLINDED, "participant, arm, population"),
    _shape(
        "endpoint",
        BLINDED,
        "participant, arm, endpoint, cause INTEGER, days DOUBLE, adjudicated BOOLEAN",
        adjudicated=SEALED,
    ),
    _shape(
        "event_count",
        BLINDED,
        "arm, population, subset, level, soc, term, grade INTEGER, participants BIGINT, events BIGINT, by_name BOOLEAN",
    ),
    _shape(
        "event_time",
        BLINDED,
        "arm, population, subset, level, soc, term, by_name BOOLEAN, person_days BIGINT, landmark INTEGER,"
        "incidence DOUBLE, error DOUBLE, at_risk BIGINT",
    ),
    _shape("interest", SEALED, "name, title, kind, soc, term, arm_revealing BOOLEAN"),
    _shape(
        "mean_count",
        SEALED,
        "arm, population, subset, name, day INTEGER, died BIGINT, censored BIGINT, events BIGINT, error DOUBLE",
    ),
    _shape("at_risk", SEALED, "participant, arm, end_day INTEGER, died BOOLEAN"),
    _shape(
        "monitored",
        BLINDED,
        "guideline, participant, arm, entered INTEGER, days INTEGER, cause INTEGER, cut INTEGER, cut_on DATE",
        participant=SEALED,
    ),
    _shape(
        "participant",
        SEALED,
        "participant, arm, actual_arm, site, randomised_on DATE, transplanted_on DATE, first_dose_on DATE,"
        "died_on DATE, last_contact_on DATE, randomised BOOLEAN, treated BOOLEAN, left_for_event BOOLEAN, left_on DATE,"
        "left_reason, age DOUBLE, sex, donor, prophylaxis, conditioning, remission, mrd, death_cause, death_related,"
        "death_narrative",
    ),
    _shape(
        "adverse_event",
        SEALED,
        "participant, arm, soc, term, grade INTEGER, serious BOOLEAN, related BOOLEAN, fatal BOOLEAN, stopped BOOLEAN,"
        "changed BOOLEAN, start_day INTEGER, end_day INTEGER, start_on DATE, end_on DATE, emergent BOOLEAN,"
        "partial_date BOOLEAN",
    ),
    _shape(
        "cycle",
        SEALED,
        "participant, arm, cycle INTEGER, start_day INTEGER, end_day INTEGER, infusion_days DOUBLE,"
        "completed BOOLEAN, reason",
    ),
    _shape(
        "course",
        SEALED,
        "participant, arm, expected INTEGER, started INTEGER, completed INTEGER, status, reason, first_day INTEGER,"
        "last_day INTEGER, given DOUBLE, planned DOUBLE",
    ),
    _shape(
        "infusion",
        SEALED,
        "participant, arm, cycle INTEGER, start_day INTEGER, end_day INTEGER, dose DOUBLE",
    ),
    _shape(
        "lab",
        SEALED,
        "participant, arm, test, title, value DOUBLE, unit, lower DOUBLE, upper DOUBLE, day INTEGER, visit",
    ),
    _shape(
        "lab_extreme",
        SEALED,
        "participant, arm, test, scheduled BOOLEAN, baseline DOUBLE, baseline_of_lower DOUBLE,"
        "baseline_of_upper DOUBLE, lowest DOUBLE, lowest_of_lower DOUBLE, highest DOUBLE, highest_of_upper DOUBLE",
    ),
    _shape(
        "lab_visit",
        SEALED,
        "arm, test, visit, due_day INTEGER, participants BIGINT, lower DOUBLE, middle DOUBLE, upper DOUBLE",
    ),
    _shape(
        "follow_up",
        SEALED,
        "participant, arm, waiting INTEGER, owed INTEGER, overdue INTEGER, events INTEGER, pending INTEGER",
    ),
    _shape("visit", SEALED, "participant, arm, visit, done_on DATE"),
    _shape("screening", SEALED, "candidate, site, screened_on DATE, outcome, reason"),
    _shape("finding", SEALED, "rule, level, participant, detail"),
)
