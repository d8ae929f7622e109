"""Work on the queue of jobs until told to stop: `python -m dashboard.jobs`, with the web server's settings.

The web server starts one beside itself; on further hosts, with Redis, it is started like this.
"""

import logging
import sys

from dashboard import settings
from dashboard.errors import DsmbError
from dashboard.jobs import queue, work
from dashboard.jobs.consumer import OurConsumer


def main() -> int:
    """Returns 0 once it was stopped, 2 when it cannot begin."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    told = settings.read()
    try:
        jobs = queue.of(told, told.secret)
    except DsmbError as error:
        print(f"dsmb jobs: {error}", file=sys.stderr)
        return 2
    work.task(jobs)
    OurConsumer(jobs, int(sys.argv[1]) if len(sys.argv) > 1 else None).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
