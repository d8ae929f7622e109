"""Columns of coded values: a number per row and one name per number."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.extract.demo.timeline import Flags


def labelled(codes: NDArray[np.integer], names: Iterable[str]) -> pd.Categorical:
    """The names of codes counted from 0; -1 is missing."""
    return pd.Categorical.from_codes(codes, categories=list(names))  # type: ignore[arg-type]  # pandas takes the numpy codes


def flags(values: Flags) -> pd.Categorical:
    """Y and N."""
    return labelled(values.astype(int), ("N", "Y"))
