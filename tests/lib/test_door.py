"""The door as a caller meets it: real sockets, real faults."""

import gzip
import json
import os
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import CancelledError
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.wire import Wire, answer, breaks_off, drips, says, stalls
from vitrine.lib import stopping
from vitrine.lib.errors import InvalidURLError, UpstreamUnavailableError, Verdict
from vitrine.lib.http import (
    AddressRefused,
    BreakerOpen,
    BreakerRule,
    CutShort,
    Door,
    Request,
    RetryRule,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
    Unreadable,
    breakers,
    configure,
)
from vitrine.lib.http import door as the_door

QUICK = RetryRule(first=0.01, longest=0.02)
HOST = "api.example"


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as running:
        yield running


@pytest.fixture
def door(wire: Wire) -> Iterator[Door]:
    made = Door(host_map={HOST: wire.target}, retry=QUICK)
    yield made
    made.close()


def to(path: str, **fields: object) -> Request:
    return Request(url=f"https://{HOST}{path}", **fields)  # type: ignore[arg-type]  # each test names real fields


class TestAnswers:
    def test_a_mapped_host_is_asked_over_plain_http_under_its_own_name(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b'{"a": 1}', {"X-Thing": "yes"})))
        got = door.fetch(to("/a?b=c", params={"d": "é&"}, guarded=True))
        assert (got.status, got.json(), got.headers["x-thing"], got.attempts) == (200, {"a": 1}, "yes", 1)
        assert got.url == f"https://{HOST}/a?b=c&d=%C3%A9%26"
        assert wire.seen[0].headers["host"] == HOST
        assert wire.seen[0].target == "/a?b=c&d=%C3%A9%26"

    def test_a_404_is_an_answer(self, wire: Wire, door: Door) -> None:
        assert door.fetch(to("/nothing")).status == 404
        assert len(wire.seen) == 1

    def test_method_headers_and_body_arrive(self, wire: Wire, door: Door) -> None:
        wire.on("/p", says(answer(201)))
        door.fetch(to("/p", method="POST", body=b"hello", headers={"Authorization": "Bearer x"}))
        seen = wire.seen[0]
        assert (seen.method, seen.body, seen.headers["authorization"]) == ("POST", b"hello", "Bearer x")

    def test_connections_are_used_again(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        for _ in range(5):
            door.fetch(to("/a"))
        assert wire.connections == 1

    def test_no_cookie_is_kept(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"", {"Set-Cookie": "a=b"})))
        door.fetch(to("/a"))
        door.fetch(to("/a"))
        assert "cookie" not in wire.seen[1].headers

    def test_head_has_no_body_whatever_length_it_declares(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, length=10**12)))
        assert door.fetch(to("/a", method="HEAD")).body == b""

    def test_text_goes_by_the_declared_charset(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, "café".encode("latin-1"), {"Content-Type": "text/html; charset=ISO-8859-1"})))
        wire.on("/b", says(answer(200, "café".encode(), {"Content-Type": "text/html; charset=klingon"})))
        assert door.fetch(to("/a")).text() == "café"
        assert door.fetch(to("/b")).text() == "café"

    @pytest.mark.parametrize(
        "body", [b"<!doctype html><p>no", b'{"a": 1', b"", b'{"a": NaN}', b"\xff\xfe\xfa", b"[" * 200_000]
    )
    def test_what_is_no_json_says_so(self, wire: Wire, door: Door, body: bytes) -> None:
        wire.on("/a", says(answer(200, body)))
        got = door.fetch(to("/a", headers={"X": "1"}, params={"key": "hush"}))
        with pytest.raises(UpstreamUnavailableError) as caught:
            got.json()
        assert isinstance(caught.value, Unreadable)
        assert caught.value.verdict is Verdict.TRANSIENT
        assert "hush" not in caught.value.log


