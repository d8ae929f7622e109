"""`dsmb` and `python -m dashboard`."""

import sys

from dashboard.cli.main import run


def main() -> None:
    """Run the command line; the exit code is its answer."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
