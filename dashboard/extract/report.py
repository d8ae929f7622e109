"""The findings on a source for people and programs: plain text, HTML and JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment

from dashboard.errors import LockError
from dashboard.extract.findings import Finding

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>body{font:15px/1.45 "Segoe UI",system-ui,sans-serif;margin:24px;color:#1b2430;max-width:1100px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;
border-bottom:1px solid #e1e6ec}td.n{text-align:right;font-variant-numeric:tabular-nums}.error{font-weight:650}
small{color:#5b6776}</style></head>
<body><h1>{{ title }}</h1><p>{{ verdict }}</p>
{% if findings %}<table><thead><tr><th>Level</th><th>File</th><th>Table</th><th>Column</th><th>Rule</th>
<th>Rows</th><th>What was found</th></tr></thead><tbody>
{% for one in findings %}<tr><td class="{{ one.level }}">{{ one.level }}</td><td>{{ one.file }}</td>
<td>{{ one.table }}</td><td>{{ one.column }}</td><td>{{ one.rule }}</td><td class="n">{{ one.rows or "" }}</td>
<td>{{ one.what }}{% if one.examples %}<br>
<small>For example {{ one.examples | join("; ") }}</small>{% endif %}</td></tr>
{% endfor %}</tbody></table>{% endif %}</body></html>
"""


def verdict(findings: Sequence[Finding]) -> str:
    """Whether the source can be locked, and how much was found."""
    errors = sum(finding.level == "error" for finding in findings)
    warnings = len(findings) - errors
    counts = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    return f"The source cannot be locked: {counts}." if errors else f"The source can be locked: {counts}."


def as_text(findings: Sequence[Finding]) -> str:
    """The verdict, then one paragraph per finding, errors first."""
    lines = [verdict(findings)]
    for finding in sorted(findings):
        lines.append(f"{finding.level}: {finding.line}")
        if finding.examples:
            lines.append(f"    for example {'; '.join(finding.examples)}")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """An object with the verdict and every finding."""
    shown = {"verdict": verdict(findings), "findings": [finding.as_row() for finding in sorted(findings)]}
    return json.dumps(shown, ensure_ascii=False, indent=2)


def as_html(findings: Sequence[Finding], title: str = "Findings in the source") -> str:
    """A page that stands alone; everything from the source is escaped."""
    template = Environment(autoescape=True).from_string(PAGE)
    return template.render(title=title, verdict=verdict(findings), findings=sorted(findings))


def write(findings: Sequence[Finding], path: Path) -> None:
    """The report in a file, HTML or JSON by its ending; raises LockError for another ending or an unwritable place."""
    kinds = {".html": as_html, ".json": as_json}
    if path.suffix not in kinds:
        raise LockError(f"{path}: a report is .html or .json.")
    try:
        path.write_text(kinds[path.suffix](findings), encoding="utf-8")
    except OSError as error:
        raise LockError(f"{path}: cannot be written ({error.strerror}).") from None


def _count(n: int, noun: str) -> str:
    return f"{n or 'no'} {noun if n == 1 else noun + 's'}"
