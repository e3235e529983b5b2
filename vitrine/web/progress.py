"""A job in the words of its page: what stands large, how far it is, what comes next."""

from dataclasses import dataclass, field
from datetime import datetime

from vitrine.lib.errors import Verdict
from vitrine.portfolio import pictures
from vitrine.portfolio.types import LedgerRow, Work, has_cover
from vitrine.web import cards, shown
from vitrine.web.cards import Card
from vitrine.web.shown import Fact
from vitrine.work.models import Job
from vitrine.work.types import State

STEPS = (("list", "Read the list"), ("write", "Fetch and write"), ("", "On view"))
ONE_STEPS = (("fetch", "Fetch it"), ("write", "Write it"), ("", "On view"))
STATES = {  # of a ledger row: (word, shape)
    "imported": ("On view", ""),
    "skipped": ("Skipped", "off"),
    "failed": ("Failed", "bad"),
    "removed": ("Taken down", "off"),
    "hidden": ("Hidden", "off"),
}
JOB_STATES = {
    State.PENDING: ("Waiting", "wait"),
    State.PROCESSING: ("Coming in", "run"),
    State.COMPLETED: ("Done", ""),
    State.FAILED: ("Stopped", "bad"),
    State.CANCELLED: ("Stopped by you", "off"),
}


@dataclass(slots=True)
class Step:
    word: str
    shape: str
    now: bool


@dataclass(slots=True)
class Row:
    """An item of the ledger, as it came in."""

    title: str
    url: str
    picture: str
    word: str
    shape: str
    why: str
    when: Fact


@dataclass(slots=True)
class Line:
    """A job among others."""

    url: str
    title: str
    mark: str
    word: str
    shape: str
    counts: str
    when: Fact


@dataclass(slots=True)
class Progress:
    id: str
    mark: str
    intro: str
    title: str
    done: int
    total: int
    noun: str
    ended: bool
    state: str
    headline: str
    lead: str = ""
    note: str = ""
    note_shape: str = ""
    steps: list[Step] = field(default_factory=list)
    table: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    kept: int = 0
    page: str = ""
    arrived: Card | None = None
    may_stop: bool = False
    may_retry: bool = False


def progress(job: Job, owner: str, ledger: list[LedgerRow], arrived: Work | None, now: datetime) -> Progress:
    """`ledger` is what came in lately, newest first; `arrived` the single work, once it is there."""
    counts = job.counts
    is_list = _is_list(job)
    made = Progress(
        id=str(job.pk),
        mark=_platform(job),
        intro=f"Import of {'a list' if is_list else 'one work'}, begun {shown.ago(job.created_at, now)}",
        title=_title(job),
        done=job.progress,
        total=job.total,
        noun=_noun(job, job.total),
        ended=job.ended,
        state=job.state,
        headline=_headline(job, is_list=is_list),
        steps=_steps(job, STEPS if is_list else ONE_STEPS),
        table=_table(job, now) if is_list else [],
        rows=[_row(one, owner, now) for one in ledger],
        kept=_kept(counts),
        page=f"/{owner}/",
        arrived=cards.card(arrived, now) if arrived else None,
        may_stop=not job.ended and not job.cancel_requested,
        may_retry=job.state in (State.FAILED, State.CANCELLED),
    )
    made.lead, made.note, made.note_shape = _words(job, made)
    return made


def line(job: Job, now: datetime) -> Line:
    word, shape = JOB_STATES[State(job.state)]
    kept = _kept(job.counts)
    counts = f"{shown.plural(kept, 'work')} on view" if kept else ""
    return Line(
        f"/import/{job.pk}/", _title(job), _platform(job), word, shape, counts, shown.since(job.created_at, now)
    )


def _kept(counts: dict[str, int]) -> int:
    return counts.get("imported", 0) + _before(counts)


def _before(counts: dict[str, int]) -> int:
    """Works that were here, as they are now or brought up to date."""
    return counts.get("already", 0) + counts.get("updated", 0)


def _is_list(job: Job) -> bool:
    return job.kind.startswith("import_list")


def _platform(job: Job) -> str:
    return job.kind.partition(":")[2]


def _title(job: Job) -> str:
    told = job.payload.get("title") or job.result.get("title")
    return str(told or job.title.removeprefix("https://").removeprefix("www."))


def _noun(job: Job, number: int) -> str:
    about = cards.about_platform(_platform(job))
    one, many = about.works if about else ("work", "works")
    return one if number == 1 else many


