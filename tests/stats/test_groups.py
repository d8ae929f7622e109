"""Groups and strata as codes."""

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import SourceError
from dashboard.stats.groups import groups, strata_of


def test_a_categorical_keeps_its_order_and_its_empty_names() -> None:
    found = groups(pd.Categorical(["A", "B", "B"], categories=["B", "A", "C"]), 3)
    assert found.names == ("B", "A", "C")
    assert found.codes.tolist() == [1, 0, 0]
    assert found.sizes.tolist() == [2, 1, 0]


def test_other_labels_are_sorted() -> None:
    assert groups(np.array([2, 0, 1, 0]), 4).names == ("0", "1", "2")


def test_no_strata_is_one_stratum() -> None:
    assert strata_of(None, 3).codes.tolist() == [0, 0, 0]


def test_a_missing_label_is_refused() -> None:
    with pytest.raises(SourceError, match="strata: 1 of 2 participants have none"):
        strata_of(["x", None], 2)
