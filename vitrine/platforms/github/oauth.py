"""GitHub's sign-in: endpoints, scopes, and what its refusals mean.

Source: GitHub Docs, "Authorizing OAuth apps", "Scopes for OAuth apps", "Troubleshooting OAuth app access token request
errors" and the REST reference of OAuth authorizations, 2026-11. Tokens do not end by themselves; refusals come with
status 200; scopes are told with commas; PKCE is taken since 2025-07.
"""

import base64
import json
from collections.abc import Mapping
from typing import ClassVar, Final
from urllib.parse import quote

from vitrine.lib.http import Request

from ..oauth import MEANINGS, Account, Client, CodeFlow, Scope, Step
from ..types import FREE, Ask, Caller
from . import api, parse, urls
from .exchange import Exchange
from .values import mapping

_OWN: Final = "your account"


class GitHubSignIn(CodeFlow):
    platform = urls.PLATFORM
    label = "GitHub"
    authorize_url = "https://github.com/login/oauth/authorize"
    token_url = "https://github.com/login/oauth/access_token"  # noqa: S105 - an address
    revoke_url = f"{api.ROOT}/applications"
    client_setting = "GITHUB"
    refreshes = False
    brings = "Lets you pick from your repositories, private ones too if you allow it."
    choices = ("repo",)
    contains: ClassVar[Mapping[str, tuple[str, ...]]] = {"repo": ("public_repo",), "user": ("read:user",)}
    steps = (
        Step("read", (Scope("read:user", "See your profile and your public repositories."),)),
        Step("public_repo", (Scope("public_repo", "Be told of changes in your public repositories, by a webhook."),)),
        Step("repo", (Scope("repo", "See your private repositories too. GitHub offers no way to only read them."),)),
    )

    def manners(self, *, must_consent: bool, choose: bool) -> Mapping[str, str]:  # noqa: ARG002 - GitHub asks by itself
        return {"prompt": "select_account"} if choose else {}

    @property
    def needed(self) -> frozenset[str]:
        """GitHub has no boxes to untick, and names a wider scope in place of a narrower one."""
        return frozenset()

    def meaning(self, name: str) -> str | None:
        return _MEANINGS.get(name)

    def revoke(self, client: Client, *, access: str, refresh: str) -> Ask:  # noqa: ARG002 - there is no refresh token
        """Delete the whole grant, as the site itself (basic authentication)."""
        as_site = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode("ascii")
        request = Request(
            url=f"{self.revoke_url}/{quote(client.id, safe='')}/grant",
            method="DELETE",
            headers={**api.HEADERS, "Authorization": f"Basic {as_site}", "Content-Type": "application/json"},
            body=json.dumps({"access_token": access}).encode(),
            total_timeout=20.0,
            purpose="oauth",
            repeatable=False,
        )
        return Ask(request, "oauth.revoke", FREE)

    def account(self, caller: Caller) -> Account:
        """One request."""
        exchange = Exchange(caller, _OWN)
        said = mapping(exchange.ask(api.myself()).json(), _OWN)
        found = parse.account(said, _OWN)
        return Account(
            id=found.ref.id,
            name=found.login,
            url=found.ref.url,
            picture=found.avatar,
            count=found.repositories,
        )


_MEANINGS: Final[Mapping[str, str]] = {
    **MEANINGS,
    "bad_verification_code": "ended",
    "bad_refresh_token": "ended",
    "incorrect_client_credentials": "ours",
    "application_suspended": "ours",
}

sign_in: Final = GitHubSignIn()
