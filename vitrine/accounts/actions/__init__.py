"""Use cases of accounts, one a function."""

from vitrine.accounts.actions.address import change_slug
from vitrine.accounts.actions.agents import create_agent, free_slug
from vitrine.accounts.actions.audit import note
from vitrine.accounts.actions.avatar import drop_avatar, set_avatar
from vitrine.accounts.actions.leaving import leave
from vitrine.accounts.actions.profile import adopt_face, describe
from vitrine.accounts.actions.sessions import end_sessions, erase_sessions
from vitrine.accounts.actions.standing import note_impersonation, set_limits, suspend, unsuspend

__all__ = [
    "adopt_face",
    "change_slug",
    "create_agent",
    "describe",
    "drop_avatar",
    "end_sessions",
    "erase_sessions",
    "free_slug",
    "leave",
    "note",
    "note_impersonation",
    "set_avatar",
    "set_limits",
    "suspend",
    "unsuspend",
]
