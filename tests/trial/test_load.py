"""Every fault of a trial definition names its key and says what would be right."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from dashboard.errors import TrialError
from dashboard.trial.load import load, parse
from dashboard.trial.model import Trial

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "trial.toml"
PILOT = ROOT / "data" / "trials" / "cdisc-pilot.toml"


def changed(path: str, value: Any) -> str:
    """The demonstration's definition with the value at a path like "guidelines.0.p1" replaced; None removes it."""
    values = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    at: Any = values
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return tomli_w.dumps(values)


def refusal(path: str, value: Any) -> str:
    with pytest.raises(TrialError) as caught:
        parse(changed(path, value), "trial.toml")
    return str(caught.value)


def test_the_demonstration_is_read() -> None:
    trial = load(DEMO)
    assert [arm.role for arm in trial.arms] == ["experimental", "control"]
    assert trial.endpoint("agvhd").causes[0].title == "Acute GVHD grade III–IV"
    assert trial.endpoint("relapse-nrm").causes[1].shown
    assert not trial.endpoint("agvhd").causes[2].shown
    with pytest.raises(KeyError, match="no-such"):
        trial.endpoint("no-such")


def test_another_trial_is_another_file() -> None:
    trial = load(PILOT)
    assert len(trial.arms) == 3
    assert (trial.schedule, trial.guidelines, trial.visits, trial.charter.pooled_endpoints) == (None, (), (), ())
    assert trial.endpoints[0].offset == 1


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("trial.protocol", None, "trial.protocol: Field required"),
        ("charter", None, "charter: Field required"),
        ("trial.sponsor", "X", "trial.sponsor: no such key here; remove it or mend its spelling"),
        ("arms.0.role", "active", "arms[0].role: Input should be 'experimental' or 'control' (found 'active')"),
        ("arms.1.source", "BLINATUMOMAB", "arms: the source 'BLINATUMOMAB' is given twice; sources must differ"),
        ("arms.1.title", "Blinatumomab maintenance", "arms: the title 'Blinatumomab maintenance' is given twice"),
        ("accrual.planned", 0, "accrual.planned: Input should be greater than or equal to 1 (found 0)"),
        ("accrual.start", "soon", "accrual.start: Input should be a valid date"),
        ("accrual.plan", [1, 5, 4], "accrual: plan: month 3 has 4 after 5; give cumulative numbers, never falling"),
        ("accrual.plan", [-1], "accrual.plan[0]: Input should be greater than or equal to 0 (found -1)"),
        ("schedule.cycles", 3, "schedule: due_days: 4 days for 3 cycles; give one each"),
        ("schedule.due_days", [14, 98, 98, 266], "schedule: due_days: a cycle is due on or before the day of the one"),
        ("schedule.completed_share", 80, "schedule.completed_share: Input should be less than or equal to 1 (found 80"),
        ("visits.1.name", "Day 30", "visits: the name 'Day 30' is given twice; names must differ"),
        ("populations", [], "populations: Tuple should have at least 1 item"),
        ("populations.0.name", "itt", "populations: one must be named 'randomised' and not be arm_revealing"),
        ("populations.0.arm_revealing", True, "populations: one must be named 'randomised' and not be arm_revealing"),
        ("populations.1.name", "randomised", "populations: the name 'randomised' is given twice; names must differ"),
        ("adverse_events.severe_from", 6, "adverse_events: severe_from: 6 is beyond the scale; it has 5 grades"),
        ("adverse_events.grades.1.value", "1", "adverse_events: grades: the value '1' is given twice"),
        ("adverse_events.emergent", "all", "adverse_events.emergent: Input should be 'window' or 'flag' (found 'all')"),
        ("endpoints.1.name", "os", "endpoints: the name 'os' is given twice; names must differ"),
        (
            "endpoints.3.parameter",
            "EFS",
            "endpoints[3] (pfs): has the parameter 'EFS' and the causes of 'efs'; the same curve is drawn once",
        ),
        ("strata.0.column", "age", "strata[0].column: Input should be 'sex', 'donor', 'prophylaxis'"),
        ("strata.1.column", "donor", "strata: the column 'donor' is given twice; columns must differ"),
        ("strata.1.name", "donor", "strata: the name 'donor' is given twice; names must differ"),
        (
            "source.participant.columns.mrd",
            None,
            "strata[2] (mrd): column 'mrd' stands in no file; name its column in [source.participant] or leave the",
        ),
        ("endpoints.0.name", "Relapse NRM", "endpoints[0].name: String should match pattern"),
        ("endpoints.0.offset", float("inf"), "endpoints[0].offset: Input should be a finite number (found inf)"),
        ("endpoints.0.causes", [], "endpoints[0].causes: Tuple should have at least 1 item"),
        ("endpoints.0.causes.1.name", "relapse", "endpoints[0]: causes: the name 'relapse' is given twice"),
        ("guidelines.1.name", "nrm-100", "guidelines: the name 'nrm-100' is given twice; names must differ"),
        ("guidelines.0.p1", 0.05, "guidelines[0]: p1: 0.05 must be above p0 = 0.05"),
        ("guidelines.0.rule", "sprrt", "guidelines[0]: rule: There is no stopping rule 'sprrt'; choose one of"),
        ("guidelines.0.alpha", 1e-200, "guidelines[0]: rule: No boundary up to 80 participants has a type I error"),
        ("guidelines.0.alpha", 1.0, "guidelines[0].alpha: Input should be less than 1 (found 1.0)"),
        ("guidelines.0.window_days", 0, "guidelines[0].window_days: Input should be greater than or equal to 1"),
        ("guidelines.0.counting", "early", "guidelines[0].counting: Input should be 'tite', 'complete_window' or 'exp"),
        ("guidelines.0.counting", "exposure", 'sprt counts participants; set "tite" or "complete_window", or a'),
        ("guidelines.0.rule", "poisson_sprt", 'counting: poisson_sprt counts exposure; set counting = "exposure"'),
        ("guidelines.0.looks", [20, 90], "guidelines[0]: rule: looks = (20, 90) is not possible: give rising whole"),
        ("guidelines.0.parameters", {"delta": 0.2}, "rule: 'delta' is not possible with sprt: it has none of its own"),
        ("guidelines.0.parameters", {"delta": "a"}, "guidelines[0].parameters.delta: Input should be a valid number"),
        ("guidelines.0.competing", 0.85, "competing: 0.85 leaves no room for p1 = 0.15; give less than 1 - p1"),
        ("guidelines.0.competing", -0.1, "guidelines[0].competing: Input should be greater than or equal to 0"),
        (
            "guidelines.0.endpoint",
            "nrm",
            "guidelines[0] (nrm-100): endpoint 'nrm' is not defined; have agvhd, cgvhd, crs, efs",
        ),
        ("guidelines.0.cause", "death", "guidelines[0] (nrm-100): cause 'death' is not one of relapse, nrm"),
        (
            "guidelines.3.arm_revealing",
            False,
            "guidelines[3]: arm_revealing: a guideline on the experimental arm names",
        ),
        ("benchmarks.0.estimate", 85.0, "benchmarks[0]: estimate: 85.0 is no proportion; give 0 to 1"),
        ("benchmarks.2.low", 0.1, "benchmarks[2]: low, high: 0.0 is outside 0.1 to 0.161; give limits around it"),
        ("benchmarks.3.events", 22, "benchmarks[3]: events: 22 of n = 21; give 0 to n"),
        ("charter.blinded", ["statistician"], "charter.blinded[0]: Input should be 'sponsor', 'trial_statistician'"),
        (
            "charter.pooled_endpoints",
            ["dfs"],
            "charter.pooled_endpoints: 'dfs' is no endpoint of this trial; have agvhd",
        ),
        ("charter.pooled_endpoints", ["crs"], "charter.pooled_endpoints: 'crs' is arm_revealing and cannot be shown"),
        ("source.participant.file", None, "source.participant.file: Field required"),
    ],
)
def test_a_fault_names_its_key(path: str, value: Any, said: str) -> None:
    message = refusal(path, value)
    assert message.startswith("trial.toml: the trial definition does not hold.\n  ")
    assert said in message


