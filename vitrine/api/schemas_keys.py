"""Wire shapes of API keys. Field names are the contract's."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from vitrine.accounts.actions.keys import LONGEST, MOST_A_MINUTE
from vitrine.api.schemas import LARGEST_ID, In, Name

PermissionLevel = Literal["READ_ONLY", "DOWNLOAD", "ADMIN", "FULL_ACCESS"]
TEXT = r"^[^\x00]*$"
A_MINUTE = "Calls a minute; replaces the default of the permission."


class KeyIn(In):
    name: str = Field(min_length=1, max_length=LONGEST["name"], pattern=TEXT, examples=["Nightly build"])
    permission_level: PermissionLevel = "READ_ONLY"
    user: str = Field("", max_length=40, pattern=TEXT, description="Whose key: a username. Yours when not given.")
    expires_at: AwareDatetime | None = Field(None, description="Never when not given.")
    description: str = Field("", max_length=LONGEST["description"], pattern=TEXT)
    notes: str = Field("", max_length=LONGEST["notes"], pattern=TEXT, description="For staff.")
    custom_rate_limit: int | None = Field(None, ge=1, le=MOST_A_MINUTE, description=A_MINUTE)


class KeyChangeIn(In):
    """What is left out stays."""

    name: str = Field("", min_length=1, max_length=LONGEST["name"], pattern=TEXT)
    permission_level: PermissionLevel = "READ_ONLY"
    is_active: bool = True
    expires_at: AwareDatetime | None = None
    description: str = Field("", max_length=LONGEST["description"], pattern=TEXT)
    notes: str = Field("", max_length=LONGEST["notes"], pattern=TEXT)
    custom_rate_limit: int | None = Field(None, ge=1, le=MOST_A_MINUTE, description=A_MINUTE)


class KeyOut(Schema):
    id: int
    name: str
    prefix: str = Field(description="How the key begins, to know it by.")
    user: str = Field(description="Whose key it is: a username.")
    permission_level: PermissionLevel
    is_active: bool = Field(description="False: revoked.")
    description: str
    usage_count: int = Field(description="Up to a minute behind.")
    last_used_at: datetime | None
    custom_rate_limit: int | None
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    created_by: str | None = Field(description="A username; null for the command line, and for who has left.")
    notes: str
    is_expired: bool
    is_valid: bool = Field(description="It lets its user in now.")
    days_until_expiry: int | None = Field(description="Whole days, 0 on the last and after; null: it never expires.")


class NewKeyOut(Schema):
    success: Literal[True] = True
    api_key: str = Field(description="The key. It is shown this once.")
    key_info: KeyOut
    message: str


class KeysOut(Schema):
    items: list[KeyOut]
    next: str | None = Field(description="Cursor of the page behind this one.")


class KeysWanted(Schema):
    user: Name = Field("", description="A username.")
    cursor: int = Field(0, ge=0, le=LARGEST_ID, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=100)


class KindsOut(Schema):
    READ_ONLY: int
    DOWNLOAD: int
    ADMIN: int
    FULL_ACCESS: int


class KeyCensusOut(Schema):
    total: int
    active: int
    expired: int
    revoked: int
    usage_count: int
    by_permission: KindsOut


class PeopleCensusOut(Schema):
    people: int
    agents: int
    staff: int
    suspended: int


class StatsOut(Schema):
    success: Literal[True] = True
    keys: KeyCensusOut
    users: PeopleCensusOut
    projects: int
    jobs: dict[str, int] = Field(description="Background jobs by their state.")
