"""Long works that a person asked for: started, followed, cancelled while they wait, their result kept a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked
from egide.platform.tasks.declaring import GiveUpError
from egide.platform.tasks.errands import ERRAND, Errand, enqueue_for
from egide.platform.tasks.models import Work, WorkState

UNEXPECTED = "Une erreur inattendue l’a arrêté. Recommencez ; si cela se reproduit, prévenez votre administrateur."
GOING = (WorkState.WAITING, WorkState.RUNNING)


@dataclass(frozen=True, slots=True)
class Result:
    """A file that a work made."""

    name: str
    content_type: str
    content: bytes


def start(errand: Errand, task: Task[Any, Any], title: str, needs: str, now: datetime, **told: Any) -> Work:
    """Ask for it, in the caller’s transaction. The task is given `work_id` beside what is told.

    The same work asked again by the same person while it waits or runs is the one that goes on already.
    """
    if errand.user_id is None:
        raise ValueError("A work is asked for by a person.")
    mine = unlocked(Work).filter(organization_id=errand.organization_id, user_id=errand.user_id)
    going: Work | None = mine.filter(title=title, needs=needs, state__in=GOING).first()
    if going is not None:
        return going
    known = uuid4()
    queued = enqueue_for(errand, task, work_id=str(known), **told)
    made = Work(
        organization_id=errand.organization_id,
        id=known,
        user_id=errand.user_id,
        task_id=UUID(queued.id),
        title=title,
        needs=needs,
        asked_at=now,
    )
    unlocked(Work).bulk_create([made])
    return made


def of_person(user_id: UUID) -> QuerySet[Work]:
    """The works of a person in the body in scope, the latest first, without the files."""
    found: QuerySet[Work] = Work.objects.filter(user_id=user_id).order_by("-asked_at", "id").defer("content")
    return found


def everywhere(user_id: UUID) -> list[Work]:
    """The works of a person in every body, without the files: for that person."""
    with identified(SYSTEM):
        return list(unlocked(Work).filter(user_id=user_id).order_by("-asked_at", "id").defer("content"))


def forget_person(user_id: UUID) -> None:
    """Who leaves: their works, and the tasks that bear their name, but for one that runs (it will find them gone)."""
    with identified(SYSTEM):
        unlocked(Work).filter(user_id=user_id).delete()
    theirs = {f"args_kwargs__kwargs__{ERRAND}__user": str(user_id)}
    DBTaskResult.objects.filter(**theirs).exclude(status="RUNNING").delete()


def cancel(work: Work, now: datetime) -> bool:
    """Take it out of the queue; False when it has begun meanwhile."""
    with transaction.atomic():
        waiting = DBTaskResult.objects.select_for_update().filter(id=work.task_id, status="READY").first()
        if waiting is None:
            return False
        waiting.delete()
        _rows(work.task_id).update(state=WorkState.CANCELLED, ended_at=now)
    return True


def report(work_id: UUID | str, done: int, total: int, words: str) -> None:
    """Say how far it is: `words` is French. Seen at once when the task is not atomic."""
    unlocked(Work).filter(id=work_id).update(done=done, total=total, words=words)


def finish(work_id: UUID | str, result: Result, now: datetime) -> None:
    """Keep the file: to be called by what the task returns, in the transaction of its mark."""
    kept = {"file_name": result.name, "content_type": result.content_type, "content": result.content}
    unlocked(Work).filter(id=work_id).update(state=WorkState.DONE, ended_at=now, words="", **kept)


def begin(task_id: UUID, now: datetime) -> None:
    """Its task has a worker."""
    with identified(SYSTEM):
        _rows(task_id).update(state=WorkState.RUNNING, started_at=now)


def fail(task_id: UUID, error: BaseException, now: datetime) -> None:
    """Its task was given up. Only what was written for people is shown to them."""
    words = str(error)[:500] if isinstance(error, GiveUpError) else UNEXPECTED
    with identified(SYSTEM):
        _rows(task_id).update(state=WorkState.FAILED, ended_at=now, words=words)


def result_of(work: Work) -> Result | None:
    """The file, while it is kept."""
    kept: Mapping[str, Any] | None = unlocked(Work).filter(**_key(work)).values("content").first()
    if work.state != WorkState.DONE or kept is None or kept["content"] is None:
        return None
    return Result(work.file_name, work.content_type, bytes(kept["content"]))


def _key(work: Work) -> dict[str, UUID]:
    return {"organization_id": work.organization_id, "id": work.id}


def _rows(task_id: UUID) -> QuerySet[Any]:
    return unlocked(Work).filter(task_id=task_id)
