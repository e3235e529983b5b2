"""Google's sign-in for a YouTube channel: endpoints, scopes, and what its refusals mean.

Sources: Google Identity, "Using OAuth 2.0 for Web Server Applications" (2026-10); YouTube Data API, scopes of each
method (discovery document revision 20261104). A refresh token comes only with `access_type=offline`, and only at the
first consent unless it is asked for again; an access token lives about an hour.
"""

from collections.abc import Mapping
from typing import Final

from vitrine.lib.errors import PermissionDeniedError
from vitrine.lib.http import Response

from ..oauth import Account, CodeFlow, Scope, Step, spoken
from ..types import Caller
from . import api, parse, urls

_SCOPE: Final = "https://www.googleapis.com/auth/"
READ: Final = f"{_SCOPE}youtube.readonly"
HOSTS: Final = ("accounts.google.com", "oauth2.googleapis.com")

_NO_CHANNEL: Final = "This Google account has no YouTube channel yet. Make one at YouTube first, then connect again."
_NOT_THE_TOKEN: Final = frozenset({"youtubeSignupRequired"})  # 401, and yet the token is good


class GoogleSignIn(CodeFlow):
    platform = urls.NAME
    label = "Google"
    authorize_url = "https://accounts.google.com/o/oauth2/v2/auth"
    token_url = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    revoke_url = "https://oauth2.googleapis.com/revoke"
    client_setting = "GOOGLE"
    brings = (
        "Lets you pick private and unlisted videos too. They stay for your eyes here, too, until you say otherwise."
    )
    steps = (
        Step("read", (Scope(READ, "See your channel and your videos, private ones too."),)),
        Step(
            "upload",
            (
                Scope(f"{_SCOPE}youtube.upload", "Put new videos and thumbnails on your channel."),
                Scope(f"{_SCOPE}youtube.force-ssl", "Change your videos' details, playlists and captions."),
            ),
        ),
        Step("analytics", (Scope(f"{_SCOPE}yt-analytics.readonly", "See how your videos do: views, watch time."),)),
        Step("money", (Scope(f"{_SCOPE}yt-analytics-monetary.readonly", "See what your videos earn."),)),
    )

    def manners(self, *, must_consent: bool, choose: bool) -> Mapping[str, str]:
        asked = super().manners(must_consent=must_consent, choose=choose)
        return {"access_type": "offline", "include_granted_scopes": "true", **asked}

    def rejects_token(self, response: Response) -> bool:
        if not super().rejects_token(response):
            return False
        error = spoken(response).get("error")
        reasons = error.get("errors", ()) if isinstance(error, dict) else ()
        return not any(isinstance(one, dict) and one.get("reason") in _NOT_THE_TOKEN for one in reasons)

    def account(self, caller: Caller) -> Account:
        """The channel chosen on the consent page: one unit. Raises PermissionDeniedError where there is none."""
        ask = api.my_channel(caller)
        found = api.objects(api.answer(caller.get(ask), ask.endpoint))
        if not found:
            raise PermissionDeniedError(_NO_CHANNEL, detail={"reason": "no_channel"}, action="connect_youtube")
        channel = parse.channel_summary(found[0])
        return Account(
            id=channel.ref.id,
            name=channel.title,
            url=channel.ref.url,
            picture=channel.picture.url if channel.picture else "",
            count=channel.count,
        )


sign_in: Final = GoogleSignIn()
