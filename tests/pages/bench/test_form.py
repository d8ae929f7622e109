"""The form's three columns, and what an empty field means."""

import pytest

from dashboard.errors import ChoiceError
from dashboard.pages.bench import form
from dashboard.pages.bench.rules import PAGE
from dashboard.stats.stopping import rules


def typed(**given: str) -> dict[str, str]:
    return PAGE.chosen(given)


def test_nothing_typed_is_one_rule() -> None:
    (design,) = form.designs(typed())
    assert (design.name, design.family, design.p0, design.p1, design.planned, design.looks) == (
        "Rule 1",
        "sprt",
        0.05,
        0.15,
        80,
        (),
    )


def test_an_empty_field_of_a_later_rule_is_as_in_rule_1() -> None:
    first, third = form.designs(typed(p0="0.1", p1="0.3", window="180", looks="40,80", family_3="pocock"))
    assert (third.name, third.family, third.p0, third.p1, third.window) == ("Rule 3", "pocock", 0.1, 0.3, 180)
    assert first.looks == third.looks == (40, 80)


def test_one_value_makes_a_rule() -> None:
    _, second = form.designs(typed(alpha_2="0.05"))
    assert (second.family, second.alpha) == ("sprt", 0.05)


def test_a_rule_on_exposure_takes_no_looks_over() -> None:
    _, second = form.designs(typed(looks="40,80", family_2="poisson_sprt"))
    assert second.looks == ()


def test_own_parameters_go_to_families_that_have_them() -> None:
    first, second, third = form.designs(
        typed(family="beta_binomial", weight="2", family_2="sprt", family_3="chen_chaloner", nu_3="0.1")
    )
    assert (first.own, second.own, third.own) == ((("weight", 2.0),), (), (("weight", 2.0), ("nu", 0.1)))


def test_a_fault_is_said_once_where_it_was_typed() -> None:
    assert set(form.faults(typed(p0="2", family_2="pocock", p1_3="x"))) == {"p0", "p1_3"}


def test_what_makes_no_rule_is_said_at_its_field() -> None:
    assert set(form.faults(typed(p1="0.01"))) == {"p1"}
    assert set(form.faults(typed(family_2="wang_tsiatis", delta_2="3"))) == {"delta_2"}
    assert form.faults(typed()) == {}


def test_faults_and_designs_agree() -> None:
    with pytest.raises(ChoiceError):
        form.designs(typed(p0="2"))


def test_only_parameters_of_chosen_families_are_shown() -> None:
    def titles(**given: str) -> list[str]:
        return [row.title for row in form.shown(typed(**given))]

    assert "Prior weight" not in titles()
    assert "Prior weight" in titles(family_2="beta_binomial")
    (row,) = [row for row in form.shown(typed(family_2="beta_binomial")) if row.title == "Prior weight"]
    assert [item and item.default for item in row.fields] == [None, "5", None]


def test_every_family_and_every_own_parameter_can_be_typed() -> None:
    names = {item.name for item in PAGE.inputs}
    assert set(form.families()) == set(rules.RULES)
    for rule in rules.RULES:
        for parameter in rules.parameters(rule):
            assert {parameter, f"{parameter}_2", f"{parameter}_3"} <= names


def test_every_family_has_a_panel_of_everything() -> None:
    for rule in rules.RULES:
        chosen = typed(family_2=rule)
        assert form.faults(chosen) == {}
        for panel in PAGE.panels:
            result = panel.result(None, **chosen)
            assert len(result.table())
            assert panel.draw(result, **chosen)
