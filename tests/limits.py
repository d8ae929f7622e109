"""What tests ask of a server that shall not limit them."""

NO_LIMIT = str(10**9)
"""Requests a minute of one account: what walks every page of every side in a moment is no reader."""
