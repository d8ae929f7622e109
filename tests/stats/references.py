"""Reference values from R, and the public data they were computed from."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / ".." / "shared" / "reference" / "r" / "data"


def cases(name: str) -> list[Any]:
    """The cases of a reference file, those with data of their own first; one that needs a file is marked."""
    read = json.loads((HERE / "reference" / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [
        pytest.param(
            case,
            id=f"{case['dataset']}-{case['group'] or 'all'}",
            marks=[pytest.mark.shared] if "file" in case else [],
        )
        for case in read
    ]


def columns(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Times and status of a case: its own, or its group's rows of the shared file (skips when absent)."""
    if "days" in case:
        return np.array(case["days"]), np.array(case.get("cause", case.get("event")))
    if not (DATA / case["file"]).exists():
        pytest.skip(f"needs ../shared/reference/r/data/{case['file']}, which is not here")
    rows = pd.read_csv(DATA / case["file"])
    if case["group"] is not None:
        rows = rows[rows["group"] == int(case["group"])]
    return rows["time"].to_numpy(), rows["status"].to_numpy()


def numbers(values: list[float | None]) -> np.ndarray:
    """A list of a reference file, null as NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def compared(case: dict[str, Any]) -> pd.DataFrame:
    """Columns time, status, group and those of the file for a comparison of groups (skips when the file is absent)."""
    if "days" in case:
        return pd.DataFrame({"time": case["days"], "status": case["status"], "group": case["arm"]})
    if not (DATA / case["file"]).exists():
        pytest.skip(f"needs ../shared/reference/r/data/{case['file']}, which is not here")
    return pd.read_csv(DATA / case["file"])
