"""Google's sign-in: consent, tokens, revocation, who somebody is.

Google Identity, "Using OAuth 2.0 for Web Server Applications" and "OpenID Connect", 2026. Stricter than Google in this:
PKCE with S256 is a must, and a code used twice takes back what it gave.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.oauth import identity, scopes
from sandbox.oauth.cast import ACCOUNTS, Account, Client, google_clients
from sandbox.oauth.consent import HEADERS, Decision, Page, Presets, read_form, refusal
from sandbox.oauth.google_ask import Ask, Blocked, read_ask
from sandbox.oauth.grants import Grant, Kind, Ledger, Terms, Token, proves
from sandbox.oauth.wire import NO_STORE, Refused, basic, bearer
from sandbox.oauth.wire import read_form as read_body
from sandbox.service import note

if TYPE_CHECKING:
    from sandbox.oauth.signing import Signer

ACCESS_LIVES = timedelta(seconds=3599)
TESTING_LIVES = timedelta(days=7)
IDLE = timedelta(days=182)  # "six months"
MOST_LIVE = 100  # refresh tokens of one account and client

Json = dict[str, Any]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token a request carries."""

    account: Account
    scopes: frozenset[str]

    @property
    def channels(self) -> frozenset[int]:
        """Their numbers in the world."""
        return frozenset(member.number for member in self.account.channels)

    @property
    def may_read(self) -> bool:
        return bool(self.scopes & scopes.READERS)


