"""The Data API with a token: one's own channels, and what only their owner sees."""

from typing import Any

import pytest

from sandbox import cast
from tests.sandbox.ask import api, ask
from tests.sandbox.signing_in import ANALYTICS, READ, UPLOAD, Google, data_api
from tests.support.sandbox import Sandbox


@pytest.fixture
def google(sandbox: Sandbox) -> Google:
    return Google(sandbox)


@pytest.fixture
def curator(google: Google) -> str:
    """A token of who owns the channel of cases."""
    return str(google.sign_in("curator")["access_token"])


def titles(sandbox: Sandbox, token: str) -> list[str]:
    body = data_api(sandbox, "channels", token, part="snippet", mine="true").json()
    return [item["snippet"]["title"] for item in body.get("items", [])]


def test_mine_is_what_the_account_owns(google: Google) -> None:
    tokens = {name: google.sign_in(name)["access_token"] for name in ("wren", "offcuts", "nadi", "stranger")}
    assert {name: titles(google.sandbox, token) for name, token in tokens.items()} == {
        "wren": ["Halloway Bench", "Halloway Offcuts"],
        "offcuts": ["Halloway Offcuts"],
        "nadi": ["Nadi Okonlind"],
        "stranger": [],
    }


def test_who_has_no_channel_gets_a_list_without_items(google: Google) -> None:
    answer = data_api(google.sandbox, "channels", google.sign_in("stranger")["access_token"], part="id", mine="true")
    assert (answer.status, "items" in answer.json()) == (200, False)


def test_a_token_is_paid_from_the_same_pool_as_a_key(google: Google) -> None:
    token = google.sign_in()["access_token"]
    data_api(google.sandbox, "channels", token, part="id", mine="true")
    api(google.sandbox, "channels", part="id", forHandle="@slowkiln")
    assert google.sandbox.usage()["pool"] == 2


def test_a_token_can_stand_in_the_query(google: Google) -> None:
    path = f"/youtube/v3/channels?part=id&mine=true&access_token={google.sign_in()['access_token']}"
    assert len(ask(google.sandbox, "youtube.googleapis.com", path).json()["items"]) == 2


@pytest.mark.parametrize("how", ["unknown", "expired", "revoked", "refresh"])
def test_a_dead_token_is_401_with_and_without_a_key_and_costs_nothing(google: Google, how: str) -> None:
    body = google.sign_in()
    token = {"unknown": "ya29.who", "refresh": body["refresh_token"]}.get(how, body["access_token"])
    if how == "expired":
        google.sandbox.clock(advance=3600)
    if how == "revoked":
        google.sandbox.revoke_grant("wren")
    for key in ({}, {"key": "good"}):
        answer = data_api(google.sandbox, "channels", token, part="id", forHandle="@slowkiln", **key)
        error = answer.json()["error"]
        assert (answer.status, answer.reason(), error["status"]) == (401, "authError", "UNAUTHENTICATED")
        assert error["errors"][0]["location"] == "Authorization"
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert google.sandbox.usage()["pool"] == 0


@pytest.mark.parametrize("scope", [UPLOAD, ANALYTICS, "openid"])
def test_a_token_without_a_reading_scope_is_403(google: Google, scope: str) -> None:
    answer = data_api(google.sandbox, "channels", google.sign_in(scope=scope)["access_token"], part="id", mine="true")
    error = answer.json()["error"]
    assert (answer.status, answer.reason(), error["status"]) == (403, "insufficientPermissions", "PERMISSION_DENIED")
    assert error["message"] == "Request had insufficient authentication scopes."
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize("scope", [READ, READ.removesuffix(".readonly"), READ.replace("readonly", "force-ssl")])
def test_each_reading_scope_is_enough(google: Google, scope: str) -> None:
    assert titles(google.sandbox, google.sign_in("nadi", scope=scope)["access_token"]) == ["Nadi Okonlind"]


def test_without_a_token_there_is_no_mine(sandbox: Sandbox) -> None:
    for resource in ("channels", "playlists"):
        answer = api(sandbox, resource, part="id", mine="true")
        assert (answer.status, answer.reason()) == (401, "authorizationRequired")


# What only the owner sees


def video_ids(sandbox: Sandbox, token: str, *names: str, part: str = "status") -> dict[str, Any]:
    body = data_api(sandbox, "videos", token, part=part, id=",".join(names)).json()
    return {item["id"]: item for item in body["items"]}


def test_the_owner_sees_private_videos_and_nobody_else_does(google: Google, curator: str) -> None:
    names = (cast.PRIVATE_VIDEO, cast.UNLISTED_VIDEO, cast.DELETED_VIDEO)
    own = video_ids(google.sandbox, curator, *names)
    assert {name: item["status"]["privacyStatus"] for name, item in own.items()} == {
        cast.PRIVATE_VIDEO: "private",
        cast.UNLISTED_VIDEO: "unlisted",
    }
    other = google.sign_in("wren")["access_token"]
    assert set(video_ids(google.sandbox, other, *names)) == {cast.UNLISTED_VIDEO}


