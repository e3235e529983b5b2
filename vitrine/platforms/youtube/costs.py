"""What the Data API takes: buckets, units a call, and when the buckets are full again.

Source: YouTube Data API, "Quota and Compliance Audits" and "Quota costs" (determine_quota_cost), revision history of
2025-12-04, 2026-06-01 and 2026-06-03: since then a project has four daily buckets. No response header tells what a
call cost or what is left, and there is no quota of a single user: the ledger here is the only account there is.
Invalid requests and 304 answers cost their units too.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..types import Cost

POOL = "youtube.pool"
SEARCH = "youtube.search"
UPLOADS = "youtube.uploads"
BATCH_STATS = "youtube.batch_stats"

BUCKETS = {POOL: 10_000, SEARCH: 100, UPLOADS: 100, BATCH_STATS: 10_000}

RESET_ZONE = "America/Los_Angeles"  # at its midnight, summer time and all
MOST_ITEMS = 20_000  # YouTube shows no more of any list
PAGE = 50  # the most that any list gives in one answer, and the most ids that one may name

_READ = Cost(POOL, 1)
_WRITE = Cost(POOL, 50)

COSTS = {
    "channels.list": _READ,
    "channelSections.list": _READ,
    "comments.list": _READ,
    "commentThreads.list": _READ,
    "playlistImages.list": _READ,
    "playlistItems.list": _READ,
    "playlists.list": _READ,
    "subscriptions.list": _READ,
    "videoCategories.list": _READ,
    "videos.list": _READ,
    "videos.getRating": _READ,
    "videos.batchGetStats": Cost(BATCH_STATS, 1),
    "search.list": Cost(SEARCH, 1),
    "videos.insert": Cost(UPLOADS, 1),
    "captions.list": _WRITE,
    "captions.insert": Cost(POOL, 400),
    "captions.update": Cost(POOL, 450),
    "captions.delete": _WRITE,
    "captions.download": Cost(POOL, 200),
    "channels.update": _WRITE,
    "playlists.insert": _WRITE,
    "playlists.update": _WRITE,
    "playlists.delete": _WRITE,
    "playlistItems.insert": _WRITE,
    "playlistItems.update": _WRITE,
    "playlistItems.delete": _WRITE,
    "thumbnails.set": _WRITE,
    "videos.update": _WRITE,
    "videos.rate": _WRITE,
    "videos.delete": _WRITE,
}


def listing_units(count: int) -> int:
    """Units of the pool for a channel or playlist of `count` videos: the list itself once, then for each page of 50
    one call for its ids and one for the videos behind them.
    """
    return 1 + 2 * -(-count // PAGE)


def next_reset(now: datetime) -> datetime:
    """The coming midnight in Los Angeles after `now` (aware), in UTC."""
    day = now.astimezone(ZoneInfo(RESET_ZONE)).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(RESET_ZONE)).astimezone(UTC)
