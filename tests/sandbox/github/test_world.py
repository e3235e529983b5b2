"""The world itself: the same for the same seed, nothing in the future, everything named where people look it up."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sandbox.github import cast
from sandbox.github.files import Tree
from sandbox.github.oddities import HUGE
from sandbox.github.world import Owner, Repo, World
from tests.support.sandbox import ROOT

BORN = datetime(2026, 11, 20, tzinfo=UTC)


def facts(world: World) -> list[dict[str, object]]:
    return [asdict(repo) for repo in world]


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    assert facts(World(seed=7, born=BORN)) == facts(world)
    assert facts(World(seed=8, born=BORN)) != facts(world)


def test_the_cast_is_there_whatever_the_seed() -> None:
    other = World(seed=8, born=BORN)
    for project in _projects():
        found = other.repo(project.full_name)
        assert isinstance(found, Repo), project
        assert found.id == project.id, project
    assert len(other.repos(_owner(other, cast.OPENWORKBENCH))) == cast.OPENWORKBENCH_COUNT


def test_dates_move_with_the_day_the_world_is_born(world: World) -> None:
    later = World(seed=7, born=BORN + timedelta(days=100))
    for repo in world:
        moved = later.repo_by_id(repo.id)
        assert moved is not None
        assert moved.pushed_at - repo.pushed_at == timedelta(days=100)


def test_nothing_happens_before_it_exists_or_after_the_world_is_born(world: World) -> None:
    for repo in world:
        assert repo.owner.created_at <= repo.created_at <= repo.pushed_at <= repo.updated_at <= world.born, (
            repo.full_name
        )
        for release in repo.releases:
            assert repo.created_at <= release.published_at <= world.born, repo.full_name


def test_numbers_and_names_are_unique(world: World) -> None:
    repos = list(world)
    assert len({repo.full_name.lower() for repo in repos}) == len({repo.id for repo in repos}) == len(repos)
    assert len({repo.owner.id for repo in repos}) == len({repo.owner.login for repo in repos})


def test_every_tree_can_be_read_and_every_readme_is_in_it(world: World) -> None:
    for repo in world:
        tree = Tree(repo)
        if repo.readme and not repo.empty:
            assert tree.readme is not None, repo.full_name
            if repo.text not in HUGE:
                assert tree.readme.make() or repo.text == "blank", repo.full_name


def test_readmes_are_worth_reading(world: World) -> None:
    """Those of people are written; those of the organisation differ from each other."""
    organisation = [_text(repo) for repo in world.repos(_owner(world, cast.OPENWORKBENCH))]
    assert len(set(organisation)) == len(organisation)
    assert min(map(len, organisation)) > 300


def test_the_readme_of_the_sandbox_names_the_whole_cast() -> None:
    text = (ROOT / "sandbox" / "README.md").read_text("utf-8")
    names = {name for name, value in vars(cast).items() if isinstance(value, cast.Project)}
    assert {name for name in names if f"`{name}`" not in text} == set()


def _projects() -> list[cast.Project]:
    return [value for value in vars(cast).values() if isinstance(value, cast.Project)]


def _owner(world: World, login: str) -> Owner:
    found = world.owner(login)
    assert found is not None
    return found


def _text(repo: Repo) -> bytes:
    readme = Tree(repo).readme
    assert readme is not None
    return readme.make()
