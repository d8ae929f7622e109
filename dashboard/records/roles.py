"""What each role is called, what it may do in one sentence, and the same as a list of permissions: the one table."""

from dataclasses import dataclass
from typing import Literal, get_args

from dashboard.errors import AccountError
from dashboard.trial.charter import Role

Permission = Literal[
    "enter:conduct",
    "enter:blinded",
    "enter:unblinded",
    "enter:bench",
    "events:type",
    "extract:lock",
    "audit:read-own-side",
    "unmask:ask",
    "unmask:agree",
    "unmask:execute",
    "accounts:manage",
]
"""What can be allowed. `enter:` is the most a charter may grant: it narrows, it never adds."""


@dataclass(frozen=True)
class RoleWords:
    """A role: `title` beside a name, `sentence` where a role is chosen, `may` what the sentence says."""

    title: str
    sentence: str
    may: frozenset[Permission]


WORDS: dict[Role, RoleWords] = {
    "sponsor": RoleWords(
        "Sponsor",
        "Sees enrolment and the conduct of the trial, and pooled safety where the charter says so; nothing by arm.",
        frozenset({"enter:conduct", "enter:blinded", "audit:read-own-side"}),
    ),
    "trial_statistician": RoleWords(
        "Trial statistician (blinded)",
        "Sees conduct and pooled safety and designs stopping rules; never sees the arms apart.",
        frozenset({"enter:conduct", "enter:blinded", "enter:bench", "audit:read-own-side"}),
    ),
    "reporting_statistician": RoleWords(
        "Reporting statistician (unblinded)",
        "Locks extracts, sees every side with the arms by letter, designs stopping rules, "
        "and carries out an unmasking that others asked for and agreed to.",
        frozenset(
            {
                "enter:conduct",
                "enter:blinded",
                "enter:unblinded",
                "enter:bench",
                "events:type",
                "extract:lock",
                "audit:read-own-side",
                "unmask:execute",
            }
        ),
    ),
    "dsmb_member": RoleWords(
        "DSMB member",
        "Sees every side of the trial's data with the arms by letter, and may ask for the arms to be named.",
        frozenset(
            {
                "enter:conduct",
                "enter:blinded",
                "enter:unblinded",
                "events:type",
                "audit:read-own-side",
                "unmask:ask",
            }
        ),
    ),
    "dsmb_chair": RoleWords(
        "DSMB chair",
        "Sees what a member sees, may ask for the arms to be named, and agrees when another member asked.",
        frozenset(
            {
                "enter:conduct",
                "enter:blinded",
                "enter:unblinded",
                "events:type",
                "audit:read-own-side",
                "unmask:ask",
                "unmask:agree",
            }
        ),
    ),
    "administrator": RoleWords(
        "Administrator", "Keeps the accounts and sees no trial data.", frozenset({"accounts:manage"})
    ),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role is allowed something; gate and forms ask here and nowhere else."""
    return permission in WORDS[role].may


def may_enter(role: Role, side: str) -> bool:
    """Whether a charter may let a role in to a side at all; a side nobody listed is entered by nobody."""
    return f"enter:{side}" in WORDS[role].may


def known(role: str) -> Role:
    """The role of that name; raises AccountError listing the roles there are."""
    for name in get_args(Role):
        if name == role:
            return name  # type: ignore[no-any-return]  # get_args is Any
    raise AccountError(f"No role {role!r}. Choose one of {', '.join(get_args(Role))}.")
