"""Answers given to requests that carry an `Idempotency-Key`: begun once, given again for a day.

They are sealed at rest: an answer may hold what is told once and stored nowhere, such as a new key.
"""

from datetime import datetime, timedelta

from vitrine.accounts import sealing
from vitrine.accounts.models import Answer
from vitrine.lib import clock

KEPT = timedelta(hours=24)
UNDER_WAY = timedelta(minutes=2)  # after which a request that never ended counts as lost


def begin(name: str, mark: str) -> Answer | None:
    """None when this request is the first of its name and is to be done now; else what an earlier one left.

    Of many at the same moment one gets None: the primary key decides, in whatever process they run.
    """
    now = clock.now()
    answer, is_new = Answer.objects.get_or_create(name=name, defaults={"mark": mark, "at": now})
    if is_new or (_is_stale(answer, now) and _taken_over(answer, mark, now)):
        return None
    return answer


def keep(name: str, *, status: int, kind: str, content: bytes) -> None:
    sealed = sealing.seal(content.decode(), _place(name)).encode()
    Answer.objects.filter(name=name).update(status=status, kind=kind[:100], content=sealed)


def said(answer: Answer) -> bytes:
    """What was answered. Raises SealBrokenError when the key that sealed it is gone."""
    return sealing.unseal(bytes(answer.content).decode(), _place(answer.name)).encode()


def _place(name: str) -> str:
    return f"answer:{name}"


def forget(name: str) -> None:
    """Nothing was done: the same request may be sent again."""
    Answer.objects.filter(name=name, status=0).delete()


def prune_answers(now: datetime) -> int:
    """Delete what is older than a day; returns how many."""
    return Answer.objects.filter(at__lt=now - KEPT).delete()[0]


def _is_stale(answer: Answer, now: datetime) -> bool:
    return now - answer.at > (KEPT if answer.status else UNDER_WAY)


def _taken_over(answer: Answer, mark: str, now: datetime) -> bool:
    again = Answer.objects.filter(name=answer.name, at=answer.at)
    return again.update(mark=mark, status=0, kind="", content=b"", at=now) == 1