class TestManyAtOnce:
    def test_all_come_each_with_its_index_and_errors_in_their_place(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        wire.on("/cut", breaks_off(answer(200, b"x", length=9)))
        requests = [to("/cut" if i == 7 else f"/a?i={i}") for i in range(50)]
        got = dict(door.fetch_many(requests, at_once=10))
        assert sorted(got) == list(range(50))
        assert isinstance(got.pop(7), CutShort)
        for index, response in got.items():
            assert not isinstance(response, Exception)
            assert response.url.endswith(f"i={index}")
        assert wire.most_at_once <= 10

    def test_nothing_asked_nothing_comes(self, door: Door) -> None:
        assert list(door.fetch_many([])) == []

    def test_a_slow_consumer_holds_the_fetching_back(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        coming = door.fetch_many([to("/a")] * 100, at_once=5)
        next(coming)
        time.sleep(0.2)
        assert len(wire.seen) <= 20
        assert len(list(coming)) == 99

    def test_leaving_early_abandons_the_rest(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        wire.on("/slow", stalls())
        for _ in door.fetch_many([to("/a")] + [to("/slow")] * 5):
            break
        assert door.fetch(to("/a")).status == 200

    def test_threads_share_one_door(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        statuses: list[int] = []
        threads = [threading.Thread(target=lambda: statuses.append(door.fetch(to("/a")).status)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [200] * 20


class TestTimes:
    def test_a_stall_ends_at_the_read_timeout(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls())
        with pytest.raises(TimedOut) as caught:
            door.fetch(to("/a", read_timeout=0.1, repeatable=False))
        assert caught.value.verdict is Verdict.TRANSIENT

    def test_a_stall_inside_the_body_too(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls(first=answer(200, b"half", length=8)))
        with pytest.raises(TimedOut):
            door.fetch(to("/a", read_timeout=0.1, repeatable=False))

    def test_a_slow_drip_ends_at_the_total(self, wire: Wire, door: Door) -> None:
        wire.on("/a", drips(answer(200, length=10**6)))
        began = time.monotonic()
        with pytest.raises(TimedOut):
            door.fetch(to("/a", total_timeout=0.3))
        assert time.monotonic() - began < 1
        assert wire.count("/a") == 1

    def test_retries_stay_inside_the_total(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls())
        began = time.monotonic()
        with pytest.raises(TimedOut):
            door.fetch(to("/a", read_timeout=0.2, total_timeout=0.5))
        assert time.monotonic() - began < 1


class TestSizes:
    def test_a_declared_giant_is_not_read(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls(first=answer(200, b"x", length=10**9)))
        with pytest.raises(TooLarge) as caught:
            door.fetch(to("/a", max_bytes=1000))
        assert caught.value.verdict is Verdict.PERMANENT
        assert wire.count("/a") == 1

    def test_an_undeclared_one_is_left_at_the_limit(self, wire: Wire, door: Door) -> None:
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        wire.on("/a", drips(head, chunk=b"x" * 400, every=0.001))
        with pytest.raises(TooLarge):
            door.fetch(to("/a", max_bytes=1000))

    def test_a_bomb_counts_unpacked(self, wire: Wire, door: Door) -> None:
        bomb = gzip.compress(b"\0" * 20_000_000)
        assert len(bomb) < 30_000
        wire.on("/a", says(answer(200, bomb, {"Content-Encoding": "gzip"})))
        with pytest.raises(TooLarge):
            door.fetch(to("/a", max_bytes=1_000_000))

    def test_a_bomb_in_a_bomb(self, wire: Wire, door: Door) -> None:
        bomb = gzip.compress(gzip.compress(b"\0" * 20_000_000))
        wire.on("/a", says(answer(200, bomb, {"Content-Encoding": "gzip, gzip"})))
        with pytest.raises(TooLarge):
            door.fetch(to("/a", max_bytes=1_000_000))

    def test_exactly_the_limit_is_fine(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x" * 1000)))
        wire.on("/z", says(answer(200, gzip.compress(b"x" * 1000), {"Content-Encoding": "gzip"})))
        assert len(door.fetch(to("/a", max_bytes=1000)).body) == 1000
        assert len(door.fetch(to("/z", max_bytes=1000)).body) == 1000


HELLO_GZIP = gzip.compress(b"hello", mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


class TestCompression:
    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("gzip", HELLO_GZIP),
            ("x-gzip", HELLO_GZIP),
            ("gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0)),
            ("gzip", HELLO_GZIP + b"\0" * 9),
            ("deflate", zlib.compress(b"hello")),
            ("deflate", raw_deflate(b"hello")),
            ("identity", b"hello"),
            ("deflate, gzip", gzip.compress(zlib.compress(b"hello"), mtime=0)),
        ],
    )
    def test_is_undone(self, wire: Wire, door: Door, encoding: str, body: bytes) -> None:
        wire.on("/a", says(answer(200, body, {"Content-Encoding": encoding})))
        assert door.fetch(to("/a")).body == b"hello"

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip, gzip", "gzip"])
    def test_or_refused_with_a_sentence(self, wire: Wire, door: Door, encoding: str) -> None:
        wire.on("/a", says(answer(200, b"no compression at all", {"Content-Encoding": encoding})))
        with pytest.raises(Unreadable):
            door.fetch(to("/a"))

    def test_a_cut_one_is_cut(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, gzip.compress(os.urandom(1000))[:-20], {"Content-Encoding": "gzip"})))
        with pytest.raises(CutShort):
            door.fetch(to("/a"))


class TestBrokenWire:
    @pytest.mark.parametrize(
        ("said", "error"),
        [
            (answer(200, b"half", length=100), CutShort),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", CutShort),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", Unreadable),
            (b"HTTP/1.1 200", Unreachable),
            (b"", Unreachable),
            (b"SSH-2.0-OpenSSH_9\r\n\r\n", Unreadable),
        ],
    )
    def test_each_break_has_its_name(self, wire: Wire, door: Door, said: bytes, error: type[Exception]) -> None:
        wire.on("/a", breaks_off(said))
        with pytest.raises(error):
            door.fetch(to("/a"))

    def test_nobody_listens(self) -> None:
        with Wire() as gone:
            port = gone.port
        door = Door(retry=QUICK)
        with pytest.raises(Unreachable) as caught:
            door.fetch(Request(url=f"http://127.0.0.1:{port}/?key=hush"))
        assert "hush" not in caught.value.log
        door.close()

    @pytest.mark.parametrize(
        "url", ["", "nothing", "/path", "ftp://a.example/", "https://", "http://a:b:c/", "http://a:99999/"]
    )
    def test_what_is_no_address(self, door: Door, url: str) -> None:
        with pytest.raises(InvalidURLError):
            door.fetch(Request(url=url))


class TestTryingAgain:
    def test_5xx_is_asked_three_times_and_then_it_is_the_answer(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(500, b"oh")))
        got = door.fetch(to("/a"))
        assert (got.status, got.attempts, wire.count("/a")) == (500, 3, 3)

    def test_and_the_first_good_one_is_taken(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(502), answer(200, b"x")))
        got = door.fetch(to("/a"))
        assert (got.status, got.attempts) == (200, 2)

    def test_a_cut_body_is_asked_for_again(self, wire: Wire, door: Door) -> None:
        wire.on("/a", breaks_off(answer(200, b"half", length=100)))
        with pytest.raises(CutShort):
            door.fetch(to("/a"))
        assert wire.count("/a") == 3

    @pytest.mark.parametrize(
        ("method", "repeatable", "sent"), [("POST", None, 1), ("POST", True, 3), ("PUT", None, 3), ("GET", False, 1)]
    )
    def test_only_what_may_be_repeated_is(
        self, wire: Wire, door: Door, *, method: str, repeatable: bool | None, sent: int
    ) -> None:
        wire.on("/a", says(answer(500)))
        door.fetch(to("/a", method=method, repeatable=repeatable))
        assert wire.count("/a") == sent

    def test_retry_after_is_a_floor(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(429, b"", {"Retry-After": "1"}), answer(200)))
        began = time.monotonic()
        assert door.fetch(to("/a")).status == 200
        assert time.monotonic() - began >= 1

    @pytest.mark.parametrize("after", ["3600", "Fri, 31 Dec 2999 23:59:59 GMT"])
    def test_longer_than_there_is_time_the_platform_decides(self, wire: Wire, door: Door, after: str) -> None:
        wire.on("/a", says(answer(429, b"slow down", {"Retry-After": after})))
        began = time.monotonic()
        got = door.fetch(to("/a"))
        assert (got.status, got.body, wire.count("/a")) == (429, b"slow down", 1)
        assert time.monotonic() - began < 1

    def test_429_without_it_backs_off_by_itself(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(429), answer(200)))
        assert door.fetch(to("/a")).attempts == 2


