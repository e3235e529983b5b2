"""A loaded Django that runs what it is told, line by line: `python -m tests.support.shell`, for `Stack.shell`.

Each line in is a JSON string of Python; each line out is a JSON array of `answer` and the traceback, one of them null.
"""

import json
import sys
import traceback
from typing import Any

import django
from django.db import close_old_connections


def main() -> None:
    django.setup()
    for line in sys.stdin:
        names: dict[str, Any] = {"answer": None}
        error = None
        try:
            exec(json.loads(line), names)  # noqa: S102 - that is what it is for
        except Exception:  # noqa: BLE001 - told to the test
            error = traceback.format_exc()
        sys.stdout.write(json.dumps([names["answer"], error]) + "\n")
        sys.stdout.flush()
        close_old_connections()


if __name__ == "__main__":
    main()
