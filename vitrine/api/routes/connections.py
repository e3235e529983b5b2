"""Connected accounts: to the consent page and back, what is connected, own works to pick from, and the end of it."""

import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from vitrine.accounts import queries as accounts
from vitrine.accounts.models import Connection
from vitrine.accounts.origin import address_of
from vitrine.accounts.types import ConnectionState
from vitrine.api import addresses, examples, limits
from vitrine.api.auth import caller, of
from vitrine.api.describe import CHANGE, SIGN_IN, UPSTREAM, answers
from vitrine.api.routes.imports import resolved
from vitrine.api.schemas import LARGEST_ID, ResolvedOut
from vitrine.api.schemas_connections import (
    CallbackIn,
    ConnectedOut,
    DisconnectedOut,
    DisconnectIn,
    OwnWorksOut,
    StartedOut,
    StartIn,
    StatusOut,
    WhichIn,
)
from vitrine.catalog.actions.leaving import Works
from vitrine.lib.errors import ValidationFailedError
from vitrine.platforms import registry
from vitrine.portfolio import pictures
from vitrine.sync import actions as sync
from vitrine.sync.actions.own import OwnWork
from vitrine.upstream import actions as upstream
from vitrine.upstream.clients import flow_of

router = Router(tags=["connections"])
ASKS_UPSTREAM = (*CHANGE, *(code for code in UPSTREAM if code not in CHANGE))
ASKS_OWN = (*ASKS_UPSTREAM, "NOT_FOUND", "RECONNECT_REQUIRED")
PICTURE_WIDTH = 320
LONGEST_CURSOR = 500


class Page(Schema):
    cursor: str = Field("", max_length=LONGEST_CURSOR, pattern=r"^[A-Za-z0-9_=-]*$")
    connection: int | None = Field(None, ge=1, le=LARGEST_ID)


def add_platform(name: str, own_path: str) -> None:
    """The endpoints that the contract names after a platform; `own_path` is where its own works are."""
    _add_sign_in(name)
    _add_end(name)
    _add_works(name, own_path)


def _add_sign_in(name: str) -> None:
    def begin(request: HttpRequest, said: StartIn | None = None) -> dict[str, Any]:
        return start(request, name, said or StartIn())

    def came_back(request: HttpRequest, said: CallbackIn) -> dict[str, Any]:
        return callback(request, name, said)

    def tell(request: HttpRequest) -> dict[str, Any]:
        return status(request, name)

    label = flow_of(name).label
    _add("post", f"/{name}/auth/start/", begin, start, _starts(f"Where to send the person to connect {label}"))
    _add("post", f"/{name}/auth/callback/", came_back, callback, _calls_back(f"What {label}'s consent page sent back"))
    _add("get", f"/{name}/status/", tell, status, _tells("What is connected, and what was granted"))


def _add_end(name: str) -> None:
    def end(request: HttpRequest, said: DisconnectIn | None = None) -> dict[str, Any]:
        return disconnect(request, name, said or DisconnectIn())

    summary = f"Disconnect {registry.get(name).about.label}"
    for method in ("post", "delete"):
        _add(method, f"/{name}/disconnect/", end, disconnect, _ends(summary))