class Google:
    def __init__(self, clock: Clock, presets: Presets) -> None:
        self.clients = google_clients()
        self.ledger = Ledger(clock)
        self._clock, self._presets = clock, presets
        self._doors: dict[tuple[str, str], tuple[str, Answer]] = {
            ("GET", "/o/oauth2/v2/auth"): ("google.authorize", self._authorize),
            ("POST", "/o/oauth2/v2/auth"): ("google.consent", self._consent),
            ("POST", "/token"): ("google.token", self._token),
            ("POST", "/revoke"): ("google.revoke", self._revoke),
            ("GET", "/tokeninfo"): ("google.tokeninfo", self._tokeninfo),
            ("POST", "/tokeninfo"): ("google.tokeninfo", self._tokeninfo),
            ("GET", "/v1/userinfo"): ("google.userinfo", self._userinfo),
            ("GET", "/oauth2/v3/userinfo"): ("google.userinfo", self._userinfo),
            ("GET", "/oauth2/v2/userinfo"): ("google.userinfo", self._userinfo),
            ("GET", "/oauth2/v3/certs"): ("google.certs", self._certs),
            ("GET", "/oauth2/v1/certs"): ("google.certs", self._certs),
            ("GET", "/.well-known/openid-configuration"): ("google.discovery", self._discovery),
        }

    @cached_property
    def _signer(self) -> "Signer":
        from sandbox.oauth.signing import Signer

        return Signer()

    def reset(self) -> None:
        self.clients = google_clients()
        self.ledger.reset()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        door = self._doors.get((request.method, request.path))
        if door is None:
            return web.Response(status=404, text="Not Found", content_type="text/html")
        endpoint, answer = door
        note(request).endpoint = endpoint
        try:
            return await answer(request)
        except Blocked as blocked:
            return refusal(blocked.status, blocked.error, blocked.sentence)
        except Refused as refused:
            return refused.response()

    def caller(self, text: str) -> Caller | None:
        """Whose live access token this is."""
        token = self.ledger.token(text)
        if token is None or token.kind is not Kind.ACCESS:
            return None
        self.ledger.use(token)
        return Caller(ACCOUNTS[token.account], frozenset(token.scopes))

    # Consent

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        ask = read_ask(request.query, self.clients)
        if "none" in ask.prompt:  # there is no session that could answer by itself
            return _see_other(ask.back(error="interaction_required"))
        decision = self._presets.take("google")
        return self._decided(ask, decision) if decision else self._page(ask)

    async def _consent(self, request: web.Request) -> web.StreamResponse:
        ask = read_ask(request.query, self.clients)
        form = await request.post()
        try:
            decision = read_form(form, (str(name) for name in form.getall("scope", [])))
        except ValueError as error:
            raise Blocked(400, "invalid_request", str(error)) from error
        return self._decided(ask, decision)

    def _page(self, ask: Ask) -> web.Response:
        told = [(account, f"{account.email}{_channels(account)}") for account in ACCOUNTS.values()]
        return Page(
            provider="Google",
            client=ask.client.name,
            accounts=told,
            scopes=[(name, scopes.GOOGLE[name]) for name in ask.scopes if name not in scopes.SIGN_IN],
            given=[scopes.GOOGLE[name] for name in ask.scopes if name in scopes.SIGN_IN],
            hint=ask.hint,
        ).response()

    def _decided(self, ask: Ask, decision: Decision) -> web.Response:
        account = decision.account
        if ask.client.testing and account.name not in ask.client.testers:
            raise Blocked(
                403,
                "access_denied",
                f"{ask.client.name} has not completed the Google verification process. The app is currently being "
                "tested, and can only be accessed by developer-approved testers.",
            )
        if decision.deny:
            return _see_other(ask.back(error="access_denied"))
        before = self.ledger.grant(ask.client.id, account.name)
        return self._allowed(ask, decision, before)

    def _allowed(self, ask: Ask, decision: Decision, before: Grant | None) -> web.Response:
        """A refresh token comes with an offline consent that was really asked for: the first one to these scopes, or
        any with prompt=consent. What was granted before stays granted, ticked or not.
        """
        held = before.scopes if before else ()
        added = [name for name in ask.scopes if name not in held and _agreed(decision, name)]
        granted = [name for name in ask.scopes if name in held or name in added]
        if not granted:
            return _see_other(ask.back(error="access_denied"))
        self.ledger.allow(ask.client.id, decision.account.name, granted)
        asked = bool(added) or "consent" in ask.prompt
        if ask.include_granted:
            granted += [name for name in held if name not in granted]
        terms = Terms(
            client=ask.client.id,
            account=decision.account.name,
            redirect=ask.redirect,
            scopes=tuple(granted),
            challenge=ask.challenge,
            refresh=ask.offline and asked and not decision.withhold_refresh,
            nonce=ask.nonce,
        )
        code = self.ledger.code(terms, f"4/0A{secrets.token_urlsafe(40)}")
        return _see_other(ask.back(code=code, scope=" ".join(granted)))

    # Tokens

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = await read_body(request)
        client = self._client(request, form)
        kind = _needed(form, "grant_type")
        if kind == "authorization_code":
            note(request).endpoint = "google.code"
            return self._exchange(client, form)
        if kind == "refresh_token":
            note(request).endpoint = "google.refresh"
            return self._refresh(client, form)
        raise Refused("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _client(self, request: web.Request, form: dict[str, str]) -> Client:
        name, secret = basic(request.headers) or (form.get("client_id", ""), form.get("client_secret", ""))
        if not name:
            raise Refused("invalid_request", "Could not determine client ID from request.")
        client = self.clients.get(name)
        if client is None:
            raise Refused("invalid_client", "The OAuth client was not found.", 401)
        if not secret:
            raise Refused("invalid_request", "client_secret is missing.")
        if not secrets.compare_digest(secret.encode(), client.secret.encode()):
            raise Refused("invalid_client", "The provided client secret is invalid.", 401)
        return client

    def _exchange(self, client: Client, form: dict[str, str]) -> web.Response:
        text, redirect = _needed(form, "code"), _needed(form, "redirect_uri")
        terms = self.ledger.redeem(client.id, text)
        if terms is None:
            raise Refused("invalid_grant", "Bad Request")
        if redirect != terms.redirect:
            raise Refused("redirect_uri_mismatch", "Bad Request")
        if not form.get("code_verifier"):
            raise Refused("invalid_grant", "Missing code verifier.")
        if not proves(form["code_verifier"], terms.challenge):
            raise Refused("invalid_grant", "Invalid code verifier.")
        refresh = self._refresh_token(client, terms, text) if terms.refresh else None
        return self._answer(terms, text, refresh, fresh=True)

    def _refresh_token(self, client: Client, terms: Terms, code: str) -> Token:
        lives = TESTING_LIVES if client.testing else None
        name = f"1//0{secrets.token_urlsafe(60)}"
        token = self.ledger.issue(name, Kind.REFRESH, terms, code=code, lives=lives, idle=IDLE)
        self.ledger.thin_out(client.id, terms.account, Kind.REFRESH, MOST_LIVE)
        return token

    def _refresh(self, client: Client, form: dict[str, str]) -> web.Response:
        """No rotation: the refresh token stays the one it is."""
        token = self.ledger.token(_needed(form, "refresh_token"))
        grant = self.ledger.grant(client.id, token.account) if token else None
        if token is None or token.kind is not Kind.REFRESH:
            raise Refused("invalid_grant", "Token has been expired or revoked.")
        if token.client != client.id or grant is None:
            raise Refused("unauthorized_client", "Unauthorized", 401)
        wanted = scopes.google(form.get("scope", "")) or token.scopes
        if not set(wanted) <= set(token.scopes):
            raise Refused("invalid_scope", "Some requested scopes were not granted.")
        self.ledger.use(token)
        grant.refreshes += 1
        terms = Terms(client=client.id, account=token.account, redirect="", scopes=wanted)
        return self._answer(terms, token.code, token, fresh=False)

    def _answer(self, terms: Terms, code: str, refresh: Token | None, *, fresh: bool) -> web.Response:
        name = f"ya29.a0{secrets.token_urlsafe(90)}"
        access = self.ledger.issue(name, Kind.ACCESS, terms, code=code, lives=ACCESS_LIVES)
        body: Json = {"access_token": access.text, "expires_in": int(ACCESS_LIVES.total_seconds())}
        if refresh and fresh:
            body["refresh_token"] = refresh.text
        if refresh and refresh.expires:
            left = refresh.expires - self._clock.now()
            body["refresh_token_expires_in"] = int(left.total_seconds())
        body |= {"scope": " ".join(terms.scopes), "token_type": "Bearer"}
        if scopes.OPENID in terms.scopes:
            account = ACCOUNTS[terms.account]
            body["id_token"] = self._signer.sign(identity.claims(terms, account, access.text, self._clock.now()))
        return web.json_response(body, headers=NO_STORE)

    async def _revoke(self, request: web.Request) -> web.StreamResponse:
        """Of whichever token, the whole grant ends."""
        form = await request.post()
        text = str(form.get("token") or request.query.get("token", ""))
        if not text:
            raise Refused("invalid_request", "Missing required parameter: token")
        token = self.ledger.token(text)
        if token is None:
            raise Refused("invalid_token", "Token expired or revoked")
        self.ledger.revoke(token.client, token.account)
        return web.json_response({}, headers=NO_STORE)

    # Who somebody is

    async def _tokeninfo(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        token = self.ledger.token(str(form.get("access_token") or request.query.get("access_token", "")))
        if token is None or token.kind is not Kind.ACCESS or token.expires is None:
            raise Refused("invalid_token", "Invalid Value")
        account = ACCOUNTS[token.account]
        told = identity.userinfo(account, token.scopes)
        left = int((token.expires - self._clock.now()).total_seconds())
        body = {
            "azp": token.client,
            "aud": token.client,
            "sub": account.sub,
            "scope": " ".join(token.scopes),
            "exp": str(int(token.expires.timestamp())),
            "expires_in": str(left),
            **(
                {"email": account.email, "email_verified": str(account.email_verified).lower()}
                if "email" in told
                else {}
            ),
        }
        return web.json_response(body)

    async def _userinfo(self, request: web.Request) -> web.StreamResponse:
        token = self.ledger.token(bearer(request))
        known = token if token and token.kind is Kind.ACCESS else None
        if known is None or not set(known.scopes) & set(scopes.SIGN_IN):
            headers = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
            body = {"error": "invalid_request", "error_description": "Invalid Credentials"}
            return web.json_response(body, status=401, headers=headers)
        told = identity.userinfo_v2 if request.path == "/oauth2/v2/userinfo" else identity.userinfo
        return web.json_response(told(ACCOUNTS[known.account], known.scopes))

    async def _certs(self, request: web.Request) -> web.StreamResponse:
        body = self._signer.certificates() if request.path == "/oauth2/v1/certs" else self._signer.jwks()
        return web.json_response(body, headers={"Cache-Control": "public, max-age=19800, must-revalidate"})

    async def _discovery(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(identity.DISCOVERY, headers={"Cache-Control": "public, max-age=3600"})


def _agreed(decision: Decision, scope: str) -> bool:
    """Signing in cannot be unticked."""
    return scope in scopes.SIGN_IN or decision.allows(scope)


def _channels(account: Account) -> str:
    return "".join(f", {member.title}" for member in account.channels)


def _needed(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        raise Refused("invalid_request", f"Missing required parameter: {name}")
    return form[name]


def _see_other(address: str) -> web.Response:
    return web.Response(status=302, headers={**HEADERS, "Location": address})
