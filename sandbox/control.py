"""What stands under `/__sandbox/` on every host: faults, quota, clock, log, usage, edits of the world, reset."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from sandbox.clock import iso, parse
from sandbox.faults import Faults, read_fault
from sandbox.log import RequestLog
from sandbox.service import Editable, Ground, Levered, Metered, Service

PREFIX = "/__sandbox/"


class Control:
    def __init__(self, ground: Ground, services: Sequence[Service], faults: Faults, log: RequestLog) -> None:
        self._ground, self._services, self._faults, self._log = ground, services, faults, log
        self._doors: dict[tuple[str, str], Callable[[Any], Any]] = {
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "quota"): self._quota,
            ("POST", "clock"): self._clock,
            ("POST", "reset"): self._reset,
            ("POST", "world"): self._world,
            ("GET", "log"): lambda _: self._log.rows(),
            ("GET", "usage"): lambda _: self._usage(),
        }
        for service in services:
            if isinstance(service, Levered):
                self._doors |= service.controls

    async def handle(self, request: web.Request) -> web.Response:
        door = self._doors.get((request.method, request.path.removeprefix(PREFIX)))
        if door is None:
            return web.json_response({"error": "no such control"}, status=404)
        try:
            data = await request.json() if request.can_read_body else {}
            return web.json_response(door(data))
        except (ValueError, KeyError, TypeError, re.error) as error:
            return web.json_response({"error": str(error)}, status=400)

    def _add_fault(self, data: Any) -> dict[str, int]:
        self._faults.add(read_fault(data))
        return {"active": len(self._faults.active)}

    def _clear_faults(self, _: Any) -> dict[str, int]:
        self._faults.clear()
        return {"active": 0}

    def _usage(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for service in self._services:
            if isinstance(service, Metered):
                found.update(service.usage())
        return found

    def _quota(self, data: Any) -> dict[str, int]:
        bucket, used = str(data["bucket"]), int(data["used"])
        for service in self._services:
            if isinstance(service, Metered) and bucket in service.usage():
                service.spend(bucket, used)
                return self._usage()
        raise ValueError(f"no bucket {bucket!r}; there are {', '.join(sorted(self._usage()))}")

    def _clock(self, data: Any) -> dict[str, str]:
        clock = self._ground.clock
        if "now" in data:
            clock.put(parse(data["now"]))
        else:
            clock.advance(float(data["advance"]))
        return {"now": iso(clock.now())}

    def _reset(self, _: Any) -> dict[str, str]:
        self._ground.clock.reset()
        self._faults.clear()
        self._log.reset()
        for service in self._services:
            service.reset()
        return {"now": iso(self._ground.clock.now()), "born": iso(self._ground.born)}

    def _world(self, data: Any) -> Any:
        rest = dict(data)
        operation = str(rest.pop("op"))
        editable = [service for service in self._services if isinstance(service, Editable)]
        for service in editable:
            if operation in service.operations:
                return service.edit(operation, rest)
        known = sorted(name for service in editable for name in service.operations)
        raise ValueError(f"no operation {operation!r}; there are {', '.join(known)}")
