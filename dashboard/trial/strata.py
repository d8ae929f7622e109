"""The block of a baseline stratum, as it stands in trial.toml."""

from typing import Literal

from dashboard.trial.parts import Name, Part

Baseline = Literal["sex", "donor", "prophylaxis", "conditioning", "remission", "mrd"]
"""Columns of the participant table that hold a few words known before randomisation."""


class Stratum(Part):
    """`[[strata]]`: a baseline characteristic by which the protocol planned stratified and subgroup analyses.

    What is not listed here is chosen after the data were seen: an analysis by it is exploratory.
    """

    name: Name
    title: str
    column: Baseline
