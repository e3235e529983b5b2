"""Ways to a platform: a caller, and the account that it calls for."""

from vitrine.upstream.actions.calling import open_caller, own_caller, reading
from vitrine.upstream.actions.connecting import Finished, begin, can_connect, finish, revoke

__all__ = ["Finished", "begin", "can_connect", "finish", "open_caller", "own_caller", "reading", "revoke"]
