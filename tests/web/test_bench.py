"""The bench as a statistician meets it: forms, wrong values, and simulations from start to end."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.jobs import queue
from dashboard.jobs.work import task
from dashboard.records import accounts, audit, database
from dashboard.settings import Settings
from dashboard.web import server
from tests.web.fakes import House

BOTH = ("trial_statistician", "reporting_statistician")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A process with nothing but the bench: no extract, no key."""
    folder = tmp_path_factory.mktemp("bench")
    settings = replace(Settings(), sides="bench", keys=str(folder / "keys"), database=f"sqlite:///{folder}/r.sqlite")
    records = database.of(settings)
    for role in (*BOTH, "sponsor"):
        accounts.add(records, role, role, "correct horse battery")
    yield House(server.create(settings), records, settings)
    records.close()


@pytest.fixture
def reader(bench: House) -> FlaskClient:
    return bench.log_in("trial_statistician")


def start(house: House, reader: FlaskClient, **changes: str) -> Any:
    sent = {"page": "rules", "asked": "planned=20", "draws": "1000", "seed": "7", "counting": "tite"}
    sent |= {"form_token": house.proof(reader)["X-CSRFToken"]} | changes
    return reader.post("/bench/jobs", data=sent)


def cancel(house: House, reader: FlaskClient, path: str) -> Any:
    return reader.post(f"{path}/cancel", data={"form_token": house.proof(reader)["X-CSRFToken"]})


def work(house: House) -> None:
    """Do what waits, in this process."""
    jobs = queue.of(house.settings, house.cookies.secret)
    task(jobs)
    while (waiting := jobs.dequeue()) is not None:
        jobs.execute(waiting)
    jobs.storage.close()


def faults(text: str) -> list[str]:
    return re.findall(r'role="alert">([^<]*)<', text)


def test_it_says_what_room_it_is_and_knows_no_trial(bench: House, reader: FlaskClient) -> None:
    text = reader.get("/bench/").text
    assert "BENCH · designing rules, no trial data" in text
    assert "No trial, no participants" in text
    assert not re.search(r"Cut-off|cut-off|store <code>|randomised of", text)


def test_only_statisticians_enter(bench: House) -> None:
    assert [bench.log_in(role).get("/bench/").status_code for role in BOTH] == [200, 200]
    assert bench.log_in("sponsor").get("/bench/").status_code == 404


def test_what_is_typed_is_computed_and_kept_in_the_address(bench: House, reader: FlaskClient) -> None:
    server.warm(bench.server)
    text = reader.get("/bench/rules").text
    assert "Rule 1 is met with a chance of 9.9% at a true rate of 5% and of 92.1% at 15%" in text
    typed = reader.get("/bench/rules?p0=0.1&p1=25%25&family_2=pocock").text
    assert 'name="p0" value="0.1"' in typed
    assert 'name="p1" value="25%"' in typed
    assert '<option value="pocock" selected>' in typed
    assert 'name="p0_2" value="" placeholder="0.1"' in typed


def test_empty_fields_do_not_stay_in_the_address(reader: FlaskClient) -> None:
    sent = reader.get("/bench/rules?family=sprt&p0=0.1&p0_2=&p0_3=&looks=each&p1_2=")
    assert (sent.status_code, sent.headers["Location"]) == (302, "/bench/rules?p0=0.1")
    assert reader.get(sent.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("asked", "name", "said"),
    [
        ("alpha=2", "alpha", "from 0.001 to 0.999"),
        ("p1=0.01", "p1", "above p0 = 0.05"),
        ("planned=0", "planned", "from 1 to 1,000"),
        ("planned=1000000000", "planned", "from 1 to 1,000"),
        ("looks=a,b", "looks", "such as 10, 20, 40, or each"),
        ("looks=10,200", "looks", "the last one equal to planned = 80"),
        ("alpha=0.002&planned=2", "family", "the smallest attainable is 0.0025"),
        ("family=none", "family", "choose one of beta_binomial"),
        ("family_2=beta_binomial&weight_2=-1", "weight_2", "above 0"),
        ("family=poisson_sprt&p0=0.5&p1=0.6&planned=1000", "planned", "at most 500"),
        ("competing=0.9", "competing", "less than 0.85"),
    ],
)
def test_a_wrong_value_is_kept_with_a_sentence_beside_it(reader: FlaskClient, asked: str, name: str, said: str) -> None:
    answered = reader.get(f"/bench/rules?{asked}")
    assert answered.status_code == 200
    (fault,) = faults(answered.text)
    assert said in fault
    assert f'id="{name}-fault"' in answered.text
    assert 'class="grid"' not in answered.text
    typed = dict(part.split("=") for part in asked.split("&"))
    assert f'value="{typed.get(name, "sprt")}"' in answered.text


def test_what_is_typed_never_becomes_markup(reader: FlaskClient) -> None:
    text = reader.get("/bench/rules?p0=%22%3E%3Cscript%3Ealert(1)&family=%22%3E%3Cscript%3E").text
    assert "<script>alert" not in text
    assert '"><script>' not in text


def test_a_download_of_wrong_values_is_not_there(reader: FlaskClient) -> None:
    assert reader.get("/bench/download/rules/operating.csv?p0=2").status_code == 404
    table = reader.get("/bench/download/rules/operating.csv?p0=0.1&p1=0.25")
    assert table.headers["Content-Disposition"] == 'attachment; filename="bench_rules_operating.csv"'
    assert "Cut-off" not in table.text
    assert "p0 = 0.1" in table.text


