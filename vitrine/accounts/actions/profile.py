"""What a person's page says of them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from vitrine.accounts.models import User
from vitrine.lib import text
from vitrine.lib.errors import ValidationFailedError

MOST_NAME, MOST_BIO = 100, 400  # characters that the columns hold
MOST_LINKS = 8
MOST_LINK = 300  # characters


def describe(user: User, *, name: str, bio: str, links: Sequence[str], is_public: bool = True) -> None:
    """Change what the person's page says of them; `links` are web addresses, empty ones are left out.

    Raises ValidationFailedError with the field's name in `detail`.
    """
    kept = [_link(link) for link in map(text.one_line, links) if link]
    name, bio = text.one_line(name), text.clean(bio).strip()
    if len(kept) > MOST_LINKS:
        raise ValidationFailedError(f"{MOST_LINKS} links are the most a page shows.", detail={"field": "links"})
    for field, value, most in (("name", name, MOST_NAME), ("bio", bio, MOST_BIO)):
        if len(value) > most:
            raise ValidationFailedError(f"At most {most} characters fit here.", detail={"field": field})
    user.name, user.bio, user.links, user.is_public = name, bio, kept, is_public
    if user.pk:
        user.save(update_fields=["name", "bio", "links", "is_public"])


def _link(wish: str) -> str:
    """`wish` as a web address; without a scheme it is https."""
    url = wish if "://" in wish else f"https://{wish}"
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(url) <= MOST_LINK
    except ValueError:
        fine = False
    if not fine or " " in url:
        raise ValidationFailedError(f"“{wish[:60]}” is no web address.", detail={"field": "links"})
    return url


def adopt_face(user_id: int, picture: str) -> None:
    """Give somebody without a portrait the one of what they imported; who has one keeps it."""
    User.objects.filter(pk=user_id, avatar_url="").update(avatar_url=picture)
