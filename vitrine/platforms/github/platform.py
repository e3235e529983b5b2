"""The face of GitHub: repositories, and the people and organisations they belong to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, NoReturn

from vitrine.lib.errors import ContentNotFoundError, VitrineError
from vitrine.platforms.oauth import CodeFlow
from vitrine.platforms.types import FREE, About, Ask, Caller, Cost, Json, Listing, Ref, RemoteItem, Summary

from . import api, costs, details, listing, oauth, parse, urls
from .exchange import Exchange
from .parse import Account
from .values import mapping

ABOUT: Final = About(
    name=urls.PLATFORM,
    label="GitHub",
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
        "img.shields.io",  # where most READMEs have their badges from
    ),
    kinds=(urls.REPOSITORY, urls.USER),
    lists=(urls.USER,),
    works=("repository", "repositories"),
    words={urls.USER: "account"},
    example="github.com/you",
    can=frozenset({"import", "list", "detail", "connect", "private"}),
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

    @property
    def oauth(self) -> CodeFlow:
        return oauth.sign_in

    def own_works(self, caller: Caller, account_id: str, cursor: str = "") -> Listing:  # noqa: ARG002 - the token tells
        return listing.mine(Exchange(caller, "your repositories"), cursor)

    def recognise(self, text: str) -> Ref | None:
        return urls.recognise(text)

    def fetch(self, caller: Caller, ref: Ref) -> RemoteItem:
        """One repository with all its details: six requests, seven when GitHub is still counting its weeks."""
        return self._begun(caller, ref)()

    def fetch_many(self, caller: Caller, refs: Sequence[Ref]) -> Iterator[RemoteItem | VitrineError]:
        """As `fetch` for each, in order, under way together: what GitHub has to count, it counts for all at once."""
        for finish in [self._begun(caller, ref) for ref in refs]:
            try:
                yield finish()
            except VitrineError as error:
                yield error

    def _begun(self, caller: Caller, ref: Ref) -> Callable[[], RemoteItem]:
        """Ask for everything about a repository; what comes back waits for the answers, and raises as `fetch` does."""
        exchange = Exchange(caller, ref.url)
        try:
            repo = self._repository(exchange, ref)
            parts = details.ask(exchange, repo, again=self._again)
        except VitrineError as error:
            return partial(_raise, error)
        return lambda: parse.repository(repo, parts())

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
        return FREE

    def _repository(self, exchange: Exchange, ref: Ref) -> Json:
        return mapping(exchange.ask(api.repository(ref)).json(), ref.url)

    def _account(self, exchange: Exchange, ref: Ref) -> Account:
        """By its name; by its number when it is known and the name has gone, or has gone to somebody else."""
        if ref.by == "name":
            return self._ask_account(exchange, api.account(ref.id))
        with suppress(ContentNotFoundError):
            account = self._ask_account(exchange, api.account(ref.url.rpartition("/")[2]))
            if account.ref.id == ref.id:
                return account
        return self._ask_account(exchange, api.account_by_id(ref.id))

    def _ask_account(self, exchange: Exchange, ask: Ask) -> Account:
        return parse.account(exchange.ask(ask).json(), exchange.url)


def _raise(error: VitrineError) -> NoReturn:
    raise error


def _note(caller: Caller) -> str:
    """What a list without a token cannot give."""
    if caller.token or caller.api_key:
        return ""
    return (
        f"Without a token GitHub answers {costs.WITHOUT_TOKEN} requests an hour, enough for about "
        f"{costs.WITHOUT_TOKEN // costs.PER_REPOSITORY} repositories. Set GITHUB_TOKEN to read more at once."
    )


platform = GitHub()
