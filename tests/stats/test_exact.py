"""Two-sided by probability."""

import numpy as np
import pytest

from dashboard.stats.exact import no_likelier


@pytest.mark.parametrize(("observed", "expected"), [(0, 2 / 16), (1, 10 / 16), (2, 1.0), (4, 2 / 16)])
def test_outcomes_as_likely_and_less_likely_are_summed(observed: int, expected: float) -> None:
    # four fair coins: 1, 4, 6, 4, 1 of 16
    assert no_likelier(np.log([1.0, 4, 6, 4, 1]), observed) == pytest.approx(expected, abs=1e-15)


def test_weights_need_no_scale_and_a_tie_survives_rounding() -> None:
    log_weights = np.log([1.0, 4, 6, 4 * (1 + 1e-12), 1]) - 5000
    assert no_likelier(log_weights, 1) == pytest.approx(10 / 16)
