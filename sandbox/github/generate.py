"""A large organisation, made up: Open Workbench, 130 repositories, enough to need pages."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from .world import Owner, Release, Repo

if TYPE_CHECKING:
    from .world import World

COUNT = 130
FIRST_ID = 640_000_000

_THINGS = (
    "caliper", "clamp", "spindle", "gantry", "vise", "lathe", "plane", "rasp", "chisel", "mallet", "router", "jig",
    "ledger", "planner", "scope", "probe", "meter", "feeder", "sorter", "shelf", "drawer", "label", "scale", "torque",
    "kiln", "forge", "anvil", "loom",
)  # fmt: skip
_PARTS = ("core", "cli", "web", "firmware", "docs", "sdk", "lab", "model", "data", "bridge")
_WHAT = {
    "core": "The arithmetic behind {thing}: no input, no output, all tests.",
    "cli": "{thing} from the command line, for people and for scripts.",
    "web": "{thing} in the browser, for a tablet beside the machine.",
    "firmware": "What runs on the {thing} board. Small, and hard to crash.",
    "docs": "How to build, run and mend a {thing}, with drawings.",
    "sdk": "Talk to a {thing} from your own programs.",
    "lab": "Experiments with {thing}s that may come to nothing.",
    "model": "A {thing} to print, mill or cut, in one parametric file.",
    "data": "Measurements from {thing}s in eleven workshops.",
    "bridge": "{thing} to MQTT, and back again.",
}
_LANGUAGE = {
    "core": ("Rust", "C++"),
    "cli": ("Go", "Rust", "Python"),
    "web": ("TypeScript", "Svelte"),
    "firmware": ("C++", "C"),
    "docs": ("MDX", "HTML"),
    "sdk": ("Python", "TypeScript", "Go"),
    "lab": ("Python", "Julia"),
    "model": ("OpenSCAD",),
    "data": ("Python", "R"),
    "bridge": ("Go", "Elixir"),
}
_KIND = {
    "core": "library",
    "cli": "tool",
    "web": "application",
    "firmware": "firmware",
    "docs": "site",
    "sdk": "library",
    "lab": "document",
    "model": "model",
    "data": "data",
    "bridge": "tool",
}
_TOPIC = {
    "core": "algorithms",
    "cli": "cli",
    "web": "web-app",
    "firmware": "esp32",
    "docs": "documentation",
    "sdk": "sdk",
    "lab": "research",
    "model": "3d-printing",
    "data": "dataset",
    "bridge": "mqtt",
}


def organization(world: "World") -> tuple[Owner, tuple[Repo, ...]]:
    """The organisation and its repositories, the same for the same seed."""
    owner = Owner(
        id=13377001,
        login="openworkbench",
        name="Open Workbench",
        type="Organization",
        bio="Open tools for small workshops, kept by the people who use them.",
        blog="https://openworkbench.example",
        location="Eleven workshops",
        followers=5120,
        created_at=world.born - timedelta(days=3300),
        updated_at=world.born - timedelta(days=4),
    )
    names = [(thing, part) for part in _PARTS for thing in _THINGS]
    Random(f"{world.seed}/openworkbench").shuffle(names)
    return owner, tuple(_repo(world, owner, place, *name) for place, name in enumerate(names[:COUNT]))


def _repo(world: "World", owner: Owner, place: int, thing: str, part: str) -> Repo:
    rng = Random(f"{world.seed}/openworkbench/{place}")
    created = world.born - timedelta(days=rng.randint(120, 3200), minutes=rng.randint(0, 1400))
    pushed = world.born - timedelta(hours=min(rng.expovariate(1 / 1500), (world.born - created) / timedelta(hours=2)))
    pushed = pushed.replace(microsecond=0)
    language = rng.choice(_LANGUAGE[part])
    size = round(rng.lognormvariate(10.5, 1.1))
    stars = round(rng.lognormvariate(3.6, 1.5))
    releases = (
        Release(tag="v1.0.0", name="1.0.0", published_at=created + (pushed - created) * 0.8, body="Good enough."),
    )
    what = _WHAT[part].format(thing=thing)
    return Repo(
        id=FIRST_ID + place * 1009,
        owner=owner,
        name=f"{thing}-{part}",
        description=what[0].upper() + what[1:],
        topics=("open-hardware", thing, _TOPIC[part], language.lower().replace("+", "p")),
        license=rng.choice(("mit", "apache-2.0", "gpl-3.0", "cern-ohl-s-2.0", "")),
        languages={language: size, "Shell": max(size // 30, 120), "Makefile": max(size // 60, 80)},
        stars=stars,
        forks=stars // 9,
        watching=stars // 30 + 1,
        issues=rng.randint(0, 40),
        created_at=created.replace(microsecond=0),
        pushed_at=pushed,
        updated_at=pushed,
        commits=rng.randint(20, 1800),
        shape=rng.choice(("steady", "bursts", "fading", "rare", "waking")),
        kind=_KIND[part],
        size=size // 400,
        archived=rng.random() < 0.08,
        releases=releases if rng.random() < 0.5 else (),
        helpers=("hallowaybench", "ossianpell", "burr-collector"),
    )
