"""The book of one provider: what people granted to which application, and the codes and tokens that came of it.

Times are the sandbox's. What is spent, dead or revoked stays in the book until a reset, so that it is known again.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.clock import Clock

CODE_LIVES = timedelta(minutes=10)
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636, 4.2: BASE64URL(SHA-256)
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636, 4.1


def proves(verifier: str, challenge: str) -> bool:
    """Whether a verifier is the one that an S256 challenge was made of (RFC 7636, 4.6)."""
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return secrets.compare_digest(base64.urlsafe_b64encode(digest).decode().rstrip("="), challenge)


class Kind(StrEnum):
    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a code stands for. `refresh`: whether a refresh token comes with it."""

    client: str
    account: str
    redirect: str
    scopes: tuple[str, ...]
    challenge: str = ""
    refresh: bool = False
    nonce: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Token:
    """`code` is what it came of, by refreshes too. `idle`: how long it lives without use; None for ever."""

    text: str
    kind: Kind
    client: str
    account: str
    scopes: tuple[str, ...]
    code: str
    issued: datetime
    used: datetime
    expires: datetime | None = None
    idle: timedelta | None = None
    dead: bool = False

    def lives(self, now: datetime) -> bool:
        idle = self.idle is not None and now >= self.used + self.idle
        return not self.dead and not idle and (self.expires is None or now < self.expires)


@dataclass(slots=True, kw_only=True, eq=False)
class Grant:
    """What one person allowed one application, in the order it was allowed."""

    client: str
    account: str
    scopes: tuple[str, ...] = ()
    created: datetime
    refreshes: int = 0
    tokens: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class _Code:
    terms: Terms
    expires: datetime
    spent: bool = False


class Ledger:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self._grants: dict[tuple[str, str], Grant] = {}
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, Token] = {}

    # Grants

    def grant(self, client: str, account: str) -> Grant | None:
        return self._grants.get((client, account))

    def grants(self) -> Iterator[Grant]:
        yield from self._grants.values()

    def allow(self, client: str, account: str, scopes: Iterable[str]) -> Grant:
        """The grant with these scopes added; made when there was none."""
        fresh = Grant(client=client, account=account, created=self._clock.now())
        grant = self._grants.setdefault((client, account), fresh)
        grant.scopes = tuple(dict.fromkeys((*grant.scopes, *scopes)))
        return grant

    def revoke(self, client: str, account: str) -> bool:
        """End a grant with all its tokens; answers whether there was one."""
        grant = self._grants.pop((client, account), None)
        for token in grant.tokens if grant else ():
            token.dead = True
        for code in self._codes.values():
            code.spent = code.spent or (code.terms.client, code.terms.account) == (client, account)
        return grant is not None

    # Codes

    def code(self, terms: Terms, text: str) -> str:
        self._codes[text] = _Code(terms, self._clock.now() + CODE_LIVES)
        return text

    def redeem(self, client: str, text: str) -> Terms | None:
        """What a code stands for, once. Used again, it takes back what it gave (RFC 6749, 4.1.2)."""
        code = self._codes.get(text)
        if code is None or code.terms.client != client:
            return None
        if code.spent:
            self._take_back(text)
            return None
        code.spent = True
        return code.terms if self._clock.now() < code.expires else None

    def _take_back(self, code: str) -> None:
        for token in self._tokens.values():
            token.dead = token.dead or token.code == code

    # Tokens

    def issue(
        self, text: str, kind: Kind, terms: Terms, *, code: str, lives: timedelta | None, idle: timedelta | None = None
    ) -> Token:
        """A new token of a grant that stands. `lives` None: until revoked."""
        now = self._clock.now()
        token = Token(
            text=text,
            kind=kind,
            client=terms.client,
            account=terms.account,
            scopes=terms.scopes,
            code=code,
            issued=now,
            used=now,
            expires=now + lives if lives else None,
            idle=idle,
        )
        self._tokens[text] = token
        self.allow(terms.client, terms.account, ()).tokens.append(token)
        return token

    def thin_out(self, client: str, account: str, kind: Kind, most: int, scopes: tuple[str, ...] | None = None) -> None:
        """Let the oldest live ones die, silently, so that `most` remain; only those with `scopes`, when told."""
        alive = [token for token in self.live(client, account) if token.kind is kind and scopes in {None, token.scopes}]
        for token in alive[: max(0, len(alive) - most)]:
            token.dead = True

    def live(self, client: str, account: str) -> list[Token]:
        """The live tokens of a grant, oldest first."""
        grant, now = self.grant(client, account), self._clock.now()
        return [token for token in grant.tokens if token.lives(now)] if grant else []

    def token(self, text: str) -> Token | None:
        """The live token of this text."""
        found = self._tokens.get(text)
        return found if found and found.lives(self._clock.now()) else None

    def use(self, token: Token) -> None:
        token.used = self._clock.now()

    def expire(self, account: str | None, kind: Kind) -> int:
        """Let the live tokens of a kind die now, of one account or of all; answers how many."""
        now = self._clock.now()
        dying = [
            token
            for token in self._tokens.values()
            if token.kind is kind and account in {None, token.account} and token.lives(now)
        ]
        for token in dying:
            token.dead = True
        return len(dying)