class TestStopping:
    def test_a_stop_ends_a_stalled_request_at_once(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls())
        token = stopping.StopToken()
        threading.Timer(0.1, token.stop, args=["cancelled"]).start()
        began = time.monotonic()
        with stopping.stoppable(token), pytest.raises(stopping.Stopped) as caught:
            door.fetch(to("/a"))
        assert caught.value.reason == "cancelled"
        assert time.monotonic() - began < 1

    def test_and_many(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls())
        token = stopping.StopToken()
        threading.Timer(0.1, token.stop, args=["lost"]).start()
        with stopping.stoppable(token), pytest.raises(stopping.Stopped):
            list(door.fetch_many([to("/a")] * 3))

    def test_a_stopped_one_starts_nothing(self, wire: Wire, door: Door) -> None:
        token = stopping.StopToken()
        token.stop("shutdown")
        with stopping.stoppable(token), pytest.raises(stopping.Stopped):
            door.fetch(to("/a"))
        assert wire.seen == []


class TestFork:
    def test_a_child_makes_its_own_connections(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200, b"x")))
        assert door.fetch(to("/a")).status == 200
        child = os.fork()
        if child == 0:
            os._exit(0 if door.fetch(to("/a")).status == 200 else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert door.fetch(to("/a")).status == 200
        assert wire.connections == 2


class TestBreaking:
    def test_it_opens_says_so_and_lets_one_probe_through(self, wire: Wire) -> None:
        rule = BreakerRule(failures=3, window=10, pause=0.2)
        door = Door(host_map={HOST: wire.target}, retry=RetryRule(attempts=1), breaker=rule)
        wire.on("/a", says(answer(500), answer(500), answer(500), answer(200)))
        for _ in range(3):
            assert door.fetch(to("/a")).status == 500
        with pytest.raises(BreakerOpen) as caught:
            door.fetch(to("/a"))
        assert caught.value.verdict is Verdict.WAITING
        assert caught.value.until is not None
        assert door.fetch(to("/a", purpose="picture")).status == 200
        assert [(each.purpose, each.state) for each in door.breakers()] == [("api", "open"), ("picture", "closed")]
        time.sleep(0.25)
        assert door.fetch(to("/a")).status == 200
        assert door.breakers()[0].state == "closed"
        door.close()

    def test_404_and_403_never_open_it(self, wire: Wire) -> None:
        door = Door(host_map={HOST: wire.target}, breaker=BreakerRule(failures=2))
        wire.on("/a", says(answer(403)))
        for path in ["/a", "/b"] * 5:
            door.fetch(to(path))
        assert [each.state for each in door.breakers()] == ["closed"]
        door.close()

    def test_what_the_host_said_before_it_opened_is_what_the_caller_gets(self, wire: Wire) -> None:
        door = Door(host_map={HOST: wire.target}, retry=QUICK, breaker=BreakerRule(failures=2))
        wire.on("/a", says(answer(500, json.dumps({"a": 1}).encode())))
        assert door.fetch(to("/a")).json() == {"a": 1}
        assert wire.count("/a") == 2
        door.close()


class TestRedirects:
    def test_they_are_followed_and_the_last_place_is_told(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(301, b"", {"Location": "/b?c=d#e"})))
        wire.on("/b", says(answer(200, b"here")))
        got = door.fetch(to("/a", params={"key": "x"}))
        assert (got.body, got.url, got.attempts) == (b"here", f"https://{HOST}/b?c=d", 2)

    def test_none_means_none(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(303, b"", {"Location": "/b"})))
        got = door.fetch(to("/a", redirects=0))
        assert (got.status, got.headers["location"]) == (303, "/b")

    def test_a_loop_ends(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(302, b"", {"Location": "/a"})))
        with pytest.raises(TooManyRedirects):
            door.fetch(to("/a"))
        assert wire.count("/a") == 6

    @pytest.mark.parametrize(
        ("status", "method", "then"),
        [
            (301, "POST", "GET"),
            (302, "POST", "GET"),
            (303, "POST", "GET"),
            (303, "PUT", "GET"),
            (303, "HEAD", "HEAD"),
            (301, "PUT", "PUT"),
            (307, "POST", "POST"),
            (308, "POST", "POST"),
        ],
    )
    def test_method_and_body_go_by_the_status(
        self, wire: Wire, door: Door, status: int, method: str, then: str
    ) -> None:
        wire.on("/a", says(answer(status, b"", {"Location": "/b"})))
        wire.on("/b", says(answer(200)))
        door.fetch(to("/a", method=method, body=b"" if method == "HEAD" else b"data"))
        assert (wire.seen[1].method, bool(wire.seen[1].body)) == (then, then in {"PUT", "POST"})

    def test_credentials_stay_with_their_host(self, wire: Wire) -> None:
        door = Door(host_map={HOST: wire.target, "other.example": wire.target})
        wire.on("/a", says(answer(302, b"", {"Location": "/b"})))
        wire.on("/b", says(answer(302, b"", {"Location": "https://other.example/c"})))
        wire.on("/c", says(answer(200)))
        secrets = {"Authorization": "Bearer x", "X-Goog-Api-Key": "k", "Cookie": "a=b", "Accept": "text/x"}
        door.fetch(to("/a", headers=secrets))
        kept = [{"authorization", "x-goog-api-key", "cookie"} & seen.headers.keys() for seen in wire.seen]
        assert [len(names) for names in kept] == [3, 3, 0]
        assert wire.seen[2].headers["accept"] == "text/x"
        door.close()

    def test_a_guarded_one_does_not_step_down_to_http(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(302, b"", {"Location": f"http://{HOST}/b"})))
        with pytest.raises(AddressRefused):
            door.fetch(to("/a", guarded=True))
        assert wire.count("/b") == 0

    @pytest.mark.parametrize("guarded", [True, False])
    @pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "2130706433", "localhost", "[::ffff:127.0.0.1]"])
    def test_nobody_is_led_into_our_own_network(self, wire: Wire, *, guarded: bool, host: str) -> None:
        with Wire() as canary:
            door = Door(host_map={HOST: wire.target}, guarded_ports=frozenset({443, canary.port}), retry=QUICK)
            wire.on("/a", says(answer(302, b"", {"Location": f"http://{host}:{canary.port}/"})))
            request = Request(url=f"http://{HOST}:443/a" if guarded else f"http://{HOST}/a", guarded=guarded)
            with pytest.raises(AddressRefused):
                door.fetch(request)
            assert canary.connections == 0
            door.close()


