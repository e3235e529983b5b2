"""Signing in at a provider: the authorization code flow with PKCE, as requests to send and answers to read. Pure.

What all providers share stands here (RFC 6749; RFC 7636 for PKCE; RFC 7009 for revoking); what is a provider's own, in
its folder's `oauth.py`.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, runtime_checkable
from urllib.parse import quote, urlencode

from vitrine.lib.errors import (
    IntegrationAuthError,
    RateLimitError,
    ReconnectRequiredError,
    UpstreamUnavailableError,
    ValidationFailedError,
    Verdict,
    VitrineError,
)
from vitrine.lib.http import Request, Response
from vitrine.lib.secret import Secret

from .types import FREE, Ask, Caller, Listing

FORM = "application/x-www-form-urlencoded"
LONGEST_LIFE = 30 * 24 * 3600  # seconds; a token said to live longer is taken to live that long
_ANSWER_BYTES = 256 * 1024
_LOGGED = 200


@dataclass(frozen=True, slots=True)
class Client:
    """How a provider knows this site."""

    id: str
    secret: Secret = field(repr=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """One box on the consent page: the provider's name for it, and what it lets us do, in a sentence."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked for together, when a page first needs it (`read`, `upload` …)."""

    name: str
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """A token answer. `lives` and `grant_lives` are in seconds from when it was asked for; None: no end told.

    `scopes` are those really granted; empty where the answer names none. `refresh` is empty where none came.
    """

    access: Secret
    refresh: Secret = field(default=Secret())
    scopes: tuple[str, ...] = ()
    lives: int | None = None
    grant_lives: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is at the provider: what their works are published under."""

    id: str
    name: str
    url: str = ""
    picture: str = ""
    count: int | None = None  # public works, where told


class CodeFlow:
    """One provider. A folder's `oauth.py` fills in the class attributes, and overrides what it does differently."""

    platform: ClassVar[str]
    label: ClassVar[str]
    """The company that asks for consent."""
    authorize_url: ClassVar[str]
    token_url: ClassVar[str]
    revoke_url: ClassVar[str]
    client_setting: ClassVar[str]
    """`GOOGLE` for settings GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET."""
    steps: ClassVar[tuple[Step, ...]]
    refreshes: ClassVar[bool] = True
    """Whether access tokens end and are renewed."""
    brings: ClassVar[str]
    """What connecting is good for, in a sentence."""
    choices: ClassVar[tuple[str, ...]] = ()
    """Steps to choose from before the first visit; all others are asked for when something needs them."""
    contains: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Scopes that let us do all that others do: answers name the wider one alone."""

    # -- asking ----------------------------------------------------------------------------------------------------
    def scopes(self, steps: Iterable[str]) -> tuple[str, ...]:
        """What these steps ask for, in order, without repeats. Raises ValidationFailedError for an unknown step."""
        known = {step.name: step for step in self.steps}
        wanted = list(steps)
        if strange := [name for name in wanted if name not in known]:
            raise ValidationFailedError(
                f"{self.label} knows no “{strange[0][:40]}”; there is {', '.join(known)}.",
                detail={"field": "steps", "known": list(known)},
            )
        return tuple(dict.fromkeys(scope.name for name in wanted for scope in known[name].scopes))

    def sentence(self, scope: str) -> str:
        """What a granted scope lets us do; its bare name where we never asked for it."""
        found = (one.sentence for step in self.steps for one in step.scopes if one.name == scope)
        return next(found, scope)

    def held(self, scopes: Iterable[str]) -> frozenset[str]:
        """`scopes` with those that they contain."""
        return frozenset(name for scope in scopes for name in (scope, *self.contains.get(scope, ())))

    @property
    def needed(self) -> frozenset[str]:
        """Without these nothing can be connected."""
        return frozenset(scope.name for scope in self.steps[0].scopes)

    def consent_url(
        self,
        client: Client,
        *,
        scopes: Sequence[str],
        state: str,
        verifier: str,
        redirect_uri: str,
        must_consent: bool = False,
        choose: bool = False,
    ) -> str:
        """The address to send the person to. `must_consent`: ask again even what was granted before; `choose`: let
        them take another account than the one they are signed in with.
        """
        said = {
            "client_id": client.id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(scopes),
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
            **self.manners(must_consent=must_consent, choose=choose),
        }
        return f"{self.authorize_url}?{urlencode(said, quote_via=quote)}"

    def manners(self, *, must_consent: bool, choose: bool) -> Mapping[str, str]:
        """Parameters of the provider's own."""
        prompts = [name for name, asked in (("consent", must_consent), ("select_account", choose)) if asked]
        return {"prompt": " ".join(prompts)} if prompts else {}

    def exchange(self, client: Client, code: str, verifier: str, redirect_uri: str) -> Ask:
        """The code for tokens. Sent once: a code is good for one use."""
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
        }
        return self._form("oauth.token", self.token_url, {**said, **_named(client)})

    def refresh(self, client: Client, refresh_token: str) -> Ask:
        said = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self._form("oauth.refresh", self.token_url, {**said, **_named(client)})

    def revoke(self, client: Client, *, access: str, refresh: str) -> Ask:
        """End the grant at the provider."""
        return self._form("oauth.revoke", self.revoke_url, {"token": refresh or access, **_named(client)})

    @staticmethod
    def _form(endpoint: str, url: str, said: Mapping[str, str]) -> Ask:
        request = Request(
            url=url,
            method="POST",
            headers={"Content-Type": FORM, "Accept": "application/json"},
            body=urlencode(said).encode(),
            max_bytes=_ANSWER_BYTES,
            total_timeout=20.0,
            purpose="oauth",
            repeatable=False,
            redirects=0,
        )
        return Ask(request, endpoint, FREE)

    # -- being answered --------------------------------------------------------------------------------------------
    def grant(self, response: Response) -> Grant:
        """The tokens of an answer. Raises what `refusal` makes of any other."""
        said = spoken(response)
        if response.status >= 300 or "error" in said:  # noqa: PLR2004 - tokens come with 200
            raise self.refusal(response, said)
        access = said.get("access_token")
        if not isinstance(access, str) or not access or not _is_bearer(said):
            raise UpstreamUnavailableError(
                f"{self.label} answered with something we cannot read. We try again by ourselves.",
                log=f"{self.platform}: a token answer without a bearer token: {sorted(said)}",
            )
        refresh = said.get("refresh_token")
        return Grant(
            access=Secret(access),
            refresh=Secret(refresh) if isinstance(refresh, str) else Secret(),
            scopes=self.read_scopes(said.get("scope")),
            lives=_seconds(said.get("expires_in")),
            grant_lives=_seconds(said.get("refresh_token_expires_in")),
        )

    def read_scopes(self, said: object) -> tuple[str, ...]:
        """Scopes as answers write them: with spaces, or GitHub's commas."""
        return tuple(dict.fromkeys(re.split(r"[\s,]+", said.strip()))) if isinstance(said, str) and said.strip() else ()

    def refusal(self, response: Response, said: Mapping[str, Any]) -> VitrineError:
        """The error that a refused token request is: RFC 6749, 5.2, and what the status alone tells."""
        name = str(said.get("error", ""))[:60]
        log = f"{self.platform}: token request refused, {response.status} {name or 'without a name'}"
        detail = {"reason": name}
        meaning = self.meaning(name)
        if meaning is None and response.status == 429:  # noqa: PLR2004 - the status of that name
            meaning = "busy"
        match meaning:
            case "ended":
                return ReconnectRequiredError(
                    f"{self.label} has ended our access: it was withdrawn, or was not used for long. Connect again.",
                    log=log,
                    detail=detail,
                    action=f"connect_{self.platform}",
                )
            case "ours":
                return IntegrationAuthError(
                    f"{self.label} does not know this site as it should. Whoever runs it has to look at"
                    f" {self.client_setting}_CLIENT_ID and {self.client_setting}_CLIENT_SECRET.",
                    log=log,
                    detail=detail,
                    verdict=Verdict.PERMANENT,
                    action=f"set_{self.client_setting.lower()}_client",
                )
            case "busy":
                return RateLimitError(f"{self.label} asks us to slow down. It goes on in a moment.", log=log)
        return UpstreamUnavailableError(
            f"{self.label} is not answering properly right now. We try again by ourselves.", log=log
        )

    def meaning(self, name: str) -> str | None:
        """`ended`, `ours`, `busy`, or None for a passing trouble: nothing ends for good over an unknown word."""
        return MEANINGS.get(name)

    def rejects_token(self, response: Response) -> bool:
        """Whether this answer of the platform's API says that the access token is no longer good (RFC 6750, 3.1)."""
        return response.status == 401  # noqa: PLR2004 - the status of that name

    def account(self, caller: Caller) -> Account:
        """Whose account the caller's token opens. Raises what the platform raises."""
        raise NotImplementedError


