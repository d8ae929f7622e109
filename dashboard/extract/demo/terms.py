"""The catalogue of adverse events: how often, how severe and how long, in general English terms.

`rate` is events per participant over the first year under observation, `ratio` the factor with blinatumomab,
`severe` the share of grade 3 or 4, `grade_4` the share of those that are grade 4, `days` the median duration.
"""

from typing import NamedTuple


class Term(NamedTuple):
    """One preferred term of one system organ class."""

    soc: str
    name: str
    rate: float
    ratio: float = 1.2
    severe: float = 0.02
    grade_4: float = 0.1
    days: float = 8
    only_experimental: bool = False


INFECTIONS = "Infections and infestations"
BLOOD = "Blood and lymphatic system disorders"
HEPATIC = "Hepatobiliary disorders"
GUT = "Gastrointestinal disorders"
SKIN = "Skin and subcutaneous tissue disorders"
NERVES = "Nervous system disorders"
RENAL = "Renal and urinary disorders"
GENERAL = "General disorders and administration site conditions"
IMMUNE = "Immune system disorders"
INVESTIGATIONS = "Investigations"
METABOLISM = "Metabolism and nutrition disorders"
CHEST = "Respiratory, thoracic and mediastinal disorders"
VESSELS = "Vascular disorders"
PSYCHE = "Psychiatric disorders"
MUSCLES = "Musculoskeletal and connective tissue disorders"
INJURY = "Injury, poisoning and procedural complications"
EYES = "Eye disorders"
HEART = "Cardiac disorders"

ACUTE_GVHD = "Acute graft versus host disease"
CHRONIC_GVHD = "Chronic graft versus host disease"
GRAFT_FAILURE = "Transplant failure"
CRS = "Cytokine release syndrome"
ICANS = "Immune effector cell-associated neurotoxicity syndrome"

