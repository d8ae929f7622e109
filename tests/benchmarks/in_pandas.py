"""The safety panels' tables as they are written in pandas, from the rows of the sealed store.

Each is a Series of participants (or person-years) by its keys, without the rows that are zero.
"""

import numpy as np
import pandas as pd

Numbers = pd.Series
Rows = dict[str, pd.DataFrame]
LEVELS = {"Overall": [], "Class": ["soc"], "Term": ["soc", "term"]}


def prepared(rows: Rows) -> Rows:
    """The rows with categories for text, in which pandas groups fastest."""
    return {
        name: frame.astype({column: "category" for column in frame.select_dtypes(["object", "string"]).columns})
        for name, frame in rows.items()
    }


def worst_grades(rows: Rows) -> Numbers:
    """Participants by arm, level, class, term and worst grade."""
    event = _of_randomised(rows).assign(grade=lambda frame: frame["grade"].fillna(0).astype(int))
    return pd.concat(
        _named(
            event.groupby(["participant", "arm", *by], observed=True)["grade"]
            .max()
            .reset_index()
            .groupby(["arm", *by, "grade"], observed=True)
            .size(),
            level,
            by,
        )
        for level, by in LEVELS.items()
    )


def first_event_rates(rows: Rows) -> Numbers:
    """First events per 100 person-years by arm, level, class and term: time at risk ends at the first event."""
    event, at_risk = _of_randomised(rows), rows["at_risk"]
    days = (at_risk["end_day"] + 1).groupby(at_risk["arm"], observed=True).sum()
    ends = at_risk.set_index("participant")["end_day"]
    found = []
    for level, by in LEVELS.items():
        first = event.groupby(["participant", "arm", *by], observed=True)["start_day"].min().reset_index()
        end = first["participant"].map(ends).astype(int)
        first["saved"] = end - np.minimum(first["start_day"].clip(lower=0), end)
        sums = first.groupby(["arm", *by], observed=True)["saved"].agg(["size", "sum"])
        of_arm = sums.index.get_level_values("arm").map(days).astype(float) if by else days.loc[sums.index]
        found.append(_named(100 * 365.25 * sums["size"] / (of_arm - sums["sum"]), level, by))
    return pd.concat(found)


def shift(rows: Rows, test: str, unit: str) -> Numbers:
    """Participants by arm, grade at baseline and worst grade after it (CTCAE v5.0, alanine aminotransferase)."""
    lab = rows["lab"]
    lab = lab[(lab["test"] == test) & (lab["unit"] == unit) & lab["value"].notna()]
    lab = lab.assign(of_upper=lab["value"] / lab["upper"])
    before = lab[lab["day"] <= 0].sort_values(["day", "value"]).groupby("participant", observed=True).last()
    after = lab[lab["day"] > 0].groupby("participant", observed=True)[["value", "of_upper"]].max()
    who = rows["participant"].set_index("participant")[["arm"]]
    who = who.join(before[["value", "of_upper"]]).join(after, rsuffix="_after")
    abnormal = who["of_upper"] > 1
    times = (who["value_after"] / who["value"]).round(9)
    multiple = times.where(abnormal, who["of_upper_after"].round(9))
    begun = (times >= 1.5).where(abnormal, multiple > 1)
    graded = pd.DataFrame({"arm": who["arm"], "baseline": _alt(who["of_upper"], who["of_upper"] > 1)})
    return graded.assign(worst=_alt(multiple, begun)).groupby(["arm", "baseline", "worst"], observed=True).size()


def _alt(multiple: Numbers, begun: Numbers) -> Numbers:
    grade = begun.astype(int) + sum((multiple > limit).astype(int) for limit in (3, 5, 20))
    return grade.map("Grade {}".format).where(multiple.notna(), "Not graded")


def _of_randomised(rows: Rows) -> pd.DataFrame:
    event = rows["adverse_event"]
    randomised = rows["population"][rows["population"]["population"] == "randomised"]
    return event[event["emergent"] & event["participant"].isin(randomised["participant"])]


def _named(found: Numbers, level: str, by: list[str]) -> Numbers:
    """With the keys that every level has: arm, level, class, term, and what else there is."""
    keyed = found.rename("value").reset_index().assign(level=level)
    keyed = keyed.assign(**{name: "" for name in ("soc", "term") if name not in by})
    keys = ["arm", "level", "soc", "term", *(["grade"] if "grade" in keyed else [])]
    return keyed.astype({name: "str" for name in ("arm", "soc", "term")}).set_index(keys)["value"]
