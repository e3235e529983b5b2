"""One video for each thing that can be the matter, by number; their names are in `sandbox/cast.py`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.world.model import Live, Video

_HOSTILE = '<script>alert("title")</script> & <b>bold</b> "quotes" \'single\' {{ braces }} %s'


def specimen(video: Video, born: datetime) -> Video:
    """Video `number` of the cabinet."""
    return replace(video, **_SPECIMENS[video.number], **_at(video.number, born))


def _at(number: int, born: datetime) -> dict[str, Any]:
    """Moments that hang on the world's birth."""
    if number == 4:
        return {"scheduled": born + timedelta(days=3, hours=18)}
    if number == 5:
        return {"published": born - timedelta(hours=1), "uploaded": born - timedelta(hours=1)}
    return {}


_SPECIMENS: dict[int, dict[str, Any]] = {
    0: {"title": "Private: not for you", "privacy": "private"},
    1: {"title": "Deleted: it was here", "deleted": True},
    2: {"title": "Unlisted: only with the link", "privacy": "unlisted"},
    3: {"title": "Members only: the long version", "members_only": True, "views": None},
    4: {"title": "Premiere: asking the bench anything", "live": Live.UPCOMING, "seconds": 0, "views": 0, "likes": 0},
    5: {"title": "Live: the kiln, right now", "live": Live.LIVE, "seconds": 0},
    6: {"title": "Age-restricted: sharp things", "age_restricted": True},
    7: {"title": "Likes are hidden here", "likes": None, "comments": 12},
    8: {"title": "Comments are off here", "comments": None, "likes": 34},
    9: {"title": "Blocked in three countries", "blocked_in": ("DE", "FR", "JP")},
    10: {"title": "A Short of two and a half minutes", "seconds": 150},
    11: {"title": "Forty seconds, and still no Short", "seconds": 40},
    12: {"title": "Published on no day at all", "raw_published": "0000-00-00T00:00:00Z"},
    13: {"title": "木と水と時間について、第三部", "language": "ja"},
    14: {"title": "كيف تصنع كرسيًا بثلاث أرجل", "language": "ar"},
    15: {"title": "🪵✂️ Sawing in the rain 🌧️ 👩‍🔧 (no words)"},
    16: {"title": "Live: an evening of sharpening, as it was", "seconds": 5_412},
    17: {"title": "Nothing is the matter with this one", "seconds": 754},
    18: {
        "title": _HOSTILE[:100],
        "description": f"{_HOSTILE}\n<img src=x onerror=alert(1)>\n" * 3,
        "tags": (_HOSTILE,),
    },
}
