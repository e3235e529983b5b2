"""The audit log: a line for whatever changes who may do what."""

from typing import Any

from vitrine.accounts.models import AuditEvent, User


def note(user: User | None, action: str, *, actor: User | None = None, address: str = "", **detail: Any) -> None:
    """Write a line about `user`'s account. `actor` is who did it where that was somebody else; `detail` is JSON without
    secrets; `address` is where they called from.
    """
    AuditEvent.objects.create(user=user, actor=actor or user, action=action, detail=detail, address=address or None)
