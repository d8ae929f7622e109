"""`dsmb rules list` and `design`: what the engine says, in full for machines and in words for a protocol."""

import io
import json
import re
import tomllib

import pandas as pd
import pytest

from dashboard.cli import main as cli
from dashboard.stats.stopping import rules
from tests.cli.commands import refused

NRM = ["--p0", ".05", "--p1", ".15", "--alpha", ".1", "--planned", "80"]


def design(rule: str, *more: str) -> int:
    return cli.run(["rules", "design", "--rule", rule, *NRM, *more])


def test_every_family_is_listed_with_its_paper(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    assert tuple(family["rule"] for family in listed) == rules.RULES
    assert all(re.search(r"\b(19|20)\d\d;\d+:\d+", family["references"]) for family in listed)
    assert {family["rule"]: family["parameters"] for family in listed}["wang_tsiatis"] == {"delta": 0.25}


def test_families_are_read_with_their_own_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "list"]) == 0
    said = capsys.readouterr().out
    assert "wang_tsiatis: Wang–Tsiatis rule\n    own parameters: delta=0.25\n" in said
    assert "sprt: truncated sequential probability ratio test\n    own parameters: none\n    Goldman AI." in said


def test_a_design_s_boundary_is_that_of_the_demonstration_protocol(capsys: pytest.CaptureFixture[str]) -> None:
    """The table of NRM to day 100: 2-5: 2, 6-15: 3, 16-26: 4, …, 71-80: 9; type I error .099, power .92."""
    assert design("sprt", "--format", "json") == 0
    (made,) = json.loads(capsys.readouterr().out)["rules"]
    steps = [(step["first"], step["last"], step["events"]) for step in made["boundary"]]
    assert steps[:3] == [(2, 5, 2), (6, 15, 3), (16, 26, 4)]
    assert steps[-1] == (71, 80, 9)
    assert round(made["type_one"], 3) == 0.099
    assert round(made["power"], 2) == 0.92
    assert [line["rate"] for line in made["characteristics"]] == [0.05, 0.15]
    assert made["characteristics"][0]["probability"] == made["type_one"]


def test_json_has_numbers_in_full_under_stable_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert design("beta_binomial", "--set", "weight=3", "--rates", ".05,.1,.15", "--format", "json") == 0
    (made,) = json.loads(capsys.readouterr().out)["rules"]
    assert made["parameters"] == {"weight": 3.0, "mean": None}
    rule = rules.build("beta_binomial", 0.05, 0.15, 0.1, 80, parameters={"weight": 3.0})
    expected = rule.characteristics(0.05, 0.1, 0.15).probability.tolist()
    assert [line["probability"] for line in made["characteristics"]] == expected
    assert {*made["characteristics"][0]} == {"rate", "probability", "participants", "events", "months"}


@pytest.mark.parametrize("name", rules.RULES)
def test_every_family_is_designed_and_named_in_every_format(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert design(name, "--format", "json") == 0
    (made,) = json.loads(capsys.readouterr().out)["rules"]
    assert {*made["characteristics"][0]} == {"rate", "probability", made["counts"], "events", "months"}
    assert design(name) == 0
    said = capsys.readouterr().out
    assert re.search(
        rf"{name}: The event within 100 days will be monitored with an? {re.escape(made['words'])}, ", said
    )
    assert said.endswith(f"{made['references']}\n")


def test_looks_are_those_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert design("pocock", "--looks", "20,40,80") == 0
    assert "looking after 20, 40, 80, calibrated" in capsys.readouterr().out


def test_toml_is_a_block_of_a_trial_definition(capsys: pytest.CaptureFixture[str]) -> None:
    assert design("wang_tsiatis", "--set", "delta=.1", "--window", "60", "--format", "toml") == 0
    (block,) = tomllib.loads(capsys.readouterr().out)["guidelines"]
    assert (block["rule"], block["window_days"], block["parameters"]) == ("wang_tsiatis", 60, {"delta": 0.1})


def test_csv_is_the_boundaries_and_the_characteristics_of_all_that_are_compared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert design("sprt", "--compare", "beta_binomial", "pocock", "--set", "weight=3", "--format", "csv") == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    boundary, characteristics = table[table["True rate"].isna()], table[table["True rate"].notna()]
    assert list(boundary["Rule"].unique()) == ["sprt", "beta_binomial", "pocock"]
    assert boundary[boundary["Rule"] == "sprt"]["Met at events"].tolist() == [2, 3, 4, 5, 6, 7, 8, 9]
    assert characteristics["Rule"].tolist() == ["sprt", "beta_binomial", "pocock"] * 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--alpha", "2"], "--alpha: 2 is not possible: give a number from 0.001 to 0.999."),
        (["--p0", "five"], "--p0: five is not possible: give a proportion such as 0.05, or 5%."),
        (["--p1", ".05"], "p1 = 0.05 is not possible: give a rate above p0 = 0.05"),
        (["--looks", "20,90"], "looks = (20, 90) is not possible"),
        (["--looks", "1.5"], "--looks: 1.5 is not possible: give whole numbers such as 10, 20, 40, or each."),
        (["--planned", "1000000000"], "give a whole number from 1 to 1,000."),
        (["--planned", "1", "--alpha", ".01"], "No boundary up to 1 participants"),
        (["--window", "0"], "--window: 0 is not possible: give a whole number from 1 to 3,650."),
        (["--per-month", "0"], "--per-month: 0 is not possible: give a number above 0"),
        (["--rule", "sprrt"], "There is no stopping rule 'sprrt'; choose one of "),
        (["--compare", "sprrt"], "There is no stopping rule 'sprrt'; choose one of "),
        (["--set", "weight=3"], "'weight' is not possible with sprt: it has none of its own"),
        (["--compare", "wang_tsiatis", "--set", "weight=3"], "'weight' is not possible with sprt"),
        (["--set", "weight"], "--set weight: write it as NAME=VALUE."),
        (["--compare", "wang_tsiatis", "--set", "delta=half"], "--set delta: half is not possible: give a number"),
        (["--rates", ".1,2"], "--rates: 2 is not possible: give a number from 0.0001 to 0.9999."),
    ],
)
def test_what_makes_no_rule_is_one_message(capsys: pytest.CaptureFixture[str], more: list[str], said: str) -> None:
    assert said in refused(capsys, design("sprt", *more))


def test_a_rate_may_be_written_in_percent(capsys: pytest.CaptureFixture[str]) -> None:
    assert design("sprt", "--rates", "5%,15%", "--format", "json") == 0
    in_percent = capsys.readouterr().out
    assert design("sprt", "--rates", ".05,.15", "--format", "json") == 0
    assert capsys.readouterr().out == in_percent
