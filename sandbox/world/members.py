"""Who the cast are. Numbers of videos, and nothing else, stand in `sandbox/cast.py`."""

from dataclasses import dataclass

from sandbox import cast
from sandbox.world.model import Kind

LONG, SHORT, LIVE, MEMBERS, HIDDEN = Kind.LONG, Kind.SHORT, Kind.LIVE, Kind.MEMBERS, Kind.HIDDEN
EVERY_TENTH_SHORT = (*(LONG,) * 4, SHORT, *(LONG,) * 5)
CABINET = (*(HIDDEN,) * 3, MEMBERS, LIVE, LIVE, *(LONG,) * 4, SHORT, *(LONG,) * 5, LIVE, LONG, LONG)
SOME_LIVE = (*(LONG,) * 6, LIVE, *(LONG,) * 5, SHORT, *(LONG,) * 4)


@dataclass(frozen=True, slots=True)
class Life:
    """`gap` and `newest` in days; `gap` is fractional. `reach` is what an ordinary video of theirs is seen."""

    subject: str
    description: str
    country: str
    subscribers: int
    reach: int
    gap: float
    newest: int
    kinds: tuple[Kind, ...] = (LONG,)
    uploads: int | None = None  # when the uploads list does not hold them all
    playlists: int = 3
    keywords: tuple[str, ...] = ()
    hidden_subscribers: bool = False


LIVES: dict[int, Life] = {
    cast.HALLOWAY_BENCH.number: Life(
        subject="workshop",
        description=(
            "Furniture, and the software that cuts it. One bench, one router and a great many offcuts, by the sea.\n\n"
            "I am Wren Halloway. A film every other week; drawings and scripts are free.\nhttps://halloway.example"
        ),
        country="GB",
        subscribers=48_231,
        reach=21_000,
        gap=13.8,
        newest=3,
        keywords=("woodworking", "furniture", "cnc", "kerf bending", "OpenSCAD"),
    ),
    cast.HALLOWAY_OFFCUTS.number: Life(
        subject="workshop",
        description="What fell off the bench: a minute at a time. The long ones are at @hallowaybench.",
        country="GB",
        subscribers=9_817,
        reach=14_000,
        gap=8,
        newest=5,
        kinds=(*(SHORT,) * 6, LONG, *(SHORT,) * 4),
        playlists=1,
        keywords=("offcuts", "woodworking", "shorts"),
    ),
    cast.SLOW_KILN.number: Life(
        subject="pottery",
        description="Three small potteries, one kiln. Cone 6, four hours, and the door stays shut.",
        country="DK",
        subscribers=31_450,
        reach=9_000,
        gap=9,
        newest=2,
        kinds=SOME_LIVE,
        keywords=("pottery", "glaze", "cone 6"),
    ),
    cast.NADI_OKONLIND.number: Life(
        subject="field",
        description="Field recordings from the edges of maps, and the tools to make them.",
        country="SE",
        subscribers=12_906,
        reach=4_200,
        gap=19,
        newest=6,
        keywords=("field recording", "maps", "soundscape"),
    ),
    cast.SUNDAY_OVEN.number: Life(
        subject="cooking",
        description="Bread on Sundays, the rest of the week from what is left. Recipes by weight.",
        country="NO",
        subscribers=214_700,
        reach=58_000,
        gap=7,
        newest=5,
        kinds=EVERY_TENTH_SHORT,
        keywords=("bread", "sourdough", "recipes"),
    ),
    cast.VOLTAGE_GARDEN.number: Life(
        subject="synths",
        description="Small circuits that grow. Synthesizers from scratch, schematics included, patches in one take.",
        country="DE",
        subscribers=67_300,
        reach=16_500,
        gap=12,
        newest=1,
        kinds=SOME_LIVE,
        keywords=("synth diy", "eurorack", "dsp"),
    ),
    cast.SPOKE_COUNT.number: Life(
        subject="bikes",
        description="Wheels, frames and long ways home. I count the spokes so that you can ride.",
        country="NL",
        subscribers=22_080,
        reach=8_800,
        gap=15,
        newest=8,
        kinds=EVERY_TENTH_SHORT,
        keywords=("wheel building", "bikepacking"),
    ),
    cast.CHALK_AND_PROOF.number: Life(
        subject="maths",
        description="One theorem, one picture, one postcard. Animated with Manim, checked with Lean.",
        country="IN",
        subscribers=381_500,
        reach=142_000,
        gap=24,
        newest=9,
        keywords=("mathematics", "proof", "manim"),
    ),
    cast.LOW_DARK_SKY.number: Life(
        subject="astronomy",
        description="Deep sky from a balcony under street lights. All frames are public.",
        country="FI",
        subscribers=18_640,
        reach=6_100,
        gap=10,
        newest=4,
        kinds=SOME_LIVE,
        keywords=("astrophotography", "deep sky"),
    ),
    cast.TWO_FOX_GAMES.number: Life(
        subject="gamedev",
        description="Two people and a fox make a game about a fox. Devlogs, shaders and honest numbers.",
        country="CA",
        subscribers=54_020,
        reach=19_000,
        gap=11,
        newest=1,
        kinds=EVERY_TENTH_SHORT,
        keywords=("gamedev", "godot", "indie game"),
    ),
    cast.RAIN_BARREL.number: Life(
        subject="gardening",
        description="A steep garden in heavy clay. No digging, no peat, no promises.",
        country="IE",
        subscribers=93_300,
        reach=24_000,
        gap=6,
        newest=2,
        kinds=EVERY_TENTH_SHORT,
        hidden_subscribers=True,
        keywords=("no dig", "vegetable garden"),
    ),
    cast.SMALL_SERVERS.number: Life(
        subject="servers",
        description="Running things on small machines, and sleeping through the night. No sponsors.",
        country="PL",
        subscribers=127_900,
        reach=33_000,
        gap=8,
        newest=3,
        kinds=SOME_LIVE,
        keywords=("self hosting", "postgres", "linux"),
    ),
    cast.PLOT_LINE.number: Life(
        subject="dataviz",
        description="Charts that say one thing, and the notebooks they came from.",
        country="PT",
        subscribers=41_700,
        reach=12_400,
        gap=18,
        newest=7,
        keywords=("data visualization", "d3", "maps"),
    ),
    cast.SPECIMENS.number: Life(
        subject="films",
        description="One video for each thing that can be the matter with a video.",
        country="GB",
        subscribers=404,
        reach=900,
        gap=5,
        newest=2,
        uploads=19,
        playlists=2,
        kinds=CABINET,
    ),
    cast.EMPTY_CHANNEL.number: Life(
        subject="films",
        description="",
        country="US",
        subscribers=3,
        reach=0,
        gap=5,
        newest=2,
        playlists=1,
    ),
    cast.TEN_THOUSAND.number: Life(
        subject="films",
        description="One small film every eight hours, until there are enough.",
        country="FR",
        subscribers=1_204_000,
        reach=2_600,
        gap=1 / 3,
        newest=1,
        kinds=(*(LONG,) * 17, SHORT, SHORT, LIVE),
        playlists=1,
    ),
    cast.EVERY_HOUR.number: Life(
        subject="films",
        description="On the hour.",
        country="JP",
        subscribers=88_000,
        reach=300,
        gap=1 / 24,
        newest=1,
        uploads=25_000,
        playlists=0,
    ),
    cast.KAMA.number: Life(
        subject="kama",
        description="山のふもとの小さな窯。土から器まで。",
        country="JP",
        subscribers=15_270,
        reach=7_700,
        gap=16,
        newest=4,
        keywords=("陶芸", "窯"),
    ),
}
