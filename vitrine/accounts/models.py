"""Users: people who sign in, and agents that only publish."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from vitrine.accounts.types import Kind


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