def _add_works(name: str, own_path: str) -> None:
    def ways(request: HttpRequest, said: WhichIn | None = None) -> dict[str, Any]:
        return suggest(request, name, said or WhichIn())

    def mine(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
        return own(request, name, page)

    _add("post", f"/{name}/import/suggest/", ways, suggest, _suggests("The connected account, and ways to import it"))
    _add("get", f"/{name}/{own_path}/", mine, own, _lists("Own works, each with the project it became"))


def _add(method: str, path: str, view: Callable[..., Any], told_by: Callable[..., Any], how: dict[str, Any]) -> None:
    """`told_by` is the function whose docstring the document shows."""
    operation = f"{path.strip('/').replace('/', '_').replace('-', '_')}{'_delete' if method == 'delete' else ''}"
    described = {"operation_id": operation, "description": inspect.getdoc(told_by)}
    getattr(router, method)(path, **how, **described)(view)


# --- what they answer -------------------------------------------------------------------------------------------
def _starts(summary: str) -> dict[str, Any]:
    return {"summary": summary} | answers(
        200, StartedOut, examples.STARTED, refuses=(*CHANGE, "RATE_LIMITED"), takes=examples.START
    )


def _calls_back(summary: str) -> dict[str, Any]:
    return {"summary": summary} | answers(
        200, ConnectedOut, examples.CONNECTED, refuses=ASKS_UPSTREAM, takes=examples.CALLBACK
    )


def _tells(summary: str) -> dict[str, Any]:
    return {"summary": summary} | answers(200, StatusOut, examples.STATUS, refuses=SIGN_IN)


def _ends(summary: str) -> dict[str, Any]:
    refuses = (*CHANGE, "NOT_FOUND")
    return {"summary": summary} | answers(
        200, DisconnectedOut, examples.DISCONNECTED, refuses=refuses, takes=examples.DISCONNECT
    )


def _suggests(summary: str) -> dict[str, Any]:
    return {"summary": summary} | answers(200, ResolvedOut, examples.RESOLVED, refuses=ASKS_OWN, takes=examples.WHICH)


def _lists(summary: str) -> dict[str, Any]:
    return {"summary": summary} | answers(200, OwnWorksOut, examples.OWN_WORKS, refuses=ASKS_OWN)


# --- what they do -----------------------------------------------------------------------------------------------
def start(request: HttpRequest, platform: str, said: StartIn) -> dict[str, Any]:
    """The address is good for ten minutes, for one use, and for this session alone."""
    limits.check(request, "resolve")
    url = upstream.begin(
        caller(request),
        platform,
        session=session_of(request),
        steps=said.steps,
        next_path=said.next,
        another=said.another,
        must_consent=said.must_consent,
    )
    return {"authorization_url": url}


def callback(request: HttpRequest, platform: str, said: CallbackIn) -> dict[str, Any]:
    """`detail.reason` of a refusal says which way it went wrong: state_missing, state_foreign, state_used,
    state_expired, clock_skew, denied, provider_refused, code_missing, code_refused, nothing_granted, no_refresh_token
    (start again with `must_consent`), no_channel, connected_elsewhere.
    """
    limits.check(request, "resolve")
    done = sync.finish_connecting(
        caller(request),
        platform,
        session=session_of(request),
        state=said.state,
        code=said.code,
        error=said.error,
        address=address_of(request),
    )
    return {"is_new": done.is_new, "connection": wire(done.connection), "next": done.next_path}


def status(request: HttpRequest, platform: str) -> dict[str, Any]:
    """Asks nobody: it is as the last call left it."""
    mine = accounts.connections_of(caller(request), platform)
    return {
        "connected": any(one.state == ConnectionState.ACTIVE for one in mine),
        "can_connect": upstream.can_connect(platform),
        "connections": [wire(one) for one in mine],
    }


def disconnect(request: HttpRequest, platform: str, said: DisconnectIn) -> dict[str, Any]:
    """Our copy of the keys is gone when this answers, whatever the provider says. Connecting again goes on where it
    stopped.
    """
    user = caller(request)
    mine = accounts.connections_of(user, platform)
    if said.connection is None and len(mine) > 1:
        raise ValidationFailedError(
            "Say which of your accounts, by `connection`.",
            detail={"field": "connection", "connections": [one.pk for one in mine]},
        )
    connection = accounts.connection_for(user, platform, said.connection)
    address = address_of(request)
    done = sync.disconnect(connection, delete_projects=said.delete_videos, address=address)
    return {"removed": _works(done.removed), "kept": _works(done.kept), "revoked": done.revoked}


def suggest(request: HttpRequest, platform: str, said: WhichIn) -> dict[str, Any]:
    """10, 50 or all, with how many that is and what it takes of the day's allowance."""
    limits.check(request, "resolve")
    connection = accounts.connection_for(caller(request), platform, said.connection)
    return resolved(sync.first_import_options(connection))


def own(request: HttpRequest, platform: str, page: Page) -> dict[str, Any]:
    """Newest first. A private work comes in as a project that only you see, and only when you pick it: import its
    `url`.
    """
    limits.check(request, "resolve")
    user = caller(request)
    found = sync.own_works(user, platform, connection_id=page.connection, cursor=page.cursor)
    return {
        "items": [_own_work(one, user.slug) for one in found.works],
        "next": found.next or None,
        "connection": found.connection.pk,
        "unread": found.unread,
    }


# --- shapes -----------------------------------------------------------------------------------------------------
def session_of(request: HttpRequest) -> str:
    """What names this session, or this key, and no other one."""
    key = of(request).key
    return f"key {key.pk}" if key else request.session.session_key or ""


def wire(connection: Connection) -> dict[str, Any]:
    """A connection as its owner sees it: no token, sealed or not."""
    flow = flow_of(connection.provider)
    picture = connection.account_picture
    return {
        "id": connection.pk,
        "platform": connection.provider,
        "state": connection.state,
        "sentence": connection.sentence,
        "account": {
            "id": connection.account_id,
            "name": connection.account_name,
            "url": connection.account_url,
            "picture": _picture(picture) if picture else None,
        },
        "granted": [{"name": one, "sentence": flow.sentence(one)} for one in connection.scopes],
        "unticked": [{"name": one, "sentence": flow.sentence(one)} for one in connection.unticked],
        "connected_at": connection.created_at,
        "grant_ends_at": connection.grant_ends_at,
    }


def _own_work(one: OwnWork, owner: str) -> dict[str, Any]:
    item, project = one.item, one.project
    return {
        "id": item.ref.id,
        "url": item.ref.url,
        "title": item.title,
        "image": _picture(item.pictures[-1].url) if item.pictures else None,
        "availability": item.availability,
        "published_at": item.published_at,
        "duration": item.duration,
        "already_imported": project is not None,
        "project": {
            "id": project.id,
            "slug": project.slug,
            "url": addresses.work(owner, project.slug),
            "title": project.title,
            "is_private": project.is_private,
        }
        if project
        else None,
    }


def _picture(url: str) -> str:
    return addresses.absolute(pictures.address(pictures.signed(url), PICTURE_WIDTH))


def _works(works: Works | None) -> dict[str, int] | None:
    return {"sources": works.sources, "projects": works.projects, "edited": works.edited} if works else None
