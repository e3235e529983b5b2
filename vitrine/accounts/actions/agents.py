"""Agents: pages without anybody to sign in, that carry a channel's name, face and links."""

from collections.abc import Sequence

from vitrine.accounts import people, slugs
from vitrine.accounts.actions.audit import note
from vitrine.accounts.actions.profile import describe
from vitrine.accounts.models import User
from vitrine.accounts.types import Kind


def create_agent(name: str, *, avatar: str = "", links: Sequence[str] = (), bio: str = "") -> User:
    """A new agent, at an address made of its name. `avatar` is a picture's web address.

    Raises ValidationFailedError as `describe` does.
    """
    agent = User(kind=Kind.AGENT, slug=free_slug(name), avatar_url=avatar)
    describe(agent, name=name, bio=bio, links=links)  # refuses before anything is stored
    agent.set_unusable_password()
    agent.save()
    note(agent, "agent.created")
    return agent


def free_slug(wish: str) -> str:
    """`wish` made into a slug that nobody has or had: a number stands behind it where it is taken."""
    base = slugs.from_words(wish)
    slug, number = base, 2
    while not people.is_free(slug):
        slug, number = f"{base}-{number}", number + 1
    return slug
