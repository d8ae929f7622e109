"""`dsmb audit`: is the trail what was written, and the trail as a file."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.cli import trail
from dashboard.cli.machine import as_json
from dashboard.errors import AuditError

if TYPE_CHECKING:
    from dashboard.records.chain import Link
    from dashboard.records.proof import Proof


def audit_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb audit` and its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="find rows altered, deleted, moved or cut off")
    verify.add_argument("--head", type=_head, metavar="NUMBER:HASH", help="a head that was written down elsewhere")
    verify.set_defaults(command=_verify)
    take_up = actions.add_parser("take-up", help="go on with a trail restored from a backup; for good in the trail")
    take_up.add_argument("--reason", required=True, help="why rows are lost, in a sentence that readers of it will see")
    take_up.set_defaults(command=_take_up)
    export = actions.add_parser("export", help="print the trail")
    export.add_argument("--format", choices=("csv", "json"), default="csv")
    export.add_argument(
        "--side", choices=settings.SIDES, action="append", help="only what readers of this side may see"
    )
    export.set_defaults(command=_export)


def _verify(options: argparse.Namespace) -> None:
    from dashboard.records.proof import prove

    trail.record("", "trail verified")
    with trail.records() as records:
        proof = prove(records, options.head)
    if not proof.holds:
        trail.record(f"not what was written; faults told: {len(proof.faults)}", "trail verified")
        raise AuditError("\n".join(("The audit trail is not what was written.", *proof.faults)))
    if proof.known_to is None:
        print(f"{proof.last.id} rows, none altered, deleted, moved or cut off.")
    else:
        _say_how_far(proof)
    for row in proof.taken_up:
        print(f"Taken up at row {row.id} on {row.at} by {row.who}: {row.detail}")
    print(f"Head, to be written down where nobody who keeps this host can change it: {proof.last.id}:{proof.last.mac}")


def _say_how_far(proof: "Proof") -> None:
    """A head that is kept again, in the trail for good before it is printed: rows may be missing in between."""
    known = f"no head was kept here, so rows after {proof.known_to} that were cut off cannot be told"
    trail.record(f"{known}; a head is kept again from row {proof.last.id}", "trail verified")
    print(f"{proof.last.id} rows, none altered, deleted or moved; {known}. A head is kept again.")


def _take_up(options: argparse.Namespace) -> None:
    from dashboard.records.taking_up import take_up

    with trail.records() as records:
        last = take_up(records, options.reason, trail.actor(), trail.SIDE)
    print(f"The trail goes on at row {last.id}, which says so.")
    print("Accounts, roles and passwords are those of the backup, and everybody logs in anew: see dsmb users list.")


def _export(options: argparse.Namespace) -> None:
    from dashboard.records import audit

    trail.record(" ".join([options.format, *(options.side or ())]), "trail exported")
    with trail.records() as records:
        rows = audit.seen(records, options.side) if options.side else audit.rows(records)
    if options.format == "json":
        print(as_json([asdict(row) for row in rows]))
    else:
        _as_csv(rows)


def _as_csv(rows: "tuple[object, ...]") -> None:
    import pandas as pd

    from dashboard.records.audit import Row
    from dashboard.web.downloads import safe  # a name tried at the login may look like a formula

    table = pd.DataFrame(rows, columns=list(Row.__dataclass_fields__))
    safe(table).to_csv(sys.stdout, index=False, lineterminator="\n")


def _head(text: str) -> "Link":
    from dashboard.records.chain import Link

    number, _, mac = text.partition(":")
    if not number.isdigit() or len(mac) != 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no head; write it as `dsmb audit verify` prints it, NUMBER:HASH")
    return Link(int(number), mac)
