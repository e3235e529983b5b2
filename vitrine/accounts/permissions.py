"""Who may do what: the one decision behind every door, be it page, API or web socket.

It says who may come to a door at all. Whose the thing behind it is decides the query that looks for it: others' private
things are not found.
"""

from vitrine.accounts.callers import Caller
from vitrine.accounts.errors import SignInRequiredError
from vitrine.accounts.models import User
from vitrine.accounts.types import Need, Permission
from vitrine.lib.errors import PermissionDeniedError

LEAST = {Need.READ: Permission.READ_ONLY, Need.WRITE: Permission.DOWNLOAD, Need.STAFF: Permission.ADMIN}
"""What a key must be for each need."""


def may(caller: Caller, need: Need) -> bool:
    """Whether `caller` may come in. A key can do what its permission says, whoever its user is."""
    if need == Need.NOTHING:
        return True
    if caller.user is None or not caller.user.is_active:
        return False
    if caller.key is not None:
        return Permission(caller.key.permission).rank >= LEAST[need].rank
    return need != Need.STAFF or caller.user.is_staff


def require(caller: Caller, need: Need) -> None:
    """Raises SignInRequiredError for nobody, PermissionDeniedError for somebody who may not."""
    if may(caller, need):
        return
    if caller.user is None:
        raise SignInRequiredError
    if caller.key is None:
        raise PermissionDeniedError("This is for staff.")
    raise PermissionDeniedError(
        f"This key has the permission {caller.key.permission}, and this needs {LEAST[need]} or above.",
        detail={"permission": caller.key.permission, "needs": str(LEAST[need])},
    )


def ceiling(caller: Caller) -> Permission | None:
    """The highest permission that `caller` may hand out because of the key they show; None: it is the person's own."""
    return Permission(caller.key.permission) if caller.key else None


def somebody(caller: Caller) -> User:
    """The person behind the call. Raises SignInRequiredError."""
    if caller.user is None:
        raise SignInRequiredError
    return caller.user
