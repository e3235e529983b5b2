"""The Data API's way of saying no.

Shapes: YouTube Data API, errors and core errors, 2026; the 429 text as seen live in May 2026.
"""

from typing import Any

from aiohttp import web

PROJECT = "project_number:480517284610"
CHALLENGE = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}


class ApiError(Exception):
    """One error body. `message` may contain HTML, as Google's do; `said` is what the inner item says instead."""

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        location: str = "",
        location_type: str = "parameter",
        detail: str = "",
        method: str = "",
        said: str = "",
        named_status: bool = True,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.item = {"message": said or message, "domain": domain, "reason": reason}
        if location:
            self.item |= {"location": location, "locationType": location_type}
        self.detail, self.method = detail, method
        self.named_status = named_status

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "errors": [self.item]}
        if self.named_status and self.code in _STATUS:
            error["status"] = _STATUS[self.code]
        if self.detail:
            error["details"] = [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": self.detail,
                    "domain": "googleapis.com",
                    "metadata": {
                        "service": "youtube.googleapis.com",
                        **({"method": f"youtube.api.v3.{self.method}"} if self.method else {}),
                    },
                }
            ]
        return {"error": error}

    def response(self) -> web.Response:
        headers = {"WWW-Authenticate": CHALLENGE} if self.item["reason"] == "authError" else {}
        return web.json_response(self.body(), status=self.code, headers=headers)


def no_key() -> ApiError:
    return ApiError(
        403,
        "forbidden",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other "
        "form of API consumer identity to call this API.",
    )


def bad_key() -> ApiError:
    message = "API key not valid. Please pass a valid API key."
    return ApiError(400, "keyInvalid", message, domain="usageLimits", detail="API_KEY_INVALID")


def bad_key_newly_said() -> ApiError:
    message = "API key not valid. Please pass a valid API key."
    return ApiError(400, "badRequest", message, detail="API_KEY_INVALID")


def expired_key() -> ApiError:
    message = "API key expired. Please renew the API key."
    return ApiError(400, "keyExpired", message, domain="usageLimits", detail="API_KEY_EXPIRED")


def not_enabled() -> ApiError:
    number = PROJECT.removeprefix("project_number:")
    message = (
        f"YouTube Data API v3 has not been used in project {number} before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/youtube.googleapis.com/overview?project={number} then retry."
    )
    return ApiError(403, "accessNotConfigured", message, domain="usageLimits", detail="SERVICE_DISABLED")


def unauthorized(parameter: str) -> ApiError:
    return ApiError(
        401,
        "authorizationRequired",
        f"The request uses the <code>{parameter}</code> parameter but is not properly authorized.",
        domain="youtube.parameter",
        location=parameter,
    )


def dead_token() -> ApiError:
    """A token that is unknown, expired or revoked."""
    return ApiError(
        401,
        "authError",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        said="Invalid Credentials",
        location="Authorization",
        location_type="header",
    )


def insufficient_scopes(endpoint: str) -> ApiError:
    return ApiError(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        said="Insufficient Permission",
        detail="ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        method=endpoint,
    )


def not_a_content_owner() -> ApiError:
    message = "The request is not properly authorized to manage channels for a content owner."
    return ApiError(403, "forbidden", message, domain="youtube.common", named_status=False)


def quota_exceeded() -> ApiError:
    return ApiError(
        403,
        "quotaExceeded",
        "The request cannot be completed because you have exceeded your "
        '<a href="/youtube/v3/getting-started#quota">quota</a>.',
        domain="youtube.quota",
        named_status=False,
    )


def granular_quota_exceeded(metric: str) -> ApiError:
    return ApiError(
        429,
        "rateLimitExceeded",
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per day' of service 'youtube.googleapis.com' "
        f"for consumer '{PROJECT}'.",
        named_status=False,
    )


def missing(parameter: str) -> ApiError:
    return ApiError(
        400,
        "missingRequiredParameter",
        f"The request is missing a required parameter: <code>{parameter}</code>.",
        domain="youtube.parameter",
        location=parameter,
    )


def no_filter(filters: str) -> ApiError:
    return ApiError(
        400,
        "missingRequiredParameter",
        f"No filter selected. Expected one of: {filters}",
        domain="youtube.parameter",
        location="parameters.",
        location_type="other",
    )


def invalid_criteria(filters: str) -> ApiError:
    return ApiError(
        400,
        "invalidCriteria",
        f"Exactly one of the following filter parameters must be set: {filters}.",
        domain="youtube.parameter",
        location="parameters.",
        location_type="other",
    )


def incompatible(names: str) -> ApiError:
    return ApiError(
        400,
        "incompatibleParameters",
        f"Incompatible parameters specified in the request: {names}",
        domain="youtube.parameter",
        location="parameters.",
        location_type="other",
    )


def too_many_ids() -> ApiError:
    return ApiError(
        400,
        "invalidFilters",
        "The request specifies an invalid filter parameter.",
        domain="youtube.parameter",
        location="parameters.",
        location_type="other",
    )


def unknown_part(part: str) -> ApiError:
    return ApiError(400, "unknownPart", f"'{part}'", domain="youtube.part", location="part")


def owners_part(part: str) -> ApiError:
    message = f"The request is not properly authorized to retrieve the <code>{part}</code> part."
    return ApiError(403, "forbidden", message, domain="youtube.part", location="part")


def invalid_number(name: str, value: str, lowest: int, highest: int) -> ApiError:
    return ApiError(
        400,
        "invalidParameter",
        f"Invalid value '{value}'. Values must be within the range: [{lowest}, {highest}]",
        location=name,
    )


def invalid_page_token(token: str) -> ApiError:
    return ApiError(
        400,
        "invalidPageToken",
        f"The request specifies an invalid page token: '{token}'.",
        domain="youtube.parameter",
        location="pageToken",
    )


def invalid_fields(fields: str) -> ApiError:
    return ApiError(400, "invalidParameter", f"Invalid field selection {fields}", location="fields")


def playlist_not_found() -> ApiError:
    return ApiError(
        404,
        "playlistNotFound",
        "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
        domain="youtube.playlistItem",
        location="playlistId",
        named_status=False,
    )


def channel_not_found() -> ApiError:
    return ApiError(
        404,
        "channelNotFound",
        "Channel not found.",
        domain="youtube.playlist",
        location="channelId",
        named_status=False,
    )


def playlist_forbidden() -> ApiError:
    return ApiError(
        403,
        "playlistItemsNotAccessible",
        "The request is not properly authorized to retrieve the specified playlist.",
        domain="youtube.playlistItem",
        location="playlistId",
        named_status=False,
    )


def no_such_chart() -> ApiError:
    return ApiError(
        400,
        "videoChartNotFound",
        "The requested video chart is not supported or is not available.",
        domain="youtube.video",
        location="chart",
        named_status=False,
    )


def not_implemented(endpoint: str) -> ApiError:
    return ApiError(501, "notImplemented", f"The sandbox does not play {endpoint}.")