def self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, private


class TestCertificates:
    def test_one_that_nobody_vouches_for_ends_it_without_a_second_try(self, tmp_path: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self_signed(tmp_path))
        with Wire(tls=context) as wire:
            wire.on("/", says(answer(200)))
            door = Door(retry=QUICK)
            with pytest.raises(Unreachable) as caught:
                door.fetch(Request(url=f"https://127.0.0.1:{wire.port}/"))
            assert caught.value.attempts == 1
            assert wire.seen == []
            door.close()


class TestClosing:
    def test_what_is_waited_for_is_told(self, wire: Wire, door: Door) -> None:
        wire.on("/a", stalls())
        pending = door.start(to("/a"))
        while not wire.seen:
            time.sleep(0.01)
        door.close()
        with pytest.raises(CancelledError):
            pending.result()

    def test_and_the_next_request_opens_anew(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(200)))
        door.close()
        assert door.fetch(to("/a")).status == 200

    def test_a_new_map_takes_effect_at_once(self, door: Door) -> None:
        with Wire() as other:
            other.on("/a", says(answer(200, b"other")))
            door.configure({HOST: other.target})
            assert door.fetch(to("/a")).body == b"other"

    def test_the_process_has_one_door(self, wire: Wire) -> None:
        wire.on("/a", says(answer(200, b"x")))
        try:
            configure({HOST: wire.target})
            assert the_door().fetch(to("/a")).body == b"x"
            assert the_door() is the_door()
            assert HOST in {each.host for each in breakers()}
        finally:
            configure({})


