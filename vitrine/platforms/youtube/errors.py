"""What YouTube's refusals mean: a table from the API's `reason` to a verdict and a sentence.

Sources: YouTube Data API, "Errors" and "Core errors" pages (2026-06); googleapis/google-api-python-client issue 2753
for the daily bucket that answers 429 rateLimitExceeded with "per day" in its message. Branch on the reason: the same
HTTP status carries opposite verdicts, and messages are prose with HTML in it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from vitrine.lib.clock import now as clock_now
from vitrine.lib.errors import (
    ContentNotFoundError,
    IntegrationAuthError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    ReconnectRequiredError,
    UpstreamUnavailableError,
    ValidationFailedError,
    Verdict,
    VitrineError,
)
from vitrine.lib.http import Response
from vitrine.lib.http.retry import retry_after

from .costs import COSTS, next_reset

log = structlog.get_logger(__name__)

_SHORT_WAIT = timedelta(minutes=1)  # limits are counted by the minute, and answers carry no Retry-After
_ADDRESS_WAIT = timedelta(minutes=30)  # the feed refuses an address for hours; asking every half hour costs nothing
_LOGGED = 300
_FEED_DOWN = (
    "YouTube's public feed is out of order, as it is for hours on some days. We wait and try again by ourselves."
)


class PageTokenError(UpstreamUnavailableError):
    """A page token was no longer good: the list changed while it was read. Begin again."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one reason comes to: the class, the sentence, and where it differs from the class's own, the verdict."""

    error: type[VitrineError]
    sentence: str = ""
    verdict: Verdict | None = None
    action: str = ""


_QUOTA = Meaning(
    QuotaExceededError,
    "Today's allowance of calls to YouTube is used up. The rest comes in by itself after midnight in California.",
)
_BUSY = Meaning(RateLimitError, "YouTube asks us to slow down. It goes on by itself in a moment.")
_DOWN = Meaning(UpstreamUnavailableError, "YouTube has trouble right now. We try again by ourselves.")
_GONE = Meaning(ContentNotFoundError, "YouTube has nothing at this address: it was deleted, is private, or never was.")
_PRIVATE = Meaning(ContentNotFoundError, "The owner keeps this private on YouTube.")
_CLOSED = Meaning(ContentNotFoundError, "YouTube has closed this channel, or its owner has.")
_SIGN_IN = Meaning(
    ReconnectRequiredError,
    "YouTube no longer accepts our sign-in. Connect the account again.",
    action="connect_youtube",
)
_SCOPE = Meaning(
    ReconnectRequiredError,
    "The connection to YouTube does not allow this. Connect the account again and leave all boxes ticked.",
    action="connect_youtube",
)
_ACCOUNT = Meaning(
    PermissionDeniedError, "YouTube does not let this account do that: it is closed, suspended or restricted."
)
_NO_CHANNEL = Meaning(
    PermissionDeniedError, "This Google account has no YouTube channel yet. Make one at YouTube first."
)
_FORBIDDEN = Meaning(PermissionDeniedError, "YouTube does not allow this.")
_KEY = Meaning(
    IntegrationAuthError,
    "YouTube does not accept this site's API key. Whoever runs the site has to set a good YOUTUBE_API_KEY.",
    verdict=Verdict.PERMANENT,
    action="set_youtube_api_key",
)
_INPUT = Meaning(ValidationFailedError, "YouTube did not accept what was sent.")
_UPLOADS = Meaning(
    RateLimitError, "YouTube takes no more uploads from this channel for now. It goes on by itself tomorrow."
)
_FULL = Meaning(ValidationFailedError, "This playlist is full.")
_OURS = Meaning(
    VitrineError, "We asked YouTube the wrong way. That is our mistake, and it is noted.", verdict=Verdict.OURS
)
_TOKEN = Meaning(PageTokenError, "YouTube's list changed while we read it. We begin again by ourselves.")


def _table(*rows: tuple[Meaning, str]) -> dict[str, Meaning]:
    return {reason: meaning for meaning, reasons in rows for reason in reasons.split()}


