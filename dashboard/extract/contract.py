"""The contract: every table and column a source may bring, what each means, and which stores it may enter.

`stores` is an allow-list of the stores in which something made of the column may be seen; a row of the source
itself goes to `sealed` alone. What is made of the columns is listed in `dashboard.extract.shapes`.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "flag", "mark", "date"]

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "mark": "BOOLEAN",
    "date": "DATE",
}

SEALED = ("sealed",)
BLINDED = ("blinded", "sealed")
ALL = ("conduct", "blinded", "sealed")
CONDUCT = ("conduct", "sealed")


@dataclass(frozen=True)
class Column:
    """A canonical column.

    `required` columns must be mapped by the trial definition and present in the file; `filled` ones may hold no
    missing value. A `mark` is true where the source holds anything but a missing value, "N", "0" or "false".
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    filled: bool = False
    unit: str = ""
    stores: tuple[str, ...] = SEALED


@dataclass(frozen=True)
class Table:
    """A canonical table; `key` columns may not repeat."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the contract has none."""
        return {column.name: column for column in self.columns}[name]


def _must(name: str, kind: Kind, meaning: str, *, stores: tuple[str, ...] = SEALED) -> Column:
    return Column(name, kind, meaning, required=True, filled=True, stores=stores)


_PARTICIPANT = _must("participant", "text", "identifier of the participant", stores=BLINDED)

