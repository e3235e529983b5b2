"""Wire shapes of connected accounts."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from vitrine.api.schemas import LARGEST_ID, In

Id = Field(None, ge=1, le=LARGEST_ID, description="Which connection, where there are several.")


class StartIn(In):
    steps: list[str] = Field(
        default=[],
        max_length=10,
        description="What is wanted beside reading, such as `upload`, `analytics` or `repo`; an unknown one is refused"
        " with those there are. What was granted before stays.",
    )
    next: str = Field(default="", max_length=500, description="A path of this site to go on to; any other is dropped.")
    another: bool = Field(default=False, description="An account beside those that are connected.")
    must_consent: bool = Field(default=False, description="Ask again, after `no_refresh_token`.")


class StartedOut(Schema):
    success: Literal[True] = True
    authorization_url: str = Field(description="Send the person there, in this same browser, within ten minutes.")


class CallbackIn(In):
    """What the consent page sent the browser back with."""

    code: str = Field("", max_length=4000)
    state: str = Field("", max_length=500)
    error: str = Field("", max_length=200, description="Instead of a code.")


class AccountOut(Schema):
    id: str = Field(description="The platform's own: a channel, a person.")
    name: str
    url: str
    picture: str | None


class ScopeOut(Schema):
    name: str = Field(description="The provider's name for it.")
    sentence: str = Field(description="What it lets us do.")


class ConnectionOut(Schema):
    id: int
    platform: str
    state: Literal["active", "reconnect", "disconnected"]
    sentence: str = Field(description="Why it has to be connected again; empty while all is well.")
    account: AccountOut
    granted: list[ScopeOut]
    unticked: list[ScopeOut] = Field(description="Asked for and not granted.")
    connected_at: datetime
    grant_ends_at: datetime | None = Field(description="When the provider ends it by itself, where it says so.")


class StatusOut(Schema):
    success: Literal[True] = True
    connected: bool = Field(description="At least one account is, and works.")
    can_connect: bool = Field(description="This site is registered with the provider.")
    connections: list[ConnectionOut]


class ConnectedOut(Schema):
    success: Literal[True] = True
    is_new: bool
    connection: ConnectionOut
    next: str = Field(description="The path that was given at the start.")


class DisconnectIn(In):
    delete_videos: bool = Field(default=False, description="Delete the account's projects here; else they stay.")
    connection: int | None = Id


class WorksOut(Schema):
    sources: int
    projects: int
    edited: int = Field(description="Of these, how many were edited here.")


class DisconnectedOut(Schema):
    success: Literal[True] = True
    removed: WorksOut | None
    kept: WorksOut | None
    revoked: bool = Field(description="The provider confirmed it; else you can end our access there.")


class WhichIn(In):
    connection: int | None = Id


class OwnProjectOut(Schema):
    id: int
    slug: str
    url: str = Field(description="Its page here.")
    title: str
    is_private: bool


class OwnWorkOut(Schema):
    id: str = Field(description="The platform's own.")
    url: str = Field(description="What to import it by.")
    title: str
    image: str | None
    availability: str = Field(description="What the world sees of it: available, unlisted, private …")
    published_at: datetime | None
    duration: int | None = Field(description="Seconds.")
    already_imported: bool
    project: OwnProjectOut | None


class OwnWorksOut(Schema):
    items: list[OwnWorkOut]
    next: str | None = Field(description="Cursor of the page behind this one.")
    connection: int = Field(description="Whose works these are.")
    unread: int = Field(description="Works that came in a shape we cannot read.")
