"""Reference values from R for group-sequential plans, and the plans they belong to."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.stats.sequential.bounds import Bounds, planned
from dashboard.stats.sequential.plan import Plan

Case = dict[str, Any]
REFERENCE = Path(__file__).parent / "reference"


def cases(name: str) -> list[Case]:
    """The cases of one reference file."""
    found: list[Case] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


def name_of(case: Case) -> str:
    """A case's name in the tests' output."""
    parameter = "" if case["parameter"] is None else f"({case['parameter']:g})"
    looks = ",".join(f"{look:.3g}" for look in case["looks"])
    return f"{case['spending']}{parameter}-{case.get('futility') or 'efficacy'}-{case.get('sides', 1)}-{looks}"


def plan_of(case: Case) -> Plan:
    """The plan of a case: alpha .025 on one side and power .80 unless it says otherwise."""
    given = {"alpha": 0.025, "beta": 0.2} | {key: case[key] for key in case if key in Plan.__dataclass_fields__}
    return Plan(**given | {"looks": tuple(case["looks"])})


def with_boundaries(plan: Plan, upper: list[float], lower: list[float] | None = None) -> Bounds:
    """The plan's boundaries with another program's values in their place."""
    own = planned(plan)
    return replace(own, upper=np.array(upper), lower=own.lower if lower is None else np.array(lower))
