"""The block of laboratory tests, as it stands in trial.toml."""

from typing import Self

from pydantic import Field, model_validator

from dashboard.stats.ctcae import CRITERIA, VERSIONS, Criterion, Low, Version
from dashboard.trial.parts import Part, repeated


class LabTest(Part):
    """`[[labs.tests]]`: a test by its name in the source, in the one unit that is read.

    `criterion` is the name of its grades in `dashboard/stats/ctcae.py`, empty where it has none. An `arm_revealing`
    test is shown behind a notice alone.
    """

    name: str
    title: str
    unit: str
    criterion: str = ""
    arm_revealing: bool = False

    @model_validator(mode="after")
    def _criterion_fits(self) -> Self:
        if not self.criterion:
            return self
        if self.criterion not in CRITERIA:
            raise ValueError(f"criterion: {self.criterion!r} is not one of {', '.join(CRITERIA)}")
        found = CRITERIA[self.criterion]
        if isinstance(found, Low) and found.unit != self.unit:
            raise ValueError(f"unit: {self.criterion} is graded in {found.unit}, not {self.unit}; convert the source")
        return self


class Labs(Part):
    """`[labs]`: laboratory tests, and the thresholds of liver injury in multiples of the upper limit of normal.

    `criteria` is the version by which tests are graded: that of the protocol.
    """

    criteria: Version = "CTCAE v5.0"
    transaminase: float = Field(default=3, gt=1)
    bilirubin: float = Field(default=2, gt=1)
    tests: tuple[LabTest, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _tests_differ(self) -> Self:
        if twice := repeated(test.name for test in self.tests):
            raise ValueError(f"tests: the name {twice!r} is given twice; names must differ")
        return self

    @property
    def graded(self) -> dict[str, Criterion]:
        """What grades a test, by its name, for the tests that have grades."""
        return {test.name: VERSIONS[self.criteria][test.criterion] for test in self.tests if test.criterion}

    def named(self, *criteria: str) -> tuple[str, ...]:
        """The names of the tests that have one of the criteria."""
        return tuple(test.name for test in self.tests if test.criterion in criteria)
