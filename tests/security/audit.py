"""What we stand on: known vulnerabilities where the service answers, and always what can be seen from here.

    python -m tests.security.audit

pip-audit calls packages that its service does not know "skipped" and ends well, so that without a service everything
looks sound. Here nothing is passed over in silence: what was not asked about is counted and told.
"""

import importlib.metadata
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OLD = 90  # days after which a lock wants writing anew: fixes come in new releases
PIN = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[\w.!+-]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\s*\\?")


def entries(lock: str) -> list[list[str]]:
    """The lines of each requirement: the pin first, its hashes after."""
    found: list[list[str]] = []
    for line in lock.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace() and found:
            found[-1].append(line.strip())
        else:
            found.append([line.strip()])
    return found


def unsound(lock: str) -> list[str]:
    """What is wrong with a lock: whatever is not one exact version with hashes (an option, an address, a range)."""
    wrong = []
    for pin, *hashes in entries(lock):
        if not PIN.fullmatch(pin):
            wrong.append(f"no exact version: {pin}")
        elif not hashes or not all(HASH.fullmatch(one) for one in hashes):
            wrong.append(f"no hashes: {pin}")
    return wrong


def pinned(lock: str) -> dict[str, str]:
    """Name → version of what this interpreter would install."""
    pins = (PIN.fullmatch(entry[0]) for entry in entries(lock))
    return {
        str(canonicalize_name(pin["name"])): pin["version"]
        for pin in pins
        if pin and (not pin["marker"] or Marker(pin["marker"]).evaluate())
    }


def drifted(pins: dict[str, str]) -> list[str]:
    """What is installed here in another version than the lock says."""
    installed = {
        str(canonicalize_name(one.metadata["Name"])): one.version for one in importlib.metadata.distributions()
    }
    return [
        f"{name} is {installed[name]} here and {version} in the lock"
        for name, version in sorted(pins.items())
        if name in installed and installed[name] != version
    ]


def age(path: Path) -> int | None:
    """Days since a lock was written, by its last commit; None where there is no history."""
    command = ["git", "log", "-1", "--format=%ct", "--", path.name]
    told = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False).stdout.strip()
    return (datetime.now(UTC) - datetime.fromtimestamp(int(told), UTC)).days if told else None


def asked(pins: Iterable[tuple[str, str]]) -> list[dict[str, Any]] | str:
    """What pip-audit says of each pin, or why it says nothing."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{name}=={version}\n" for name, version in pins))
        file.flush()
        command = [sys.executable, "-m", "pip_audit", "-r", file.name, "--no-deps", "--disable-pip"]
        command += ["-f", "json", "--progress-spinner", "off", "--timeout", "5"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return (done.stderr.strip().splitlines() or ["it said nothing"])[-1][:200]
    return dependencies


def judged(said: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """(vulnerabilities, packages that were not asked about)."""
    known = [
        f"{one['name']} {one['version']}: {bug['id']}, mended in {', '.join(bug['fix_versions']) or 'no release yet'}"
        for one in said
        for bug in one.get("vulns", [])
    ]
    return known, [one["name"] for one in said if "skip_reason" in one]


def by_service(pins: dict[str, str]) -> list[str]:
    """Vulnerabilities known to the service. One package is asked about first, so that none is no long wait."""
    first = asked([("django", pins["django"])])
    if isinstance(first, str):
        print(f"pip-audit SKIPPED: {first}")
        return []
    if judged(first)[1]:
        print(
            f"pip-audit SKIPPED: its vulnerability service does not answer here. {len(pins)} packages not asked about."
        )
        return []
    said = asked(pins.items())
    if isinstance(said, str):
        print(f"pip-audit SKIPPED: {said}")
        return []
    known, unasked = judged(said)
    print(f"pip-audit: {len(said) - len(unasked)} of {len(pins)} packages asked about, {len(known)} vulnerabilities.")
    if unasked:
        print(f"pip-audit SKIPPED, unknown to its service: {', '.join(unasked)}")
    return known


def by_hand() -> list[str]:
    wrong = []
    for name in LOCKS:
        lock = (ROOT / name).read_text(encoding="utf-8")
        days = age(ROOT / name)
        told = "of unknown age (no history here)" if days is None else f"{days} days old"
        stale = " – write it anew with `make lock`" if days is not None and days > OLD else ""
        print(f"{name}: {len(entries(lock))} exact versions with hashes, {told}{stale}")
        wrong += [f"{name}: {one}" for one in [*unsound(lock), *drifted(pinned(lock))]]
    return wrong


def main() -> int:
    wrong = by_hand()
    wrong += by_service(pinned((ROOT / LOCKS[1]).read_text(encoding="utf-8")))
    for one in wrong:
        print(f"WRONG: {one}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