def uploads(sandbox: Sandbox, token: str, **more: Any) -> Any:
    fields = {"part": "snippet,status,contentDetails", "playlistId": cast.SPECIMENS.uploads_id, "maxResults": 50}
    return data_api(sandbox, "playlistItems", token, **{**fields, **more}).json()


def test_the_owner_s_uploads_have_the_private_and_unlisted_ones_with_their_titles(google: Google, curator: str) -> None:
    items = {item["contentDetails"]["videoId"]: item for item in uploads(google.sandbox, curator)["items"]}
    assert items[cast.PRIVATE_VIDEO]["snippet"]["title"] == "Private: not for you"
    assert items[cast.PRIVATE_VIDEO]["snippet"]["videoOwnerChannelId"] == cast.SPECIMENS.id
    assert items[cast.UNLISTED_VIDEO]["status"]["privacyStatus"] == "unlisted"
    assert cast.DELETED_VIDEO not in items
    other = uploads(google.sandbox, google.sign_in("wren")["access_token"])
    assert not {cast.PRIVATE_VIDEO, cast.UNLISTED_VIDEO} & {
        item["contentDetails"]["videoId"] for item in other["items"]
    }


def test_the_owner_s_uploads_come_in_pages(google: Google, curator: str) -> None:
    whole = [item["id"] for item in uploads(google.sandbox, curator)["items"]]
    found, token = [], ""
    while True:
        page = uploads(google.sandbox, curator, maxResults=7, **({"pageToken": token} if token else {}))
        found += [item["id"] for item in page["items"]]
        token = page.get("nextPageToken", "")
        if not token:
            break
    assert found == whole
    assert page["pageInfo"]["totalResults"] == len(whole)


def test_a_video_made_private_stays_in_its_owner_s_list(google: Google) -> None:
    token, newest = google.sign_in()["access_token"], cast.HALLOWAY_BENCH.video(183)
    google.sandbox.world("edit_video", id=newest, privacy="private")
    draft = google.sandbox.world("add_video", channel="@hallowaybench", title="Not yet", privacy="unlisted")["id"]
    fields: dict[str, Any] = {"part": "contentDetails", "playlistId": cast.HALLOWAY_BENCH.uploads_id}
    own = data_api(google.sandbox, "playlistItems", token, **fields).json()
    all_s = api(google.sandbox, "playlistItems", **fields).json()
    listed = [item["contentDetails"]["videoId"] for item in own["items"]]
    assert (listed[0], listed[3]) == (draft, newest)
    drafts = 2  # that Wren has anyhow
    assert own["pageInfo"]["totalResults"] == all_s["pageInfo"]["totalResults"] + 2 + drafts


def test_wren_has_two_drafts_that_only_wren_lists(google: Google) -> None:
    fields: dict[str, Any] = {"part": "status", "playlistId": cast.HALLOWAY_BENCH.uploads_id, "maxResults": 3}
    own = data_api(google.sandbox, "playlistItems", google.sign_in()["access_token"], **fields).json()["items"]
    assert [item["status"]["privacyStatus"] for item in own] == ["unlisted", "private", "public"]
    all_s = api(google.sandbox, "playlistItems", **fields).json()
    assert {item["status"]["privacyStatus"] for item in all_s["items"]} == {"public"}
    assert all_s["pageInfo"]["totalResults"] == cast.HALLOWAY_BENCH.uploads


def test_private_playlists_are_their_owner_s(google: Google, curator: str) -> None:
    own = data_api(google.sandbox, "playlists", curator, part="status", mine="true", maxResults=50).json()
    assert "private" in {item["status"]["privacyStatus"] for item in own["items"]}
    items = {"part": "id", "playlistId": cast.PRIVATE_PLAYLIST}
    assert data_api(google.sandbox, "playlistItems", curator, **items).status == 200
    other = google.sign_in("nadi")["access_token"]
    assert data_api(google.sandbox, "playlistItems", other, **items).status == 403
    by_id = {"part": "id", "id": cast.PRIVATE_PLAYLIST}
    assert len(data_api(google.sandbox, "playlists", curator, **by_id).json()["items"]) == 1
    assert data_api(google.sandbox, "playlists", other, **by_id).json()["items"] == []


def test_the_owner_s_parts_are_for_the_owner(google: Google, curator: str) -> None:
    own = video_ids(google.sandbox, curator, cast.PLAIN_VIDEO, part="processingDetails,fileDetails")[cast.PLAIN_VIDEO]
    assert own["processingDetails"]["processingStatus"] == "succeeded"
    fields: dict[str, Any] = {"part": "processingDetails", "id": f"{cast.PLAIN_VIDEO},{cast.HALLOWAY_BENCH.video(3)}"}
    assert data_api(google.sandbox, "videos", curator, **fields).status == 403
    assert api(google.sandbox, "videos", **fields).status == 403
