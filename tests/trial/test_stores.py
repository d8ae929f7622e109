"""What each store's own definition may say, and what not."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from dashboard.trial.guidelines import Guideline
from dashboard.trial.load import load, parse
from dashboard.trial.model import Trial
from dashboard.trial.stores import for_blinded, for_conduct, for_sealed

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = load(DATA / "trial.toml")
PILOT = load(DATA / "trials" / "cdisc-pilot.toml")
OUTSIDE = (for_conduct, for_blinded)
Says = Callable[[Trial], Trial]


def written(trial: Trial) -> str:
    """As a store keeps it."""
    return tomli_w.dumps(trial.model_dump(mode="python", exclude_none=True, exclude_defaults=True))


@pytest.mark.parametrize("trial", [DEMO, PILOT])
@pytest.mark.parametrize("says", [*OUTSIDE, for_sealed])
def test_a_store_s_definition_can_be_read_again(trial: Trial, says: Says) -> None:
    assert parse(written(says(trial)), "store") == says(trial)


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "wang_tsiatis", "looks": (20, 40, 160), "parameters": {"delta": 0.4}, "competing": 0.25},
        {"rule": "gamma_poisson", "counting": "exposure", "parameters": {"weight": 8.0, "mean": 0.06}},
    ],
)
@pytest.mark.parametrize("says", [for_blinded, for_sealed])
def test_a_guideline_keeps_its_rule_s_looks_and_parameters(rule: dict[str, Any], says: Says) -> None:
    guidelines = tuple(
        Guideline.model_validate(item.model_dump() | rule) if item.scope == "pooled" else item
        for item in DEMO.guidelines
    )
    said = says(DEMO.model_copy(update={"guidelines": guidelines}))
    again = parse(written(said), "store")
    assert again == said
    kept = again.guidelines[-1]
    assert {name: getattr(kept, name) for name in rule} == rule


def test_a_guideline_that_names_none_of_them_is_written_as_before() -> None:
    plain = [guideline.model_copy(update={"competing": 0.0}) for guideline in DEMO.guidelines]
    blocks = tomllib.loads(written(DEMO.model_copy(update={"guidelines": tuple(plain), "source": {}})))["guidelines"]
    assert not any({"looks", "parameters", "competing"} & set(block) for block in blocks)


@pytest.mark.parametrize("trial", [DEMO, PILOT])
@pytest.mark.parametrize("says", OUTSIDE)
def test_outside_the_sealed_store_nothing_names_an_arm(trial: Trial, says: Says) -> None:
    said = says(trial)
    assert (said.arms, said.benchmarks, said.source) == ((), (), {})
    assert said.arm_revealing.terms == ()
    text = written(said.model_copy(update={"trial": trial.trial.model_copy(update={"name": "", "design": ""})}))
    for arm in trial.arms:
        assert arm.source not in text
        assert arm.title not in text
    for term in trial.arm_revealing.terms:
        assert term.lower() not in text.lower()
    assert not any(part.arm_revealing for part in (*said.populations, *said.endpoints, *said.guidelines))


@pytest.mark.parametrize("says", OUTSIDE)
def test_what_exists_because_of_an_arm_is_not_named(says: Says) -> None:
    text = written(says(DEMO)).lower()
    for word in ("crs", "icans", "cytokine", "treated", "started cycle 1", "experimental"):
        assert word not in text


@pytest.mark.parametrize("says", [*OUTSIDE, for_sealed])
def test_every_block_is_weighed(says: Says) -> None:
    """A block added to the definition must be decided on here for each store."""
    assert {*tomllib.loads(written(says(DEMO)))} <= {
        for_conduct: {"trial", "accrual", "schedule", "visits", "populations", "charter"},
        for_blinded: {
            "trial",
            "accrual",
            "schedule",
            "visits",
            "populations",
            "adverse_events",
            "baseline",
            "endpoints",
            "guidelines",
            "monitored",
            "charter",
        },
        for_sealed: {*Trial.model_fields} - {"source", "monitored"},
    }[says]


@pytest.mark.parametrize("says", OUTSIDE)
def test_whether_terms_are_screened_changes_no_byte_outside_the_sealed_store(says: Says) -> None:
    asked = DEMO.charter.model_copy(update={"screening": 0.025, "screening_p_values": True})
    plain = DEMO.charter.model_copy(update={"screening": None})
    kept = [written(says(DEMO.model_copy(update={"charter": charter}))) for charter in (asked, plain)]
    assert kept[0] == kept[1]
    assert "screening" not in kept[0]


def test_conduct_says_nothing_of_outcomes() -> None:
    said = for_conduct(DEMO.model_copy(update={"monitored": ("NRM to day 100",)}))
    assert (said.endpoints, said.guidelines, said.monitored, said.adverse_events) == ((), (), (), None)
    assert (said.charter.blinded, said.charter.unblinded, said.charter.pooled_endpoints) == ((), (), ())
    assert said.charter.conduct == DEMO.charter.conduct
    assert said.charter.extract_age_days == 120
    assert [population.name for population in said.populations] == ["randomised"]


def test_blinded_says_what_the_charter_allows_pooled() -> None:
    said = for_blinded(DEMO)
    assert [endpoint.name for endpoint in said.endpoints] == ["relapse-nrm"]
    assert [guideline.name for guideline in said.guidelines] == ["death-180-pooled"]
    assert (said.charter.conduct, said.charter.unblinded) == ((), ())
    assert said.charter.blinded == DEMO.charter.blinded


def test_blinded_knows_guidelines_of_single_arms_by_title_alone() -> None:
    said = for_blinded(DEMO)
    assert said.monitored == (
        "NRM to day 100 after randomisation",
        "Acute GVHD III–IV to day 180 after randomisation",
        "Secondary graft failure to day 180 after randomisation",
    )
    assert "nrm-100" not in written(said)


@pytest.mark.parametrize("says", OUTSIDE)
def test_exchanging_the_arms_changes_nothing_outside(says: Says) -> None:
    exchanged = DEMO.model_copy(update={"arms": DEMO.arms[::-1]})
    assert written(says(exchanged)) == written(says(DEMO))


@pytest.mark.parametrize("says", OUTSIDE)
def test_strata_stay_with_the_arms(says: Says) -> None:
    assert DEMO.strata
    assert says(DEMO).strata == ()
    assert for_sealed(DEMO).strata == DEMO.strata


def test_sealed_says_everything_but_the_source() -> None:
    said = for_sealed(DEMO)
    assert said.source == {}
    assert said.model_copy(update={"source": DEMO.source}) == DEMO
