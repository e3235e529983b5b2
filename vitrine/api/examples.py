"""Examples for the OpenAPI document: what goes in and what comes out, as it really looks."""

from typing import Any

Json = dict[str, Any]

REQUEST_ID = "2f1f0c6f9a0b4a0e8f7a8c7b5d3e1a90"
JOB_ID = "0b6e4a53-6f0e-4a0d-9f58-0d5f6f4f5a11"
HOME = "https://vitrine.example"
VIDEO = "https://www.youtube.com/watch?v=UBUiGAbCdKo"
CHANNEL = "https://www.youtube.com/@hallowaybench"
STATUS_URL = f"/api/v1/integrations/tasks/{JOB_ID}/"

QUEUED: Json = {
    "success": True,
    "task_id": JOB_ID,
    "job_id": JOB_ID,
    "status_url": STATUS_URL,
    "message": "The import is about to begin.",
}
IMPORT: Json = {"url": CHANNEL, "is_showcase": False, "is_private": False, "count": 50}
URL: Json = {"url": VIDEO}
CHANNEL_IN: Json = {"channel": "@hallowaybench", "count": 10}
TASK: Json = {
    "id": JOB_ID,
    "status": "processing",
    "progress": 54,
    "message": "Halloway Bench",
    "stage": "write",
    "title": CHANNEL,
    "counts": {"total": 184, "imported": 98, "updated": 0, "already": 2, "skipped": 0, "failed": 0},
    "result": None,
    "error": None,
    "created_at": "2026-11-20T10:00:00Z",
    "started_at": "2026-11-20T10:00:00.120Z",
    "finished_at": None,
    "next_try_at": None,
}
BRIEF: Json = {
    "id": 812,
    "slug": "a-stool-with-three-legs",
    "url": f"{HOME}/wren/a-stool-with-three-legs/",
    "title": "A stool with three legs",
}
RESOLVED: Json = {
    "success": True,
    "platform": "youtube",
    "platform_label": "YouTube",
    "kind": "channel",
    "url": CHANNEL,
    "title": "Halloway Bench",
    "description": "Green wood, hand tools, and the arithmetic behind them.",
    "image": f"{HOME}/picture/uaHR0cHM.E13D3l66pzrQRKRDul3s3g/320",
    "count": 184,
    "is_list": True,
    "newest_at": "2026-11-17T16:00:00Z",
    "note": "",
    "options": [{"count": 10, "items": 10, "units": 3}, {"count": "all", "items": 184, "units": 9}],
    "already_imported": False,
    "project": None,
}
PLATFORMS: Json = {
    "items": [
        {
            "name": "youtube",
            "label": "YouTube",
            "kinds": ["video", "channel", "playlist"],
            "lists": ["channel", "playlist"],
            "can": ["import", "list"],
            "connected": False,
            "needs": "Nothing for the newest 15 videos of a channel. With a YouTube Data API key, all of them.",
        }
    ],
    "next": None,
}
PROJECT: Json = {
    "id": 812,
    "url": f"{HOME}/wren/a-stool-with-three-legs/",
    "platform": "youtube",
    "type": "video",
    "title": "A stool with three legs",
    "description": "Three legs cannot wobble.",
    "slug": "a-stool-with-three-legs",
    "external_url": VIDEO,
    "featured_image_url": f"{HOME}/picture/p812.E13D3l66pzrQRKRDul3s3g/1280",
    "image_srcset": f"{HOME}/picture/p812.E13D3l66pzrQRKRDul3s3g/320 320w",
    "user": {"username": "wren", "name": "Wren Halloway", "avatar_url": None},
    "source_id": 3,
    "is_showcase": False,
    "is_private": False,
    "published_at": "2026-11-17T16:00:00Z",
    "duration": 754,
    "view_count": 12304,
    "like_count": 881,
    "stats_as_of": "2026-11-20T10:00:00Z",
    "likes": 0,
    "comments": 0,
    "tools": [{"slug": "spokeshave", "name": "Spokeshave"}],
    "categories": [{"slug": "woodworking", "name": "Woodworking"}],
    "topics": [{"slug": "green-wood", "name": "Green wood"}],
    "edited_fields": ["title"],
    "sync": {"state": "available", "reason": "", "last_synced_at": "2026-11-20T10:00:00Z"},
    "enrichment": {"by": "rules", "at": "2026-11-20T10:00:00Z", "failed": False},
    "created_at": "2026-11-18T09:00:00Z",
    "updated_at": "2026-11-20T10:00:00Z",
}
PROJECTS: Json = {"items": [PROJECT], "next": "n1763395200000000-812"}
PROJECT_FULL: Json = {
    **PROJECT,
    "content": {
        "blocks": [
            {"type": "cover", "image": PROJECT["featured_image_url"], "width": 1280, "height": 720},
            {
                "type": "video",
                "provider": "youtube",
                "id": "UBUiGAbCdKo",
                "embed_url": "https://www.youtube-nocookie.com/embed/UBUiGAbCdKo",
            },
            {"type": "text", "text": "Three legs cannot wobble."},
        ]
    },
}
EDIT: Json = {"title": "A stool with three legs", "is_showcase": True}
FIELD: Json = {"field": "title"}
DONE: Json = {"success": True}

