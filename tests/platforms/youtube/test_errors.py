"""YouTube's refusals: every reason of the documentation has its verdict, and one never seen stops nothing for good."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.support.recorded import recorded
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
from vitrine.platforms.youtube.errors import REASONS, PageTokenError, feed_trouble, judge

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# YouTube Data API, "Errors" and "Core errors", by HTTP status.
DOCUMENTED = {
    304: "notModified",
    400: """badRequest invalid invalidParameter invalidValue required parseError keyInvalid keyExpired notUpload
        wrongUrlForUpload incompatibleParameters invalidFilters invalidPageToken missingRequiredParameter
        unexpectedParameter invalidLanguage unsupportedLanguageCode invalidRegionCode unsupportedRegionCode invalidMine
        invalidPart unexpectedPart unknownPart invalidCriteria mediaBodyRequired invalidVideoMetadata invalidCategoryId
        invalidTitle invalidDescription invalidTags invalidPublishAt invalidRecordingDetails invalidFilename
        defaultLanguageNotSet uploadLimitExceeded videoChartNotFound invalidRating emailNotVerified
        videoPurchaseRequired invalidAbuseReason processingFailure invalidImage invalidContentDetails
        invalidPlaylistItemPosition invalidResourceType manualSortRequired videoAlreadyInAnotherSeriesPlaylist
        channelIdRequired playlistIdRequired resourceIdRequired playlistOperationUnsupported contentRequired
        invalidMetadata nameTooLong couldNotConvert invalidChannelId invalidLocation invalidRelevanceLanguage
        invalidSearchFilter subscriptionDuplicate subscriptionForbidden publisherRequired commentTextRequired
        commentTextTooLong parentIdMissing operationNotSupported""",
    401: "authError expired required authorizationRequired youtubeSignupRequired",
    403: """forbidden quotaExceeded dailyLimitExceeded rateLimitExceeded userRateLimitExceeded servingLimitExceeded
        accessNotConfigured insufficientPermissions sslRequired accountDelegationForbidden
        authenticatedUserAccountClosed authenticatedUserAccountSuspended authenticatedUserNotChannel channelClosed
        channelNotFound channelSuspended channelForbidden cmsUserAccountNotFound insufficientCapabilities
        forbiddenPrivacySetting forbiddenLicenseSetting forbiddenEmbedSetting videoRatingDisabled commentsDisabled
        ineligibleAccount playlistForbidden playlistItemsNotAccessible playlistContainsMaximumNumberOfVideos
        watchHistoryNotAccessible watchLaterNotAccessible SERVICE_UNAVAILABLE""",
    404: """notFound videoNotFound playlistNotFound playlistItemNotFound channelNotFound captionNotFound commentNotFound
        subscriptionNotFound contentOwnerAccountNotFound""",
    409: "conflict duplicate captionExists videoAlreadyInPlaylist",
    410: "deleted",
    412: "conditionNotMet",
    413: "uploadTooLarge",
    416: "requestedRangeNotSatisfiable",
    428: "preconditionRequired",
    429: "rateLimitExceeded uploadRateLimitExceeded",
    500: "internalError",
    501: "notImplemented",
    503: "backendError notReady",
}
EVERY_REASON = [(status, reason) for status, reasons in DOCUMENTED.items() for reason in reasons.split()]


def refusal(
    status: int, reason: str = "", message: str = "", headers: dict[str, str] | None = None, **more: Any
) -> Response:
    error: dict[str, Any] = {"code": status, "message": message, **more}
    if reason:
        error["errors"] = [{"domain": "global", "reason": reason, "message": message}]
    return answer(status, json.dumps({"error": error}).encode(), headers)


def answer(status: int, body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(status=status, headers=headers or {}, body=body, url="https://www.googleapis.com/youtube/v3/videos")


@pytest.mark.parametrize(("status", "reason"), EVERY_REASON)
def test_every_documented_reason_is_in_the_table_and_has_its_words(status: int, reason: str) -> None:
    with capture_logs() as logs:
        error = judge(refusal(status, reason, "Words."), "videos.list", now=NOW)
    assert reason in REASONS
    assert not logs, "a known reason is no news"
    assert error.sentence
    assert reason not in error.sentence or reason == "deleted", "a sentence is for people"
    assert reason in error.log
    assert "videos.list" in error.log
    assert (error.until is not None) == (error.verdict is Verdict.WAITING)


@pytest.mark.parametrize(
    ("status", "reason", "kind", "verdict"),
    [
        (403, "quotaExceeded", QuotaExceededError, Verdict.WAITING),
        (403, "dailyLimitExceeded", QuotaExceededError, Verdict.WAITING),
        (429, "rateLimitExceeded", RateLimitError, Verdict.WAITING),
        (403, "userRateLimitExceeded", RateLimitError, Verdict.WAITING),
        (400, "uploadLimitExceeded", RateLimitError, Verdict.WAITING),
        (500, "internalError", UpstreamUnavailableError, Verdict.TRANSIENT),
        (503, "backendError", UpstreamUnavailableError, Verdict.TRANSIENT),
        (400, "processingFailure", UpstreamUnavailableError, Verdict.TRANSIENT),
        (403, "SERVICE_UNAVAILABLE", UpstreamUnavailableError, Verdict.TRANSIENT),
        (404, "videoNotFound", ContentNotFoundError, Verdict.PERMANENT),
        (404, "playlistNotFound", ContentNotFoundError, Verdict.PERMANENT),
        (403, "channelNotFound", ContentNotFoundError, Verdict.PERMANENT),
        (403, "channelSuspended", ContentNotFoundError, Verdict.PERMANENT),
        (403, "playlistItemsNotAccessible", ContentNotFoundError, Verdict.PERMANENT),
        (401, "authError", ReconnectRequiredError, Verdict.RECONNECT),
        (403, "insufficientPermissions", ReconnectRequiredError, Verdict.RECONNECT),
        (401, "youtubeSignupRequired", PermissionDeniedError, Verdict.PERMANENT),
        (403, "forbidden", PermissionDeniedError, Verdict.PERMANENT),
        (400, "keyInvalid", IntegrationAuthError, Verdict.PERMANENT),
        (403, "accessNotConfigured", IntegrationAuthError, Verdict.PERMANENT),
        (400, "invalidPageToken", PageTokenError, Verdict.TRANSIENT),
        (400, "invalidTitle", ValidationFailedError, Verdict.PERMANENT),
        (400, "unknownPart", VitrineError, Verdict.OURS),
        (400, "invalidParameter", VitrineError, Verdict.OURS),
    ],
)
def test_what_a_reason_comes_to(status: int, reason: str, kind: type[VitrineError], verdict: Verdict) -> None:
    error = judge(refusal(status, reason), "videos.list", now=NOW)
    assert type(error) is kind
    assert error.verdict is verdict
    assert error.detail["reason"] == reason


def test_the_used_up_pool_names_its_bucket_and_waits_for_midnight() -> None:
    message = 'The request cannot be completed because you have exceeded your <a href="/youtube/quota">quota</a>.'
    error = judge(refusal(403, "quotaExceeded", message), "playlistItems.list", now=NOW)
    assert error.until == MIDNIGHT
    assert error.detail["bucket"] == "youtube.pool"
    assert "<a" not in error.log
    assert "exceeded your quota" in error.log


def test_a_daily_bucket_that_answers_429_is_a_used_up_day_not_a_moment() -> None:
    body = recorded("youtube-data-api/429_video_uploads_per_day_2026-05.json")
    error = judge(answer(429, body), "videos.insert", now=NOW)
    assert isinstance(error, QuotaExceededError)
    assert error.until == MIDNIGHT
    assert error.detail["bucket"] == "youtube.uploads"


@pytest.mark.parametrize("status", [403, 429])
def test_per_day_in_the_message_is_the_day(status: int) -> None:
    message = (
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'youtube.googleapis.com'"
    )
    error = judge(refusal(status, "rateLimitExceeded", message), "search.list", now=NOW)
    assert isinstance(error, QuotaExceededError)
    assert error.detail["bucket"] == "youtube.search"


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, NOW + MINUTE),
        ({"retry-after": "17"}, NOW + timedelta(seconds=17)),
        ({"retry-after": "Fri, 20 Nov 2026 12:05:00 GMT"}, NOW + 5 * MINUTE),
        ({"retry-after": "soon"}, NOW + MINUTE),
        ({"retry-after": "99999999"}, NOW + timedelta(days=1)),
    ],
)
def test_how_long_a_moment_is(headers: dict[str, str], until: datetime) -> None:
    assert judge(refusal(429, "rateLimitExceeded", headers=headers), "videos.list", now=NOW).until == until


def test_a_bad_key_says_only_badrequest_where_one_looks_first() -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
    error = judge(refusal(400, "badRequest", "API key not valid.", details=details), "videos.list", now=NOW)
    assert isinstance(error, IntegrationAuthError)
    assert error.action == "set_youtube_api_key"
    assert "YOUTUBE_API_KEY" in error.sentence


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("error_response.json", IntegrationAuthError),
        ("error_permission_resp.json", UpstreamUnavailableError),
    ],
)
def test_recorded_refusals(name: str, kind: type[VitrineError]) -> None:
    body = recorded(f"youtube-data-api/{name}")
    assert type(judge(answer(json.loads(body)["error"]["code"], body), "videos.list", now=NOW)) is kind


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500])
def test_a_reason_never_seen_is_transient_and_loud(status: int) -> None:
    with capture_logs() as logs:
        error = judge(refusal(status, "brandNewReason", "What is this?"), "videos.list", now=NOW)
    assert type(error) is UpstreamUnavailableError
    assert error.verdict is Verdict.TRANSIENT
    [line] = logs
    assert line["log_level"] == "warning"
    assert "brandNewReason" in line["line"]


@pytest.mark.parametrize(
    "body",
    [b"", b"<!DOCTYPE html><title>Sorry</title>", b"[]", b'"text"', b"null", b'{"error": "text"}', b'{"error": {}}',
     b'{"error": {"errors": "text"}}',
     b'{"error": {"errors": [1]}}', b'{"error": {"details": {"a": 1}}}', b"\xff\xfe", b"{"],
)  # fmt: skip
def test_a_body_that_is_no_error_of_the_api_is_judged_by_its_status(body: bytes) -> None:
    assert type(judge(answer(502, body), "videos.list", now=NOW)) is UpstreamUnavailableError
    assert type(judge(answer(404, body), "videos.list", now=NOW)) is UpstreamUnavailableError
    assert type(judge(answer(429, body), "videos.list", now=NOW)) is RateLimitError


@pytest.mark.parametrize("status", [404, 500, 503, 400])
def test_a_feed_that_is_out_of_order_is_waited_out(status: int) -> None:
    error = feed_trouble(answer(status, b""), "feed of channel UCx", now=NOW)
    assert type(error) is UpstreamUnavailableError
    assert error.verdict is Verdict.TRANSIENT
    assert str(status) in error.log


@pytest.mark.parametrize("status", [403, 429])
def test_a_feed_that_refuses_our_address_is_left_alone_for_a_while(status: int) -> None:
    error = feed_trouble(answer(status, b""), "feed of channel UCx", now=NOW)
    assert type(error) is RateLimitError
    assert error.until == NOW + timedelta(minutes=30)