# fmt: off
REASONS = _table(
    (_QUOTA, "quotaExceeded dailyLimitExceeded"),
    (_BUSY, """
        rateLimitExceeded userRateLimitExceeded servingLimitExceeded uploadRateLimitExceeded RATE_LIMIT_EXCEEDED
    """),
    (_UPLOADS, "uploadLimitExceeded"),
    (_DOWN, "internalError backendError notReady notImplemented processingFailure SERVICE_UNAVAILABLE"),
    (_GONE, """
        notFound videoNotFound playlistNotFound playlistItemNotFound channelNotFound captionNotFound
        commentNotFound subscriptionNotFound contentOwnerAccountNotFound cmsUserAccountNotFound
        videoChartNotFound deleted
    """),
    (_PRIVATE, """
        playlistForbidden channelForbidden playlistItemsNotAccessible watchHistoryNotAccessible
        watchLaterNotAccessible
    """),
    (_CLOSED, "channelClosed channelSuspended"),
    (_SIGN_IN, "authError expired required authorizationRequired"),
    (_SCOPE, "insufficientPermissions ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    (_NO_CHANNEL, "youtubeSignupRequired authenticatedUserNotChannel"),
    (_ACCOUNT, """
        accountDelegationForbidden authenticatedUserAccountClosed authenticatedUserAccountSuspended
        insufficientCapabilities ineligibleAccount emailNotVerified
    """),
    (_FORBIDDEN, """
        forbidden forbiddenPrivacySetting forbiddenLicenseSetting forbiddenEmbedSetting videoRatingDisabled
        commentsDisabled videoPurchaseRequired subscriptionForbidden
    """),
    (_KEY, """
        keyInvalid keyExpired accessNotConfigured API_KEY_INVALID SERVICE_DISABLED API_KEY_SERVICE_BLOCKED
        API_KEY_HTTP_REFERRER_BLOCKED API_KEY_IP_ADDRESS_BLOCKED CONSUMER_SUSPENDED ipRefererBlocked
    """),
    (_TOKEN, "invalidPageToken"),
    (_FULL, "playlistContainsMaximumNumberOfVideos"),
    (_INPUT, """
        uploadTooLarge mediaBodyRequired invalidVideoMetadata invalidCategoryId invalidTitle invalidDescription
        invalidTags invalidPublishAt invalidRecordingDetails invalidFilename defaultLanguageNotSet invalidRating
        invalidAbuseReason invalidImage invalidContentDetails invalidPlaylistItemPosition invalidResourceType
        manualSortRequired videoAlreadyInAnotherSeriesPlaylist videoAlreadyInPlaylist contentRequired
        invalidMetadata nameTooLong couldNotConvert subscriptionDuplicate commentTextRequired commentTextTooLong
        operationNotSupported playlistOperationUnsupported conflict duplicate captionExists
    """),
    (_OURS, """
        badRequest invalid invalidParameter invalidValue parseError notUpload wrongUrlForUpload
        incompatibleParameters invalidFilters missingRequiredParameter unexpectedParameter invalidLanguage
        unsupportedLanguageCode invalidRegionCode unsupportedRegionCode invalidMine invalidPart unexpectedPart
        unknownPart invalidCriteria channelIdRequired playlistIdRequired resourceIdRequired invalidChannelId
        invalidLocation invalidRelevanceLanguage invalidSearchFilter publisherRequired parentIdMissing
        sslRequired notModified conditionNotMet preconditionRequired requestedRangeNotSatisfiable
    """),
)
# fmt: on


def judge(response: Response, endpoint: str, *, now: datetime | None = None) -> VitrineError:
    """The error that an answer of the Data API with a status of 400 or more amounts to.

    `now` (aware) is where waiting begins. A reason that the table lacks is taken for a passing trouble, so that nothing
    stops for good over a word, and is logged as a warning.
    """
    now = now or clock_now()
    reasons, message = _said(response)
    known = next((reason for reason in reasons if reason in REASONS), "")
    line = f"{endpoint}: HTTP {response.status} {' '.join(reasons) or 'without a reason'}: {message[:_LOGGED]}"
    meaning = REASONS.get(known) or _by_status(response.status)
    if not known:
        log.warning("youtube.unknown_reason", line=line, next="taken for a passing trouble")
    if response.status in {403, 429} and "per day" in message.lower():
        meaning = _QUOTA
    detail = {"reason": known or (reasons[0] if reasons else ""), "endpoint": endpoint}
    if meaning is _QUOTA and endpoint in COSTS:
        detail["bucket"] = COSTS[endpoint].bucket  # upstream's word that it is empty, whatever was counted here
    return meaning.error(
        meaning.sentence,
        log=line,
        verdict=meaning.verdict,
        until=_until(meaning, response, now),
        detail=detail,
        action=meaning.action,
    )


def _by_status(status: int) -> Meaning:
    """What is left to go by when no reason is known: only that we are asked to slow down can be told from a status."""
    return _BUSY if status == 429 else _DOWN  # noqa: PLR2004 - the status of that name


def _until(meaning: Meaning, response: Response, now: datetime) -> datetime | None:
    if meaning in {_QUOTA, _UPLOADS}:
        return next_reset(now)
    return _later(response, now, _SHORT_WAIT) if meaning is _BUSY else None


def _later(response: Response, now: datetime, usual: timedelta) -> datetime:
    """When Retry-After lets us come again, at most a day from now; after the usual wait where it does not say."""
    seconds = retry_after(response.headers, now)
    return now + (usual if seconds is None else timedelta(seconds=min(seconds, 86_400)))


def _said(response: Response) -> tuple[tuple[str, ...], str]:
    """The reasons, the most exact first, and the message without its HTML; nothing for any other body."""
    try:
        error = json.loads(response.body)["error"]
        reasons = tuple(dict.fromkeys(_reasons(error)))
        message = str(error.get("message") or "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return (), ""
    return reasons, re.sub(r"<[^>]*>", "", message)


def _reasons(error: dict[str, Any]) -> Iterator[str]:
    """`details[].reason` first (a bad key says only badRequest in `errors`), then `errors[].reason`."""
    for part in ("details", "errors"):
        for entry in error.get(part) or ():
            if reason := entry.get("reason"):
                yield str(reason)


def feed_trouble(response: Response, what: str, *, now: datetime | None = None) -> VitrineError:
    """What a refusal of the public feed amounts to: waiting, never that the channel is gone.

    Since December 2025 all feeds answer 404, at times 500, for hours on many days, whoever asks (miniflux/v2
    issue 4261), and refuse single addresses with 403 or 429 for hours, with no Retry-After.
    """
    return _free_trouble(response, what, _FEED_DOWN, now or clock_now())


def page_trouble(response: Response, what: str, *, now: datetime | None = None) -> VitrineError:
    """The same for the other things that are free: channels' pages and oEmbed."""
    return _free_trouble(response, what, _DOWN.sentence, now or clock_now())


def _free_trouble(response: Response, what: str, sentence: str, now: datetime) -> VitrineError:
    line = f"{what}: HTTP {response.status}"
    if response.status in {403, 429}:
        return RateLimitError(
            "YouTube answers our address no more for a while. It goes on by itself.",
            log=line,
            until=_later(response, now, _ADDRESS_WAIT),
        )
    return UpstreamUnavailableError(sentence, log=line)