def test_a_simulation_is_started_looked_at_and_taken_away(bench: House, reader: FlaskClient) -> None:
    before = len(audit.rows(bench.records))
    started = start(bench, reader)
    path = started.headers["Location"]
    assert (started.status_code, path[:12]) == (303, "/bench/jobs/")
    waiting = reader.get(path)
    assert waiting.headers["Refresh"] == "2"
    assert '<progress max="3000" value="0"' in waiting.text
    work(bench)
    done = reader.get(path)
    assert "Refresh" not in done.headers
    assert "Monte Carlo standard error" in done.text
    assert "20 participants" in done.text
    table = reader.get(f"{path}.csv")
    assert "# Seed: 7\n" in table.text
    since = r"\d{1,2} \w{3} 20\d\d \d\d:\d\d UTC"
    assert re.search(rf"\n# Started: {since} by trial_statistician\n", table.text)
    assert re.search(rf"<dd>{since} by trial_statistician</dd>", done.text)
    assert re.search(rf">{since}</a>", reader.get("/bench/jobs").text)
    assert len([line for line in table.text.splitlines() if line.startswith("Rule 1,")]) == 3
    assert path in reader.get("/bench/jobs").text
    (row,) = audit.rows(bench.records)[before:]
    assert (row.action, row.who, row.side) == ("job started", "trial_statistician", "bench")
    assert row.detail.startswith(path.rpartition("/")[2])


def test_a_simulation_is_there_for_nobody_but_who_started_it(bench: House) -> None:
    unblinded, blinded = (bench.log_in(role) for role in ("reporting_statistician", "trial_statistician"))
    path = start(bench, unblinded, asked="p0=0.0371&planned=20").headers["Location"]
    nothing = blinded.get("/bench/jobs/none")
    assert path in unblinded.get("/bench/jobs").text
    assert path not in blinded.get("/bench/jobs").text
    for address in (path, f"{path}.csv"):
        assert (blinded.get(address).status_code, blinded.get(address).data) == (404, nothing.data)
    assert cancel(bench, blinded, path).status_code == 404
    assert "0.0371" not in str(audit.seen(bench.records, ["bench"]))  # the trail of the bench is read by both
    work(bench)


def test_who_started_a_simulation_cancels_it(bench: House, reader: FlaskClient) -> None:
    path = start(bench, reader).headers["Location"]
    assert "Cancel" in reader.get(path).text
    assert cancel(bench, reader, path).status_code == 303
    assert "Cancelled before it was done" in reader.get(path).text
    assert audit.rows(bench.records)[-1].action == "job cancelled"
    assert cancel(bench, reader, path).status_code == 303
    assert [row.action for row in audit.rows(bench.records)].count("job cancelled") == 1
    work(bench)
    assert "Cancelled before it was done" in reader.get(path).text


def test_a_form_that_is_not_ours_starts_and_cancels_nothing(bench: House, reader: FlaskClient) -> None:
    path = start(bench, reader).headers["Location"]
    assert start(bench, reader, form_token="").status_code == 403
    assert reader.post(f"{path}/cancel").status_code == 403
    assert "Waiting" in reader.get(path).text
    work(bench)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"draws": "999999"}, "200,000"),
        ({"draws": "0"}, "Draws: 0 is not possible: give a whole number from 1,000 to 200,000."),
        ({"draws": "many"}, "whole number"),
        ({"seed": "-1"}, "whole number"),
        ({"counting": "early"}, "tite"),
        ({"asked": "p0=2"}, "from 0.0001 to 0.9999"),
        ({"page": "none"}, "no such page"),
    ],
)
def test_a_simulation_that_is_not_possible_says_what_is(
    bench: House, reader: FlaskClient, changes: dict[str, str], said: str
) -> None:
    answered = start(bench, reader, **changes)
    assert answered.status_code == 400
    assert said in answered.text


def test_one_simulation_too_many_is_a_sentence(bench: House, reader: FlaskClient) -> None:
    assert [start(bench, reader).status_code for _ in range(3)] == [303, 303, 400]
    work(bench)


def test_there_is_no_page_for_a_simulation_that_is_not_there(bench: House, reader: FlaskClient) -> None:
    assert reader.get("/bench/jobs/none").status_code == 404
    assert reader.get("/bench/jobs/none.csv").status_code == 404
    assert cancel(bench, reader, "/bench/jobs/none").status_code == 404


def test_without_its_row_in_the_trail_nothing_is_started_or_cancelled(
    bench: House, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = start(bench, reader).headers["Location"]

    def full(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "write", full)
        assert cancel(bench, reader, path).status_code == 500
        before = reader.get("/bench/jobs").text.count("/bench/jobs/")
        assert start(bench, reader).status_code == 500
        assert reader.get("/bench/jobs").text.count("/bench/jobs/") == before
    assert "Waiting" in reader.get(path).text
    work(bench)


def test_a_process_without_the_bench_has_no_queue(house: House, tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys"
    apart = replace(house.settings, sides="conduct", keys=str(keys), database=f"sqlite:///{tmp_path}/r.sqlite")
    server.create(apart)
    assert not (tmp_path / "data" / "jobs.sqlite").exists()