class TestOddities:
    def test_errors_count_what_was_sent(self, wire: Wire, door: Door) -> None:
        wire.on("/a", breaks_off(b""))
        with pytest.raises(Unreachable) as caught:
            door.fetch(to("/a"))
        assert caught.value.attempts == 3

    def test_a_304_may_declare_the_length_it_does_not_send(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(304, length=10**12)))
        assert door.fetch(to("/a")).status == 304

    def test_headers_with_odd_bytes_can_be_stored(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(b"HTTP/1.1 200 X\r\nX-Odd: caf\xe9\r\nVary: a\r\nVary: b\r\nContent-Length: 0\r\n\r\n"))
        headers = door.fetch(to("/a")).headers
        assert headers["x-odd"].encode() == "caf\ufffd".encode()
        assert headers["vary"] == "a, b"

    @pytest.mark.parametrize("location", ["http://[", "javascript:alert(1)", "ftp://a.example/"])
    def test_redirects_to_nowhere(self, wire: Wire, door: Door, location: str) -> None:
        wire.on("/a", says(answer(302, b"", {"Location": location})))
        with pytest.raises((AddressRefused, Unreadable)):
            door.fetch(to("/a"))

    def test_a_redirect_without_a_place_is_an_answer(self, wire: Wire, door: Door) -> None:
        wire.on("/a", says(answer(302)))
        assert door.fetch(to("/a")).status == 302

    def test_a_stall_opens_the_breaker_even_when_the_total_ends_it(self, wire: Wire) -> None:
        door = Door(host_map={HOST: wire.target}, breaker=BreakerRule(failures=2))
        wire.on("/a", stalls())
        for _ in range(2):
            with pytest.raises(TimedOut):
                door.fetch(to("/a", total_timeout=0.1))
        with pytest.raises(BreakerOpen):
            door.fetch(to("/a"))
        door.close()

    def test_a_cancel_does_not(self, wire: Wire) -> None:
        door = Door(host_map={HOST: wire.target}, breaker=BreakerRule(failures=1))
        wire.on("/a", stalls())
        token = stopping.StopToken()
        threading.Timer(0.1, token.stop, args=["cancelled"]).start()
        with stopping.stoppable(token), pytest.raises(stopping.Stopped):
            door.fetch(to("/a"))
        assert door.fetch(to("/b")).status == 404
        door.close()
