"""The engine's use cases: look at an address, ask for an import, run it."""

from vitrine.sync.actions.agents import follow_as_agent
from vitrine.sync.actions.connect import finish_connecting, first_import_options
from vitrine.sync.actions.disconnect import Preview, disconnect, disconnect_preview
from vitrine.sync.actions.own import OwnWorks, own_works
from vitrine.sync.actions.request import Requested, look, request_import
from vitrine.sync.actions.run import run_import

__all__ = [
    "OwnWorks",
    "Preview",
    "Requested",
    "disconnect",
    "disconnect_preview",
    "finish_connecting",
    "first_import_options",
    "follow_as_agent",
    "look",
    "own_works",
    "request_import",
    "run_import",
]
