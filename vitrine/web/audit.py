"""The lines of the audit log, as people read them."""

from typing import NamedTuple

from vitrine.accounts.models import AuditEvent

_WORDS = {
    "account.created": "Account made",
    "session.began": "Signed in",
    "session.ended": "Signed out",
    "session.refused": "A sign-in failed",
    "password.changed": "Password changed",
    "email.changed": "Letters go to another address",
    "email.added": "E-mail address added",
    "email.removed": "E-mail address removed",
    "email.confirmed": "E-mail address confirmed",
    "second-step.added": "Second step added",
    "second-step.changed": "Second step changed or removed",
    "provider.added": "Another way to sign in added",
    "provider.removed": "A way to sign in removed",
    "address.changed": "Address of the page changed",
    "portrait.changed": "Portrait changed",
    "export.asked": "Copy of everything asked for",
    "export.fetched": "Copy of everything downloaded",
    "person.suspended": "Suspended by staff",
    "person.unsuspended": "Opened again by staff",
    "person.limits": "Limits changed by staff",
    "person.impersonated": "Staff began to look through your account",
    "person.left-alone": "Staff stopped looking through your account",
    "staff.impersonated": "You began to look through somebody’s account",
    "staff.left-alone": "You stopped looking through somebody’s account",
    "agent.created": "Agent made",
    "connection.made": "Account connected",
    "connection.ended": "Connection ended",
    "key.created": "API key made",
    "key.changed": "API key changed",
    "key.deleted": "API key deleted",
}
_WAYS = {
    "password": "password",
    "mfa": "second step",
    "totp": "app with codes",
    "recovery_codes": "recovery codes",
    "webauthn": "passkey",
    "google": "Google",
    "github": "GitHub",
}


class Line(NamedTuple):
    words: str
    detail: str
    event: AuditEvent


def line(event: AuditEvent) -> Line:
    words = _WORDS.get(event.action) or event.action.replace(".", " ").replace("-", " ").capitalize()
    ways = event.detail.get("ways") or [event.detail.get("way", "")]
    told = [_WAYS.get(way, way) for way in dict.fromkeys(map(str, ways)) if way]
    told += [str(event.detail[name]) for name in ("reason", "name", "provider") if event.detail.get(name)]
    if event.actor_id and event.actor_id != event.user_id and event.actor:
        told.append(f"by {event.actor.shown_name}")
    return Line(words, ", ".join(told), event)
