"""The bench's form: up to three rules beside one another, a column each.

A value of rule 1 is named as what it is (`p0`), those of rules 2 and 3 with their number (`p0_2`). Columns 2 and 3 are
rules once anything stands in them; what is empty there is as in rule 1.
"""

from collections.abc import Iterator, Mapping

from dashboard.errors import ChoiceError
from dashboard.pages.bench.read import EVENTS, LOOKS, OWN, READ, number
from dashboard.pages.form import Field, Form, Row
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.design import Design

COLUMNS = (1, 2, 3)

USUAL = {
    "family": "sprt",
    "p0": "0.05",
    "p1": "0.15",
    "alpha": "0.1",
    "planned": "80",
    "looks": "each",
    "window": "100",
    "per_month": "4",
    "competing": "0",
}
"""What rule 1 is before anything is typed."""

WORDS = {
    "family": ("Family", ""),
    "p0": ("Acceptable rate p0", "a proportion: 0.05, or 5%"),
    "p1": ("Rate to find p1", "above p0"),
    "alpha": ("Type I error alpha", "at p0, over all looks"),
    "planned": ("Planned participants", "1 to 1,000"),
    "looks": ("Looks", "10, 20, 80, or each"),
    "window": ("Window", "days"),
    "per_month": ("Randomised per month", "participants"),
    "competing": ("Competing events", "share in the window; simulations only"),
    "weight": ("Prior weight", "participants"),
    "mean": ("Prior mean", "p0 if empty"),
    "nu": ("nu", "chance of a rate above p1"),
    "threshold": ("Threshold", "posterior probability"),
    "delta": ("delta", "0 to 0.5"),
    "horizon": ("Horizon", "windows of exposure; from the plan if empty"),
}
"""Title and hint of each value; a family's own parameter that is new here is called by its name."""


def name(value: str, column: int) -> str:
    """The name in the address of a value of a rule."""
    return value if column == 1 else f"{value}_{column}"


def families() -> dict[str, str]:
    """Every family there is, by its file's name, in words."""
    return {rule: _title(rules.named(rule).family) for rule in rules.RULES}


def designs(typed: Mapping[str, str]) -> tuple[Design, ...]:
    """The rules that were typed; raises ChoiceError for the first value that is not possible."""
    return tuple(_design(typed, column) for column in COLUMNS if _given(typed, column))


def faults(typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each value that is not possible, by its name; none if all designs can be made."""
    found: dict[str, str] = {}
    for column in COLUMNS:
        if _given(typed, column):
            found |= dict(_faults(typed, column))
    return found


def shown(typed: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows that matter for the families chosen; an empty field says what it would be."""
    return tuple(_row(value, typed) for value in (*USUAL, *_own(typed)))


def _given(typed: Mapping[str, str], column: int) -> bool:
    return column == 1 or any(text and key.endswith(f"_{column}") for key, text in typed.items())


def _text(typed: Mapping[str, str], value: str, column: int) -> str:
    """What stands in a field, else what it means when it is empty: rule 1's, but no looks at exposure."""
    here = typed.get(name(value, column), "")
    if here or column == 1:
        return here or USUAL.get(value, "")
    if value == "looks" and _counts(_text(typed, "family", column)) == "exposure":
        return "each"
    return _text(typed, value, 1)


def _counts(family: str) -> str:
    return rules.named(family).counts if family in rules.RULES else ""


def _design(typed: Mapping[str, str], column: int) -> Design:
    read = {value: READ[value](_text(typed, value, column)) for value in USUAL}
    family = str(read["family"])
    given = {value: _text(typed, value, column) for value in rules.parameters(family)}
    own = tuple((value, OWN.get(value, number)(text)) for value, text in given.items() if text)
    design = Design(f"Rule {column}", own=own, **read)  # type: ignore[arg-type]  # read by name
    if _counts(family) == "exposure" and design.planned * design.p0 > EVENTS:
        raise ChoiceError(
            f"planned = {design.planned} is not possible with exposure at p0 = {design.p0:g}: give at most "
            f"{EVENTS / design.p0:.0f}."
        )
    _ = design.rule
    if design.competing >= 1 - design.p1:
        raise ChoiceError(
            f"competing = {design.competing:g} is not possible: give less than {1 - design.p1:g}, 1 − p1."
        )
    return design


def _faults(typed: Mapping[str, str], column: int) -> Iterator[tuple[str, str]]:
    """What cannot be read, field by field; once all can be, what makes no rule, at the field it begins with.

    What is wrong in rule 1 is not said again where a later rule takes it over.
    """
    wrong = False
    family = _text(typed, "family", column)
    own = rules.parameters(family) if family in rules.RULES else {}
    for value, read in {**READ, **{value: OWN.get(value, number) for value in own}}.items():
        try:
            text = _text(typed, value, column)
            _ = text and read(text)
        except ChoiceError as error:
            wrong = True
            if column == 1 or typed.get(name(value, column)):
                yield name(value, column), str(error)
    if wrong:
        return
    try:
        _design(typed, column)
    except ChoiceError as error:
        first = str(error).split()[0]
        yield name(first if first in {*USUAL, *own} else "family", column), str(error)


def _own(typed: Mapping[str, str]) -> list[str]:
    """The own parameters of the families chosen."""
    chosen = [_text(typed, "family", column) for column in COLUMNS if _given(typed, column)]
    return list(
        dict.fromkeys(value for family in chosen if family in rules.RULES for value in rules.parameters(family))
    )


def _row(value: str, typed: Mapping[str, str] | None = None) -> Row:
    title, hint = WORDS.get(value, (value, ""))
    return Row(title, hint, tuple(_field(value, title, column, typed) for column in COLUMNS))


def _field(value: str, title: str, column: int, typed: Mapping[str, str] | None) -> Field | None:
    if typed is not None and value not in USUAL and value not in _parameters(typed, column):
        return None
    usual = USUAL.get(value, "") if column == 1 else ""
    if typed is not None and not usual:
        usual = _empty(value, column, typed)
    choices = families() if value == "family" else {}
    if choices and column != 1:
        choices = {"": "as rule 1" if typed is None or _given(typed, column) else "none"} | choices
    return Field(name(value, column), f"{title}, rule {column}", usual, choices, LOOKS if value == "looks" else 40)


def _empty(value: str, column: int, typed: Mapping[str, str]) -> str:
    """What an empty field means: in a rule, the value of rule 1 or the family's own; in no rule, nothing."""
    if not _given(typed, column):
        return ""
    default = _parameters(typed, column).get(value)
    return (_text(typed, value, 1) if column != 1 else "") or ("" if default is None else f"{default:g}")


def _parameters(typed: Mapping[str, str], column: int) -> dict[str, float | None]:
    family = _text(typed, "family", column)
    return rules.parameters(family) if family in rules.RULES and _given(typed, column) else {}


def _title(family: str) -> str:
    """The family as a list shows it: with the one abbreviation that every statistician knows."""
    short = family.replace("sequential probability ratio test", "SPRT")
    return short[0].upper() + short[1:]


def _everything() -> tuple[Row, ...]:
    own = dict.fromkeys(value for rule in rules.RULES for value in rules.parameters(rule))
    return tuple(_row(value) for value in (*USUAL, *own))


FORM = Form(
    title="Rules",
    columns=tuple(f"Rule {column}" for column in COLUMNS),
    rows=_everything(),
    shown=shown,
    faults=faults,
    hint="Rules 2 and 3 are compared once anything stands in them; what is empty there is as in rule 1.",
)
