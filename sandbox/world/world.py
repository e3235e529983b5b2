"""The world as it stands: what was generated, with the edits laid over it."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sandbox import cast
from sandbox.world import creators, halloway
from sandbox.world.films import film
from sandbox.world.ids import playlist_id, read_channel_id, read_playlist_id, read_video_id
from sandbox.world.lists import MOST_LISTED, POPULAR, PREFIXES, Row
from sandbox.world.model import Channel, Kind, Playlist, Video
from sandbox.world.playlists import CAST_LISTS, PRIVATE, titles

Key = tuple[int, int]
MOST_SORTED = 200  # a popular list sorts among so many of the newest


class World:
    """Answers by number and by name. All of it is made when asked for; only edits are kept."""

    def __init__(self, seed: int, born: datetime) -> None:
        self.seed, self.born = seed, born
        self.reset()

    def reset(self) -> None:
        self.video_edits: dict[Key, dict[str, Any]] = {}
        self.channel_edits: dict[int, dict[str, Any]] = {}
        self.added: dict[int, int] = defaultdict(int)  # channel → how many uploads beyond the generated ones
        self.playlist_edits: dict[Key, list[Key]] = {}
        bench = cast.HALLOWAY_BENCH
        for number, draft in enumerate(halloway.drafts(self.born), bench.uploads):
            self.added[bench.number] += 1
            self.video_edits[bench.number, number] = draft

    # Channels

    def channel(self, number: int) -> Channel | None:
        if not creators.exists(number):
            return None
        found = creators.channel(self.seed, self.born, number)
        return replace(found, **self.channel_edits[number]) if number in self.channel_edits else found

    def channel_by_id(self, text: str) -> Channel | None:
        number = read_channel_id(text)
        return None if number is None else self.channel(number)

    def channel_by_handle(self, handle: str) -> Channel | None:
        wanted = "@" + handle.lower().removeprefix("@")
        for edited, changes in self.channel_edits.items():
            if changes.get("handle", "").lower() == wanted:
                return self.channel(edited)
        number = creators.number_of_handle(wanted)
        found = None if number is None else self.channel(number)
        return found if found and found.handle.lower() == wanted else None

    def channel_by_username(self, name: str) -> Channel | None:
        """The names of channels before 2013 or so: youtube.com/user/NAME."""
        return self.channel(cast.SLOW_KILN.number) if name.lower() == cast.LEGACY_USER.lower() else None

    def channel_by_custom_name(self, name: str) -> Channel | None:
        """youtube.com/c/NAME."""
        return self.channel(cast.NADI_OKONLIND.number) if name.lower() == cast.CUSTOM_NAME.lower() else None

    # Videos

    def uploads(self, channel: Channel) -> int:
        """How many were ever uploaded, edits included."""
        return channel.videos + self.added[channel.number]

    def video(self, channel: Channel, number: int) -> Video | None:
        if not 0 <= number < self.uploads(channel):
            return None
        found = film(self.seed, channel, self.born, number)
        edits = self.video_edits.get((channel.number, number))
        return replace(found, **edits) if edits else found

    def video_by_id(self, text: str) -> Video | None:
        key = read_video_id(text)
        return self._by_key(key) if key else None

    # Lists

    def automatic(self, name: str) -> tuple[Channel | None, str]:
        """The channel and the prefix of a list such as UU…, UULF… or UUSH…"""
        prefix, rest = name[:-22], name[-22:]
        return (self.channel_by_id("UC" + rest), prefix) if prefix in PREFIXES else (None, "")

    def listed(self, channel: Channel, prefix: str) -> int:
        """How many stand in the list UU…, UUSH… and so on."""
        kinds = PREFIXES[prefix]
        if not kinds:
            return 0
        fresh = len(self._added(channel, kinds))
        return min(MOST_LISTED, fresh + len(Row(channel, kinds)) - len(self._gone(channel, kinds)))

    def listing(self, channel: Channel, prefix: str, start: int, count: int) -> list[Video]:
        """A slice of such a list, in its order."""
        total = self.listed(channel, prefix)
        count = max(0, min(count, total - start))
        if prefix in POPULAR:
            newest = self._slice(channel, PREFIXES[prefix], 0, min(total, MOST_SORTED))
            return sorted(newest, key=lambda video: -(video.views or 0))[start : start + count]
        return self._slice(channel, PREFIXES[prefix], start, count)

    def _slice(self, channel: Channel, kinds: frozenset[Kind], start: int, count: int) -> list[Video]:
        fresh = self._added(channel, kinds)
        numbers = fresh[start : start + count]
        rest = Row(channel, kinds).without(self._gone(channel, kinds), max(0, start - len(fresh)), count - len(numbers))
        found = (self.video(channel, number) for number in [*numbers, *rest])
        return [video for video in found if video is not None]

    def own_uploads(self, channel: Channel) -> list[int]:
        """What the owner sees in the uploads list, newest first: all that is not deleted, whoever else may see it."""
        newest_first = range(self.uploads(channel) - 1, -1, -1)
        made = ((number, self.video(channel, number)) for number in newest_first)
        return [number for number, video in made if video and (video.lingers or not video.deleted)]

    def _added(self, channel: Channel, kinds: frozenset[Kind]) -> list[int]:
        """Added uploads that are listed, newest first."""
        numbers = range(self.uploads(channel) - 1, channel.videos - 1, -1)
        return [number for number in numbers if self._stands(channel, number, kinds)]

    def _gone(self, channel: Channel, kinds: frozenset[Kind]) -> list[int]:
        """Generated uploads of these kinds that edits took out of the lists."""
        edited = [number for at, number in self.video_edits if at == channel.number and number < channel.videos]
        born_so = [number for number in edited if channel.kinds[number % len(channel.kinds)] in kinds]
        return [number for number in born_so if not self._stands(channel, number, kinds)]

    def _stands(self, channel: Channel, number: int, kinds: frozenset[Kind]) -> bool:
        video = self.video(channel, number)
        if video is None or video.kind not in kinds:
            return False
        return video.lingers or (video.privacy == "public" and not video.deleted)

    # Playlists

    def playlist_by_id(self, text: str) -> Playlist | None:
        key = read_playlist_id(text)
        channel = self.channel(key[0]) if key else None
        return self.playlist(channel, key[1]) if channel and key else None

    def playlist(self, channel: Channel, number: int) -> Playlist | None:
        if not 0 <= number < channel.playlists:
            return None
        made = Playlist(
            id=playlist_id(channel.number, number),
            channel=channel.number,
            number=number,
            title=titles(channel)[number],
            description="",
            created=channel.created + timedelta(days=30 * (number + 1)),
            count=0,
            privacy="private" if (channel.number, number) == PRIVATE else "public",
        )
        return replace(made, count=self._count(made))

    def _count(self, playlist: Playlist) -> int:
        edited = self.playlist_edits.get((playlist.channel, playlist.number))
        if edited is not None:
            return len(edited)
        if (playlist.channel, playlist.number) in CAST_LISTS:
            return CAST_LISTS[playlist.channel, playlist.number].length
        owner = self.channel(playlist.channel)
        return -(-self.listed(owner, "UU") // (playlist.number + 2)) if owner else 0

    def items(self, playlist: Playlist, start: int, count: int) -> list[Video]:
        """A slice of its videos, deleted and private ones too."""
        found = (self._item(playlist, place) for place in range(start, min(start + count, playlist.count)))
        return [video for video in found if video is not None]

    def _item(self, playlist: Playlist, position: int) -> Video | None:
        at = (playlist.channel, playlist.number)
        if at in self.playlist_edits:
            return self._by_key(self.playlist_edits[at][position])
        if at in CAST_LISTS:
            return self._by_key(CAST_LISTS[at].key(position))
        owner = self.channel(playlist.channel)
        found = self.listing(owner, "UU", position * (playlist.number + 2), 1) if owner else []
        return found[0] if found else None

    def _by_key(self, key: Key) -> Video | None:
        channel = self.channel(key[0])
        return self.video(channel, key[1]) if channel else None

    def added_to(self, playlist: Playlist, position: int) -> datetime:
        """When the item at a position came into a playlist."""
        return playlist.created + (self.born - playlist.created) * position / max(1, playlist.count)
