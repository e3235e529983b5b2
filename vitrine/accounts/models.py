"""Users: people who sign in, and agents that only publish."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from vitrine.accounts.types import ConnectionState, Kind, Permission


class UserQuerySet(models.QuerySet["User"]):
    def public(self) -> "UserQuerySet":
        """Whose pages a visitor may see."""
        return self.filter(is_public=True, is_active=True)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def public(self) -> UserQuerySet:
        return self.get_queryset().public()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(slug=(username or "").lower())

    def create_user(self, slug: str, email: str = "", password: str | None = None, **fields: object) -> "User":
        user = self.model(slug=slug.lower(), email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, slug: str, email: str = "", password: str | None = None, **fields: object) -> "User":
        return self.create_user(slug, email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person or an agent. `slug` is the address of the page and the name to sign in with.

    The counters at the end are kept by signed deltas as projects come and go, so that no page counts rows.
    """

    slug = models.CharField(max_length=40, unique=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=100, blank=True)
    bio = models.CharField(max_length=400, blank=True)
    avatar_url = models.URLField(max_length=1000, blank=True)
    links = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True, blank=True)
    leaving_at = models.DateTimeField(null=True, blank=True)  # when they asked to be deleted; a job does the rest
    limits = models.JSONField(default=dict, blank=True)  # this person's own, over settings.LIMITS
    date_joined = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField(null=True, blank=True)

    work_counts = models.JSONField(default=dict, blank=True)
    view_total = models.BigIntegerField(default=0)
    points = models.IntegerField(default=0)
    first_work_at = models.DateTimeField(null=True, blank=True)
    latest_work_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "slug"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def shown_name(self) -> str:
        return self.name or self.slug

    @property
    def work_count(self) -> int:
        """How many works visitors can see."""
        return sum(self.work_counts.values())


class FormerSlug(models.Model):
    """An address that somebody's page had before: it leads to the present one, and nobody else may take it."""

    slug = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class RetiredSlug(models.Model):
    """An address whose owner deleted their account: nobody may take it. Only a keyed digest of it is kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"retired at {self.at:%Y-%m-%d}"


class Connection(models.Model):
    """A person's account at a provider, as they granted it to us.

    `scopes` is what was really granted, read from the token answer, not what was asked for. Tokens are sealed
    (`accounts.sealing`); they leave this table only through `accounts.actions`. A row is kept when disconnected (tokens
    wiped), so that reconnecting recognises what was imported. `sentence` says why it needs reconnecting. `expires_at`
    is the access token's end, `grant_ends_at` that of the whole grant where the provider tells one (Google's testing
    mode: a week). A refresh is claimed by compare-and-swap on `refreshing_until`, so that many workers make one.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="connections")
    provider = models.CharField(max_length=30)
    account_id = models.CharField(max_length=200)
    account_name = models.CharField(max_length=200, blank=True)
    account_url = models.URLField(max_length=500, blank=True)
    account_picture = models.URLField(max_length=1000, blank=True)
    scopes = models.JSONField(default=list)
    asked_scopes = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ConnectionState, default=ConnectionState.ACTIVE)
    sentence = models.CharField(max_length=500, blank=True)
    sealed_access = models.TextField(blank=True)
    sealed_refresh = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    grant_ends_at = models.DateTimeField(null=True, blank=True)
    refreshing_until = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "provider", "account_id"], name="connection_once_a_user"),
            models.UniqueConstraint(
                fields=["provider", "account_id"],
                name="connection_one_owner",
                condition=~models.Q(state="disconnected"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.account_name} {self.state}"

    @property
    def unticked(self) -> list[str]:
        """Scopes that were asked for and not granted."""
        return [scope for scope in self.asked_scopes if scope not in self.scopes]


class OAuthAttempt(models.Model):
    """One visit to a provider's consent page: the state (as a digest), the PKCE verifier (sealed), bound to the session
    that began it, good for ten minutes and for one use (`used_at` is set by compare-and-swap).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=30)
    state_digest = models.CharField(max_length=64, unique=True)
    session_digest = models.CharField(max_length=64)
    sealed_verifier = models.TextField()
    scopes = models.JSONField(default=list)
    redirect_uri = models.URLField(max_length=500)
    next_path = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.provider} for {self.user_id}"


class ApiKey(models.Model):
    """What a program shows to act for a person. Only the SHA-256 of the key is stored; `prefix` is for people to tell
    keys apart. `custom_rate_limit` (calls a minute) replaces the permission's default.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    permission = models.CharField(max_length=12, choices=Permission, default=Permission.READ_ONLY)
    is_active = models.BooleanField(default=True)
    description = models.CharField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    custom_rate_limit = models.PositiveIntegerField(null=True, blank=True)
    usage_count = models.PositiveBigIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="keys_of_user")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class AuditEvent(models.Model):
    """A line of the audit log: what was done to whose account, by whom, from where. Written once, never changed.

    `action` is `noun.verb` (`key.created`, `connection.ended`, `session.began`, `person.impersonated`). `detail` holds
    no secrets.
    """

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="audit_events")
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=40)
    detail = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="audit_of_user")]

    def __str__(self) -> str:
        return f"{self.action} of {self.user_id}"


class Answer(models.Model):
    """What a request with an `Idempotency-Key` was answered, so that the same one sent again is not done again.

    `name` is a digest of caller, address and key, `mark` one of the body; `status` is 0 while it is being answered.
    """

    name = models.CharField(max_length=64, primary_key=True)
    mark = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name[:8]} {self.status}"