@pytest.mark.parametrize(
    ("side", "role"),
    [
        ("conduct", "administrator"),
        ("blinded", "administrator"),
        ("unblinded", "administrator"),
        ("unblinded", "sponsor"),
        ("unblinded", "trial_statistician"),
    ],
)
def test_no_charter_lets_in_who_must_stay_outside(side: str, role: str) -> None:
    assert f"charter.{side}: administrator never enters" in refusal(f"charter.{side}", [role])


@pytest.mark.parametrize("block", ["unmasking", "emergency"])
def test_a_charter_leaves_no_decision_about_names_to_who_must_stay_outside(block: str) -> None:
    for role in ("administrator", "sponsor", "trial_statistician"):
        assert f"charter.{block}: {role} never sees coded arms" in refusal(f"charter.{block}", ["dsmb_chair", role])
    assert f"charter.{block}[0]: String should match" in refusal(f"charter.{block}", ["The chair"])
    assert getattr(parse(changed(f"charter.{block}", ["ruth@dsmb"]), "trial.toml").charter, block) == ("ruth@dsmb",)


def test_a_sponsor_never_sees_pooled_efficacy() -> None:
    assert "pooled efficacy is never on a sponsor's side" in refusal("charter.blinded", ["sponsor"])


def without(*blocks: str) -> dict[str, Any]:
    values = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    values["charter"] |= {"blinded": ["sponsor"], "pooled_endpoints": []}
    return {key: value for key, value in values.items() if key not in blocks}


