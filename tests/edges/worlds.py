"""Five trials at the edges of what can happen, each as a change of the small delivery."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.settings import Settings
from tests.edges import sources
from tests.edges.sources import Tables

ALONE = sources.participants("BLINATUMOMAB")[0]
"""The one participant of a trial, in arm A; nobody is in B."""
FEW = [str(who) for who in sources.delivered()["adsl"]["USUBJID"][:10]]
"""Who is left where the earlier extract had all 24."""
LONG = "x" * 300
SCRIPTS: Mapping[str, str] = {
    "Infections and infestations": "感染症および寄生虫症",
    "Blood and lymphatic system disorders": "血液およびリンパ系障害",
    "Gastrointestinal disorders": "胃肠系统疾病",
    "Nervous system disorders": "اضطرابات الجهاز العصبي",
    "Neutropenia": "好中球減少症",
    "Anaemia": "贫血",
    "Thrombocytopenia": "血小板減少症" * 12,
    "Tremor": "振戦",
    "Headache": "صداع",
    "Nausea": "悪心",
    "Diarrhoea": "下痢💩",
    "Fatigue": "<script>alert(1)</script>",
    "Insomnia": "=1+1",
    "Decreased appetite": "@SUM(A1)",
    "Back pain": LONG,
    "Abdominal pain": "a & b \"c\" 'd' {e} %s $1",
    "Infection": "敗血症",
    "WITHDREW": "同意撤回 <b>x</b>",
    "S01": "東京大学医学部附属病院",
    "S05": "=S05",
}
"""Words of the delivery and the definition, and what stands in their place."""
NAMES = ("症例-001", "=P2", "<b>P3</b>", "P 4/5?a=b&c#d", "صداع-5", "患者６")
"""Identifiers of the first participants, in the order of the delivery."""


def nobody(base: Path) -> Settings:
    """The cut-off is before the first randomisation."""
    return sources.locked(base, cut_off=sources.NOBODY_YET)


def one(base: Path) -> Settings:
    """One participant, so one arm is empty; no earlier extract."""
    return sources.locked(base, lambda tables: sources.only(tables, ALONE))


def quiet(base: Path) -> Settings:
    """Nothing has happened to anybody: files with a head alone, every endpoint censored."""

    def change(tables: Tables) -> None:
        sources.headers_only(tables, "adae", "adex", "adlb", "advs", "screening", "sites")
        empty = dict.fromkeys(("DTHDT", "EOSDT", "TRTSDT", "DTHCAUS", "DTHREL", "DTHNARR", "EOSREAS"), "")
        tables["adsl"] = tables["adsl"].assign(SAFFL="N", **empty)
        tables["adtte"] = _from_randomisation(tables).assign(CNSR=1, EVNTDESC="")

    return sources.locked(base, change)


def day_0(base: Path) -> Settings:
    """Everybody died on the day of randomisation, of an event without a grade; nothing optional was delivered."""

    def change(tables: Tables) -> None:
        sources.headers_only(tables, "adex")
        day = tables["adsl"]["RANDDT"]
        died = {"DTHDT": day, "LSTALVDT": day, "DTHCAUS": "Infection", "DTHREL": "Not related", "DTHNARR": ""}
        tables["adsl"] = tables["adsl"].assign(SAFFL="N", TRTSDT="", EOSDT="", EOSREAS="", **died)
        events = tables["adae"].drop_duplicates("USUBJID")
        on = events["USUBJID"].map(tables["adsl"].set_index("USUBJID")["RANDDT"]).dt.strftime("%Y-%m-%d")
        tables["adae"] = events.assign(ASTDT=on, ASTDTC=on, AENDT=on, AESDTH="Y", AESER="Y", AETOXGR="")
        ended = _from_randomisation(tables)
        cause = ended["PARAMCD"].map({"RELNRM": "DEATH WITHOUT RELAPSE"}).fillna("DEATH")
        tables["adtte"] = ended.assign(AVAL=0.0, CNSR=0, EVNTDESC=cause)

    left_out = ("infusion", "lab", "visit", "screening", "site")
    return sources.locked(base, change, definition=sources.without(sources.DEFINITION, *left_out))


def scripts(base: Path) -> Settings:
    """Words in many scripts, spellings and lengths; grades and codes missing; fewer participants than before."""
    before = Path(sources.locked(base, name="before", cut_off=sources.EARLIER).extract)
    definition = sources.DEFINITION
    for word, other in SCRIPTS.items():
        definition = definition.replace(f'"{word}"', "'''" + other + "'''" if "'" not in other else f'"{word}"')

    def change(tables: Tables) -> None:
        sources.only(tables, *FEW)
        tables["adae"], tables["sites"] = _half_graded(tables["adae"]), tables["sites"].copy()
        tables["screening"] = tables["screening"].copy()
        other = {**SCRIPTS, **dict(zip(FEW, NAMES, strict=False))}
        for table in tables.values():
            for column in table.select_dtypes(object):
                table[column] = table[column].map(lambda word: other.get(word, word))
        died = tables["adsl"]["DTHDT"].notna()
        tables["adsl"] = tables["adsl"].assign(DTHNARR=died.map({True: "発熱と低血圧で入院。" * 40, False: ""}))
        sick = tables["adae"]["AEDECOD"] == "Vomiting"
        tables["adae"].loc[sick, "AEDECOD"] = ["VOMITING", "Ｖｏｍｉｔｉｎｇ", *["Vomiting"] * (int(sick.sum()) - 2)]

    return sources.locked(base, change, previous=before, definition=definition)


def _half_graded(events: pd.DataFrame) -> pd.DataFrame:
    events = events.reset_index(drop=True)
    events.loc[::2, "AETOXGR"] = ""
    events.loc[::3, ["AEDECOD", "AEBODSYS"]] = ""
    return events


def _from_randomisation(tables: Tables) -> pd.DataFrame:
    """The endpoints that everybody has; CRS and ICANS count from a first dose."""
    return tables["adtte"][~tables["adtte"]["PARAMCD"].isin(["CRS3", "ICANS3"])]


WORLDS = {made.__name__: made for made in (nobody, one, quiet, day_0, scripts)}
