"""What an owner does with a work: edit it, take a field back to upstream's, delete it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vitrine.catalog.actions.sources import recount
from vitrine.catalog.models import Project, ProjectBody, SourceItem
from vitrine.catalog.types import ItemState
from vitrine.lib import clock, text
from vitrine.lib.errors import ValidationFailedError

EDITABLE = ("title", "description", "is_private", "is_showcase")
UPSTREAM = ("title", "description", "image")
MOST_TITLE = 300  # characters
MOST_DESCRIPTION = 20_000  # characters; four times what YouTube takes


def edit_project(project: Project, changes: Mapping[str, Any]) -> Project:
    """Write what the owner says and remember that they said it: no sync touches those fields again.

    Knows EDITABLE. Raises ValidationFailedError for anything else (the address of the work is not an editable thing)
    and for values that do not fit.
    """
    refused = set(changes) - set(EDITABLE)
    if refused:
        raise ValidationFailedError(
            f"{', '.join(sorted(refused))} cannot be changed here.", detail={"fields": sorted(refused)}
        )
    with transaction.atomic():
        held = Project.objects.select_for_update().get(pk=project.pk)
        for name, value in changes.items():
            _set(held, name, value)
        held.edited_fields = sorted({*held.edited_fields, *(name for name in changes if name in UPSTREAM)})
        held.updated_at = clock.now()
        held.save()
    if "is_private" in changes:
        recount(held.user_id)
    return held


def _set(project: Project, name: str, value: Any) -> None:
    if name == "description":
        words = text.clean(str(value))
        if len(words) > MOST_DESCRIPTION:
            raise ValidationFailedError(
                f"A description has at most {MOST_DESCRIPTION:,} characters.", detail={"field": "description"}
            )
        ProjectBody.objects.filter(project=project).update(description=words)
        project.lead = text.lead(words, 300)
    elif name == "title":
        words = text.one_line(str(value))
        if not words or len(words) > MOST_TITLE:
            raise ValidationFailedError(f"A title has 1 to {MOST_TITLE} characters.", detail={"field": "title"})
        project.title = words
    else:
        setattr(project, name, bool(value))


def revert_field(project: Project, name: str) -> Project:
    """Back to upstream's: the field follows every sync again. ValidationFailedError where there is no original."""
    if name not in UPSTREAM:
        raise ValidationFailedError(f"{name} has no original to go back to.", detail={"field": name})
    with transaction.atomic():
        held = Project.objects.select_for_update(of=("self",)).select_related("body").get(pk=project.pk)
        original = held.body.upstream.get(name, "")
        if name == "description":
            ProjectBody.objects.filter(project=held).update(description=original)
            held.lead = text.lead(original, 300)
        else:
            setattr(held, {"title": "title", "image": "image_url"}[name], original)
        held.edited_fields = [field for field in held.edited_fields if field != name]
        held.updated_at = clock.now()
        held.save()
    return held


def delete_project(project: Project) -> None:
    """Take the work off the page for good: in whatever list it stands, the ledger says that its owner did, so no sync
    brings it back."""
    told = {"state": ItemState.HIDDEN, "reason": "hidden", "sentence": "You deleted it here."}
    with transaction.atomic():
        SourceItem.objects.filter(
            source__user_id=project.user_id, source__platform=project.platform, external_id=project.external_id
        ).update(**told, changed_at=clock.now())
        project.delete()
    recount(project.user_id)


def note_colour(project_id: int, colour: str) -> None:
    """Keep the placeholder colour (`#rrggbb`) that was found when the picture was first fetched."""
    Project.objects.filter(pk=project_id, image_colour="").update(image_colour=colour)
