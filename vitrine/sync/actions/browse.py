"""Look through a list before anything is imported, to pick from it."""

from dataclasses import dataclass

from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.lib.errors import ValidationFailedError
from vitrine.platforms import registry
from vitrine.platforms.types import RemoteItem
from vitrine.sync.actions.request import somebody_waits
from vitrine.upstream.actions import reading
from vitrine.upstream.caller import MeteredCaller


@dataclass(frozen=True, slots=True)
class Offer:
    """A work that could be imported; `slug` is its page where the person has it already, else empty."""

    item: RemoteItem
    slug: str


def browse(user: User, text: str, *, limit: int = 100) -> list[Offer]:
    """The newest works, at most `limit`, of the list that `text` names. Asks upstream, a page at a time.

    Raises ValidationFailedError when it names a single work, and what `registry.recognise` and the platform raise.
    """
    ref = registry.recognise(text)
    platform = registry.get(ref.platform)
    if ref.kind not in platform.about.lists:
        raise ValidationFailedError("This is one work, there is nothing to pick from.")

    def newest(caller: MeteredCaller) -> list[RemoteItem]:
        return [item for page in platform.listing(caller, ref, limit=limit) for item in page.items]

    with somebody_waits():
        items = reading(user, ref.platform, "resolve", newest)
    had = Project.objects.filter(user=user, external_url__in=[item.ref.url for item in items])
    slugs = dict(had.values_list("external_url", "slug"))
    return [Offer(item, slugs.get(item.ref.url, "")) for item in items]