def test_a_pooled_guideline_is_pooled_efficacy_too() -> None:
    with pytest.raises(TrialError, match="or a guideline is pooled"):
        parse(tomli_w.dumps(without()), "trial.toml")


def test_a_sponsor_may_see_pooled_safety_alone() -> None:
    assert parse(tomli_w.dumps(without("guidelines")), "trial.toml").charter.blinded == ("sponsor",)


def test_a_guideline_on_an_arm_revealing_endpoint_must_be_declared_so_itself() -> None:
    """Otherwise a pooled one would carry the endpoint into the blinded store."""
    values = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    values["guidelines"][3] |= {"scope": "pooled", "arm_revealing": False}
    with pytest.raises(TrialError, match=r"guidelines\[3\] \(crs-28\): arm_revealing: endpoint 'crs' is arm_revealing"):
        parse(tomli_w.dumps(values), "trial.toml")


def test_more_arms_than_letters_are_refused() -> None:
    arms = [{"title": f"Arm {i}", "source": str(i), "role": "experimental"} for i in range(27)]
    assert "arms: Tuple should have at most 26 items" in refusal("arms", arms)


def test_all_faults_are_told_at_once() -> None:
    values = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    values["accrual"]["planned"] = 0
    values["trial"]["name"] = 7
    with pytest.raises(TrialError) as caught:
        parse(tomli_w.dumps(values), "trial.toml")
    assert {"accrual.planned", "trial.name"} <= {line.split(":")[0].strip() for line in str(caught.value).splitlines()}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrialError, match=r"none\.toml: no such file\. Name a trial definition"):
        load(tmp_path / "none.toml")


def test_a_folder_or_another_encoding_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes("[trial]\nname = 'Größe'".encode("latin-1"))
    for path in (tmp_path, latin):
        with pytest.raises(TrialError, match="cannot be read as UTF-8 text"):
            load(path)


def test_what_is_not_toml_is_told_with_its_line() -> None:
    with pytest.raises(TrialError, match=r"trial\.toml: not TOML: .*line 2"):
        parse("[trial]\nname = \n", "trial.toml")


def test_a_definition_is_fixed_once_read() -> None:
    trial: Trial = load(DEMO)
    with pytest.raises(ValueError, match="frozen"):
        trial.accrual.planned = 1000
