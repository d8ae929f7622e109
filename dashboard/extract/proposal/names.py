"""How sources usually call files and columns, likeliest first: ADaM's names before SDTM's."""

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, ...]] = {
    "participant": ("adsl", "dm"),
    "adverse_event": ("adae", "ae"),
    "time_to_event": ("adtte",),
    "infusion": ("ex",),
    "lab": ("adlb", "adlbc", "lb"),
    "screening": ("screening", "dm"),
    "site": ("sites", "site"),
}
"""The endings of a file's name by canonical table: "cadsl" is an ADSL too."""

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "participant": {
        "participant": ("USUBJID", "SUBJID"),
        "arm": ("TRT01P", "ARM", "TRTP"),
        "actual_arm": ("TRT01A", "ACTARM", "TRTA"),
        "site": ("SITEID",),
        "randomised_on": ("RANDDT", "RANDDTC"),
        "transplanted_on": ("HSCTDT", "TXDT"),
        "first_dose_on": ("TRTSDT", "TRTSDTM", "RFXSTDTC", "RFSTDTC"),
        "died_on": ("DTHDT", "DTHDTC"),
        "death_cause": ("DTHCAUS", "DTHCGR1"),
        "death_related": ("DTHREL",),
        "death_narrative": ("DTHNARR",),
        "last_contact_on": ("LSTALVDT", "LSTALDT", "RFPENDTC", "RFENDT"),
        "randomised": ("RANDFL", "ITTFL"),
        "treated": ("SAFFL",),
        "age": ("AGE",),
        "sex": ("SEX",),
        "donor": ("DONOR",),
        "prophylaxis": ("GVHDPROP",),
        "conditioning": ("CONDREG",),
        "remission": ("REMISS",),
        "mrd": ("MRDPRE",),
    },
    "adverse_event": {
        "participant": ("USUBJID", "SUBJID"),
        "soc": ("AEBODSYS", "AESOC"),
        "term": ("AEDECOD", "AETERM"),
        "grade": ("AETOXGR", "ATOXGR", "AESEV", "ASEV"),
        "serious": ("AESER",),
        "related": ("AEREL", "AREL"),
        "fatal": ("AESDTH",),
        "start_on": ("ASTDT", "ASTDTM", "AESTDTC"),
        "end_on": ("AENDT", "AENDTM", "AEENDTC"),
        "emergent": ("TRTEMFL",),
        "partial_date": ("ASTDTF",),
    },
    "time_to_event": {
        "participant": ("USUBJID", "SUBJID"),
        "parameter": ("PARAMCD",),
        "value": ("AVAL",),
        "censored": ("CNSR",),
        "description": ("EVNTDESC",),
        "start_on": ("STARTDT", "STARTDTM"),
    },
    "infusion": {
        "participant": ("USUBJID", "SUBJID"),
        "cycle": ("EXSEQ",),
        "start_on": ("EXSTDTC",),
        "end_on": ("EXENDTC",),
        "dose": ("EXDOSE",),
    },
    "lab": {
        "participant": ("USUBJID", "SUBJID"),
        "test": ("PARAMCD", "LBTESTCD"),
        "title": ("PARAM", "LBTEST"),
        "value": ("AVAL", "LBSTRESN"),
        "unit": ("AVALU", "LBSTRESU"),
        "lower": ("ANRLO", "A1LO", "LBSTNRLO"),
        "upper": ("ANRHI", "A1HI", "LBSTNRHI"),
        "measured_on": ("ADT", "ADTM", "LBDTC"),
        "visit": ("AVISIT", "VISIT"),
    },
    "screening": {
        "candidate": ("SCRNID", "SUBJID", "USUBJID"),
        "site": ("SITEID",),
        "screened_on": ("SCRNDT", "SCRNDTC", "DMDTC"),
        "outcome": ("OUTCOME", "ARMCD"),
        "reason": ("REASON",),
    },
    "site": {"site": ("SITEID",), "activated_on": ("ACTDT", "ACTDTC")},
}
"""The names of a canonical column in a source."""

NO_ARM = ("screen failure", "scrnfail", "not assigned", "notassgn", "not treated", "nottrt", "unplanned treatment")
"""What an arm column says of somebody who has no arm."""

CONTROL = ("placebo", "control", "observation", "standard", "usual care")
"""Words in the name of an arm that is likely a control."""

SEVERITIES = ("MILD", "MODERATE", "SEVERE", "LIFE THREATENING", "FATAL")

RELATED: Mapping[str, str] = {
    "RELATED": "Y",
    "POSSIBLY RELATED": "Y",
    "PROBABLY RELATED": "Y",
    "DEFINITE": "Y",
    "PROBABLE": "Y",
    "POSSIBLE": "Y",
    "REMOTE": "N",
    "UNLIKELY": "N",
    "UNLIKELY RELATED": "N",
    "UNRELATED": "N",
    "NOT RELATED": "N",
    "NONE": "N",
}
"""How a relation to treatment is worded, and whether it counts as related."""

FLAGS = ("Y", "N", "YES", "NO", "1", "0", "TRUE", "FALSE", "T", "F")
