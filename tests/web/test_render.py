from dashboard.figures import theme
from dashboard.figures.kinds import Column, Figure, Sentence, Table
from dashboard.web import render
from dashboard.web.desk.desk import ASSETS
from dashboard.web.still import html_of


def test_a_table_names_its_rows_and_columns_and_aligns_numbers_right() -> None:
    drawn = Table((Column("Term", "left"), Column("A", arm="A")), (("Infections", "6"), ("Sepsis", "2")), (0, 1))
    text = html_of(render.table(drawn, "Events"))
    assert '<th class="left" scope="col">Term</th><th class="right arm-a" scope="col">A</th>' in text
    assert '<th class="left level-1" scope="row">Sepsis</th><td>2</td>' in text


def test_a_long_table_scrolls_by_keyboard_under_a_name() -> None:
    drawn = Table((Column("n"),), tuple((str(i),) for i in range(40)))
    assert '<div class="scrolls tall" role="region" tabindex="0" aria-label="Table: Events">' in html_of(
        render.table(drawn, "Events")
    )


def test_an_empty_table_says_so() -> None:
    assert html_of(render.table(Table((Column("n"),), (), empty="No deaths so far."), "Deaths")) == (
        '<p class="empty">No deaths so far.</p>'
    )


def test_a_figure_states_its_result_for_those_who_do_not_see_it() -> None:
    text = html_of(render.figure(Figure({"data": []}, "Nobody died.", "0 deaths", 240)))
    assert 'role="img"' in text
    assert 'aria-label="Nobody died."' in text
    assert "<figcaption>0 deaths</figcaption>" in text


def test_a_sentence_is_a_lead_or_a_tile() -> None:
    assert html_of(render.lead(Sentence("Nothing is met."))) == '<p class="lead">Nothing is met.</p>'
    assert html_of(render.tile(Sentence("Deaths", "7", ("A 3 / 42",)))) == (
        '<h2>Deaths</h2><p class="value">7</p><p class="quiet">A 3 / 42</p>'
    )


def test_short_words_of_a_column_stay_on_one_line_and_long_ones_break() -> None:
    heads = (Column("Site", "left"), Column("Opened", "left"), Column("Remark", "left"), Column("n"))
    rows = (("S01", "15 Jan 2024", "Opened late, for want of a pump.", "1"), ("S02", "", "", "2"))
    text = html_of(render.table(Table(heads, rows), "Sites"))
    assert '<td class="left word">15 Jan 2024</td><td class="left">Opened late' in text
    assert '<td class="left word"></td><td class="left"></td><td>2</td>' in text


def test_an_arm_has_one_colour_in_drawings_and_in_tables() -> None:
    shell, panel = ((ASSETS / name).read_text(encoding="utf-8") for name in ("1-shell.css", "2-panel.css"))
    for letter in "ABCDEF":
        name = f"arm-{letter.lower()}"
        assert f"--{name}: {theme.arm(letter).colour};" in shell
        assert f".scrolls thead .{name}, .key .{name} {{ color: var(--{name}); }}" in panel
