"""The address guard: what is not the public internet is not fetched, however it is spelled."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yarl import URL

from tests.support.wire import Wire, answer, says
from vitrine.lib.errors import InvalidURLError, UpstreamUnavailableError, Verdict
from vitrine.lib.http import AddressRefused, Door, Request, RetryRule
from vitrine.lib.http.guard import check, literal, why_refused
from vitrine.lib.http.resolve import guarded_socket

PUBLIC = ["8.8.8.8", "1.1.1.1", "142.250.74.78", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.254"]
PUBLIC_6 = ["2606:4700::1111", "2a00:1450:4001::200e", "64:ff9b::808:808", "2002:808:808::1"]
INSIDE = [
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("0.0.0.0", "unspecified"),  # noqa: S104 - nothing is bound here
    ("0.1.2.3", "unspecified"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.168.1.1", "private"),
    ("169.254.169.254", "link-local"),
    ("100.64.0.1", "carrier-grade NAT"),
    ("100.100.100.200", "carrier-grade NAT"),
    ("168.63.129.16", "a cloud's own service"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.1", "documentation"),
    ("198.51.100.1", "documentation"),
    ("203.0.113.1", "documentation"),
    ("198.18.0.1", "benchmarking"),
    ("224.0.0.1", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::1", "loopback"),
    ("::", "unspecified"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("ff02::1", "multicast"),
    ("fec0::1", "not global"),
    ("::ffff:127.0.0.1", "an IPv4 address in disguise"),
    ("::ffff:8.8.8.8", "an IPv4 address in disguise"),
    ("::127.0.0.1", "not global"),
    ("64:ff9b::7f00:1", "loopback"),
    ("64:ff9b::a9fe:a9fe", "link-local"),
    ("64:ff9b:1::808:808", "not global"),
    ("2002:7f00:1::", "loopback"),
    ("2002:c0a8:101::1", "private"),
    ("2001:0:808:808::1", "Teredo"),
    ("2001:db8::1", "documentation"),
    ("3fff::1", "documentation"),
    ("2001:10::1", "reserved"),
    ("100::1", "not global"),
    ("5f00::1", "not global"),
]


class TestAddresses:
    @pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_6])
    def test_the_public_internet_is_open(self, address: str) -> None:
        assert why_refused(ip_address(address)) == ""

    @pytest.mark.parametrize(("address", "why"), INSIDE)
    def test_the_rest_is_not_and_says_why(self, address: str, why: str) -> None:
        assert why_refused(ip_address(address)) == why

    @given(st.ip_addresses(v=4))
    @example(IPv4Address("192.88.99.1"))
    def test_no_ipv4_passes_that_python_does_not_call_global(self, address: object) -> None:
        assert isinstance(address, IPv4Address)
        if not address.is_global or address.is_multicast:
            assert why_refused(address)

    @given(st.ip_addresses(v=6))
    def test_no_ipv6_passes_outside_global_unicast(self, address: object) -> None:
        assert isinstance(address, IPv6Address)
        embeds = address in IPv6Network("64:ff9b::/96")
        if not embeds and (address not in IPv6Network("2000::/3") or not address.is_global):
            assert why_refused(address)

    @given(st.ip_addresses(v=4, network="0.0.0.0/0"), st.sampled_from(["64:ff9b::/96", "2002::/16"]))
    @example(IPv4Address("127.0.0.1"), "2002::/16")
    @example(IPv4Address("169.254.169.254"), "64:ff9b::/96")
    def test_an_address_inside_another_is_judged_as_itself(self, inner: object, network: str) -> None:
        assert isinstance(inner, IPv4Address)
        base = int(IPv6Network(network).network_address)
        outer = IPv6Address(base | (int(inner) if network.endswith("96") else int(inner) << 80))
        assert why_refused(outer) == why_refused(inner)

    @given(st.ip_addresses(v=4))
    def test_an_ipv4_address_never_passes_as_mapped(self, inner: object) -> None:
        assert why_refused(IPv6Address(f"::ffff:{inner}"))


def spellings(address: IPv4Address) -> list[str]:
    a, b, c, d = address.packed
    whole = int(address)
    return [
        f"{whole}",
        f"0x{whole:x}",
        f"0{whole:o}",
        f"{a}.{b}.{c}.{d}.",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"{a}.{b}.{(c << 8) + d}",
        f"0X{a:X}.{b}.0{(c << 8) + d:o}",
    ]


class TestSpellings:
    @given(st.ip_addresses(v=4))
    def test_every_old_spelling_is_read_as_the_resolver_would(self, address: object) -> None:
        assert isinstance(address, IPv4Address)
        assert {literal(spelling) for spelling in spellings(address)} == {address}

    @given(st.sampled_from(["127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "169.254.0.0/16"]), st.data())
    def test_and_none_of_them_gets_in(self, network: str, data: st.DataObject) -> None:
        address = data.draw(st.ip_addresses(network=IPv4Network(network)))
        assert isinstance(address, IPv4Address)
        for spelling in spellings(address):
            with pytest.raises(AddressRefused):
                check(URL(f"http://{spelling}/"))

    @pytest.mark.parametrize("host", ["example.com", "1.example", "0xample", "a.1.b", "", "1.2.3.4.5", "256.1.1.1"])
    def test_a_name_is_a_name(self, host: str) -> None:
        assert literal(host) is None

    @pytest.mark.parametrize(
        "url",
        [
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://[fe80::1%25eth0]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "https://user@example.com/",
            "https://:secret@example.com/",
            "https://example.com:8443/",
            "http://example.com:22/",
            "http://example.com:0/",
        ],
    )
    def test_what_is_refused_at_sight(self, url: str) -> None:
        with pytest.raises(AddressRefused) as caught:
            check(URL(url))
        assert caught.value.verdict is Verdict.PERMANENT
        assert isinstance(caught.value, InvalidURLError)
        assert "secret" not in caught.value.log

    @pytest.mark.parametrize("url", ["https://example.com/", "http://example.com/", "https://8.8.8.8/"])
    def test_what_may_go_on_to_the_resolver(self, url: str) -> None:
        check(URL(url))


class TestResolving:
    """The door asks a lookup of ours, so that names can lead wherever the test wants; the sockets are real."""

    @pytest.mark.parametrize(
        "answers",
        [
            ["127.0.0.1"],
            ["8.8.8.8", "127.0.0.1"],
            ["2606:4700::1111", "::1"],
            ["10.0.0.1"],
            ["::ffff:127.0.0.1"],
            ["64:ff9b::7f00:1"],
            ["fe80::1%eth0"],
        ],
    )
    def test_one_answer_from_inside_refuses_the_name(self, answers: list[str]) -> None:
        asked: list[str] = []

        async def lookup(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return answers

        with Wire() as canary:
            canary.on("/", says(answer(200)))
            door = Door(lookup=lookup, guarded_ports=frozenset({canary.port}))
            with pytest.raises(AddressRefused) as caught:
                door.fetch(Request(url=f"http://rebind.example:{canary.port}/", guarded=True))
            assert canary.connections == 0
            assert asked == ["rebind.example"]
            assert "rebind.example" in caught.value.log
            assert "127" not in caught.value.sentence
            door.close()

    def test_a_name_that_changes_its_mind_is_asked_once_a_connection_and_judged_each_time(self) -> None:
        turns = iter([["127.0.0.1"], ["127.0.0.1"]])

        async def lookup(host: str, port: int) -> Sequence[str]:
            return next(turns)

        with Wire() as canary:
            door = Door(lookup=lookup, guarded_ports=frozenset({canary.port}), retry=RetryRule(first=0.01))
            for _ in range(2):
                with pytest.raises(AddressRefused):
                    door.fetch(Request(url=f"http://rebind.example:{canary.port}/", guarded=True))
            assert canary.connections == 0
            door.close()

    def test_the_same_name_unguarded_is_connected_to(self) -> None:
        async def lookup(host: str, port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        with Wire() as wire:
            wire.on("/", says(answer(200, b"x")))
            door = Door(lookup=lookup)
            assert door.fetch(Request(url=f"http://inside.example:{wire.port}/")).body == b"x"
            assert wire.seen[0].headers["host"] == f"inside.example:{wire.port}"
            door.close()

    @pytest.mark.parametrize("host", ["no-such-name.invalid", "a" * 70 + ".example", "a..b"])
    def test_a_name_that_leads_nowhere_is_unreachable_or_no_address(self, host: str) -> None:
        door = Door(retry=RetryRule(first=0.01, longest=0.01))
        with pytest.raises((UpstreamUnavailableError, InvalidURLError)):
            door.fetch(Request(url=f"https://{host}/", guarded=True))
        door.close()

    @settings(deadline=None)  # a door of its own each time
    @given(st.text(max_size=40).map("http://".__add__))
    def test_no_host_however_odd_gets_past_the_guard_or_breaks_it(self, url: str) -> None:
        async def lookup(host: str, port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        door = Door(lookup=lookup, retry=RetryRule(attempts=1))
        with pytest.raises((InvalidURLError, UpstreamUnavailableError)):
            door.fetch(Request(url=url, guarded=True))
        door.close()


class TestLastLine:
    def test_no_socket_is_made_towards_an_address_from_inside(self) -> None:
        with pytest.raises(OSError, match="loopback"):
            guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))).close()


class TestHostMap:
    @pytest.mark.parametrize(
        "target", [("8.8.8.8", 80), ("10.0.0.1", 80), ("::", 80), ("localhost", 80), ("127.0.0.1", 0), ("", 1)]
    )
    def test_leads_to_loopback_only(self, target: tuple[str, int]) -> None:
        with pytest.raises(ValueError, match="loopback"):
            Door(host_map={"api.example": target})

    @pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
    def test_any_loopback_will_do(self, address: str) -> None:
        Door(host_map={"api.example": (address, 8001)})
