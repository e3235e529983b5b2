"""What can go wrong when somebody calls, or connects an account, each in a sentence.

Of connecting, `detail["reason"]` names it for programs; `action` is the button that mends it.
"""

from typing import Any, ClassVar

from vitrine.lib.errors import (
    IntegrationAuthError,
    PermissionDeniedError,
    ReconnectRequiredError,
    UpstreamUnavailableError,
    ValidationFailedError,
    VitrineError,
)


class SignInRequiredError(IntegrationAuthError):
    """Nobody calls, and this is for somebody."""

    default_sentence = "Sign in first."


class KeyRefusedError(SignInRequiredError):
    """A key that does not let anybody in: unknown, revoked, expired, of a closed account, or in the wrong place."""

    default_sentence = "We do not know this key. Perhaps it was mistyped or removed."


class UncountedError(UpstreamUnavailableError):
    """Where calls are counted is away, so what costs something waits until it is back."""

    default_sentence = (
        "We cannot count calls at the moment, so what costs something has to wait. Reading goes on; please try again in"
        " a little while."
    )


class SealBrokenError(VitrineError):
    """A sealed secret that does not open: the keys changed, or somebody moved or changed it."""

    default_sentence = "We can no longer read the key to this account that we kept. Connect it again to go on."


class ConnectingError(ValidationFailedError):
    """Connecting came to nothing; nothing was changed. `reason` goes into `detail`."""

    reason: ClassVar[str] = ""

    def __init__(self, sentence: str = "", *, platform: str = "", **more: Any) -> None:
        detail = {"reason": self.reason, **more.pop("detail", {})}
        more.setdefault("action", f"connect_{platform}" if platform else "")
        super().__init__(sentence, detail=detail, **more)


class StateMissingError(ConnectingError):
    reason = "state_missing"
    default_sentence = (
        "The way back from the sign-in page was not whole, so we cannot tell that it was yours. Begin again."
    )


class StateForeignError(ConnectingError):
    """Unknown to us, or begun in another session: whose it is stays unsaid."""

    reason = "state_foreign"
    default_sentence = (
        "This sign-in was not begun here: perhaps in another browser, or by somebody else. Nothing was connected; begin"
        " again on this page."
    )


class StateUsedError(ConnectingError):
    reason = "state_used"
    default_sentence = "This sign-in was finished before. If the account is not connected now, begin again."


class StateExpiredError(ConnectingError):
    reason = "state_expired"
    default_sentence = "The sign-in took longer than ten minutes, so it is no longer good. Begin again."


class ClockSkewError(ConnectingError):
    """Begun in what is still our future: the clocks of two machines of this site disagree."""

    reason = "clock_skew"
    default_sentence = (
        "The clocks of this site's machines disagree, so we cannot tell how old this sign-in is. Begin again."
    )


class DeniedError(ConnectingError):
    reason = "denied"
    default_sentence = "You did not allow it, so nothing was connected. You can begin again whenever you like."


class ProviderRefusedError(ConnectingError):
    """The provider sent the person back with an error other than their own no."""

    reason = "provider_refused"
    default_sentence = "The other side did not let this sign-in through. Nothing was connected."


class CodeMissingError(ConnectingError):
    reason = "code_missing"
    default_sentence = "The other side sent you back without what we need to connect. Begin again."


class CodeRefusedError(ConnectingError):
    """A code that was used before, is too old, or never was one."""

    reason = "code_refused"
    default_sentence = "The other side no longer takes this sign-in: it was used before, or is too old. Begin again."


class NoRefreshTokenError(ConnectingError):
    reason = "no_refresh_token"
    default_sentence = (
        "We were let in for an hour only, and could not keep your page in sync after that. Connect once more: you will"
        " be asked for your consent again, and then it lasts."
    )


class NothingGrantedError(ConnectingError):
    """Every box was unticked, or the one without which nothing works."""

    reason = "nothing_granted"
    default_sentence = "The box that lets us read was not ticked, and without it nothing can be connected. Begin again."


class ConnectedElsewhereError(PermissionDeniedError):
    """The account belongs to a connection of somebody else here. It is never taken over."""

    default_sentence = "This account is connected by somebody else here. They have to disconnect it first."


class NotConnectedError(IntegrationAuthError):
    """What was asked for needs the person's own account, and there is none."""


class NotConfiguredError(PermissionDeniedError):
    """Whoever runs the site has not registered it with the provider."""


class GrantEndedError(ReconnectRequiredError):
    """The provider ended the grant: final, only the person can renew it."""
