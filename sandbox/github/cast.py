"""The fixed names of this GitHub: the same ids whatever the seed. Tests and the demo take them from here."""

from typing import NamedTuple


class Project(NamedTuple):
    """A repository that is always there, by the name it goes by now."""

    full_name: str
    id: int

    @property
    def url(self) -> str:
        return f"https://github.com/{self.full_name}"

    @property
    def owner(self) -> str:
        return self.full_name.partition("/")[0]

    @property
    def name(self) -> str:
        return self.full_name.partition("/")[2]


# Owners
HALLOWAYBENCH = "hallowaybench"  # a person, 23 public repositories and a private one
HALLOWAYBENCH_COUNT = 23
OPENWORKBENCH = "openworkbench"  # an organisation with 130 repositories
OPENWORKBENCH_COUNT = 130
LANTERNWEB = "lanternweb"  # an organisation with two
SPECIMENS = "specimens"
NOBODY_YET = "nobody-yet"  # a person without repositories, name or words
GONE_OWNER = "gone-owner"  # deleted: 404

# Tokens. Any other `Bearer` is somebody unknown with 5,000 requests an hour.
TOKEN_OF_WREN = "sandbox-hallowaybench"  # noqa: S105  the sandbox's own
TOKEN_OF_SPECIMENS = "sandbox-specimens"  # noqa: S105  the sandbox's own
BAD_TOKEN = "bad-token"  # noqa: S105 - refused with 401

# Work to show
KERF = Project("hallowaybench/kerf", 187320114)
DOVETAIL_SOLVER = Project("hallowaybench/dovetail-solver", 241009377)
BENCH_DB = Project("hallowaybench/bench-db", 301772145)
FIELDKIT = Project("nadiokonlind/fieldkit", 402118830)
LANTERN = Project("lanternweb/lantern", 128300410)  # a web framework
SIFT = Project("tinplate/sift", 340077102)  # a command-line tool
EMBERFALL = Project("twofoxgames/emberfall", 560112349)  # a game
TIDEPOOL = Project("tidewater-lab/tidepool", 198330021)  # a data library, README.rst
MOSSGROVE = Project("voltagegarden/mossgrove", 471199032)  # a synth plugin, newest release a beta
DOTFILES = Project("ossianpell/dotfiles", 77120045)

# One repository for each case
NO_README = Project("specimens/no-readme", 900000001)
HUGE_README = Project("specimens/huge-readme", 900000002)  # 20 MB
LONG_README = Project("specimens/long-readme", 900000003)  # 900 kB
README_TRICKS = Project("specimens/readme-tricks", 900000004)
README_RST = Project("specimens/readme-rst", 900000005)
README_LATIN1 = Project("specimens/readme-latin1", 900000006)  # invalid UTF-8
README_IN_DOCS = Project("specimens/readme-in-docs", 900000007)
README_BLANK = Project("specimens/readme-blank", 900000008)
RENAMED = Project("specimens/renamed-now", 900000009)
RENAMED_BEFORE = "specimens/renamed-before"  # 301 to RENAMED
TRANSFERRED = Project("new-owner/transferred", 900000101)
TRANSFERRED_BEFORE = "specimens/transferred"  # 301 to TRANSFERRED
REUSED = Project("specimens/reused", 900000011)  # the name that REUSED_MOVED had before
REUSED_MOVED = Project("specimens/reused-moved", 900000010)
PRIVATE = Project("specimens/private", 900000012)  # 404 but for TOKEN_OF_SPECIMENS
EMPTY = Project("specimens/empty", 900000013)  # no commit: 409
ARCHIVED = Project("specimens/archived", 900000014)
FORK = Project("specimens/fork", 900000015)  # of LANTERN
TEMPLATE = Project("specimens/template", 900000016)
DISABLED = Project("specimens/disabled", 900000017)
DMCA = Project("specimens/dmca", 900000018)  # 451
TOS = Project("specimens/tos", 900000019)  # 403
ODD_TREE = Project("specimens/odd-tree", 900000020)  # symlinks, a submodule, branch `release/next`
BARE = Project("specimens/bare", 900000021)  # no description, language, licence or topic
ODD_NAME = Project("specimens/-odd.name_with..dots-", 900000022)
FORTY_THOUSAND = Project("specimens/forty-thousand", 900000023)  # commits
MISSING = "specimens/never-was"
