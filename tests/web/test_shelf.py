from dashboard.web.shelf import Shelf


def test_what_was_unused_for_longest_gives_way() -> None:
    shelf = Shelf(2)
    shelf.put(("a",), 1)
    shelf.put(("b",), 2)
    shelf.get(("a",))
    shelf.put(("c",), 3)
    assert [shelf.get((key,)) for key in "abc"] == [1, None, 3]
