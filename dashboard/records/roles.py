"""What each role is called and, in one sentence, what it may do."""

from dataclasses import dataclass
from typing import get_args

from dashboard.errors import AccountError
from dashboard.trial.parts import Role


@dataclass(frozen=True)
class RoleWords:
    """A role in words: `title` beside a name, `sentence` where a role is chosen."""

    title: str
    sentence: str


WORDS: dict[Role, RoleWords] = {
    "sponsor": RoleWords("Sponsor", "Sees enrolment and the conduct of the trial, nothing by arm and no outcomes."),
    "trial_statistician": RoleWords(
        "Trial statistician (blinded)", "Sees conduct and pooled safety; never sees the arms apart."
    ),
    "reporting_statistician": RoleWords(
        "Reporting statistician (unblinded)", "Locks extracts and sees every side, the arms by letter."
    ),
    "dsmb_member": RoleWords("DSMB member", "Sees every side, the arms by letter."),
    "dsmb_chair": RoleWords("DSMB chair", "Sees every side, the arms by letter, and speaks for the committee."),
    "administrator": RoleWords("Administrator", "Keeps the accounts and sees no trial data."),
}


def known(role: str) -> Role:
    """The role of that name; raises AccountError listing the roles there are."""
    for name in get_args(Role):
        if name == role:
            return name  # type: ignore[no-any-return]  # get_args is Any
    raise AccountError(f"No role {role!r}. Choose one of {', '.join(get_args(Role))}.")
