"""`python -m bench [NAME …] [--quick]`: run the benchmarks one after the other, each in a process of its own.

Exit code 1 when one of them broke. Figures beyond their goals break nothing: they are there to be read.
"""

import argparse
import os
import subprocess
import sys
import time

ALL = ("profile_page", "import_channel", "door", "startup", "keyed_list", "plans", "sqlite_settings")


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench")
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}; all when none is given")
    arguments.add_argument("--quick", action="store_true", help="small and short, nothing written: do they work?")
    given = arguments.parse_args()
    if unknown := set(given.names) - set(ALL):
        arguments.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    env = {**os.environ, **({"BENCH_QUICK": "1"} if given.quick else {})}
    broken = [name for name in given.names or ALL if not _run(name, env)]
    if broken:
        print(f"broken: {', '.join(broken)}", file=sys.stderr)
    return bool(broken)


def _run(name: str, env: dict[str, str]) -> bool:
    print(f"== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", f"bench.{name}"], env=env, check=False)
    print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
