"""The demo's creator: titles, and for the ten newest everything, by hand."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sandbox.world.model import Kind, Video
from sandbox.world.prose import slug
from sandbox.world.subjects import WORDS

NEWEST = 10  # of the rows are told in full
HOUR = 16  # of the day, when the bench publishes


@dataclass(frozen=True, slots=True)
class Row:
    """`seconds`, `views`, `days` (before the world's birth) and `picture` are of the ten newest alone."""

    title: str
    seconds: int = 0
    views: int = 0
    days: int = 0
    picture: str = ""


@cache
def rows() -> tuple[Row, ...]:
    """All 184, oldest first."""
    return tuple(_row(line) for line in (WORDS / "halloway.txt").read_text("utf-8").splitlines())


def _row(line: str) -> Row:
    title, *rest = line.split("|")
    if not rest:
        return Row(title)
    minutes, seconds = rest[0].split(":")
    return Row(title, int(minutes) * 60 + int(seconds), int(rest[1]), int(rest[2]), rest[3])


def drafts(born: datetime) -> tuple[dict[str, Any], ...]:
    """What Wren has put up since the newest and shows to nobody, or to whoever has the link: laid over what is made."""
    names = (
        ("Wall cabinet, third try: the hinge side", "private", 5),
        ("For the workshop: the dowel jig", "unlisted", 2),
    )
    return tuple(
        {
            "title": title,
            "privacy": privacy,
            "kind": Kind.LONG,
            "uploaded": born - timedelta(hours=hours),
            "published": born - timedelta(hours=hours),
            "views": 0,
            "likes": 0,
            "comments": 0,
        }
        for title, privacy, hours in names
    )


def bench(video: Video, born: datetime) -> Video:
    row = rows()[video.number]
    lead, _, rest = video.description.partition("\n\n")
    rest = rest.replace(slug(video.title), slug(row.title))
    words = f"{_LEADS.get(video.number % 12, row.title + '.')}\n\n{rest}" if lead else ""
    told = replace(video, title=row.title, description=words)
    if not row.picture:
        return _by_the_clock(told)
    midnight = born.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = midnight - timedelta(days=row.days) + timedelta(hours=HOUR)
    return replace(
        told,
        description=_TOLD[row.picture],
        tags=_TAGS[row.picture],
        seconds=row.seconds,
        views=row.views,
        likes=row.views * 89 // 1000,
        comments=row.views // 397,
        uploaded=moment,
        published=moment,
        picture=row.picture,
        sizes=("default", "medium", "high", "standard", "maxres"),
    )


def _by_the_clock(video: Video) -> Video:
    """The others begin where the ten end."""
    shift = timedelta(days=226 - 3 - NEWEST * 13.8)
    uploaded = (video.uploaded - shift).replace(hour=HOUR)
    return replace(video, uploaded=uploaded, published=uploaded + (video.published - video.uploaded))


def offcuts(video: Video, _born: datetime) -> Video:
    """Named after what the bench does, slower or smaller."""
    title, seconds = _OFFCUTS.get(video.number, ("", 0))
    return replace(video, title=title, seconds=seconds) if title else video


_OFFCUTS = {
    60: ("Shaving, slower", 31),
    59: ("Four dowels, left over", 44),
    58: ("The wedge that sings", 22),
    57: ("A stool leg, 20 seconds", 20),
}
_LEADS = {
    1: "It began as a drawing on the back of an invoice.",
    4: "Nobody asked for this one, which is why it is my favourite.",
    7: "The wood decided most of it. I only held the saw.",
    10: "Three attempts, of which this is the fourth.",
}
_FOOT = (
    "\n\nDrawings: https://halloway.example/drawings/{slug}\nScripts: https://github.com/hallowaybench/kerf\n"
    "The short ones: https://www.youtube.com/@hallowayoffcuts\n\n{tags}"
)


def _told(slug: str, text: str, tags: str) -> str:
    return text + _FOOT.format(slug=slug, tags=tags)


_TOLD = {
    "stool": _told(
        "three-legs",
        "Three legs cannot wobble, so all that is left to get wrong is everything else.\n\n"
        "Ash seat, oak legs, hornbeam wedges. The tenons are tapered one in seven and cut on the router from a drawing "
        "that OpenSCAD makes; the seat is hollowed with a scorp that is older than the workshop. Nothing is glued, and "
        "it has been sat on for a year. A small Python script finds the leg angle where nothing can wobble.\n\n"
        "0:00 Why no screws\n1:42 Choosing three blanks\n4:38 The angle where nothing wobbles\n"
        "8:26 Hollowing the seat\n11:39 Tapered tenons on a router\n14:30 Wedges, and the long wait\n"
        "16:58 Sitting on it\n\nTools: router, scorp, OpenSCAD, Python, drawknife",
        "#woodworking #greenwoodworking #furniture",
    ),
    "boards": _told(
        "reading-a-board",
        "A board tells you where it stood, which winter was hard and which way it will move. You only have to look at "
        "its end.\n\n0:00 Ends first\n3:05 Rings, and what they are not\n9:48 Cup, twist, bow\n15:20 Choosing for a "
        "drawer\n20:02 The one I got wrong\n\nTools: hand plane, moisture meter, loupe, band saw",
        "#woodworking #wood #joinery",
    ),
    "topo": _told(
        "valley",
        "Thirty-one sheets of birch plywood, one river, and a survey that put my shed in the wrong parish.\n\n"
        "The contours come out of QGIS, are smoothed in Python and cut on the laser; the river is resin. Where the map "
        "of 1911 and the radar disagree, I went and looked.\n\n0:00 The survey\n4:12 Contours in QGIS\n11:30 Cutting "
        "thirty-one layers\n19:44 Registration pins\n24:10 The river\n28:35 My shed\n\n"
        "Tools: QGIS, Python, Inkscape, laser cutter, Blender",
        "#maps #plywood #lasercutting",
    ),
    "burr": _told(
        "burr",
        "Six sticks, one way in. There are 314 usable pieces, and a program tried every six of them over a "
        "weekend.\n\n0:00 What a burr is\n2:50 Pieces as bits\n6:31 Letting it run\n9:10 Cutting the winner\n"
        "12:20 My neighbour's time: 41 minutes\n\nTools: Rust, FreeCAD, table saw, shoulder plane",
        "#puzzle #woodworking #programming",
    ),
    "lamp": _told(
        "twist",
        "Forty squares, each turned four degrees from the one below. The light does the rest.\n\n"
        "0:00 A stack of squares\n4:44 The twist in Fusion 360\n9:02 Cutting, sanding, cutting\n15:16 Light, and not "
        "burning the house down\n19:30 Evening\n\nTools: Fusion 360, CNC router, LED strip, Arduino",
        "#lamp #furniture #cnc",
    ),
    "dowels": _told(
        "dowels",
        "Four hundred ends, a third of them stained teal, none of them straight until the last hour.\n\n"
        "Tools: dowel plate, band saw, Inkscape, linseed oil",
        "#woodworking #pattern",
    ),
    "cabinet": _told(
        "wall-cabinet",
        "Three evenings, six compartments, and a place for everything that has none.\n\n0:00 First evening: the "
        "frame\n14:20 Second evening: the insides\n29:05 Third evening: doors, or not\n39:40 On the wall\n\n"
        "Tools: table saw, router, Fusion 360, hand plane, chisels",
        "#furniture #woodworking #cabinet",
    ),
    "shavings": _told("shaving", "Forty-eight seconds of ash. Sound on.\n\nTools: hand plane", "#slow #woodworking"),
    "bowl": _told(
        "bowl",
        "Eight minutes, one take, one bowl, and one breath held at the rim.\n\nTools: lathe, bowl gouge, walnut oil",
        "#woodturning #onetake",
    ),
    "kerf": _told(
        "arch",
        "A board that will not bend will bend if you take enough of it away. kerf works out how much, and where.\n\n"
        "0:00 Flat\n2:18 The arithmetic\n6:40 Twenty-three cuts\n10:55 Hot water, slowly\n13:30 The arch\n\n"
        "Tools: Python, Rust, OpenSCAD, CNC router, plywood",
        "#kerfbending #plywood #cnc",
    ),
}
_TAGS = {
    "stool": ("stool", "green woodworking", "seating", "joinery", "router", "OpenSCAD"),
    "boards": ("wood grain", "timber", "joinery", "hand tools"),
    "topo": ("map", "topography", "birch plywood", "laser cutting", "QGIS"),
    "burr": ("burr puzzle", "brute force", "Rust", "woodworking"),
    "lamp": ("lamp", "Fusion 360", "cnc", "lighting"),
    "dowels": ("dowels", "pattern", "wall panel"),
    "cabinet": ("cabinet", "furniture", "workshop", "storage"),
    "shavings": ("hand plane", "slow"),
    "bowl": ("woodturning", "bowl", "lathe"),
    "kerf": ("kerf bending", "plywood", "python", "arch"),
}