TERMS = (
    Term(INFECTIONS, "Cytomegalovirus infection reactivation", 0.30, 1.0, 0.09, 0.05, 16),
    Term(INFECTIONS, "Pneumonia", 0.10, 1.0, 0.40, 0.15, 14),
    Term(INFECTIONS, "Sepsis", 0.035, 1.1, 1.00, 0.50, 9),
    Term(INFECTIONS, "Bacteraemia", 0.07, 1.0, 0.60, 0.10, 9),
    Term(INFECTIONS, "Upper respiratory tract infection", 0.40, 1.1),
    Term(INFECTIONS, "Urinary tract infection", 0.15, 1.0, 0.10),
    Term(INFECTIONS, "Viral haemorrhagic cystitis", 0.10, 1.0, 0.15, 0.05, 20),
    Term(INFECTIONS, "Epstein-Barr virus infection", 0.10, 1.1, 0.10),
    Term(INFECTIONS, "Adenovirus infection", 0.05, 1.1, 0.20),
    Term(INFECTIONS, "Herpes zoster", 0.08, 1.1, 0.15, 0.05, 12),
    Term(INFECTIONS, "Bronchopulmonary aspergillosis", 0.03, 1.1, 0.90, 0.20, 40),
    Term(INFECTIONS, "Clostridium difficile infection", 0.05, 1.0, 0.20),
    Term(INFECTIONS, "COVID-19", 0.15, 1.0, 0.08),
    Term(INFECTIONS, "Device related infection", 0.10, 1.0, 0.25, 0.05, 9, True),
    Term(BLOOD, "Neutropenia", 0.45, 2.3, 0.40, 0.52, 8),
    Term(BLOOD, "Thrombocytopenia", 0.35, 1.1, 0.35, 0.30, 12),
    Term(BLOOD, "Anaemia", 0.40, 1.1, 0.20, 0.05, 14),
    Term(BLOOD, "Lymphopenia", 0.25, 1.6, 0.40, 0.30, 20),
    Term(BLOOD, "Febrile neutropenia", 0.06, 1.5, 1.00, 0.10, 5),
    Term(IMMUNE, ACUTE_GVHD, 0.40, 1.1, 0.0, 0.0, 28),
    Term(IMMUNE, CHRONIC_GVHD, 0.42, 0.9, 0.15, 0.05, 120),
    Term(IMMUNE, GRAFT_FAILURE, 0.0, 1.0, 1.0, 0.5, 40),
    Term(IMMUNE, "Hypogammaglobulinaemia", 0.26, 3.2, 0.05, 0.0, 60),
    Term(IMMUNE, CRS, 0.07, 1.0, 0.0, 0.0, 3, True),
    Term(IMMUNE, "Drug hypersensitivity", 0.03, 1.0, 0.10, 0.0, 2, True),
    Term(NERVES, ICANS, 0.05, 1.0, 0.0, 0.0, 4, True),
    Term(NERVES, "Headache", 0.40, 1.5, 0.02, 0.0, 3),
    Term(NERVES, "Tremor", 0.12, 2.2, 0.03, 0.0, 6),
    Term(NERVES, "Dizziness", 0.15, 1.3),
    Term(NERVES, "Peripheral neuropathy", 0.12, 1.0, 0.03, 0.0, 60),
    Term(NERVES, "Encephalopathy", 0.01, 2.5, 0.60, 0.10, 5),
    Term(NERVES, "Posterior reversible encephalopathy syndrome", 0.006, 1.0, 1.00, 0.20, 9),
    Term(HEPATIC, "Hyperbilirubinaemia", 0.12, 1.2, 0.12, 0.10, 12),
    Term(HEPATIC, "Venoocclusive liver disease", 0.006, 1.0, 0.80, 0.40, 21),
    Term(INVESTIGATIONS, "Alanine aminotransferase increased", 0.20, 1.5, 0.30, 0.05, 10),
    Term(INVESTIGATIONS, "Gamma-glutamyltransferase increased", 0.18, 1.2, 0.25, 0.05, 14),
    Term(INVESTIGATIONS, "Blood creatinine increased", 0.20, 1.0, 0.03, 0.0, 12),
    Term(INVESTIGATIONS, "Blood immunoglobulin G decreased", 0.10, 2.2, 0.0, 0.0, 60),
    Term(INVESTIGATIONS, "Weight decreased", 0.15, 1.0, 0.02, 0.0, 40),
    Term(GUT, "Diarrhoea", 0.45, 1.1, 0.06, 0.05, 5),
    Term(GUT, "Nausea", 0.45, 1.2, 0.03, 0.0, 4),
    Term(GUT, "Vomiting", 0.30, 1.2, 0.03, 0.0, 2),
    Term(GUT, "Stomatitis", 0.15, 1.0, 0.05, 0.0, 7),
    Term(GUT, "Abdominal pain", 0.18, 1.1, 0.03, 0.0, 4),
    Term(GUT, "Constipation", 0.15, 1.1, 0.0, 0.0, 6),
    Term(SKIN, "Rash", 0.35, 1.2, 0.04, 0.0, 9),
    Term(SKIN, "Pruritus", 0.22, 1.1, 0.01, 0.0, 9),
    Term(SKIN, "Dry skin", 0.15, 1.0, 0.0, 0.0, 30),
    Term(RENAL, "Acute kidney injury", 0.10, 1.0, 0.20, 0.10, 10),
    Term(RENAL, "Dysuria", 0.12, 1.0, 0.0, 0.0, 6),
    Term(GENERAL, "Pyrexia", 0.35, 2.0, 0.06, 0.0, 3),
    Term(GENERAL, "Fatigue", 0.50, 1.2, 0.03, 0.0, 20),
    Term(GENERAL, "Oedema peripheral", 0.15, 1.1, 0.01, 0.0, 12),
    Term(METABOLISM, "Decreased appetite", 0.22, 1.1, 0.03, 0.0, 12),
    Term(METABOLISM, "Hypokalaemia", 0.20, 1.1, 0.10, 0.10, 4),
    Term(METABOLISM, "Hypomagnesaemia", 0.25, 1.0, 0.02, 0.0, 10),
    Term(METABOLISM, "Iron overload", 0.15, 1.0, 0.02, 0.0, 150),
    Term(CHEST, "Cough", 0.30, 1.1, 0.0, 0.0, 10),
    Term(CHEST, "Dyspnoea", 0.12, 1.1, 0.08, 0.10, 7),
    Term(VESSELS, "Hypertension", 0.22, 1.0, 0.20, 0.0, 25),
    Term(VESSELS, "Hypotension", 0.06, 1.6, 0.15, 0.10, 2),
    Term(VESSELS, "Thrombotic microangiopathy", 0.012, 1.0, 0.80, 0.20, 30),
    Term(PSYCHE, "Insomnia", 0.20, 1.2, 0.01, 0.0, 20),
    Term(PSYCHE, "Anxiety", 0.12, 1.0, 0.02, 0.0, 30),
    Term(MUSCLES, "Back pain", 0.18, 1.1, 0.03, 0.0, 10),
    Term(MUSCLES, "Arthralgia", 0.20, 1.0, 0.02, 0.0, 18),
    Term(EYES, "Dry eye", 0.20, 0.9, 0.01, 0.0, 90),
    Term(HEART, "Sinus tachycardia", 0.10, 1.3, 0.01, 0.0, 3),
    Term(INJURY, "Infusion related reaction", 0.15, 1.0, 0.08, 0.0, 1, True),
    Term(INJURY, "Medication error", 0.03, 1.0, 0.05, 0.0, 1, True),
    Term(INJURY, "Contusion", 0.10, 1.0, 0.0, 0.0, 8),
)
BACKGROUND = frozenset(
    k for k, term in enumerate(TERMS) if term.severe < 0.05 and term.severe > 0 and not term.only_experimental
)
"""Terms hardly ever severe: only these become more frequent when more events are wanted."""
FATAL = ("Sepsis", "Pneumonia", "Bronchopulmonary aspergillosis", ACUTE_GVHD, "Venoocclusive liver disease")
FATAL_SHARES = (0.35, 0.25, 0.10, 0.25, 0.05)


def number(name: str) -> int:
    """Position of a preferred term in TERMS."""
    return [term.name for term in TERMS].index(name)
