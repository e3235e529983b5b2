"""READMEs for repositories that nobody wrote one for: put together from name, description, language and kind."""

from random import Random

from .world import Repo

_INSTALL = {
    "Python": "pip install {name}",
    "Rust": "cargo install {name}",
    "Go": "go install github.com/{full}@latest",
    "TypeScript": "npm install {name}",
    "JavaScript": "npm install {name}",
    "C++": "cmake -B build && cmake --build build",
    "C": "make && sudo make install",
    "Shell": "curl -O https://raw.githubusercontent.com/{full}/HEAD/{name}.sh",
}

_WHY = (
    "There are bigger tools for this. They do more, and I could never remember how to make them do less.",
    "It began as forty lines in somebody's home directory. It is a little longer now, and has tests.",
    "We needed this every week and wrote it anew every week. This is the last time.",
    "The format is thirty years old and so are most of the programs that read it. This one is not.",
    "It does one thing. When it did two, we took the other one out.",
)

_POINTS = (
    "reads what other tools write, and says where it does not understand",
    "never touches the file it was given",
    "answers within the time it takes to look up",
    "keeps going when one of many is broken, and says which",
    "has no configuration file; everything has a sensible default",
    "works without a network",
    "gives the same answer on every machine",
    "runs on the oldest computer in the building",
)


def readme(repo: Repo) -> str:
    """Markdown of 20 to 60 lines, the same for ever."""
    rng = Random(f"{repo.full_name}/readme")
    picture = rng.choice(("banner", "screenshot", "terminal", "chart", "diagram", "editor", "map", "photo"))
    parts = [f"# {repo.name}", repo.description or f"Notes and code for {repo.name}."]
    if rng.random() < 0.7:
        parts.append(f"![{repo.name}](docs/{picture}.png)")
    parts += [f"## Why\n\n{rng.choice(_WHY)}", *_use(repo)]
    points = "\n".join(f"- {point}" for point in rng.sample(_POINTS, rng.randint(3, 5)))
    parts.append(f"## What you get\n\n{points}")
    if rng.random() < 0.4:
        rows = "\n".join(
            f"| {size} | {rng.uniform(0.1, 40):.1f} ms |" for size in ("10 rows", "10,000 rows", "all of it")
        )
        parts.append(f"## How fast\n\n| | time |\n|---|--:|\n{rows}")
    if repo.license:
        parts.append("## Licence\n\nSee [LICENSE](LICENSE).")
    return "\n\n".join(parts) + "\n"


def _use(repo: Repo) -> list[str]:
    how = _INSTALL.get(repo.language or "")
    if how is None:
        return []
    line = how.format(name=repo.name, full=repo.full_name)
    return [f"## Install\n\n```sh\n{line}\n```"]
