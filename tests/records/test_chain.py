"""The chain by hand, and what the table fills in by itself."""

import hashlib
import hmac
import threading

from sqlalchemy import insert

from dashboard.records import audit, chain
from dashboard.records.database import Records
from dashboard.records.tables import AUDIT

ROW = {"at": "t", "who": "chair", "role": "r", "action": "view", "side": "s", "detail": "d", "origin": "o"}


def test_a_rows_hash_is_the_keyed_hash_of_the_one_before_and_of_all_it_says() -> None:
    said = b'["feed",7,"t","chair","r","view","s","d","o"]'
    expected = hmac.new(b"key", said, hashlib.sha256).hexdigest()
    assert chain.mac(b"key", "feed", {"id": 7, **ROW}) == expected


def test_no_text_moves_from_one_column_to_the_next_unnoticed() -> None:
    first, second = {"id": 1, **ROW, "who": "ab", "role": "c"}, {"id": 1, **ROW, "who": "a", "role": "bc"}
    assert chain.mac(b"key", "", first) != chain.mac(b"key", "", second)


def test_every_column_but_the_hash_is_under_it() -> None:
    assert [*chain.HASHED, "mac"] == [column.name for column in AUDIT.columns]


def test_the_table_numbers_and_chains_whatever_is_inserted(records: Records) -> None:
    with records.writing() as connection:
        for _ in range(3):
            connection.execute(insert(AUDIT).values(**ROW))
    key, before = records.head.key, ""
    for number, row in enumerate(audit.rows(records), 1):
        assert row.id == number
        assert row.mac == chain.mac(key, before, vars(row))
        before = row.mac


def test_what_was_undone_leaves_no_gap(records: Records) -> None:
    audit.write(records, who="a", role="", action="login")
    try:
        with records.writing() as connection:
            connection.execute(audit.line(who="b", role="", action="login"))
            raise RuntimeError
    except RuntimeError:
        pass
    audit.write(records, who="c", role="", action="login")
    assert [(row.id, row.who) for row in audit.rows(records)] == [(1, "a"), (2, "c")]


def test_writers_at_once_make_one_chain(records: Records) -> None:
    def write(name: str) -> None:
        for _ in range(5):
            audit.write(records, who=name, role="", action="view")

    writers = [threading.Thread(target=write, args=(str(i),)) for i in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [row.id for row in audit.rows(records)] == [*range(1, 31)]
    assert records.head.read() == chain.Link(30, audit.rows(records)[-1].mac)
