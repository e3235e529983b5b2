"""Ways inward past the address guard: how an address may be spelled, what a name server may answer, where a redirect
may lead. Every one of them leads to this machine or to a network behind it, none of them to the internet.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import quote

from hypothesis import strategies as st

INSIDE_4 = [
    *("127.0.0.1/32", "127.0.0.0/8", "0.0.0.0/32", "0.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
    *("169.254.169.254/32", "169.254.0.0/16", "100.64.0.0/10", "168.63.129.16/32", "198.18.0.0/15", "192.0.0.0/24"),
]
INSIDE_6 = [
    "::1/128",
    "::/128",
    "fe80::/10",
    "fc00::/7",
    "fd00:ec2::254/128",
    "ff02::/16",
    "fec0::/10",
    "2001:db8::/32",
]
LOCAL_NAMES = ["localhost", "LOCALHOST", "localhost.", "a.localhost", "ip6-localhost", "localhost.localdomain"]
DOTS = [*["."] * 5, "\u3002", "\uff0e", "\uff61", "%2e"]  # what IDNA (UTS 46, 4) and percent-decoding make a dot of
ENDS = ["", "", "", "", ".", "..", "\u3002"]
DIGITS = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
CIRCLED = str.maketrans("123456789", "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468")

# Made once: a strategy made at each draw costs more than the draw.
_number_4, _number_6, _low = st.integers(0, 2**32 - 1), st.integers(0, 2**128 - 1), st.integers(0, 0xFFFF)
_dots, _ends, _kept = st.sampled_from(DOTS), st.sampled_from(ENDS), st.integers(1, 4)
_network_4 = st.sampled_from([IPv4Network(net) for net in INSIDE_4])
_network_6 = st.sampled_from([IPv6Network(net) for net in INSIDE_6])
_scopes = st.sampled_from(["", "", "", "%lo", "%25lo", "%25eth0", "%1", "%25"])

inner_4 = st.builds(
    lambda net, number: IPv4Address(int(net.network_address) | number & int(net.hostmask)), _network_4, _number_4
)
own_6 = st.builds(
    lambda net, number: IPv6Address(int(net.network_address) | number & int(net.hostmask)), _network_6, _number_6
)
_forms = st.lists(
    st.sampled_from(
        [
            "{0}".format,
            "{0}".format,
            "0{0:o}".format,
            "0x{0:x}".format,
            "0X{0:X}".format,
            "{0:03}".format,
            "000{0:o}".format,
            "0x000{0:x}".format,
            lambda value: f"{value + (1 << 32)}",
        ]
    ),
    min_size=4,
    max_size=4,
)
_alphabets = st.sampled_from(
    [
        *[lambda text: text] * 4,
        lambda text: text.translate(DIGITS),
        lambda text: text.translate(CIRCLED),
        lambda text: quote(text, safe=""),
    ]
)


@st.composite
def spelled_4(draw: st.DrawFn) -> str:
    """An IPv4 address from inside: dotted, dword, octal, hex, short, mixed, with odd digits and dots."""
    parts = list(draw(inner_4).packed)
    kept = draw(_kept)
    numbers = [*parts[: kept - 1], int.from_bytes(bytes(parts[kept - 1 :]))]
    text = draw(_dots).join(form(number) for form, number in zip(draw(_forms), numbers, strict=False))
    return f"{draw(_alphabets)(text)}{draw(_ends)}"


_WRAPPED = st.sampled_from(
    [
        lambda inner, _: 0xFFFF << 32 | inner,  # mapped
        lambda inner, _: inner,  # compatible
        lambda inner, _: 0xFFFF << 48 | inner,  # SIIT, ::ffff:0:a.b.c.d
        lambda inner, _: int(IPv6Address("64:ff9b::")) | inner,  # NAT64
        lambda inner, _: int(IPv6Address("64:ff9b:1::")) | inner,
        lambda inner, low: 0x2002 << 112 | inner << 80 | low,  # 6to4
        lambda inner, _: 0x20010000 << 96 | inner << 64,  # Teredo: its server, its client
        lambda inner, low: 0x20010000 << 96 | low << 32 | inner ^ 0xFFFFFFFF,
        lambda inner, _: 0xFE80 << 112 | 0x5EFE << 32 | inner,  # ISATAP
    ]
)
wrapped_6 = st.builds(lambda wrap, inner, low: IPv6Address(wrap(int(inner), low)), _WRAPPED, inner_4, _low)
inner_6 = st.one_of(own_6, wrapped_6)


def _last_dotted(address: IPv6Address) -> str:
    groups = ":".join(f"{int(address) >> shift & 0xFFFF:x}" for shift in range(112, 16, -16))
    return f"{groups}:{IPv4Address(int(address) & 0xFFFFFFFF)}"


_forms_6 = st.sampled_from([str, lambda address: address.exploded, lambda address: str(address).upper(), _last_dotted])
# As a host in brackets: short, long, upper case, with its last 32 bits dotted, with a scope.
spelled_6 = st.builds(lambda form, address, scope: f"[{form(address)}{scope}]", _forms_6, inner_6, _scopes)

hosts = st.one_of(spelled_4(), spelled_4(), spelled_6, st.sampled_from(LOCAL_NAMES))


@st.composite
def urls(draw: st.DrawFn, port: int) -> str:
    """A URL with such a host; every second one is dressed as something else as well."""
    bare = draw(hosts)
    return draw(_dresses).replace("HOST", f"{bare}:{port}").replace("BARE", bare)


DRESSES = [
    *("http://public.example@HOST/", "http://public.example:80@HOST/", "http://a:b@HOST/", "http://@HOST/"),
    *("http://public.example\\@HOST/", "http://HOST\\", "http://HOST#@public.example/", "http://HOST/@public.example"),
    *("http://HOST?public.example", "https://HOST/", "HTTP://HOST/", "http:HOST/", "http:/HOST/", "http:\\\\HOST/"),
    *(
        "//HOST/",
        "http:///HOST/",
        "http://BARE/",
        "http://BARE:80/",
        "http://BARE:0/",
        " http://HOST/",
        "http://HOST/\t",
    ),
    *(
        "http://BARE\u200b:80/",
        "http://\u00adHOST/",
        "http://%00HOST/",
        "http://BARE%0a:80/",
        "http://BARE.nip.io@HOST/",
    ),
    *(
        "ftp://HOST/",
        "file://HOST/",
        "gopher://HOST/",
        "http://[HOST]/",
        "http://[::HOST]/",
        "http://HOST@public.example@HOST/",
    ),
]
_dresses = st.sampled_from([*["http://HOST/"] * len(DRESSES), *DRESSES])


public = st.sampled_from(["8.8.8.8", "1.1.1.1", "142.250.74.78", "2606:4700::1111", "2a00:1450:4001::200e"])
inside = st.one_of(inner_4.map(str), inner_6.map(str), inner_6.map(lambda address: f"{address}%lo"))
_some_public, _some_inside = st.lists(public, max_size=3), st.lists(inside, min_size=1, max_size=3)

# What a name server answers: at least one address from inside, before or behind public ones.
poisoned = st.builds(
    lambda open_ones, inner, first: tuple(inner + open_ones if first else open_ones + inner),
    _some_public,
    _some_inside,
    st.booleans(),
)
# Answers one after the other: failures first, which are asked again, and then from inside for ever.
turncoat = st.builds(
    lambda failures, turns: ((),) * failures + tuple(turns),
    st.integers(0, 2),
    st.lists(poisoned, min_size=1, max_size=2),
)


@dataclass(frozen=True, slots=True)
class Case:
    """`kind` names the trick. `location` is where a public address redirects to with `status`; `answers` is what the
    name server says, the last of it again and again; `guarded` is whether a person supplied the first address.
    """

    kind: str
    url: str
    answers: tuple[tuple[str, ...], ...] = (("127.0.0.1",),)
    location: str = ""
    status: int = 302
    guarded: bool = True


FRONT = "front.example"


def cases(port: int) -> st.SearchStrategy[Case]:
    """`port` is the canary's, which the guard of the test lets through."""
    name = st.integers(0, 10**6).map(lambda number: f"http://name-{number}.example:{port}/")
    statuses = st.sampled_from([301, 302, 303, 307, 308])
    spelling = st.builds(Case, kind=st.just("spelling"), url=urls(port))
    named = st.builds(Case, kind=st.just("name"), url=name, answers=st.tuples(poisoned))
    rebinding = st.builds(Case, kind=st.just("rebinding"), url=name, answers=turncoat)
    redirect = st.builds(
        Case,
        kind=st.just("redirect"),
        url=st.just(f"http://{FRONT}/go"),
        location=st.one_of(urls(port), urls(port), name),
        status=statuses,
        guarded=st.booleans(),
    )
    weighed = [*[spelling] * 4, *[named] * 2, rebinding, *[redirect] * 3]
    return st.sampled_from(range(len(weighed))).flatmap(weighed.__getitem__)
