"""Who is asking, as the gate found out for this request."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address

from flask import g, request

from dashboard.records.accounts import Account, Actor
from dashboard.records.roles import WORDS


@dataclass(frozen=True)
class Visitor:
    """A signed-in account; `token` is its session's, `sides` those it may enter in this process."""

    account: Account
    token: str
    sides: tuple[str, ...]

    @property
    def role_title(self) -> str:
        """The role as a reader knows it."""
        return WORDS[self.account.role].title


def receive(visitor: Visitor, side: str) -> None:
    """Remember for this request who was let in, and to which side ("" for none)."""
    g.visitor, g.side = visitor, side


def visitor() -> Visitor:
    """Who the gate let in; there is nobody on open addresses."""
    found: Visitor = g.visitor
    return found


def inside(side: str) -> bool:
    """Whether the gate let this request in to that side."""
    return bool(g.get("side") == side)


def actor() -> Actor:
    """Who asks, as the audit trail says it; there is nobody on open addresses."""
    account = visitor().account
    return Actor(account.name, account.role, origin())


def origin() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def network() -> str:
    """What counts as one address: of IPv6 the first 64 bits, of which one reader has all that follow (RFC 6177)."""
    try:
        address = ip_address(origin())
    except ValueError:  # what a proxy says, or nothing
        return origin()
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))
