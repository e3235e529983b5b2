"""What an application asks of accounts.google.com, read as strictly as Google reads it, and more strictly about PKCE.

Google Identity, "Using OAuth 2.0 for Web Server Applications", 2026; RFC 7636.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from multidict import MultiMapping

from sandbox.oauth import scopes
from sandbox.oauth.cast import Client, is_loopback
from sandbox.oauth.grants import CHALLENGE


class Blocked(Exception):  # noqa: N818  what the person sees, not an error of ours
    """Google says it to the person and does not go back to the application."""

    def __init__(self, status: int, error: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.error, self.sentence = status, error, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    client: Client
    redirect: str
    scopes: tuple[str, ...]
    state: str | None
    challenge: str
    offline: bool
    include_granted: bool
    prompt: frozenset[str]
    hint: str
    nonce: str

    def back(self, **answer: str) -> str:
        """Where the person is sent with an answer; `state` goes along as it came."""
        joint = "&" if urlsplit(self.redirect).query else "?"
        told = answer if self.state is None else {"state": self.state, **answer}
        return f"{self.redirect}{joint}{urlencode(told)}"


def read_ask(query: MultiMapping[str], clients: Mapping[str, Client]) -> Ask:
    """Raises Blocked."""
    for name in query:
        if len(query.getall(name)) > 1:
            raise Blocked(400, "invalid_request", f"OAuth 2 parameters can only have a single value: {name}")
    client = clients.get(_needed(query, "client_id"))
    if client is None:
        raise Blocked(401, "invalid_client", "The OAuth client was not found.")
    redirect = _redirect(client, _needed(query, "redirect_uri"))
    kind = _needed(query, "response_type")
    if kind != "code":
        raise Blocked(400, "unsupported_response_type", f"Invalid response_type: {kind}")
    return Ask(
        client=client,
        redirect=redirect,
        scopes=_scopes(_needed(query, "scope")),
        state=query.get("state"),
        challenge=_challenge(query),
        offline=_one_of(query, "access_type", ("online", "offline")) == "offline",
        include_granted=_one_of(query, "include_granted_scopes", ("false", "true")) == "true",
        prompt=_prompt(query.get("prompt", "")),
        hint=query.get("login_hint", ""),
        nonce=query.get("nonce", ""),
    )


def allowed_redirect(client: Client, address: str) -> bool:
    """As registered, to the letter; a desktop application's may be any on loopback."""
    return address in client.redirects or (client.desktop and is_loopback(address))


def _needed(query: MultiMapping[str], name: str) -> str:
    value = query.get(name, "")
    if not value:
        raise Blocked(400, "invalid_request", f"Missing required parameter: {name}")
    return value


def _one_of(query: MultiMapping[str], name: str, known: tuple[str, ...]) -> str:
    """The first of `known` when it is not said."""
    value = query.get(name, known[0])
    if value not in known:
        raise Blocked(400, "invalid_request", f"Invalid parameter value for {name}: '{value}' is not allowed")
    return value


def _redirect(client: Client, address: str) -> str:
    if not allowed_redirect(client, address):
        raise Blocked(
            400,
            "redirect_uri_mismatch",
            f"You can't sign in because {client.name} sent an invalid request. If you're the developer, register the "
            f"redirect URI {address}",
        )
    return address


def _scopes(text: str) -> tuple[str, ...]:
    asked = scopes.google(text)
    if unknown := [name for name in asked if name not in scopes.GOOGLE]:
        raise Blocked(400, "invalid_scope", f"Some requested scopes were invalid. {{invalid=[{', '.join(unknown)}]}}")
    return asked


def _challenge(query: MultiMapping[str]) -> str:
    """Google lets web applications go without PKCE; here nobody does."""
    method = query.get("code_challenge_method", "plain")  # RFC 7636, 4.3: plain when it is not said
    challenge = _needed(query, "code_challenge")
    if method != "S256":
        raise Blocked(400, "invalid_request", f"Invalid parameter value for code_challenge_method: '{method}'")
    if not CHALLENGE.fullmatch(challenge):
        raise Blocked(400, "invalid_request", "Code challenge must be base64 encoded SHA-256.")
    return challenge


def _prompt(text: str) -> frozenset[str]:
    asked = frozenset(text.split())
    if asked - {"none", "consent", "select_account"} or ("none" in asked and len(asked) > 1):
        raise Blocked(400, "invalid_request", f"Invalid parameter value for prompt: {text}")
    return asked
