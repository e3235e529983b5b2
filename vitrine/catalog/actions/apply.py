"""Write what was decided: a page of entries in one short transaction, in a dozen statements however many entries."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from django.db import IntegrityError, transaction

from vitrine.catalog import bulk
from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, SourceItem, Term
from vitrine.catalog.types import Draft, Entry, LabelDraft, TermKind

log = structlog.get_logger("vitrine.catalog")

FROM_UPSTREAM = ("lead", "duration", "form", "language", "card", "availability", "type")
SYNCED = (
    *("title", *FROM_UPSTREAM, "external_url", "image_url", "image_colour", "published_at", "upstream_updated_at"),
    *("views", "upstream_likes", "stats_as_of", "fingerprint", "enriched_by", "enriched_at", "synced_at", "updated_at"),
)
FROM_DRAFT = (
    *("platform", "external_id", "external_url", "title", "slug", "image_url", "is_private", "is_showcase"),
    *("upstream_updated_at", "views", "upstream_likes", "fingerprint", *FROM_UPSTREAM),
)
PROJECT = (
    *FROM_DRAFT,
    *("published_at", "stats_as_of", "user_id", "source_id", "likes", "comments", "edited_fields", "image_colour"),
    *("enriched_by", "enriched_at", "synced_at", "created_at", "updated_at"),
)
BODY = ("description", "blocks", "html", "facts", "pictures", "upstream")
LEDGER = ("title", "url", "state", "reason", "sentence", "published_at", "project_id", "changed_at")
LABEL_FIELDS = {TermKind.TOOL: "tools", TermKind.CATEGORY: "categories", TermKind.TOPIC: "topics"}


@dataclass(slots=True)
class TermBook:
    """Ids of the terms met in one run, so that each name is looked up once."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def learn(self, labels: Iterable[LabelDraft]) -> None:
        """Make the terms that are new, and know the ids of all: one statement, none when all are known."""
        named = {(label.kind.value, label.slug): label.name for label in labels}
        missing = [(*key, name) for key, name in sorted(named.items()) if key not in self.ids]
        # "Update" to what it is already: so that a term that was there gives its id back, too.
        same = bulk.update(("kind", "slug"), ("slug",))
        found = bulk.insert(Term, ("kind", "slug", "name"), missing, conflict=same, returning=("kind", "slug", "id"))
        self.ids.update({(kind, slug): pk for kind, slug, pk in found})


class Stored(NamedTuple):
    """A project that is written, as far as what hangs on it needs to know."""

    pk: int
    slug: str
    external_id: str
    edited_fields: Sequence[str] = ()


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
        book.ids.clear()  # some were of the transaction that is undone
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
    projects = {project.external_id: project for project in (*held, *created)}
    relabelled = [entry for entry in entries if entry.write == "update" and entry.draft]
    _label(projects, relabelled, fresh, book)
    _note(source, entries, projects, at)
    return Applied(
        created=tuple(project.pk for project in created),
        projects={name: (project.pk, project.slug) for name, project in projects.items()},
    )


def _create(source: ContentSource, drafts: Sequence[Draft], at: datetime) -> list[Stored]:
    rows = [_project_row(source, draft, at) for draft in drafts]
    found = bulk.insert(Project, PROJECT, rows, returning=("id",))
    created = [Stored(pk, draft.slug, draft.external_id) for (pk,), draft in zip(found, drafts, strict=True)]
    bodies = [(one.pk, *_body(draft).values()) for one, draft in zip(created, drafts, strict=True)]
    bulk.insert(ProjectBody, ("project_id", *BODY), bodies)
    return created


def _project_row(source: ContentSource, draft: Draft, at: datetime) -> tuple[Any, ...]:
    """The values of PROJECT: what the draft has under the same name, then the rest."""
    return (
        *(getattr(draft, name) for name in FROM_DRAFT),
        draft.published_at or at,
        at if draft.has_counters else None,
        source.user_id,
        source.pk,
        *(0, 0, [], "", "rules"),  # likes, comments, edited_fields, image_colour, enriched_by
        *(at, at, at, at),
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


def _rewrite(entries: Sequence[Entry], at: datetime) -> list[Stored]:
    """Bring existing projects up to date. Read under lock here, so that an edit made a moment ago is seen and kept."""
    ids = [entry.project_id for entry in entries if entry.project_id]
    if not ids:
        return []
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
    return [Stored(one.pk, one.slug, one.external_id, one.edited_fields) for one in held.values()]


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
    card = _still_so(project.card, draft.card, draft.unknown)
    for name in FROM_UPSTREAM:
        if name not in draft.unknown and not (name == "lead" and "description" in kept):
            setattr(project, name, getattr(draft, name))
    project.card = card
    project.external_url, project.upstream_updated_at = draft.external_url, draft.upstream_updated_at
    project.fingerprint, project.updated_at = draft.fingerprint, at
    project.enriched_by, project.enriched_at = "rules", at


def _refreshed_body(project: Project, draft: Draft) -> ProjectBody:
    body, kept = project.body, set(project.edited_fields) | draft.unknown
    facts = _still_so(body.facts, draft.facts, draft.unknown)
    for name, value in (_body(draft) | {"facts": facts}).items():
        if name not in kept and not (name == "html" and "blocks" in draft.unknown):
            setattr(body, name, value)
    return body


def _still_so(before: Mapping[str, Any], told: Mapping[str, Any], unknown: Iterable[str]) -> dict[str, Any]:
    """`told`, with the single facts that this way of asking cannot tell (`facts.weeks`) as they were before."""
    untold = {name.removeprefix("facts.") for name in unknown if name.startswith("facts.")}
    return {name: value for name, value in before.items() if name in untold} | dict(told)


def _mark_gone(entries: Sequence[Entry]) -> None:
    """The project stays, with upstream's word on it."""
    for reason in {entry.reason for entry in entries}:
        ids = [entry.project_id for entry in entries if entry.reason == reason and entry.project_id]
        Project.objects.filter(pk__in=ids).update(availability=reason)


def _label(projects: Mapping[str, Stored], relabelled: Sequence[Entry], fresh: Sequence[Entry], book: TermBook) -> None:
    """Put labels on new projects, and new ones on changed projects whose owner left that kind alone."""
    rows: list[tuple[Stored, LabelDraft, int]] = []
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
    bulk.insert(
        ProjectTerm,
        ("project_id", "term_id", "by", "rank"),
        [(project.pk, book.ids[one.kind.value, one.slug], "rules", rank) for project, one, rank in rows],
        conflict="DO NOTHING",
    )


def _note(source: ContentSource, entries: Sequence[Entry], projects: Mapping[str, Stored], at: datetime) -> None:
    """The ledger: what became of each item, and why. `first_seen` stays as it was."""
    rows = []
    for entry in entries:
        if entry.noted:
            continue
        project = projects.get(entry.external_id)
        rows.append(
            (
                source.pk,
                entry.external_id[:200],
                at,
                *(entry.title[:300], entry.url, entry.state.value, entry.reason, entry.sentence[:400]),
                entry.published_at,
                project.pk if project else entry.project_id,
                at,
            )
        )
    key = ("source_id", "external_id")
    bulk.insert(SourceItem, (*key, "first_seen", *LEDGER), rows, conflict=bulk.update(key, LEDGER))


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
