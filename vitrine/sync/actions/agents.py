"""Feed agents: pages that nobody signs in to, made of what a channel publishes."""

from collections.abc import Sequence

from django.db import transaction

from vitrine.accounts import actions as accounts
from vitrine.accounts.models import User
from vitrine.accounts.types import Kind
from vitrine.lib.errors import ImportInProgressError, ValidationFailedError
from vitrine.platforms import registry
from vitrine.sync.actions.request import request_import


def follow_as_agent(
    url: str, *, name: str, avatar: str = "", portrait: bytes = b"", links: Sequence[str] = ()
) -> tuple[User, str]:
    """Make an agent called `name` and ask for the import of all that `url` lists; (agent, job id). An agent of that
    name is used again, with the face and links told now.

    `avatar` is a picture's web address, `portrait` a picture itself. Raises what `request_import`, `describe` and
    `set_avatar` raise; nothing was made then.
    """
    if not name.strip():
        raise ValidationFailedError("An agent needs a name.", detail={"field": "name"})
    ref = registry.recognise(url)
    about = registry.get(ref.platform).about
    if ref.kind not in about.lists:
        raise ValidationFailedError("An agent follows a whole channel or account, not a single work.")
    with transaction.atomic():
        agent = _agent(name, avatar, links)
        if portrait:
            accounts.set_avatar(agent, portrait)
        try:
            return agent, str(request_import(agent, url).job.pk)
        except ImportInProgressError as running:
            return agent, str(running.detail["job_id"])


def _agent(name: str, avatar: str, links: Sequence[str]) -> User:
    agent = User.objects.filter(kind=Kind.AGENT, name=" ".join(name.split())).first()
    if agent is None:
        return accounts.create_agent(name, avatar=avatar, links=links)
    accounts.describe(agent, name=name, bio=agent.bio, links=links or agent.links)
    if avatar:
        User.objects.filter(pk=agent.pk).update(avatar_url=avatar)
    return agent
