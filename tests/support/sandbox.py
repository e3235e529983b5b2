"""The sandbox as tests use it: one process for the whole session, clean before each test."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BORN = "2026-11-20"  # the world's dates count back from here, whatever the day


class Sandbox:
    """A running sandbox. Its answers are reached with `Host:` of the real host on `port` of 127.0.0.1.

    `url` is `http://127.0.0.1:PORT`.
    """

    def __init__(self, *, seed: int = 7, born: str = BORN, arguments: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--seed", str(seed), "--born", born, *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "listening on " in line, f"the sandbox did not start: {line!r}"
        self.url = line.rsplit(" ", 1)[1].strip()
        self.port = int(self.url.rsplit(":", 1)[1])

    def stop(self) -> int:
        """End it; answers its exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def reset(self) -> None:
        """No faults, no edits, nothing used, nothing logged, the real clock."""
        self._control("POST", "reset")

    def fault(
        self,
        kind: str,
        *,
        host: str = "",
        path: str = "",
        query: str = "",
        form: str = "",
        **more: Any,
    ) -> None:
        """Put a fault in force: `kind` as in sandbox/README.md, `path`, `query` and `form` (the
        body sent) regular expressions, and `status`, `body`, `retry_after`, `seconds`, `times`, `skip`, `probability`.
        """
        given = (("host", host), ("path", path), ("query", query), ("form", form))
        match = {name: value for name, value in given if value}
        self._control("POST", "faults", {"kind": kind, "match": match, **more})

    def clear_faults(self) -> None:
        self._control("DELETE", "faults")

    def usage(self) -> dict[str, int]:
        """Units used by bucket (`pool`, `search`, `uploads`, `batchGetStats`; GitHub's have names of their own)."""
        return dict(self._control("GET", "usage"))

    def quota(self, bucket: str, used: int) -> None:
        """Say what a bucket has used today."""
        self._control("POST", "quota", {"bucket": bucket, "used": used})

    def clock(self, now: str = "", *, advance: float = 0) -> str:
        """Put the sandbox's clock to an ISO moment, or forward by seconds; answers its new time."""
        return str(self._control("POST", "clock", {"now": now} if now else {"advance": advance})["now"])

    def log(self, endpoint: str = "") -> list[dict[str, Any]]:
        """Requests since the reset: method, host, path, query, status, endpoint, bucket, units, fault."""
        rows = self._control("GET", "log")
        return [row for row in rows if not endpoint or row["endpoint"] == endpoint]

    def world(self, operation: str, **data: Any) -> dict[str, Any]:
        """Edit the world, for instance `world("edit_video", id=…, privacy="private")`; see sandbox/README.md."""
        return dict(self._control("POST", "world", {"op": operation, **data}))

    def consent(self, account: str, **how: Any) -> None:
        """Decide on the next consent page beforehand, as `account` of the cast: `untick` (scopes), `deny`,
        `withhold_refresh`, `provider` (google, github; either by default), `times` (1; None: from now on).
        """
        self._control("POST", "consent", {"account": account, **how})

    def clear_consent(self) -> None:
        self._control("DELETE", "consent")

    def grants(self, account: str = "", provider: str = "") -> list[dict[str, Any]]:
        """What people granted: provider, client, account, scopes, created, live access_tokens and refresh_tokens,
        refreshes.
        """
        rows = self._control("GET", "grants")
        return [row for row in rows if account in {"", row["account"]} and provider in {"", row["provider"]}]

    def revoke_grant(self, account: str, **where: str) -> int:
        """As the person does in the provider's settings (`provider`, `client`: only there); answers how many ended."""
        return int(self._control("POST", "revoke", {"account": account, **where})["revoked"])

    def expire_tokens(self, kind: str = "access", **whose: str) -> int:
        """Live `access` or `refresh` tokens die now (of `account`, at `provider`); answers how many."""
        return int(self._control("POST", "expire", {"kind": kind, **whose})["expired"])

    def register(self, client: str, **console: Any) -> None:
        """Change a registered client: `redirects`, `testing`, `testers`."""
        self._control("POST", "client", {"id": client, **console})

    def _control(self, method: str, name: str, data: Any = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/__sandbox/{name}", data=body, method=method, headers=headers)  # noqa: S310  our own loopback
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own loopback
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    running = Sandbox()
    yield running
    running.stop()


@pytest.fixture
def sandbox(sandbox_process: Sandbox) -> Sandbox:
    """The outside world, as new."""
    sandbox_process.reset()
    return sandbox_process
