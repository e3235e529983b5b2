"""What the ledger of calls holds of a person: whose call it was. The call itself stays, for the sums."""

from collections.abc import Iterator

from vitrine.accounts.portable import Rows, rows
from vitrine.quota.models import ApiCall

TABLES = (ApiCall,)


def export(user_id: int) -> Iterator[tuple[str, Rows]]:
    yield "calls", rows(ApiCall.objects.filter(user_id=user_id))


def files(user_id: int) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - the shape every domain has
    yield from ()


def erase(user_id: int) -> None:
    ApiCall.objects.filter(user_id=user_id).update(user=None)
