"""The bench's pages: stopping rules before there is a trial."""

from dashboard.pages.bench import rules

PAGES = (rules.PAGE,)
