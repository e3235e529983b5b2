"""Words and values of this domain."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from vitrine.platforms.types import Ref

IMPORT_TASK = "vitrine.import"
IMPORT_QUEUE = "youtube_import"  # where people wait; the contract names it
IMPORT_ITEM = "import_item"
IMPORT_LIST = "import_list"

Count = int | Literal["all"]
COUNTS: tuple[Count, ...] = (10, 50, "all")


@dataclass(slots=True)
class Tally:
    """What became of the items so far. `already` were on the page before and are counted in no other."""

    total: int = 0
    imported: int = 0
    updated: int = 0
    already: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        return self.imported + self.updated + self.already + self.skipped + self.failed

    def as_dict(self) -> dict[str, int]:
        return {**asdict(self), "done": self.done}

    @classmethod
    def of(cls, counts: dict[str, int]) -> "Tally":
        return cls(**{name: counts[name] for name in cls.__dataclass_fields__ if name in counts})


def ref_to_json(ref: Ref) -> dict[str, Any]:
    return asdict(ref)


def ref_from_json(said: dict[str, Any]) -> Ref:
    return Ref(**said)
