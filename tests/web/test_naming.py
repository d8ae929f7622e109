"""Names in the place of signs, put on a copy: what is kept holds signs, and a letter that is no arm stays as it is."""

from typing import Any

import pandas as pd
import pytest
from dash import html
from markupsafe import Markup

from dashboard.figures.kinds import Column, Figure, Table
from dashboard.figures.signs import sign
from dashboard.web import naming, render
from dashboard.web.panel import _sent
from dashboard.web.still import Sent, html_of, whole
from dashboard.web.unmasking import Named

BY = "asked by ann, agreed by bob, done by cyd"
A, B = sign("A"), sign("B")
NAMED = Named({"A": "Observation", "B": 'Drug <x> "y"'}, "23 Nov 2026 07:40 UTC", BY, order=("A", "B"))
SAFE = "Drug &lt;x&gt; &#34;y&#34;"


def kept(element: Any) -> Sent:
    return _sent(html.Section([element], className="panel"))


def shown(element: Any, named: Named | None = NAMED) -> str:
    return str(html_of(naming.put_on(kept(element), named)))


def test_words_have_names_and_a_letter_that_is_no_arm_stays() -> None:
    text = shown(html.P(f"A participant counts once. In {B} more than in {A}; class A n = 42."))
    assert f"A participant counts once. In {SAFE} more than in Observation; class A n = 42." in text


def test_a_table_that_is_one_piece_of_html_has_names_and_their_colours() -> None:
    heads = (Column("Class", "left"), Column(f"{A}, N = 42", arm=A), Column(f"{B} − {A}"))
    text = shown(whole(render.table(Table(heads, (("A", "1", "2"),)), "Deaths")))
    assert 'class="right arm-a" scope="col">Observation, N = 42</th>' in text
    assert f">{SAFE} − Observation</th>" in text
    assert 'class="left level-0" scope="row">A</th>' in text


def test_in_a_drawing_stand_glyphs_with_a_key_above_and_what_one_points_at_has_the_name() -> None:
    standing = [{"text": f"<b>● {A}</b> 1 / 2"}, {"text": f"{B} − {A}"}]
    plot = {"data": [{"name": B, "text": [f"{B}: 3"], "x": [1.5]}], "layout": {"annotations": standing}}
    before = kept(render.figure(Figure(plot, f"{A} falls to 60%.")))
    after = naming.put_on(before, NAMED)
    (drawn,) = _plots(after)
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["<b>●</b> 1 / 2", "□ − ●"]
    assert drawn["data"] == [{"name": SAFE, "text": [f"{SAFE}: 3"], "x": [1.5]}]
    text = str(html_of(after))
    assert f'<span class="arm-a">● Observation</span><span class="arm-b">□ {SAFE}</span>' in text
    assert 'aria-label="Observation falls to 60%."' in text


def test_a_file_has_names_in_its_head_and_its_cells() -> None:
    numbers = pd.DataFrame(
        {"Arms": [f"{B} − {A}", None], f"{A} (n)": pd.array([1, None], "Int64"), "Class": ["A", "B"]}
    )
    named = naming.table(numbers, NAMED)
    assert list(named.columns) == ["Arms", "Observation (n)", "Class"]
    assert named["Arms"].tolist() == ['Drug <x> "y" − Observation', None]
    assert named["Class"].tolist() == ["A", "B"]
    assert named["Observation (n)"].dtype == "Int64"
    assert naming.table(numbers, None) is numbers


def test_a_sign_without_a_name_is_its_letter() -> None:
    assert naming.text(f"in {sign('C')}", NAMED) == "in C"
    assert naming.markup(Markup(f"<b>{sign('C')}</b>"), NAMED) == "<b>C</b>"


def test_what_is_kept_is_not_changed_and_without_names_it_is_what_is_shown() -> None:
    before = kept(html.P(f"in {A}"))
    copy = str(html_of(dict(before)))
    naming.put_on(before, NAMED)
    assert str(html_of(dict(before))) == copy
    assert naming.put_on(before, None) is before
    assert naming.put_on(before, Named({}, "", "", "cannot be read")) is before


def test_the_banner_says_since_when_by_whom_what_the_letters_are_and_the_order_of_comparisons() -> None:
    (strip,) = naming.banner(NAMED)
    assert str(html_of(strip)) == (
        '<p class="unmasked" role="note">UNMASKED since 23 Nov 2026 07:40 UTC: asked by ann, agreed by bob, done by '
        f"cyd. A is Observation, B is {SAFE}. Comparisons are {SAFE} minus Observation.</p>"
    )
    assert naming.banner(None) == []


@pytest.mark.parametrize("value", [None, 3, 1.5, True])
def test_what_is_no_text_stays(value: object) -> None:
    assert naming.put_on({"props": {"children": [value]}}, NAMED) == {"props": {"children": [value]}}


def _plots(element: Any) -> list[Any]:
    if isinstance(element, list):
        return [plot for part in element for plot in _plots(part)]
    if not isinstance(element, dict) or "props" not in element:
        return []
    props = element["props"]
    return [props["figure"]] if "figure" in props else _plots(props.get("children"))
