"""What care does for people: a copy of everything, and the end of it."""

from vitrine.care.erase import ERASED_WITHIN, erase, erase_leaving, run_erase
from vitrine.care.export import Export, export_of, exported_file, prune_exports, request_export, run_export

__all__ = [
    "ERASED_WITHIN",
    "Export",
    "erase",
    "erase_leaving",
    "export_of",
    "exported_file",
    "prune_exports",
    "request_export",
    "run_erase",
    "run_export",
]
