"""The pages of an account's repositories, one ahead of whoever takes them."""

import re
from collections.abc import Iterator
from typing import Any

from vitrine.lib.errors import VitrineError
from vitrine.platforms.types import Ask, Broken, Listing, RemoteItem, Summary

from . import api, parse
from .costs import PAGE
from .exchange import Exchange
from .parse import Account
from .values import entries, mapping


def pages(
    exchange: Exchange, account: Account, summary: Summary, *, limit: int | None = None, cursor: str = ""
) -> Iterator[Listing]:
    """At most `limit` repositories, counting the pages before the cursor: the number of the page to go on with.

    A repository that vanishes while pages are read pulls another one onto a page already read, unseen; one that is
    pushed to meanwhile comes twice. So an item is given once, and the list counts as complete only when as many were
    seen as the account is said to have.
    """
    first = page = int(cursor) if re.fullmatch(r"[1-9][0-9]{0,5}", cursor) else 1
    limit = None if limit is None else limit - (first - 1) * PAGE
    seen: set[str] = set()
    answer = exchange.ahead(_ask(account, page))
    while True:
        response = answer()
        told = [entry for entry in entries(response.json(), exchange.url) if _identity(entry) not in seen]
        taken = told if limit is None else told[: max(0, limit - len(seen))]
        seen.update(map(_identity, taken))
        at_end = not told or not parse.has_next_page(response)
        is_cut = len(taken) < len(told)
        is_last = at_end or (limit is not None and len(seen) >= limit)
        if not is_last:
            answer = exchange.ahead(_ask(account, page + 1))
        items, broken = _read(taken)
        yield Listing(
            items=items,
            broken=broken,
            summary=summary if page == first else None,
            complete=at_end and not is_cut and (first - 1) * PAGE + len(seen) >= (account.repositories or 0),
            cursor="" if at_end and not is_cut else str(page if is_cut else page + 1),
        )
        if is_last:
            return
        page += 1


def mine(exchange: Exchange, cursor: str = "") -> Listing:
    """One page of the token's own repositories, private ones among them; `cursor` is the page's number."""
    page = int(cursor) if re.fullmatch(r"[1-9][0-9]{0,5}", cursor) else 1
    response = exchange.ask(api.my_repositories(page))
    items, broken = _read(entries(response.json(), exchange.url))
    more = parse.has_next_page(response)
    return Listing(items=items, broken=broken, complete=not more, cursor=str(page + 1) if more else "")


def _ask(account: Account, page: int) -> Ask:
    return api.repositories(account.login, organisation=account.is_organisation, page=page)


def _identity(entry: object) -> str:
    """What tells one entry from another, be it ever so broken."""
    return str(entry["id"]) if isinstance(entry, dict) and "id" in entry else repr(entry)


def _read(told: list[Any]) -> tuple[tuple[RemoteItem, ...], tuple[Broken, ...]]:
    """One that cannot be read does not harm the others."""
    items, broken = [], []
    for entry in told:
        try:
            items.append(parse.repository(mapping(entry, "a list of repositories")))
        except VitrineError as error:
            name = entry.get("full_name") if isinstance(entry, dict) else ""
            broken.append(Broken(_identity(entry)[:200], str(name or "")[:200], error))
    return tuple(items), tuple(broken)
