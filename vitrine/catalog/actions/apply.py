"""Write what was decided: a page of entries in one short transaction, in a dozen statements however many entries."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, SourceItem, Term
from vitrine.catalog.types import Draft, Entry, LabelDraft, TermKind

log = structlog.get_logger("vitrine.catalog")

FROM_UPSTREAM = ("lead", "duration", "form", "language", "card", "availability", "type")
SYNCED = (
    *("title", *FROM_UPSTREAM, "external_url", "image_url", "image_colour", "published_at", "upstream_updated_at"),
    *("views", "upstream_likes", "stats_as_of", "fingerprint", "enriched_by", "enriched_at", "synced_at", "updated_at"),
)
BODY = ("description", "blocks", "html", "facts", "pictures", "upstream")
LEDGER = ("title", "url", "state", "reason", "sentence", "published_at", "project", "changed_at")
LABEL_FIELDS = {TermKind.TOOL: "tools", TermKind.CATEGORY: "categories", TermKind.TOPIC: "topics"}


@dataclass(slots=True)
class TermBook:
    """Ids of the terms met in one run, so that each name is looked up once."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def learn(self, labels: Iterable[LabelDraft]) -> None:
        """Make the terms that are new, and know the ids of all: two statements at most, none when all are known."""
        named = {(label.kind.value, label.slug): label.name for label in labels}
        missing = {key: name for key, name in named.items() if key not in self.ids}
        if not missing:
            return
        Term.objects.bulk_create(
            [Term(kind=kind, slug=slug, name=name) for (kind, slug), name in sorted(missing.items())],
            ignore_conflicts=True,
        )
        found = Term.objects.filter(slug__in={slug for _, slug in missing}).values_list("kind", "slug", "id")
        self.ids.update({(kind, slug): pk for kind, slug, pk in found})


@dataclass(frozen=True, slots=True)
class Applied:
    """What one call wrote: ids of the new projects, and of every project that the entries speak of by external id."""

    created: tuple[int, ...]
    projects: Mapping[str, tuple[int, str]]


def apply(
    source: ContentSource,
    entries: Sequence[Entry],
    *,
    at: datetime,
    book: TermBook,
    with_it: Callable[[Sequence[int]], None],
) -> Applied:
    """Write `entries` of `source`: projects, bodies, labels and ledger, all or nothing.

    `with_it` runs inside the transaction with the ids of the new projects (fence the lease, award points): if it
    raises, nothing was written. A constraint that is violated (somebody else wrote the same work meanwhile) is logged
    by its name and raised: the caller reads anew and decides again.
    """
    try:
        with transaction.atomic():
            return _write(source, entries, at, book, with_it)
    except IntegrityError as error:
        log.warning(
            "constraint_violated", constraint=constraint_name(error), source=source.pk, next="read and decide again"
        )
        raise


def _write(
    source: ContentSource,
    entries: Sequence[Entry],
    at: datetime,
    book: TermBook,
    with_it: Callable[[Sequence[int]], None],
) -> Applied:
    fresh = [entry for entry in entries if entry.write == "new" and entry.draft]
    created = _create(source, [entry.draft for entry in fresh if entry.draft], at)
    with_it([project.pk for project in created])
    held = _rewrite([entry for entry in entries if entry.write in ("update", "counters")], at)
    _mark_gone([entry for entry in entries if entry.write == "gone"])
    projects = {project.external_id: project for project in (*held.values(), *created)}
    relabelled = [entry for entry in entries if entry.write == "update" and entry.draft]
    _label(projects, relabelled, fresh, book)
    _note(source, entries, projects, at)
    return Applied(
        created=tuple(project.pk for project in created),
        projects={name: (project.pk, project.slug) for name, project in projects.items()},
    )


def _create(source: ContentSource, drafts: Sequence[Draft], at: datetime) -> list[Project]:
    projects = Project.objects.bulk_create([_project(source, draft, at) for draft in drafts])
    ProjectBody.objects.bulk_create(
        [ProjectBody(project=project, **_body(draft)) for project, draft in zip(projects, drafts, strict=True)]
    )
    return projects


def _project(source: ContentSource, draft: Draft, at: datetime) -> Project:
    return Project(
        user_id=source.user_id,
        source=source,
        platform=draft.platform,
        external_id=draft.external_id,
        external_url=draft.external_url,
        title=draft.title,
        slug=draft.slug,
        image_url=draft.image_url,
        is_private=draft.is_private,
        is_showcase=draft.is_showcase,
        upstream_updated_at=draft.upstream_updated_at,
        published_at=draft.published_at or at,
        views=draft.views,
        upstream_likes=draft.upstream_likes,
        stats_as_of=at if draft.has_counters else None,
        enriched_by="rules",
        enriched_at=at,
        fingerprint=draft.fingerprint,
        synced_at=at,
        created_at=at,
        updated_at=at,
        **{name: getattr(draft, name) for name in FROM_UPSTREAM},
    )


def _body(draft: Draft) -> dict[str, Any]:
    return {
        "description": draft.description,
        "blocks": list(draft.blocks),
        "html": draft.html,
        "facts": dict(draft.facts),
        "pictures": list(draft.pictures),
        "upstream": upstream(draft),
    }


def upstream(draft: Draft) -> dict[str, str]:
    """What an edited field goes back to."""
    return {"title": draft.title, "description": draft.description, "image": draft.image_url}


