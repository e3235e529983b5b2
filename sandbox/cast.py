"""The fixed names of the world: the same ids whatever the seed. Tests and the demo take them from here."""

from typing import NamedTuple

from sandbox.world.ids import channel_id, playlist_id, video_id


class Member(NamedTuple):
    """A creator who is always there. `uploads` counts what is in the public uploads list."""

    number: int
    handle: str
    title: str
    uploads: int

    @property
    def id(self) -> str:
        return channel_id(self.number)

    @property
    def uploads_id(self) -> str:
        return "UU" + self.id[2:]

    @property
    def url(self) -> str:
        return f"https://www.youtube.com/{self.handle}"

    def video(self, number: int) -> str:
        """The id of a video; 0 is the oldest upload."""
        return video_id(self.number, number)


HALLOWAY_BENCH = Member(0, "@hallowaybench", "Halloway Bench", 184)
HALLOWAY_OFFCUTS = Member(1, "@hallowayoffcuts", "Halloway Offcuts", 61)
SLOW_KILN = Member(2, "@slowkiln", "The Slow Kiln", 212)
NADI_OKONLIND = Member(3, "@nadiokonlind", "Nadi Okonlind", 97)
SUNDAY_OVEN = Member(4, "@sundayoven", "The Sunday Oven", 340)
VOLTAGE_GARDEN = Member(5, "@voltagegarden", "Voltage Garden", 156)
SPOKE_COUNT = Member(6, "@spokecount", "Spoke Count", 128)
CHALK_AND_PROOF = Member(7, "@chalkandproof", "Chalk & Proof", 74)
LOW_DARK_SKY = Member(8, "@lowdarksky", "Low Dark Sky", 203)
TWO_FOX_GAMES = Member(9, "@twofoxgames", "Two Fox Games", 141)
RAIN_BARREL = Member(10, "@rainbarrel", "Rain Barrel", 268)
SMALL_SERVERS = Member(11, "@smallservers", "Small Servers", 190)
PLOT_LINE = Member(12, "@plotline", "Plot Line", 88)

SPECIMENS = Member(20, "@specimens", "Cabinet of Cases", 15)
EMPTY_CHANNEL = Member(21, "@emptychannel", "Nothing Yet", 0)
TEN_THOUSAND = Member(22, "@tenthousand", "Ten Thousand Small Films", 10_000)
EVERY_HOUR = Member(23, "@everyhour", "Every Hour", 20_000)  # 25,000 uploads, of which the list holds 20,000
KAMA = Member(24, "@窯のしごと", "窯のしごと", 44)  # a handle that no ASCII writes

CAST = (
    HALLOWAY_BENCH,
    HALLOWAY_OFFCUTS,
    SLOW_KILN,
    NADI_OKONLIND,
    SUNDAY_OVEN,
    VOLTAGE_GARDEN,
    SPOKE_COUNT,
    CHALK_AND_PROOF,
    LOW_DARK_SKY,
    TWO_FOX_GAMES,
    RAIN_BARREL,
    SMALL_SERVERS,
    PLOT_LINE,
    SPECIMENS,
    EMPTY_CHANNEL,
    TEN_THOUSAND,
    EVERY_HOUR,
    KAMA,
)

LEGACY_USER = "slowkilnpottery"  # youtube.com/user/slowkilnpottery is SLOW_KILN
CUSTOM_NAME = "NadiOkonlindField"  # youtube.com/c/NadiOkonlindField is NADI_OKONLIND

# One video for each case, all of SPECIMENS. The first three and the members-only one are not in its uploads list.
PRIVATE_VIDEO = SPECIMENS.video(0)
DELETED_VIDEO = SPECIMENS.video(1)
UNLISTED_VIDEO = SPECIMENS.video(2)
MEMBERS_ONLY_VIDEO = SPECIMENS.video(3)
UPCOMING_VIDEO = SPECIMENS.video(4)
LIVE_VIDEO = SPECIMENS.video(5)
AGE_RESTRICTED_VIDEO = SPECIMENS.video(6)
HIDDEN_LIKES_VIDEO = SPECIMENS.video(7)
HIDDEN_COMMENTS_VIDEO = SPECIMENS.video(8)
REGION_BLOCKED_VIDEO = SPECIMENS.video(9)
LONG_SHORT_VIDEO = SPECIMENS.video(10)  # 2:30, upright: a Short
BRIEF_VIDEO = SPECIMENS.video(11)  # 0:40, wide: not a Short
BAD_DATE_VIDEO = SPECIMENS.video(12)
NON_LATIN_VIDEO = SPECIMENS.video(13)
RTL_VIDEO = SPECIMENS.video(14)
EMOJI_VIDEO = SPECIMENS.video(15)
PAST_LIVE_VIDEO = SPECIMENS.video(16)
PLAIN_VIDEO = SPECIMENS.video(17)
HOSTILE_VIDEO = SPECIMENS.video(18)  # markup in the title and description
UNKNOWN_VIDEO = video_id(SPECIMENS.number, 4_000)  # well-formed, never uploaded
UNKNOWN_CHANNEL = channel_id(900_000)

EMPTY_PLAYLIST = playlist_id(EMPTY_CHANNEL.number, 0)
DOZEN_PLAYLIST = playlist_id(SPECIMENS.number, 0)  # 12 items: the specimens 0 to 11, private and deleted ones too
PLAYLIST_OF_180 = playlist_id(SLOW_KILN.number, 0)
PLAYLIST_OF_20000 = playlist_id(TEN_THOUSAND.number, 0)
PRIVATE_PLAYLIST = playlist_id(SPECIMENS.number, 1)
