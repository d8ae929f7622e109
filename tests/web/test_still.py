import json

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash._utils import to_json

from dashboard.web.still import Sent, html_of, plain, whole


def test_elements_become_html_with_their_attributes() -> None:
    element = html.Div([html.H1("Title"), html.Hr(), dcc.Link("on", href="/x?a=1&b=2")], className="c", tabIndex="0")
    assert html_of(element) == ('<div class="c" tabindex="0"><h1>Title</h1><hr><a href="/x?a=1&amp;b=2">on</a></div>')


def test_bootstraps_links_are_links_before_any_script_too() -> None:
    assert html_of(dbc.NavLink("on", href="/x?a=1&b=2")) == '<a class="nav-link" href="/x?a=1&amp;b=2">on</a>'


def test_text_never_becomes_markup() -> None:
    assert html_of(html.P("<script>")) == "<p>&lt;script&gt;</p>"
    assert html_of(html.P("x", title='"><script>')) == '<p title="&#34;&gt;&lt;script&gt;">x</p>'


def test_a_graph_keeps_its_place_and_shows_no_data() -> None:
    graph = dcc.Graph(figure={"data": [{"y": [1, 2]}]}, style={"height": "280px"})
    assert html_of(graph) == '<div style="height:280px"></div>'


def test_elements_as_sent_are_the_same_as_elements() -> None:
    element = html.Ul([html.Li("a"), html.Li(3)])
    sent = {"type": "Ul", "props": {"children": [{"type": "Li", "props": {"children": "a"}}, html.Li(3)]}}
    assert html_of(sent) == html_of(element)


def test_the_html_of_what_is_kept_is_made_once() -> None:
    kept = Sent(type="P", props={"children": "first"})
    assert html_of([kept]) == "<p>first</p>"
    kept["props"] = {"children": "second"}
    assert html_of([kept]) == "<p>first</p>"


def test_elements_are_sent_as_dash_would_send_them() -> None:
    element = html.Div([html.P(["a", html.Hr()]), dcc.Link("on", href="/x")], id={"page": "a"}, className="c")
    assert plain(element) == json.loads(to_json(element)) | {"props": plain(element)["props"]}
    assert html_of(plain(element)) == html_of(element)
    assert plain([html.P("a"), "b"]) == [
        {"props": {"children": "a"}, "type": "P", "namespace": "dash_html_components"},
        "b",
    ]


def test_a_whole_piece_is_one_part_for_dash_and_the_same_html() -> None:
    table = html.Table(html.Tr([html.Td("<b>"), html.Td("2")]))
    piece = whole(table, "x")
    assert plain(piece)["props"] == {
        "className": "x",
        "data-html": "<table><tr><td>&lt;b&gt;</td><td>2</td></tr></table>",
        "children": None,
    }
    assert html_of(piece) == f'<div class="x">{html_of(table)}</div>'