def _rewrite(entries: Sequence[Entry], at: datetime) -> dict[int, Project]:
    """Bring existing projects up to date. Read under lock here, so that an edit made a moment ago is seen and kept."""
    ids = [entry.project_id for entry in entries if entry.project_id]
    if not ids:
        return {}
    held = Project.objects.select_for_update(of=("self",)).select_related("body").in_bulk(ids)
    rewritten = [entry for entry in entries if entry.project_id in held and entry.draft]
    bodies = []
    for entry in rewritten:
        assert entry.draft and entry.project_id  # noqa: S101 PT018 - filtered just above, said for the type checker
        project = held[entry.project_id]
        _refresh_counters(project, entry.draft, at)
        if entry.write == "update":
            _refresh(project, entry.draft, at)
            bodies.append(_refreshed_body(project, entry.draft))
    if rewritten:
        touched = [held[entry.project_id] for entry in rewritten if entry.project_id]
        Project.objects.bulk_create(touched, update_conflicts=True, unique_fields=["pk"], update_fields=SYNCED)
    if bodies:
        ProjectBody.objects.bulk_create(bodies, update_conflicts=True, unique_fields=["pk"], update_fields=BODY)
    return held


def _refresh_counters(project: Project, draft: Draft, at: datetime) -> None:
    project.synced_at = at
    if draft.has_counters:
        project.views, project.stats_as_of = draft.views, at
        project.upstream_likes = draft.upstream_likes


def _refresh(project: Project, draft: Draft, at: datetime) -> None:
    """Take over what upstream says, but for what its owner wrote and what this way of asking cannot tell."""
    kept = set(project.edited_fields) | draft.unknown
    if "title" not in kept:
        project.title = draft.title
    if "image" not in kept and draft.image_url != project.image_url and draft.image_url:
        project.image_url, project.image_colour = draft.image_url, ""
    if draft.published_at and "published_at" not in kept:
        project.published_at = draft.published_at
    for name in FROM_UPSTREAM:
        if name not in draft.unknown and not (name == "lead" and "description" in kept):
            setattr(project, name, getattr(draft, name))
    project.external_url, project.upstream_updated_at = draft.external_url, draft.upstream_updated_at
    project.fingerprint, project.updated_at = draft.fingerprint, at
    project.enriched_by, project.enriched_at = "rules", at


def _refreshed_body(project: Project, draft: Draft) -> ProjectBody:
    body, kept = project.body, set(project.edited_fields) | draft.unknown
    for name, value in _body(draft).items():
        if name not in kept and not (name == "html" and "blocks" in draft.unknown):
            setattr(body, name, value)
    return body


def _mark_gone(entries: Sequence[Entry]) -> None:
    """The project stays, with upstream's word on it."""
    for reason in {entry.reason for entry in entries}:
        ids = [entry.project_id for entry in entries if entry.reason == reason and entry.project_id]
        Project.objects.filter(pk__in=ids).update(availability=reason)


def _label(
    projects: Mapping[str, Project], relabelled: Sequence[Entry], fresh: Sequence[Entry], book: TermBook
) -> None:
    """Put labels on new projects, and new ones on changed projects whose owner left that kind alone."""
    rows: list[tuple[Project, LabelDraft, int]] = []
    for entry in (*fresh, *relabelled):
        assert entry.draft  # noqa: S101 - both lists hold entries with drafts
        project = projects.get(entry.external_id)
        if project is None:
            continue
        wanted = [one for one in entry.draft.labels if LABEL_FIELDS[one.kind] not in project.edited_fields]
        rows.extend((project, label, rank) for rank, label in enumerate(wanted))
    book.learn(label for _, label, _ in rows)
    stale = [entry.project_id for entry in relabelled if entry.project_id]
    if stale:
        ProjectTerm.objects.filter(project_id__in=stale).exclude(by="owner").delete()
    ProjectTerm.objects.bulk_create(
        [
            ProjectTerm(project=project, term_id=book.ids[one.kind.value, one.slug], rank=rank)
            for project, one, rank in rows
        ],
        ignore_conflicts=True,
    )


def _note(source: ContentSource, entries: Sequence[Entry], projects: Mapping[str, Project], at: datetime) -> None:
    """The ledger: what became of each item, and why. `first_seen` stays as it was."""
    rows = []
    for entry in entries:
        if entry.noted:
            continue
        project = projects.get(entry.external_id)
        rows.append(
            SourceItem(
                source=source,
                external_id=entry.external_id[:200],
                title=entry.title[:300],
                url=entry.url,
                state=entry.state,
                reason=entry.reason,
                sentence=entry.sentence[:400],
                published_at=entry.published_at,
                project_id=project.pk if project else entry.project_id,
                first_seen=at,
                changed_at=at,
            )
        )
    SourceItem.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source", "external_id"], update_fields=LEDGER
    )


def distinct_slug(wish: str, external_id: str, taken: set[str]) -> str:
    """`wish`, or `wish` with six digits that belong to the item, so that the same item always gets the same name."""
    if wish not in taken:
        return wish
    mark = hashlib.sha256(external_id.encode()).hexdigest()[:6]
    return f"{wish[:90]}-{mark}"


def constraint_name(error: IntegrityError) -> str:
    """The violated constraint: PostgreSQL names it, SQLite names its columns."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or str(error).rpartition(": ")[2]
