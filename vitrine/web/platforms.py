"""Platforms and the accounts that a person connected there, in the words of the integrations page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vitrine.accounts import queries as accounts
from vitrine.accounts.models import Connection, User
from vitrine.accounts.types import ConnectionState
from vitrine.platforms import registry
from vitrine.platforms.oauth import CodeFlow, Connects
from vitrine.platforms.types import About
from vitrine.sync.actions import disconnect_preview
from vitrine.sync.actions.disconnect import Preview
from vitrine.upstream.actions import can_connect
from vitrine.web import shown

_STATES = {  # (word, shape)
    ConnectionState.ACTIVE: ("Connected as", ""),
    ConnectionState.RECONNECT: ("Reconnect needed:", "act"),
    ConnectionState.DISCONNECTED: ("Disconnected:", "off"),
}


@dataclass(slots=True)
class More:
    """A step that could be granted beside what is."""

    name: str
    sentences: list[str]


@dataclass(slots=True)
class Leaving:
    """What disconnecting touches, before it is done."""

    url: str
    name: str
    label: str
    provider: str
    works: int
    edited: int
    jobs: int


@dataclass(slots=True)
class Joined:
    """An account as it is connected, or was."""

    id: int
    name: str
    state: str
    word: str
    shape: str
    why: str
    granted: list[str]
    left_out: list[str]
    more: list[More]
    facts: list[str]
    leaving: Leaving
    url: str


@dataclass(slots=True)
class Place:
    """A platform's card. `failure` is what the last visit to its consent page came to."""

    name: str
    label: str
    offered: bool
    brings: str
    connectable: bool
    asks: list[More]
    joined: list[Joined] = field(default_factory=list)
    failure: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lives(self) -> bool:
        return any(one.state != ConnectionState.DISCONNECTED for one in self.joined)


@dataclass(slots=True)
class Dead:
    """A connection that only its owner can mend, for the banner."""

    platform: str
    label: str
    name: str
    why: str


def places(user: User, failure: Mapping[str, Any]) -> list[Place]:
    """Every platform in order, with the person's accounts there, former ones too."""
    mine = accounts.connections_of(user, with_former=True)
    return [
        _place(about, [one for one in mine if one.provider == about.name], failure) for about in registry.all_about()
    ]


def dead(user: User) -> list[Dead]:
    return [
        Dead(one.provider, registry.get(one.provider).about.label, one.account_name, one.sentence)
        for one in accounts.needs_attention(user)
    ]


def leaving(preview: Preview) -> Leaving:
    connection, works = preview.connection, preview.works
    flow = flow_of(connection.provider)
    return Leaving(
        url=f"/settings/integrations/{connection.pk}/disconnect/",
        name=connection.account_name,
        label=registry.get(connection.provider).about.label,
        provider=flow.label if flow else "",
        works=works.projects,
        edited=works.edited,
        jobs=preview.jobs,
    )


def flow_of(platform: str) -> CodeFlow | None:
    found = registry.get(platform)
    return found.oauth if isinstance(found, Connects) else None


def _place(about: About, mine: list[Connection], failure: Mapping[str, Any]) -> Place:
    flow = flow_of(about.name)
    return Place(
        name=about.name,
        label=about.label,
        offered=can_connect(about.name),
        brings=flow.brings if flow else "",
        connectable=flow is not None,
        asks=_further(flow, flow.choices) if flow else [],
        joined=[_joined(one, flow, about) for one in mine] if flow else [],
        failure=failure if failure.get("platform") == about.name else {},
    )


def _joined(one: Connection, flow: CodeFlow, about: About) -> Joined:
    word, shape = _STATES[ConnectionState(one.state)]
    preview = disconnect_preview(one)
    held = flow.held(one.scopes)
    return Joined(
        id=one.pk,
        name=one.account_name,
        state=one.state,
        word=word,
        shape=shape,
        why=_why(one, about),
        granted=[flow.sentence(scope) for scope in one.scopes],
        left_out=[flow.sentence(scope) for scope in one.asked_scopes if scope not in held],
        more=_further(flow, [step.name for step in flow.steps], held),
        facts=_facts(one, preview),
        leaving=leaving(preview),
        url=one.account_url,
    )


def _further(flow: CodeFlow, names: Sequence[str], held: frozenset[str] = frozenset()) -> list[More]:
    """Steps of those names that are not wholly held, with what is new in them."""
    return [
        More(step.name, [scope.sentence for scope in step.scopes if scope.name not in held])
        for step in flow.steps
        if step.name in names and not held.issuperset(scope.name for scope in step.scopes)
    ]


def _why(one: Connection, about: About) -> str:
    if one.state == ConnectionState.RECONNECT:
        return one.sentence or f"{about.label} no longer lets us in."
    if one.state == ConnectionState.DISCONNECTED:
        return "We hold no permission any more. Connecting again picks up where it stopped."
    return ""


def _facts(one: Connection, preview: Preview) -> list[str]:
    works = shown.plural(preview.works.projects, "work") if preview.works.projects else "Nothing brought in yet"
    since = {
        ConnectionState.ACTIVE: f"since {shown.day(one.created_at)}",
        ConnectionState.DISCONNECTED: f"until {shown.day(one.changed_at)}",
    }.get(ConnectionState(one.state), "still on view" if preview.works.projects else "")
    return [fact for fact in (works, since) if fact]