TABLES: tuple[Table, ...] = (
    Table(
        "participant",
        "one row per participant",
        (
            _PARTICIPANT,
            _must("arm", "text", "planned arm, as trial.arms.source"),
            Column("actual_arm", "text", "arm actually received, as trial.arms.source"),
            Column("site", "text", "site that enrolled the participant", stores=CONDUCT),
            _must("randomised_on", "date", "day 0 of the participant's clock", stores=ALL),
            Column("transplanted_on", "date", "transplantation", stores=BLINDED),
            Column("first_dose_on", "date", "first dose of trial treatment"),
            Column("died_on", "date", "death from any cause", stores=ALL),
            Column("death_cause", "text", "cause of death, as recorded"),
            Column("death_related", "text", "attribution of death to trial treatment, in the source's words"),
            Column("death_narrative", "text", "what led to death, in a sentence or two"),
            Column("last_contact_on", "date", "last date known alive", stores=BLINDED),
            Column("randomised", "flag", "was randomised; who was not is left out", stores=ALL),
            Column("treated", "flag", "received any trial treatment"),
            Column("left_for_event", "flag", "left the trial because of an adverse event"),
            Column("left_on", "date", "left the trial: withdrew, or was lost to follow-up"),
            Column("left_reason", "text", "why the participant left the trial"),
            Column("age", "number", "age at entry", unit="years", stores=BLINDED),
            Column("sex", "text", "sex as recorded", stores=BLINDED),
            Column("donor", "text", "donor type", stores=BLINDED),
            Column("prophylaxis", "text", "prophylaxis of graft-versus-host disease", stores=BLINDED),
            Column("conditioning", "text", "conditioning regimen", stores=BLINDED),
            Column("remission", "text", "remission status at transplantation", stores=BLINDED),
            Column("mrd", "text", "measurable residual disease before transplantation", stores=BLINDED),
        ),
        key=("participant",),
        required=True,
    ),
    Table(
        "adverse_event",
        "one row per recorded adverse event",
        (
            _PARTICIPANT,
            Column("soc", "text", "system organ class", required=True, stores=BLINDED),
            Column("term", "text", "preferred term", required=True, stores=BLINDED),
            Column("grade", "text", "severity, as trial.adverse_events.grades.value", required=True, stores=BLINDED),
            Column("serious", "flag", "met a criterion of seriousness", required=True, stores=BLINDED),
            Column("related", "flag", "judged related to trial treatment"),
            Column("fatal", "flag", "resulted in death", stores=BLINDED),
            Column("stopped", "flag", "trial treatment was stopped because of it"),
            Column("changed", "flag", "dose was changed or interrupted because of it"),
            Column("start_on", "date", "onset", required=True, stores=BLINDED),
            Column("end_on", "date", "end; missing while ongoing"),
            Column("emergent", "flag", "the source's own treatment-emergence flag"),
            Column("partial_date", "mark", "onset was imputed by the source", stores=SEALED),
        ),
    ),
    Table(
        "time_to_event",
        "one row per participant and parameter",
        (
            _PARTICIPANT,
            _must("parameter", "text", "which endpoint, as trial.endpoints.parameter", stores=BLINDED),
            _must("value", "number", "analysis value, in the endpoint's unit", stores=BLINDED),
            _must("censored", "integer", "0 an event, above 0 censored", stores=BLINDED),
            Column("description", "text", "how it ended, as trial.endpoints.causes.value", stores=BLINDED),
            Column("start_on", "date", "time zero of the value"),
            Column(
                "adjudicated", "flag", "adjudication of the event is done (N: pending); missing where none is needed"
            ),
        ),
        key=("participant", "parameter"),
    ),
    Table(
        "cycle",
        "one row per started cycle",
        (
            _PARTICIPANT,
            _must("cycle", "integer", "number of the cycle, from 1", stores=ALL),
            _must("start_on", "date", "first infusion day", stores=ALL),
            Column("end_on", "date", "last infusion day"),
            Column("infusion_days", "number", "days of infusion given", unit="days", stores=BLINDED),
            Column("reason", "text", "why it was stopped early"),
        ),
        key=("participant", "cycle"),
    ),
    Table(
        "infusion",
        "one row per uninterrupted infusion",
        (
            _PARTICIPANT,
            _must("cycle", "integer", "number of the cycle, from 1"),
            _must("start_on", "date", "start"),
            Column("end_on", "date", "end"),
            Column("dose", "number", "dose", unit="as the source"),
        ),
    ),
    Table(
        "lab",
        "one row per laboratory result",
        (
            _PARTICIPANT,
            _must("test", "text", "short name of the test"),
            Column("title", "text", "full name of the test"),
            Column("value", "number", "result", required=True, unit="column unit"),
            Column("unit", "text", "unit of value and limits"),
            Column("lower", "number", "lower limit of normal", unit="column unit"),
            Column("upper", "number", "upper limit of normal", unit="column unit"),
            Column("measured_on", "date", "date of the sample", required=True),
            Column("visit", "text", "visit it belongs to"),
        ),
    ),
    Table(
        "visit",
        "one row per visit done",
        (
            _PARTICIPANT,
            Column("visit", "text", "as trial.visits.name; missing if unscheduled", required=True, stores=ALL),
            Column("done_on", "date", "date of the visit", required=True, stores=ALL),
        ),
    ),
    Table(
        "screening",
        "one row per screened candidate",
        (
            _must("candidate", "text", "identifier at screening"),
            Column("site", "text", "site that screened"),
            _must("screened_on", "date", "date of screening", stores=CONDUCT),
            Column("outcome", "text", "randomised, failed or waiting, as the source", required=True, stores=CONDUCT),
            Column("reason", "text", "why not randomised", stores=CONDUCT),
        ),
        key=("candidate",),
    ),
    Table(
        "site",
        "one row per site",
        (
            _must("site", "text", "identifier of the site", stores=CONDUCT),
            Column("activated_on", "date", "open for enrolment", stores=CONDUCT),
        ),
        key=("site",),
    ),
)


def table(name: str) -> Table:
    """The canonical table of that name; KeyError if the contract has none."""
    return {item.name: item for item in TABLES}[name]


def member_column(flag: str) -> str:
    """The column of `participant` in which a population's flag is kept: its own name where the contract has it.

    Any other is set apart, since a trial may call it as another table's column is called, and tables are joined.
    """
    return flag if any(column.name == flag for column in table("participant").columns) else f"population {flag}"
