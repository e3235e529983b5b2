"""Workers of a test, forked from one loaded process: two for people, one for the rest with the scheduler.

`python -m tests.support.crew` runs until SIGTERM. Whoever is killed comes back at once.
"""

import sys
from functools import partial

from django.db import connections

from vitrine.cli import roles, start, up
from vitrine.cli.children import Supervisor


def main() -> int:
    if not start.ready():
        return 1
    up.load()
    connections.close_all()
    crew = Supervisor(longest_pause=0.1)
    crew.add("people one", partial(roles.worker, "people"))
    crew.add("people two", partial(roles.worker, "people"))
    crew.add("background", partial(roles.worker, "background", with_beat=True))
    return crew.run()


if __name__ == "__main__":
    sys.exit(main())
