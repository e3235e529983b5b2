"""The page on which a person decides, and decisions made beforehand so that a test needs no page.

Plain HTML and one form, so that a real browser, a keyboard and plain HTTP can all use it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from aiohttp import web

from sandbox.oauth.cast import ACCOUNTS, Account

HEADERS = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person did: `ticked` is None when all scopes stay ticked but those in `unticked`."""

    account: Account
    deny: bool = False
    ticked: frozenset[str] | None = None
    unticked: frozenset[str] = frozenset()
    withhold_refresh: bool = False

    def allows(self, scope: str) -> bool:
        return (self.ticked is None or scope in self.ticked) and scope not in self.unticked


def read_form(form: Mapping[str, Any], ticked: Iterable[str]) -> Decision:
    """The form as sent. Raises ValueError when it names nobody of the cast, or no decision."""
    decision = str(form.get("decision", ""))
    if decision not in {"allow", "deny"}:
        raise ValueError("decision is allow or deny")
    return Decision(_account(str(form.get("account", ""))), decision == "deny", frozenset(ticked))


@dataclass(slots=True)
class _Preset:
    decision: Decision
    provider: str
    times: int | None


class Presets:
    """Decisions made beforehand, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[_Preset] = []

    def reset(self) -> None:
        self._waiting.clear()

    def add(self, data: Mapping[str, Any]) -> int:
        """`{account, untick?, deny?, withhold_refresh?, provider?, times?}`; times null lasts until it is deleted.
        Answers how many wait. Raises ValueError or KeyError on what makes no sense.
        """
        known = {"account", "untick", "deny", "withhold_refresh", "provider", "times"}
        if unknown := set(data) - known:
            raise ValueError(f"unknown names: {', '.join(sorted(unknown))}")
        times = data.get("times", 1)
        decision = Decision(
            _account(str(data["account"])),
            deny=bool(data.get("deny")),
            unticked=frozenset(data.get("untick", ())),
            withhold_refresh=bool(data.get("withhold_refresh")),
        )
        self._waiting.append(_Preset(decision, str(data.get("provider", "")), None if times is None else int(times)))
        return len(self._waiting)

    def take(self, provider: str) -> Decision | None:
        """The next decision for a provider's page."""
        found = next((one for one in self._waiting if one.provider in {"", provider}), None)
        if found is None:
            return None
        if found.times is not None:
            found.times -= 1
            if found.times <= 0:
                self._waiting.remove(found)
        return found.decision


def _account(name: str) -> Account:
    found = ACCOUNTS.get(name) or next((one for one in ACCOUNTS.values() if one.email == name), None)
    if found is None:
        raise ValueError(f"no account {name!r}; there are {', '.join(ACCOUNTS)}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is asked: `scopes` as (name, what it means), `given` those that cannot be unticked."""

    provider: str
    client: str
    accounts: Sequence[tuple[Account, str]]
    scopes: Sequence[tuple[str, str]]
    given: Sequence[str] = ()
    hint: str = ""

    def response(self) -> web.Response:
        title = f"{self.client} wants access to your {self.provider} account"
        body = (
            f"<h1>{escape(title)}</h1>"
            '<form method="post"><fieldset><legend>Continue as</legend>'
            f"{''.join(self._account(account, told) for account, told in self.accounts)}</fieldset>"
            f"{self._scopes()}"
            '<p><button name="decision" value="allow">Allow</button> '
            '<button name="decision" value="deny">Deny</button></p></form>'
        )
        return html(200, title, body)

    def _account(self, account: Account, told: str) -> str:
        checked = " checked" if account is self._chosen else ""
        return (
            f'<label><input type="radio" name="account" value="{account.name}" required{checked}> '
            f"{escape(account.full_name)} <small>{escape(told)}</small></label>"
        )

    @property
    def _chosen(self) -> Account:
        hinted = (account for account, _ in self.accounts if self.hint in {account.name, account.email})
        return next(hinted, self.accounts[0][0])

    def _scopes(self) -> str:
        boxes = "".join(
            f'<label><input type="checkbox" name="scope" value="{escape(name)}" checked> {escape(means)} '
            f"<small>{escape(name)}</small></label>"
            for name, means in self.scopes
        )
        given = "".join(f"<p>{escape(text)}</p>" for text in self.given)
        return f"<fieldset><legend>It may</legend>{boxes}{given}</fieldset>" if boxes or given else ""


def refusal(status: int, error: str, sentence: str, *, headline: str = "Access blocked") -> web.Response:
    """The provider's own error page: the person is not sent back, for nobody knows to whom."""
    told = f"<p>Error {status}: <code id=error>{escape(error)}</code></p>"
    return html(status, headline, f"<h1>{escape(headline)}</h1><p>{escape(sentence)}</p>{told}")


def html(status: int, title: str, body: str) -> web.Response:
    text = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
        "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:8vh auto;padding:0 1rem}"
        "label{display:block;padding:.5rem 0}small{color:#555;overflow-wrap:anywhere}fieldset{margin:1rem 0}"
        "button{font:inherit;padding:.6rem 1.2rem}h1{font-size:1.4rem}</style></head>"
        f"<body><main>{body}<p><small>This is the sandbox, not the real one. Nothing leaves this machine.</small></p>"
        "</main></body></html>"
    )
    return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)
