"""What was imported. Platform and kind are free text, checked in actions, so that a new platform makes no migration.

Foreign keys have no index of their own where another begins with the same column.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vitrine.catalog.types import ItemState, SourceState, TermKind


class ContentSource(models.Model):
    """A channel, playlist or account whose works come to a person's page; or `pasted`, for works named one by one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sources", db_index=False)
    platform = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    identifier = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    display_name = models.CharField(max_length=200, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    enabled = models.BooleanField(default=True)
    frequency = models.CharField(max_length=12, default="automatic")
    filters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=14, choices=SourceState, default=SourceState.OK)
    sentence = models.CharField(max_length=500, blank=True)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "platform", "identifier"], name="source_once_a_user")]

    def __str__(self) -> str:
        return f"{self.platform} {self.display_name or self.identifier}"


def _ordered(*within: str) -> list[models.Index]:
    """An index for each order in which works are listed within these columns. No list sorts or skips more than a page.

    The two columns at the end let a page's counters be taken from the index alone (`actions.recount`).
    """
    name = "_".join(within)
    also = ("is_private", "published_at") if within == ("user", "type") else ()
    return [
        models.Index(*within, F("published_at").desc(), F("id").desc(), name=f"project_{name}_newest"),
        models.Index(*within, F("views").desc(), F("id").desc(), *also, name=f"project_{name}_viewed"),
    ]


def _ordered_for_all() -> list[models.Index]:
    """The same over everybody's public works: all, by type, by platform."""
    orders = {"newest": F("published_at").desc(), "viewed": F("views").desc()}
    return [
        models.Index(*within, order, F("id").desc(), name=f"all_{name}{word}", condition=Q(is_private=False))
        for name, within in (("", ()), ("type_", ("type",)), ("platform_", ("platform",)))
        for word, order in orders.items()
    ]


class Project(models.Model):
    """One work on a person's page: slim, as lists read it; the body is in ProjectBody.

    `external_id` is the platform's stable id, `external_url` canonical. `card` holds what a card shows beside the
    columns (stars, primary language, weeks of commits). `edited_fields` names what the owner wrote: no sync touches
    those. `views` (0 also where upstream does not tell) and `upstream_likes` are the platform's, as of
    `stats_as_of`; `likes` and `comments` are ours.
    `availability` is upstream's present word (see `platforms.types.Availability`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects", db_index=False
    )
    source = models.ForeignKey(
        ContentSource, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects", db_index=False
    )
    platform = models.CharField(max_length=30)
    type = models.CharField(max_length=30)
    external_id = models.CharField(max_length=200)
    external_url = models.URLField(max_length=500)
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=100)
    lead = models.CharField(max_length=300, blank=True)
    image_url = models.URLField(max_length=1000, blank=True)
    image_colour = models.CharField(max_length=7, blank=True)
    duration = models.PositiveIntegerField(null=True, blank=True)
    form = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=12, blank=True)
    card = models.JSONField(default=dict, blank=True)
    is_showcase = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    availability = models.CharField(max_length=16, default="available")
    published_at = models.DateTimeField()
    upstream_updated_at = models.DateTimeField(null=True, blank=True)
    views = models.BigIntegerField(default=0)
    upstream_likes = models.BigIntegerField(null=True, blank=True)
    stats_as_of = models.DateTimeField(null=True, blank=True)
    likes = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    edited_fields = models.JSONField(default=list, blank=True)
    enriched_by = models.CharField(max_length=10, blank=True)
    enriched_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    terms: "models.ManyToManyField[Term, ProjectTerm]" = models.ManyToManyField(
        "Term", through="ProjectTerm", related_name="projects"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "external_url"], name="project_once_a_user"),
            models.UniqueConstraint(fields=["user", "platform", "external_id"], name="project_id_once_a_user"),
            models.UniqueConstraint(fields=["user", "slug"], name="project_slug_a_user"),
        ]
        indexes = [*_ordered("user"), *_ordered("user", "type"), *_ordered("source"), *_ordered_for_all()]

    def __str__(self) -> str:
        return self.title


class ProjectBody(models.Model):
    """What only the work's own page reads: description, blocks (README, video), and what upstream said.

    `html` is the rendered README or empty. `upstream` keeps upstream's own title, description and
    image, so that an edited field can go back to the original.
    """

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE, related_name="body")
    description = models.TextField(blank=True)
    blocks = models.JSONField(default=list, blank=True)
    html = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    pictures = models.JSONField(default=list, blank=True)
    upstream = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"body of {self.project_id}"


class SourceItem(models.Model):
    """The ledger: every remote item ever seen in a source, what became of it, and why."""

    source = models.ForeignKey(ContentSource, on_delete=models.CASCADE, related_name="items", db_index=False)
    external_id = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ItemState)
    reason = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    first_seen = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="item_once_a_source")]
        indexes = [models.Index("source", F("changed_at").desc(), F("id").desc(), name="item_ledger")]

    def __str__(self) -> str:
        return f"{self.external_id} {self.state}"


class Term(models.Model):
    """A tool, category or topic.

    One table for the three: a page reads them with one join, an import writes them with one statement, and a filter is
    the same query whatever its kind.
    """

    kind = models.CharField(max_length=10, choices=TermKind)
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="term_kind_slug")]

    def __str__(self) -> str:
        return self.name


class ProjectTerm(models.Model):
    """A label on a project. `by` says who put it there: `rules`, `model` or `owner`; `rank` orders within a kind."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="labels", db_index=False)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="labels", db_index=False)
    by = models.CharField(max_length=10, default="rules")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "term"], name="term_once_a_project")]
        indexes = [models.Index("term", F("project_id").desc(), name="projects_of_term")]

    def __str__(self) -> str:
        return f"{self.term_id} on {self.project_id}"
