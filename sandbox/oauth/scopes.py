"""Scopes: what there are, how they are written, and what they mean to the person who is asked.

Google: OAuth 2.0 Scopes for Google APIs, YouTube, 2026. GitHub: "Scopes for OAuth apps", 2026.
"""

from collections.abc import Iterable, Mapping

_GOOGLE = "https://www.googleapis.com/auth/"
EMAIL, PROFILE, OPENID = f"{_GOOGLE}userinfo.email", f"{_GOOGLE}userinfo.profile", "openid"
SIGN_IN = (EMAIL, PROFILE, OPENID)
_SHORT = {"email": EMAIL, "profile": PROFILE}

READ = f"{_GOOGLE}youtube.readonly"
FORCE_SSL = f"{_GOOGLE}youtube.force-ssl"
GOOGLE: Mapping[str, str] = {
    EMAIL: "See your primary Google Account email address",
    PROFILE: "See your personal info, including any personal info you've made publicly available",
    OPENID: "Associate you with your personal info on Google",
    READ: "View your YouTube account",
    f"{_GOOGLE}youtube": "Manage your YouTube account",
    f"{_GOOGLE}youtube.upload": "Manage your YouTube videos",
    FORCE_SSL: "See, edit, and permanently delete your YouTube videos, ratings, comments and captions",
    f"{_GOOGLE}youtubepartner": "View and manage your assets and associated content on YouTube",
    f"{_GOOGLE}youtubepartner-channel-audit": "View private information of your YouTube channel for an audit",
    f"{_GOOGLE}youtube.channel-memberships.creator": "See a list of your current active channel members",
    f"{_GOOGLE}yt-analytics.readonly": "View YouTube Analytics reports for your YouTube content",
    f"{_GOOGLE}yt-analytics-monetary.readonly": "View monetary and non-monetary YouTube Analytics reports",
}
# Any of these lets one read with the Data API.
READERS = frozenset({READ, f"{_GOOGLE}youtube", FORCE_SSL, f"{_GOOGLE}youtubepartner"})

GITHUB: Mapping[str, str] = {
    "repo": "Full control of private repositories",
    "repo:status": "Access commit status",
    "public_repo": "Access public repositories",
    "read:user": "Read all user profile data",
    "user:email": "Access user email addresses (read-only)",
    "user:follow": "Follow and unfollow users",
    "user": "Update all user data",
    "read:org": "Read org and team membership",
    "gist": "Create gists",
    "admin:repo_hook": "Full control of repository hooks",
    "write:repo_hook": "Write repository hooks",
    "read:repo_hook": "Read repository hooks",
}
_CONTAINS: Mapping[str, frozenset[str]] = {
    "repo": frozenset({"repo:status", "public_repo"}),
    "user": frozenset({"read:user", "user:email", "user:follow"}),
    "admin:repo_hook": frozenset({"write:repo_hook", "read:repo_hook"}),
    "write:repo_hook": frozenset({"read:repo_hook"}),
}


def google(text: str) -> tuple[str, ...]:
    """As asked for, with the short names of OpenID Connect written the way Google hands them back."""
    return tuple(dict.fromkeys(_SHORT.get(name, name) for name in text.split()))


def github(text: str) -> tuple[str, ...]:
    """As asked for, spaces or commas between; what another one contains is left out ("Normalized scopes")."""
    asked = list(dict.fromkeys(text.replace(",", " ").split()))
    contained = {inner for name in asked for inner in _CONTAINS.get(name, ())}
    return tuple(sorted(name for name in asked if name not in contained))


def covers(granted: Iterable[str], wanted: str) -> bool:
    """Whether a GitHub scope is among those granted, by itself or inside another."""
    return any(name == wanted or wanted in _CONTAINS.get(name, ()) for name in granted)
