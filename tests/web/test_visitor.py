"""Where a request comes from, as failures and requests are counted."""

import pytest
from flask import Flask

from dashboard.web.visitor import network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_of_ipv6_a_reader_counts_by_the_half_that_is_not_of_their_own_choice(address: str, counted: str) -> None:
    with Flask("x").test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network() == counted
