"""Use cases of accounts, one a function."""

from vitrine.accounts.actions.address import change_slug
from vitrine.accounts.actions.agents import create_agent, free_slug
from vitrine.accounts.actions.audit import note
from vitrine.accounts.actions.avatar import drop_avatar, set_avatar
from vitrine.accounts.actions.connections import (
    claim_refresh,
    disconnect,
    end_grant,
    keep_connection,
    release_refresh,
    renewed,
    rotate_tokens,
    tokens_of,
)
from vitrine.accounts.actions.keys import create_key, delete_key, keys_of, revoke_key, update_key
from vitrine.accounts.actions.leaving import leave
from vitrine.accounts.actions.profile import adopt_face, describe
from vitrine.accounts.actions.sessions import end_sessions, erase_sessions, prune_sessions
from vitrine.accounts.actions.standing import note_impersonation, set_limits, suspend, unsuspend
from vitrine.accounts.actions.visits import begin_visit, take_visit

__all__ = [
    "adopt_face",
    "begin_visit",
    "change_slug",
    "claim_refresh",
    "create_agent",
    "create_key",
    "delete_key",
    "describe",
    "disconnect",
    "drop_avatar",
    "end_grant",
    "end_sessions",
    "erase_sessions",
    "free_slug",
    "keep_connection",
    "keys_of",
    "leave",
    "note",
    "note_impersonation",
    "prune_sessions",
    "release_refresh",
    "renewed",
    "revoke_key",
    "rotate_tokens",
    "set_avatar",
    "set_limits",
    "suspend",
    "take_visit",
    "tokens_of",
    "unsuspend",
    "update_key",
]
