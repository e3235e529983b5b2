"""Every failure carries a verdict, a sentence for the person and a line for the log.

The sentence says what happened and what happens next, in plain words; the log line may name hosts, ids and reasons,
never a secret. What HTTP status an error becomes is decided in `vitrine.api`, nowhere below.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

_PROMISE = re.compile(r"(?:We (?:wait and )?(?:try|begin) again by ourselves|It goes on by itself(?: [a-z ]+)?)\.")


class Verdict(StrEnum):
    """What a failure means for the work it interrupted."""

    TRANSIENT = "transient"  # the same again, a little later, may well succeed
    WAITING = "waiting"  # nothing to do before `until`; then by itself
    RECONNECT = "reconnect"  # only the person can mend it, by connecting the account again
    PERMANENT = "permanent"  # the same again will fail the same
    OURS = "ours"  # a defect of this program


class VitrineError(Exception):
    """Base of all failures that somebody is told about.

    `sentence` is for the person, `log` for the log (defaults to the sentence), `until` says when a WAITING error ends,
    `detail` is machine-readable and public, `action` names the one thing that mends it (`connect_youtube`).
    """

    code: ClassVar[str] = "INTERNAL"
    verdict: Verdict = Verdict.OURS
    default_sentence: ClassVar[str] = "Something went wrong on our side. Nothing was lost; please try again."

    def __init__(
        self,
        sentence: str = "",
        *,
        log: str = "",
        verdict: Verdict | None = None,
        until: datetime | None = None,
        detail: Mapping[str, Any] | None = None,
        action: str = "",
        suggestion: str = "",
    ) -> None:
        self.sentence = sentence or self.default_sentence
        self.log = log or self.sentence
        self.verdict = verdict or type(self).verdict
        self.until = until
        self.detail = dict(detail or {})
        self.action = action
        self.suggestion = suggestion
        super().__init__(self.log)

    def without_promise(self, instead: str) -> str:
        """The sentence where nobody goes on by himself: asked by somebody who waits, or given up after many tries."""
        return _PROMISE.sub(instead, self.sentence)


class InvalidURLError(VitrineError):
    """The text is no address, or one that we refuse; the sentence says which and why."""

    code = "INVALID_URL"
    verdict = Verdict.PERMANENT
    default_sentence = "This is not an address we can read."


class UnknownPlatformError(VitrineError):
    """A fine address, of a place that no platform of ours covers."""

    code = "UNKNOWN_PLATFORM"
    verdict = Verdict.PERMANENT
    default_sentence = "We do not know this place yet."


class ValidationFailedError(VitrineError):
    """The request is understood and refused: a value is missing or out of range."""

    code = "VALIDATION_ERROR"
    verdict = Verdict.PERMANENT
    default_sentence = "Something in this request is not as it should be."


class NotFoundError(VitrineError):
    """Nothing of ours has this name, or it is not the caller's to see."""

    code = "NOT_FOUND"
    verdict = Verdict.PERMANENT
    default_sentence = "There is nothing here, or it is private."


class ContentNotFoundError(VitrineError):
    """The work is not there upstream: deleted, private, or never was."""

    code = "CONTENT_NOT_FOUND"
    verdict = Verdict.PERMANENT
    default_sentence = "There is nothing at this address any more, or it is private."


class IntegrationAuthError(VitrineError):
    """The platform does not accept who we say we are."""

    code = "AUTH_ERROR"
    verdict = Verdict.RECONNECT
    default_sentence = "The platform did not accept our sign-in."


class ReconnectRequiredError(IntegrationAuthError):
    """A grant that once worked is dead; only its owner can renew it."""

    code = "RECONNECT_REQUIRED"
    default_sentence = "The connection has ended. Connect the account again to go on."


class PermissionDeniedError(VitrineError):
    """Known caller, not allowed."""

    code = "PERMISSION_DENIED"
    verdict = Verdict.PERMANENT
    default_sentence = "You may not do this."


class RateLimitError(VitrineError):
    """Too many in too short a time, here or upstream; `until` says when the next may come."""

    code = "RATE_LIMITED"
    verdict = Verdict.WAITING
    default_sentence = "That was a little too often. It goes on by itself in a moment."


class QuotaExceededError(VitrineError):
    """The day's allowance of a platform is used up; `until` is the reset."""

    code = "QUOTA_EXCEEDED"
    verdict = Verdict.WAITING
    default_sentence = "Today's allowance is used up. What is left comes in by itself when it is new."


class UpstreamUnavailableError(VitrineError):
    """The platform is down, slow, unreachable or answers nonsense."""

    code = "UPSTREAM_UNAVAILABLE"
    verdict = Verdict.TRANSIENT
    default_sentence = "The platform is not answering properly right now. We try again by ourselves."


class ImportDuplicateError(VitrineError):
    """This one work is on the page already; `detail` holds the existing project."""

    code = "DUPLICATE_IMPORT"
    verdict = Verdict.PERMANENT
    default_sentence = "This is on your page already."


class ImportInProgressError(VitrineError):
    """The same import is under way; `detail` holds its job."""

    code = "IMPORT_IN_PROGRESS"
    verdict = Verdict.PERMANENT
    default_sentence = "This import is already under way."