DETAILS: dict[str, Json] = {
    "VALIDATION_ERROR": {"fields": [{"where": "limit", "what": "Input should be less than or equal to 100"}]},
    "UNKNOWN_PLATFORM": {"host": "vimeo.com", "known": ["youtube", "github"]},
    "DUPLICATE_IMPORT": BRIEF,
    "IMPORT_IN_PROGRESS": {"job_id": JOB_ID, "state": "processing", "status_url": STATUS_URL},
    "RATE_LIMITED": {"limit": 5, "window_seconds": 60},
    "QUOTA_EXCEEDED": {"allowance": "youtube.pool", "resets_at": "2026-11-21T08:00:00+00:00"},
}
"""`detail` of errors that carry one, by code."""

CONSENT_URL = "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&code_challenge_method=S256&state=…"
START: Json = {"steps": ["analytics"], "next": "/settings/integrations/"}
STARTED: Json = {"success": True, "authorization_url": CONSENT_URL}
CALLBACK: Json = {"code": "4/0AfrIepB…", "state": "b1YxT0c…"}
CONNECTION: Json = {
    "id": 12,
    "platform": "youtube",
    "state": "active",
    "sentence": "",
    "account": {
        "id": "UCaXlwLp-8n5PaRQKqGWIBcQ",
        "name": "Halloway Bench",
        "url": "https://www.youtube.com/channel/UCaXlwLp-8n5PaRQKqGWIBcQ",
        "picture": None,
    },
    "granted": [
        {
            "name": "https://www.googleapis.com/auth/youtube.readonly",
            "sentence": "See your channel and your videos, private ones too.",
        }
    ],
    "unticked": [],
    "connected_at": "2026-11-20T10:00:00Z",
    "grant_ends_at": None,
}
CONNECTED: Json = {"success": True, "is_new": True, "connection": CONNECTION, "next": "/settings/integrations/"}
STATUS: Json = {"success": True, "connected": True, "can_connect": True, "connections": [CONNECTION]}
DISCONNECT: Json = {"delete_videos": False}
DISCONNECTED: Json = {
    "success": True,
    "removed": None,
    "kept": {"sources": 1, "projects": 184, "edited": 3},
    "revoked": True,
}
WHICH: Json = {"connection": 12}
OWN_WORKS: Json = {
    "items": [
        {
            "id": "UBUiGAbCdKo",
            "url": VIDEO,
            "title": "A stool with three legs",
            "image": None,
            "availability": "private",
            "published_at": "2026-11-17T16:00:00Z",
            "duration": 754,
            "already_imported": True,
            "project": {**BRIEF, "is_private": True},
        }
    ],
    "next": "CDIQAA",
    "connection": 12,
    "unread": 0,
}
DETAILS["RECONNECT_REQUIRED"] = {"connection": 12, "platform": "youtube"}
KEY_IN: Json = {
    "name": "Nightly build",
    "permission_level": "DOWNLOAD",
    "user": "wren",
    "expires_at": "2027-11-20T00:00:00Z",
}
KEY_CHANGE: Json = {"is_active": False, "notes": "Left in a repository."}
KEY: Json = {
    "id": 7,
    "name": "Nightly build",
    "prefix": "vk_8sJ2kQ9x",
    "user": "wren",
    "permission_level": "DOWNLOAD",
    "is_active": True,
    "description": "",
    "usage_count": 1204,
    "last_used_at": "2026-11-20T10:02:41Z",
    "custom_rate_limit": None,
    "created_at": "2026-11-20T10:00:00Z",
    "updated_at": "2026-11-20T10:00:00Z",
    "expires_at": "2027-11-20T00:00:00Z",
    "created_by": "orla",
    "notes": "",
    "is_expired": False,
    "is_valid": True,
    "days_until_expiry": 364,
}
NEW_KEY: Json = {
    "success": True,
    "api_key": "vk_8sJ2kQ9x…",
    "key_info": KEY,
    "message": "Keep the key where only your program finds it. It cannot be shown again.",
}
KEYS: Json = {"items": [KEY], "next": None}
STATS: Json = {
    "success": True,
    "keys": {
        "total": 3,
        "active": 2,
        "expired": 0,
        "revoked": 1,
        "usage_count": 90412,
        "by_permission": {"READ_ONLY": 1, "DOWNLOAD": 1, "ADMIN": 0, "FULL_ACCESS": 1},
    },
    "users": {"people": 12, "agents": 3, "staff": 1, "suspended": 0},
    "projects": 1841,
    "jobs": {"completed": 214, "pending": 2},
}
