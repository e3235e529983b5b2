"""What can be done with the catalogue: one use case a function."""

from vitrine.catalog.actions.apply import Applied, TermBook, apply
from vitrine.catalog.actions.edit import delete_project, edit_project, note_colour, revert_field
from vitrine.catalog.actions.leaving import remove_works_of, resume_sources, stop_sources
from vitrine.catalog.actions.sources import ensure_source, pasted_source, recount, report_source

__all__ = [
    "Applied",
    "TermBook",
    "apply",
    "delete_project",
    "edit_project",
    "ensure_source",
    "note_colour",
    "pasted_source",
    "recount",
    "remove_works_of",
    "report_source",
    "resume_sources",
    "revert_field",
    "stop_sources",
]
