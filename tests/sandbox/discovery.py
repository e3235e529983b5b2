"""Answers against Google's discovery document, which google-api-python-client ships.

The document requires nothing by itself, so two lists stand here: unknown names fail everywhere, and ALWAYS names what
every resource of a kind has when its part is asked for.
"""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient

ROOT = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

# kind → paths that are always there, when the path's first word (the part) is.
ALWAYS: dict[str, tuple[str, ...]] = {
    "youtube#channel": (
        "id", "etag", "snippet.title", "snippet.description", "snippet.customUrl", "snippet.publishedAt",
        "snippet.thumbnails.default.url", "snippet.thumbnails.high.url", "snippet.localized.title",
        "contentDetails.relatedPlaylists.uploads", "statistics.viewCount", "statistics.hiddenSubscriberCount",
        "statistics.videoCount", "status.privacyStatus", "brandingSettings.channel.title",
    ),
    "youtube#playlist": (
        "id", "etag", "snippet.publishedAt", "snippet.channelId", "snippet.title", "snippet.description",
        "snippet.thumbnails", "snippet.channelTitle", "status.privacyStatus", "contentDetails.itemCount",
        "player.embedHtml",
    ),
    "youtube#playlistItem": (
        "id", "etag", "snippet.publishedAt", "snippet.channelId", "snippet.title", "snippet.description",
        "snippet.thumbnails", "snippet.channelTitle", "snippet.playlistId", "snippet.position",
        "snippet.resourceId.kind", "snippet.resourceId.videoId", "contentDetails.videoId", "status.privacyStatus",
    ),
    "youtube#video": (
        "id", "etag", "snippet.publishedAt", "snippet.channelId", "snippet.title", "snippet.description",
        "snippet.thumbnails.default.url", "snippet.thumbnails.medium.width", "snippet.thumbnails.high.height",
        "snippet.channelTitle", "snippet.categoryId", "snippet.liveBroadcastContent", "snippet.localized.title",
        "contentDetails.duration", "contentDetails.dimension", "contentDetails.definition", "contentDetails.caption",
        "contentDetails.licensedContent", "contentDetails.contentRating", "contentDetails.projection",
        "status.uploadStatus", "status.privacyStatus", "status.license", "status.embeddable",
        "status.publicStatsViewable", "status.madeForKids", "statistics.favoriteCount", "player.embedHtml",
    ),
    "youtube#videoStats": ("id", "etag", "snippet.publishTime", "contentDetails.duration", "statistics"),
    "youtube#channelListResponse": ("etag", "pageInfo.totalResults", "pageInfo.resultsPerPage"),
    "youtube#playlistListResponse": ("etag", "items", "pageInfo.totalResults", "pageInfo.resultsPerPage"),
    "youtube#playlistItemListResponse": ("etag", "items", "pageInfo.totalResults", "pageInfo.resultsPerPage"),
    "youtube#videoListResponse": ("etag", "items", "pageInfo.totalResults", "pageInfo.resultsPerPage"),
    "youtube#batchGetStatsResponse": ("etag", "items"),
}  # fmt: skip


@cache
def schemas() -> dict[str, Any]:
    return dict(json.loads((ROOT / "youtube.v3.json").read_text("utf-8"))["schemas"])


def faults(value: Any, schema: str) -> list[str]:
    """Everything in `value` that the schema of this name does not allow, and what it lacks of ALWAYS."""
    return _object(value, schemas()[schema], schema)


def _check(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    if "$ref" in schema:
        return _object(value, schemas()[schema["$ref"]], path)
    kind = schema.get("type")
    if kind == "object":
        return _object(value, schema, path)
    if kind == "array":
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [fault for at, item in enumerate(value) for fault in _check(item, schema["items"], f"{path}[{at}]")]
    return _plain(value, schema, path)


def _object(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: no object"]
    names = schema.get("properties", {})
    found = [f"{path}.{name}: unknown" for name in value if name not in names and "additionalProperties" not in schema]
    for name, inner in value.items():
        found += _check(inner, names[name], f"{path}.{name}") if name in names else []
    return found + _lacks(value, path)


def _lacks(value: dict[str, Any], path: str) -> list[str]:
    found = []
    for wanted in ALWAYS.get(str(value.get("kind", "")), ()) if "etag" in value else ():
        part, _, rest = wanted.partition(".")
        if rest and part not in value:
            continue
        here: Any = value
        for word in wanted.split("."):
            here = here.get(word) if isinstance(here, dict) else None
        if here is None:
            found.append(f"{path}: lacks {wanted}")
    return found


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(RFC3339.fullmatch(text))


def _plain(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    types: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "any": object,
    }
    kind = schema["type"]
    if not isinstance(value, types[kind]) or (kind in {"integer", "number"} and isinstance(value, bool)):
        return [f"{path}: {value!r} is no {kind}"]
    return _formed(str(value), schema, path) if kind == "string" else []


def _formed(value: str, schema: dict[str, Any], path: str) -> list[str]:
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is none of {schema['enum']}"]
    forms = {"uint64": r"\d+", "int64": r"-?\d+", "google-duration": r"\d+(\.\d+)?s"}
    form = forms.get(schema.get("format", ""))
    if form and not re.fullmatch(form, value):
        return [f"{path}: {value!r} is no {schema['format']}"]
    if schema.get("format") in {"date-time", "google-datetime"} and not _is_moment(value):
        return [f"{path}: {value!r} is no moment"]
    if path.endswith(".kind") and schema.get("default", value) != value:
        return [f"{path}: {value!r} should be {schema['default']!r}"]
    return []