MEANINGS: Mapping[str, str] = {
    "invalid_grant": "ended",
    "invalid_client": "ours",
    "unauthorized_client": "ours",
    "redirect_uri_mismatch": "ours",
    "invalid_request": "ours",
    "invalid_scope": "ours",
    "unsupported_grant_type": "ours",
    "slow_down": "busy",
    "rate_limit_exceeded": "busy",
}


@runtime_checkable
class Connects(Protocol):
    """A platform on which a person can connect their own account, and look through their own work."""

    @property
    def oauth(self) -> CodeFlow: ...

    def own_works(self, caller: Caller, account_id: str, cursor: str = "") -> Listing:
        """A page of what the account has, private works too, newest first; `cursor` leads to the next one."""
        ...


def challenge(verifier: str) -> str:
    """S256 (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def spoken(response: Response) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty one where it is none."""
    try:
        said = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _named(client: Client) -> Mapping[str, str]:
    return {"client_id": client.id, "client_secret": client.secret}


def _is_bearer(said: Mapping[str, Any]) -> bool:
    """RFC 6749, 5.1: `token_type` is there, and its case does not matter."""
    return str(said.get("token_type", "bearer")).lower() == "bearer"


def _seconds(said: object) -> int | None:
    if isinstance(said, str) and said.isascii() and said.isdigit():
        said = int(said[:9])
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said:  # noqa: PLR0124 - NaN
        return None
    return max(0, min(int(min(said, LONGEST_LIFE)), LONGEST_LIFE))
