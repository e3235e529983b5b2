# ruff: noqa: N818 - these name what happened, as the field does; all are errors by their base
"""What can go wrong between us and the other side. A status of 4xx or 5xx is an answer, not one of these."""

from datetime import datetime

from ..errors import InvalidURLError, UpstreamUnavailableError, Verdict


class WireError(UpstreamUnavailableError):
    """Base of these. `attempts` is how often something was sent, retries and redirects included."""

    attempts: int = 0


class TimedOut(WireError):
    """No connection, no byte or no end within the time given."""

    default_sentence = "The other side took too long to answer. We try again by ourselves."


class Unreachable(WireError):
    """No conversation came about: unknown name, refused or reset connection, a certificate that does not fit."""

    default_sentence = "We could not reach the other side. We try again by ourselves."


class CutShort(WireError):
    """The answer began and did not arrive whole."""

    default_sentence = "The answer broke off in the middle. We try again by ourselves."


class Unreadable(WireError):
    """An answer came that is not what it says it is: no HTTP, no JSON, a compression that cannot be undone."""

    default_sentence = "The other side answered with something we cannot read. We try again by ourselves."


class TooLarge(WireError):
    """The answer is larger than the request allows; not a byte more was read. `detail["max_bytes"]` is the limit."""

    verdict = Verdict.PERMANENT
    default_sentence = "What is at this address is larger than we take."


class TooManyRedirects(WireError):
    """Sent from address to address, more often than the request allows."""

    verdict = Verdict.PERMANENT
    default_sentence = "This address sends us from one place to the next without end."


class BreakerOpen(WireError):
    """Nothing was sent: this host failed too often lately. `until` says when it is asked again."""

    verdict = Verdict.WAITING
    default_sentence = "The other side is having trouble, so we leave it alone for a moment. It goes on by itself."

    def __init__(self, host: str, purpose: str, until: datetime) -> None:
        super().__init__(log=f"breaker open for {host} ({purpose}) until {until:%H:%M:%S}", until=until)


class AddressRefused(InvalidURLError):
    """An address that leads, or could lead, into a network of our own."""

    default_sentence = "We do not fetch from this address, because it is not on the public internet."
