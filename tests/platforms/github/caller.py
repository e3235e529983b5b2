"""A caller over the real door, without ledger or memory."""

from vitrine.lib.http import Door, Pending, Response
from vitrine.platforms.types import Ask


class PlainCaller:
    def __init__(self, door: Door, *, token: str = "", api_key: str = "") -> None:
        self.token = token
        self.api_key = api_key
        self.asked: list[Ask] = []
        self._door = door

    def send(self, ask: Ask) -> Pending:
        self.asked.append(ask)
        return self._door.start(ask.request)

    def get(self, ask: Ask) -> Response:
        return self.send(ask).result()
