"""A time of the records in words."""

from dashboard.figures import words


def moment(at: str) -> str:
    """A time as the records keep it (UTC, ISO 8601) as it is read: 23 Nov 2026 07:40 UTC."""
    return f"{words.dated(at[:10])} {at[11:16]} UTC"
