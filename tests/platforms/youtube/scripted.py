"""A YouTube that answers as a test scripts it: pages of a playlist, and whatever else is odd on the wire."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.wire import Handler, Seen, Wire, Write, answer

CHANNEL = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
UPLOADS = "UU_x5XG1OV2P6uZZ5FSM9Ttw"
API = "/youtube/v3"

Ask = Callable[[dict[str, str]], Any]


def video_id(number: int) -> str:
    return f"v{number:010d}"


def line(number: int, **more: Any) -> dict[str, Any]:
    """A line of a playlist."""
    name = video_id(number)
    snippet = {"title": f"Video {number}", "resourceId": {"kind": "youtube#video", "videoId": name}}
    details = {"videoId": name, "videoPublishedAt": "2026-01-01T00:00:00Z"}
    return {"snippet": snippet, "contentDetails": details, "status": {"privacyStatus": "public"}, **more}


def video(name: str, **more: Any) -> dict[str, Any]:
    """What videos.list answers for an id."""
    return {
        "id": name,
        "snippet": {
            "title": f"Video {name}",
            "channelId": CHANNEL,
            "channelTitle": "C",
            "publishedAt": "2026-01-01T00:00:00Z",
        },
        "contentDetails": {"duration": "PT10M"},
        "statistics": {"viewCount": "1"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public"},
        **more,
    }


def refusal(status: int, reason: str) -> bytes:
    error = {"code": status, "message": reason, "errors": [{"domain": "youtube", "reason": reason, "message": reason}]}
    return json_answer({"error": error}, status)


def json_answer(data: Any, status: int = 200) -> bytes:
    return answer(status, json.dumps(data).encode(), {"Content-Type": "application/json; charset=UTF-8"})


def asked(reply: Ask) -> Handler:
    """A handler from the query to JSON, or to the bytes of a whole answer."""

    async def handle(seen: Seen, write: Write) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(seen.target).query).items()}
        said = reply(query)
        await write(said if isinstance(said, bytes) else json_answer(said))

    return handle


@dataclass
class Script:
    """`pages` maps a page token ("" for the first) to the answer of playlistItems.list; `videos` changes what
    videos.list says of an id (None leaves it out); `count` is the channel's.
    """

    wire: Wire
    pages: dict[str, Any]
    videos: dict[str, Any] = field(default_factory=dict)
    count: int = 1_000
    tokens: list[str] = field(default_factory=list)

    def serve(self) -> "Script":
        self.wire.on(f"{API}/channels", asked(lambda _: {"items": [self.channel()]}))
        self.wire.on(f"{API}/playlistItems", asked(self.page))
        self.wire.on(f"{API}/videos", asked(lambda query: {"items": list(self._answers(query["id"].split(",")))}))
        return self

    def channel(self) -> dict[str, Any]:
        return {
            "id": CHANNEL,
            "snippet": {"title": "C"},
            "statistics": {"videoCount": str(self.count)},
            "contentDetails": {"relatedPlaylists": {"uploads": UPLOADS}},
        }

    def page(self, query: dict[str, str]) -> Any:
        token = query.get("pageToken", "")
        self.tokens.append(token)
        said = self.pages.get(token, refusal(400, "invalidPageToken"))
        return said.pop(0) if isinstance(said, list) else said

    def _answers(self, names: Iterable[str]) -> Iterable[Any]:
        for name in names:
            said = self.videos.get(name, video(name))
            if said is not None:
                yield said


def page(numbers: Iterable[int], following: str = "") -> dict[str, Any]:
    """A page of playlistItems.list with these videos."""
    return {"items": [line(number) for number in numbers], **({"nextPageToken": following} if following else {})}
