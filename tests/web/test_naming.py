"""Names beside letters, put on a copy: what is kept holds letters, and a letter that is no arm stays as it is."""

from typing import Any

from dash import html

from dashboard.figures.kinds import Column, Figure, Table
from dashboard.web import naming, render
from dashboard.web.panel import _sent
from dashboard.web.still import Sent, html_of, whole
from dashboard.web.unmasking import Named

BY = "asked by ann, agreed by bob, done by cyd"
NAMED = Named({"A": "Observation", "B": "Drug <x>"}, "23 Nov 2026 07:40 UTC", BY)


def kept(element: Any) -> Sent:
    return _sent(html.Section([element], className="panel"))


def table(*heads: Column, rows: tuple[tuple[str, ...], ...]) -> Sent:
    return kept(whole(render.table(Table(heads, rows), "Deaths")))


def test_the_foot_of_a_panel_is_its_key() -> None:
    shown = naming.put_on(kept(html.P("All randomised, A n = 42, B n = 43 · cut-off 15 Jan 2026")), NAMED)
    text = str(html_of(shown))
    assert "All randomised, A (Observation) n = 42, B (Drug &lt;x&gt;) n = 43 · cut-off 15 Jan 2026" in text


def test_the_heads_of_arms_have_names_and_those_of_numbers_have_not() -> None:
    heads = (Column("Term", "left"), Column("A", arm="A"), Column("B, N = 43", arm="B"), Column("A events", arm="A"))
    text = str(html_of(naming.put_on(table(*heads, rows=(("Rash", "1", "2", "3"),)), NAMED)))
    assert ">A Observation</th>" in text
    assert ">B Drug &lt;x&gt;, N = 43</th>" in text
    assert ">A events</th>" in text


def test_a_row_that_is_an_arm_has_its_name_and_another_letter_has_none() -> None:
    arms = table(Column("Arm", "left"), Column("n"), rows=(("A", "42"), ("B", "43")))
    classes = table(Column("Child-Pugh class", "left"), Column("n"), rows=(("A", "42"), ("B", "43")))
    assert ">A Observation</th>" in str(html_of(naming.put_on(arms, NAMED)))
    assert "Observation" not in str(html_of(naming.put_on(classes, NAMED)))


def test_a_letter_without_a_name_stays_a_letter() -> None:
    third = table(Column("Arm", "left"), Column("C", arm="C"), rows=(("C", "1"),))
    assert str(html_of(naming.put_on(third, NAMED))) == str(html_of(third))


def test_a_drawing_keeps_letters_and_colours_and_its_words_say_what_they_are() -> None:
    plot = {"data": [{"type": "scatter", "name": "A", "line": {"color": "#1f5fa8"}}], "layout": {"title": "A n = 1"}}
    before = kept(render.figure(Figure(plot, "A falls to 60%.")))
    after = naming.put_on(before, NAMED)
    assert 'aria-label="A falls to 60%. A is Observation, B is Drug &lt;x&gt;."' in str(html_of(after))
    assert _plots(after) == _plots(before) == [plot]


def test_what_is_kept_is_not_changed_and_without_names_it_is_what_is_shown() -> None:
    heads = (Column("Arm", "left"), Column("A", arm="A"))
    before = table(*heads, rows=(("A", "42"),))
    copy = str(html_of(dict(before)))
    naming.put_on(before, NAMED)
    assert str(html_of(dict(before))) == copy
    assert naming.put_on(before, None) is before
    assert naming.put_on(before, Named({}, "", "", "cannot be read")) is before


def test_the_banner_says_since_when_by_whom_and_what_the_letters_are() -> None:
    (strip,) = naming.banner(NAMED)
    assert str(html_of(strip)) == (
        '<p class="unmasked" role="note">UNMASKED since 23 Nov 2026 07:40 UTC: asked by ann, agreed by bob, done by '
        "cyd. A is Observation, B is Drug &lt;x&gt;.</p>"
    )
    assert naming.banner(None) == []


def _plots(element: Any) -> list[Any]:
    if isinstance(element, list):
        return [plot for part in element for plot in _plots(part)]
    if not isinstance(element, dict) or "props" not in element:
        return []
    props = element["props"]
    return [props["figure"]] if "figure" in props else _plots(props.get("children"))
