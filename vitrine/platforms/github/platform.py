"""The face of GitHub: repositories, and the people and organisations they belong to."""

from collections.abc import Iterator
from typing import Final

from vitrine.lib.errors import ContentNotFoundError
from vitrine.platforms.types import About, Caller, Cost, Json, Listing, Ref, RemoteItem, Summary

from . import api, costs, details, listing, parse, urls
from .exchange import Exchange
from .parse import Account

ABOUT: Final = About(
    name=urls.PLATFORM,
    label="GitHub",
    hosts=("www.github.com", *urls.HOSTS),
    reaches=(
        "api.github.com",
        "github.com",
        "raw.githubusercontent.com",
        "avatars.githubusercontent.com",
        "opengraph.githubassets.com",
        "repository-images.githubusercontent.com",
        "user-images.githubusercontent.com",
        "private-user-images.githubusercontent.com",
        "camo.githubusercontent.com",
    ),
    kinds=(urls.REPOSITORY, urls.USER),
    lists=(urls.USER,),
    can=frozenset({"import", "list", "detail"}),
    needs="Nothing for public repositories. With a token, GitHub answers 5,000 times an hour instead of 60.",
    key_setting="GITHUB_TOKEN",
)


class GitHub:
    """Platform of `vitrine.platforms.types`. Every method raises RateLimitError when GitHub asks us to wait,
    IntegrationAuthError when it does not accept the token, UpstreamUnavailableError when it is down or unreadable.
    """

    def __init__(self, *, again: float = 1.5) -> None:
        """`again`: seconds after which GitHub is asked once more for weeks that it is still counting."""
        self._again = again

    @property
    def about(self) -> About:
        return ABOUT

    def recognise(self, text: str) -> Ref | None:
        return urls.recognise(text)

    def fetch(self, caller: Caller, ref: Ref) -> RemoteItem:
        """One repository with all its details: six requests, seven when GitHub is still counting its weeks."""
        exchange = Exchange(caller, ref.url)
        repo = self._repository(exchange, ref)
        return parse.repository(repo, details.gather(exchange, repo, again=self._again))

    def summary(self, caller: Caller, ref: Ref) -> Summary:
        """One request."""
        exchange = Exchange(caller, ref.url)
        if ref.kind == urls.USER:
            return parse.account_summary(self._account(exchange, ref), note=_note(caller))
        return parse.repository_summary(self._repository(exchange, ref))

    def listing(self, caller: Caller, ref: Ref, *, limit: int | None = None, cursor: str = "") -> Iterator[Listing]:
        """Public repositories by a hundred, the one last pushed to first; forks and empty ones are among them. Items
        tell what the list tells: no README, languages, commits, weeks or structure.
        """
        exchange = Exchange(caller, ref.url)
        account = self._account(exchange, ref)
        summary = parse.account_summary(account, note=_note(caller))
        yield from listing.pages(exchange, account, summary, limit=limit, cursor=cursor)

    def price(self, ref: Ref, count: int | None) -> Cost:  # noqa: ARG002 - nothing here costs units
        return costs.price()

    def _repository(self, exchange: Exchange, ref: Ref) -> Json:
        return parse.mapping(exchange.ask(api.repository(ref)).json(), ref.url)

    def _account(self, exchange: Exchange, ref: Ref) -> Account:
        """By its name; by its number when the name has gone, or has gone to somebody else."""
        login = ref.id if ref.by == "name" else ref.url.rpartition("/")[2]
        try:
            account = parse.account(exchange.ask(api.account(login)).json(), ref.url)
        except ContentNotFoundError:
            if ref.by == "name":
                raise
        else:
            if ref.by == "name" or account.ref.id == ref.id:
                return account
        return parse.account(exchange.ask(api.account_by_id(ref.id)).json(), ref.url)


def _note(caller: Caller) -> str:
    rate = costs.rate(caller.token or caller.api_key)
    if rate is costs.WITH_TOKEN:
        return ""
    return (
        f"Without a token GitHub answers {rate.per_hour} requests an hour, enough for about "
        f"{rate.per_hour // costs.PER_REPOSITORY} repositories. Set GITHUB_TOKEN to read more at once."
    )


platform = GitHub()
