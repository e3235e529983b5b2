"""Who somebody is at Google: userinfo, ID tokens that can be proved, tokeninfo."""

import json
from typing import Any

import jwt
import pytest
from allauth.socialaccount.internal.jwtkit import lookup_kid_jwk, lookup_kid_pem_x509_certificate

from tests.sandbox.ask import Answer, ask
from tests.sandbox.signing_in import READ, Google
from tests.support.sandbox import Sandbox

SIGN_IN = "openid email profile"
USERINFO = [("www.googleapis.com", "/oauth2/v3/userinfo"), ("openidconnect.googleapis.com", "/v1/userinfo")]


@pytest.fixture
def google(sandbox: Sandbox) -> Google:
    return Google(sandbox)


def userinfo(google: Google, token: str, host: str = USERINFO[0][0], path: str = USERINFO[0][1]) -> Answer:
    return ask(google.sandbox, host, path, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(("host", "path"), USERINFO)
def test_userinfo_says_who_it_is(google: Google, host: str, path: str) -> None:
    body = userinfo(google, google.sign_in(scope=SIGN_IN)["access_token"], host, path).json()
    assert body.pop("picture").startswith("https://yt3.googleusercontent.com/")
    assert body == {
        "sub": "104733920018427710001",
        "name": "Wren Halloway",
        "given_name": "Wren",
        "family_name": "Halloway",
        "email": "wren@halloway.example",
        "email_verified": True,
    }


def test_the_older_userinfo_has_older_names(google: Google) -> None:
    token = google.sign_in(scope=SIGN_IN)["access_token"]
    body = userinfo(google, token, path="/oauth2/v2/userinfo").json()
    assert (body["id"], body["verified_email"]) == ("104733920018427710001", True)


def test_it_tells_no_more_than_the_scopes(google: Google) -> None:
    assert set(userinfo(google, google.sign_in(scope="openid")["access_token"]).json()) == {"sub"}
    told = userinfo(google, google.sign_in("nadi", scope="openid email")["access_token"]).json()
    assert set(told) == {"sub", "email", "email_verified"}


def test_an_address_that_was_not_verified_is_said_to_be(google: Google) -> None:
    told = userinfo(google, google.sign_in("mallory", scope=SIGN_IN)["access_token"]).json()
    assert (told["email"], told["email_verified"]) == ("mallory@cuckoo.example", False)


def test_it_is_told_to_nobody_without_a_sign_in_scope_or_a_live_token(google: Google) -> None:
    body = google.sign_in()
    assert userinfo(google, body["access_token"]).status == 401
    assert userinfo(google, body["refresh_token"]).status == 401
    refused = userinfo(google, "ya29.unknown")
    assert (refused.status, refused.json()["error"]) == (401, "invalid_request")
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def key_of(google: Google, path: str, kid: str) -> Any:
    """The public key, found the way django-allauth finds it."""
    data = ask(google.sandbox, "www.googleapis.com", path).json()
    lookup = lookup_kid_jwk if path.endswith("v3/certs") else lookup_kid_pem_x509_certificate
    return lookup(data, kid)


@pytest.mark.parametrize("path", ["/oauth2/v3/certs", "/oauth2/v1/certs"])
def test_the_id_token_is_signed_with_a_published_key(google: Google, path: str) -> None:
    text = google.sign_in(scope=SIGN_IN, nonce="n-0S6")["id_token"]
    key = key_of(google, path, jwt.get_unverified_header(text)["kid"])
    claims = jwt.decode(
        text, key=key, algorithms=["RS256"], audience=google.client, issuer="https://accounts.google.com"
    )
    assert (claims["sub"], claims["email"], claims["email_verified"]) == (
        "104733920018427710001", "wren@halloway.example", True,
    )  # fmt: skip
    assert (claims["nonce"], claims["azp"], claims["exp"] - claims["iat"]) == ("n-0S6", google.client, 3600)


def test_a_changed_id_token_is_not_believed(google: Google) -> None:
    text = google.sign_in(scope=SIGN_IN)["id_token"]
    other = google.sign_in("nadi", scope=SIGN_IN)["id_token"]
    forged = ".".join([text.split(".")[0], other.split(".")[1], text.split(".")[2]])
    key = key_of(google, "/oauth2/v3/certs", jwt.get_unverified_header(text)["kid"])
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, key=key, algorithms=["RS256"], audience=google.client)


def test_there_is_an_id_token_only_with_openid(google: Google) -> None:
    assert "id_token" not in google.sign_in(scope=READ)
    body = google.sign_in("nadi", scope=f"openid {READ}")
    assert "id_token" in body
    assert "id_token" in google.refresh(body["refresh_token"]).json()


def test_everything_in_the_discovery_document_is_there(google: Google) -> None:
    document = ask(google.sandbox, "accounts.google.com", "/.well-known/openid-configuration").json()
    assert document["issuer"] == "https://accounts.google.com"
    assert document["code_challenge_methods_supported"] == ["S256"]
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "revocation_endpoint", "jwks_uri"):
        host, _, path = document[name].removeprefix("https://").partition("/")
        method = "POST" if name in {"token_endpoint", "revocation_endpoint"} else "GET"
        assert ask(google.sandbox, host, f"/{path}", method=method).status not in {404, 405, 421}


def test_a_browser_on_loopback_reaches_the_same(google: Google) -> None:
    page = ask(google.sandbox, f"127.0.0.1:{google.sandbox.port}", google.address())
    assert (page.status, "wants access" in page.body.decode()) == (200, True)
    keys = ask(google.sandbox, f"localhost:{google.sandbox.port}", "/oauth2/v3/certs").json()
    assert json.dumps(keys) == json.dumps(ask(google.sandbox, "www.googleapis.com", "/oauth2/v3/certs").json())


def test_tokeninfo_says_what_a_token_is_good_for(google: Google) -> None:
    token = google.sign_in(scope=f"openid email {READ}")["access_token"]
    body = ask(google.sandbox, "oauth2.googleapis.com", f"/tokeninfo?access_token={token}").json()
    assert (body["aud"], body["sub"], body["email"]) == (
        google.client,
        "104733920018427710001",
        "wren@halloway.example",
    )
    assert 3590 <= int(body["expires_in"]) <= 3599
    dead = ask(google.sandbox, "oauth2.googleapis.com", "/tokeninfo?access_token=who")
    assert (dead.status, dead.json()["error"]) == (400, "invalid_token")