def _headline(job: Job, *, is_list: bool) -> str:
    """The page's finding once it has ended; while it runs the count is the headline."""
    kept, total = _kept(job.counts), max(job.total, job.counts.get("total", 0))
    works = shown.plural(kept, "work")
    if job.state == State.COMPLETED:
        return "It is on view" if not is_list else f"{works} on view" if kept else "Nothing to show"
    if job.state == State.FAILED:
        return f"Stopped at {shown.exact(job.progress)} of {shown.exact(total)}" if kept else "It did not come in"
    if job.state == State.CANCELLED:
        return f"Stopped, {works} kept" if kept else "Stopped"
    return ""


def _words(job: Job, made: Progress) -> tuple[str, str, str]:
    """What happened and what happens next: (a leading sentence, a note, the note's shape)."""
    if job.state == State.FAILED:
        stays = f"The {shown.plural(made.kept, 'work')} that came in stay on your page." if made.kept else ""
        return stays, job.error_sentence, "bad"
    if job.cancel_requested and not job.ended:
        return "Stopping. What is on view stays.", "", ""
    if job.state == State.PENDING and job.error_sentence:
        more = "You need to do nothing." if job.error_verdict == Verdict.WAITING else "We try again by ourselves."
        return "", f"{job.error_sentence} It goes on at {job.run_after:%H:%M} UTC. {more}", "wait"
    if job.state == State.PENDING:
        return "It begins as soon as a hand is free.", "", ""
    if job.state == State.COMPLETED:
        return _outcome(job, made), str(job.result.get("note") or ""), ""
    return "", "", ""


def _outcome(job: Job, made: Progress) -> str:
    counts = job.counts
    if not _is_list(job):
        return "It was here already, and nothing has changed." if job.result.get("already") else ""
    if not made.kept and not counts.get("done"):
        return "The list has nothing in it that everybody may see."
    parts = [
        f"{shown.exact(counts['imported'])} new" if counts.get("imported") else "",
        f"{shown.exact(before)} here before" if (before := _before(counts)) else "",
        f"{shown.exact(counts['skipped'])} skipped" if counts.get("skipped") else "",
        f"{shown.exact(counts['failed'])} failed" if counts.get("failed") else "",
    ]
    told = [part for part in parts if part]
    return f"{shown.joined(told)}." if len(told) > 1 else ""


def _steps(job: Job, steps: tuple[tuple[str, str], ...]) -> list[Step]:
    names = [name for name, _ in steps]
    here = len(steps) if job.state == State.COMPLETED else names.index(job.stage) if job.stage in names[:-1] else -1
    running = job.state == State.PROCESSING
    return [
        Step(word, "" if index < here else "run" if index == here and running else "off", index == here and running)
        for index, (_, word) in enumerate(steps)
    ]


def _table(job: Job, now: datetime) -> list[tuple[str, str]]:
    counts, rows = job.counts, []
    if not job.ended and job.state == State.PROCESSING and (rate := _rate(job, now)):
        if job.total > job.progress:
            rows.append(("Time left", shown.left((job.total - job.progress) / rate)))
        rows.append(("Rate", f"{rate:.1f} {_noun(job, 2)} a second"))
    elif job.ended and job.started_at and job.finished_at:
        rows.append(("Took", shown.length(round((job.finished_at - job.started_at).total_seconds()) or 1)))
    rows.append(("On view", shown.exact(_kept(counts))))
    if before := _before(counts):
        rows.append(("Here before", shown.exact(before)))
    rows.append(("Skipped", _each(counts.get("skipped", 0))))
    if counts.get("failed"):
        rows.append(("Failed", _each(counts["failed"])))
    return rows


def _each(number: int) -> str:
    return (
        "none" if not number else "1, with its reason" if number == 1 else f"{shown.exact(number)}, each with a reason"
    )


def _rate(job: Job, now: datetime) -> float:
    seconds = (now - job.started_at).total_seconds() if job.started_at else 0.0
    return job.progress / seconds if seconds >= 1 and job.progress else 0.0


def _row(one: LedgerRow, owner: str, now: datetime) -> Row:
    word, shape = STATES.get(one.state, (one.state.capitalize(), "off"))
    picture = ""
    if one.project_id and one.image_url and has_cover(one.type or "", one.image_url):
        picture = pictures.address(pictures.cover(one.project_id, one.image_url), 160)
    url = f"/{owner}/{one.slug}/" if one.slug else ""
    return Row(one.title, url, picture, word, shape, one.sentence, shown.since(one.changed_at, now))
