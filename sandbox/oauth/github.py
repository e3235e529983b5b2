"""GitHub's sign-in for OAuth apps.

GitHub Docs, "Authorizing OAuth apps" and "Troubleshooting OAuth app access token request errors", 2026; REST, "OAuth
applications". Stricter than GitHub in this: PKCE with S256 is a must, and a code used twice takes back what it gave.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from sandbox.clock import Clock
from sandbox.oauth import scopes
from sandbox.oauth.cast import ACCOUNTS, Account, Client, github_clients, under
from sandbox.oauth.consent import HEADERS, Decision, Page, Presets, read_form, refusal
from sandbox.oauth.grants import CHALLENGE, Kind, Ledger, Terms, Token, proves
from sandbox.oauth.wire import NO_STORE, basic, read_form_or_json
from sandbox.service import note

DOCS = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting"
MOST_LIVE = 10  # tokens of one account, application and set of scopes

Json = dict[str, Any]


class Back(Exception):  # noqa: N818  an answer like any other
    """An error that GitHub takes back to the application."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token a request carries. The holder of a token that no application got has every scope."""

    account: Account | None
    login: str
    scopes: tuple[str, ...]
    client: str = ""

    def may(self, scope: str) -> bool:
        return scopes.covers(self.scopes, scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    client: Client
    redirect: str
    scopes: tuple[str, ...]
    state: str | None
    challenge: str
    hint: str

    def back(self, **answer: str) -> str:
        return _back(self.redirect, self.state, **answer)


class GitHubLogin:
    def __init__(self, clock: Clock, presets: Presets) -> None:
        self.clients = github_clients()
        self.ledger = Ledger(clock)
        self._presets = presets
        self._doors: dict[tuple[str, str], tuple[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]] = {
            ("GET", "/login/oauth/authorize"): ("github.authorize", self._authorize),
            ("POST", "/login/oauth/authorize"): ("github.consent", self._consent),
            ("POST", "/login/oauth/access_token"): ("github.access_token", self._access_token),
        }

    def reset(self) -> None:
        self.clients = github_clients()
        self.ledger.reset()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        door = self._doors.get((request.method, request.path))
        if door is None:
            return web.Response(status=404, text="Not Found", content_type="text/html")
        endpoint, answer = door
        note(request).endpoint = endpoint
        try:
            return await answer(request)
        except Back as back:
            return _found(back.address)

    def caller(self, text: str) -> Caller | None:
        """Whose live token this is."""
        token = self.ledger.token(text)
        if token is None:
            return None
        self.ledger.use(token)
        account = ACCOUNTS[token.account]
        return Caller(account, account.login, token.scopes, token.client)

    # Consent

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        ask = self._read_ask(request)
        if ask is None:
            return refusal(404, "not_found", "There is no such application.", headline="Page not found")
        decision = self._presets.take("github")
        return self._decided(ask, decision) if decision else self._page(ask)

    async def _consent(self, request: web.Request) -> web.StreamResponse:
        ask = self._read_ask(request)
        if ask is None:
            return refusal(404, "not_found", "There is no such application.", headline="Page not found")
        form = await request.post()
        try:
            decision = read_form(form, (str(name) for name in form.getall("scope", [])))
        except ValueError as error:
            return refusal(400, "bad_request", str(error), headline="Your browser did something unexpected")
        return self._decided(ask, decision)

    def _read_ask(self, request: web.Request) -> Ask | None:
        """None when there is no such client; raises Back for every other mistake."""
        query = request.query
        client = self.clients.get(query.get("client_id", ""))
        if client is None:
            return None
        state, redirect = query.get("state"), query.get("redirect_uri") or client.redirects[0]
        if not under(redirect, client.redirects):
            description = "The redirect_uri MUST match the registered callback URL for this application."
            raise _wrong(client.redirects[0], state, "redirect_uri_mismatch", description)
        challenge = query.get("code_challenge", "")
        if query.get("code_challenge_method", "plain") != "S256" or not CHALLENGE.fullmatch(challenge):
            description = "A code_challenge is needed, made with the code_challenge_method S256."
            raise _wrong(redirect, state, "invalid_request", description)
        asked = scopes.github(query.get("scope", ""))
        known = tuple(name for name in asked if name in scopes.GITHUB)  # GitHub leaves out what it does not know
        return Ask(
            client=client,
            redirect=redirect,
            scopes=known,
            state=state,
            challenge=challenge,
            hint=query.get("login", ""),
        )

    def _page(self, ask: Ask) -> web.Response:
        hint = next((one.name for one in ACCOUNTS.values() if one.login == ask.hint), ask.hint)
        return Page(
            provider="GitHub",
            client=ask.client.name,
            accounts=[(account, account.login) for account in ACCOUNTS.values() if account.emails],
            scopes=[(name, scopes.GITHUB[name]) for name in ask.scopes],
            given=["See what is public"],
            hint=hint,
        ).response()

    def _decided(self, ask: Ask, decision: Decision) -> web.Response:
        if decision.deny:
            description = "The user has denied your application access."
            raise _wrong(ask.redirect, ask.state, "access_denied", description)
        before = self.ledger.grant(ask.client.id, decision.account.name)
        held = before.scopes if before else ()
        granted = tuple(name for name in ask.scopes if name in held or decision.allows(name))
        self.ledger.allow(ask.client.id, decision.account.name, granted)
        terms = Terms(
            client=ask.client.id,
            account=decision.account.name,
            redirect=ask.redirect,
            scopes=granted,
            challenge=ask.challenge,
        )
        return _found(ask.back(code=self.ledger.code(terms, secrets.token_hex(10))))

    # Tokens

    async def _access_token(self, request: web.Request) -> web.StreamResponse:
        """Errors are 200 too, and only their body says so."""
        body = self._exchange(request, await read_form_or_json(request))
        if "application/json" in request.headers.get("Accept", ""):
            return web.json_response(body, headers=NO_STORE)
        return web.Response(
            text=urlencode(body), content_type="application/x-www-form-urlencoded", charset="utf-8", headers=NO_STORE
        )

    def _exchange(self, request: web.Request, form: dict[str, str]) -> dict[str, str]:
        name, secret = basic(request.headers) or (form.get("client_id", ""), form.get("client_secret", ""))
        client = self.clients.get(name)
        if client is None or not secrets.compare_digest(secret.encode(), client.secret.encode()):
            return _error("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.")
        code = form.get("code", "")
        terms = self.ledger.redeem(client.id, code)
        if terms is None or not proves(form.get("code_verifier", ""), terms.challenge):
            return _error("bad_verification_code", "The code passed is incorrect or expired.")
        if form.get("redirect_uri", terms.redirect) != terms.redirect:
            description = "The redirect_uri MUST match the registered callback URL for this application."
            return _error("redirect_uri_mismatch", description)
        token = self._token(terms, code)
        return {"access_token": token.text, "token_type": "bearer", "scope": ",".join(token.scopes)}

    def _token(self, terms: Terms, code: str) -> Token:
        text = f"gho_{secrets.token_hex(18)}"
        token = self.ledger.issue(text, Kind.ACCESS, terms, code=code, lives=None)
        self.ledger.thin_out(terms.client, terms.account, Kind.ACCESS, MOST_LIVE, terms.scopes)
        return token

    # What an application may do with its own tokens

    async def application(self, request: web.Request, client_id: str, what: str) -> tuple[int, Json]:
        """`/applications/{client_id}/grant` and `…/token`, by the application itself: status and body."""
        client = self.clients.get(client_id)
        said = basic(request.headers)
        if client is None or said != (client.id, client.secret):
            return (401, {"message": "Requires authentication"}) if said is None else (404, {"message": "Not Found"})
        form = await read_form_or_json(request)
        token = self.ledger.token(form.get("access_token", ""))
        if token is None or token.client != client.id:
            return 404, {"message": "Not Found"}
        if what == "grant":
            self.ledger.revoke(client.id, token.account)
        else:
            token.dead = True
        return 204, {}


def _error(error: str, description: str) -> dict[str, str]:
    name = error.replace("_", "-")
    address = f"{DOCS}-oauth-app-access-token-request-errors/#{name}"
    return {"error": error, "error_description": description, "error_uri": address}


def _wrong(redirect: str, state: str | None, error: str, description: str) -> Back:
    address = f"{DOCS}-authorization-request-errors/#{error.replace('_', '-')}"
    return Back(_back(redirect, state, error=error, error_description=description, error_uri=address))


def _back(redirect: str, state: str | None, **answer: str) -> str:
    joint = "&" if urlsplit(redirect).query else "?"
    return f"{redirect}{joint}{urlencode(answer if state is None else {**answer, 'state': state})}"


def _found(address: str) -> web.Response:
    return web.Response(status=302, headers={**HEADERS, "Location": address})
