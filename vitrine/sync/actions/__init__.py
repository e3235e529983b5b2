"""The engine's use cases: look at an address, ask for an import, run it."""

from vitrine.sync.actions.request import Requested, look, request_import
from vitrine.sync.actions.run import run_import

__all__ = ["Requested", "look", "request_import", "run_import"]
