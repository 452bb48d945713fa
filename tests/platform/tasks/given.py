"""Tasks that tests give, in a module that a worker of another process can import."""

import dataclasses
import time
from pathlib import Path

from django.db import connection
from django.utils import timezone

from egide.platform.accounts.models import User
from egide.platform.records.acting import current_actor
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scoped_organization
from egide.platform.tasks import works
from egide.platform.tasks.declaring import GiveUpError, Terms, task
from egide.platform.tasks.models import Slot
from egide.registers.processing.models import ProcessingActivity

TOLD = []


@task()
def welcome(address):
    """An effect in the database: a second time would break on the unique address."""
    User.objects.create_user(address, name="Invité")


@task()
def count_one(number):
    """Without any constraint: a second run is seen by its row."""
    Slot.objects.create(job=f"counted {number}", at=f"2026-01-01T00:00:{time.monotonic_ns() % 60:02}+00:00")


@task()
def slow_welcome(address, seconds, lock):
    """Says that it is there, then takes its time before it ends."""
    User.objects.create_user(address, name="Invité")
    with Path(lock).open("a") as opened:
        opened.write("x")
    if Path(lock).stat().st_size == 1:
        time.sleep(seconds)


@task(Terms(attempts=3, delays=(10, 100)))
def always_fails():
    User.objects.create_user("never@exemple.fr", name="Jamais")
    raise ValueError("a secret")


@task(Terms(attempts=3))
def gives_up():
    raise GiveUpError("Rien à faire.")


def tell(error, *args, **kwargs):
    TOLD.append((str(error), args, kwargs))


@task(Terms(attempts=1, on_failure=tell))
def told_of(what, *, more):
    raise ValueError("no")


@task(Terms(attempts=1, on_failure=lambda _: 1 / 0))
def told_badly():
    raise ValueError("no")


@task(Terms(atomic=False))
def writes_at_the_end():
    seen = connection.in_atomic_block
    return lambda: TOLD.append((seen, connection.in_atomic_block))


@task()
def rename(record_id, name):
    """For a body and a person."""
    record = ProcessingActivity.objects.get(id=record_id)
    TOLD.append((scoped_organization(), current_actor()))
    save_aggregate(record, dataclasses.replace(record.facts(), name=name), expected=record.revision)


@task(Terms(atomic=False))
def count_names(_):
    """What the person sees, through raw SQL: the second lock alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM processing_processingactivity ORDER BY name")
        TOLD.append([name for (name,) in cursor.fetchall()])


@task(Terms(attempts=2, atomic=False), heavy=True)
def write_file(work_id, text):
    if text == "no":
        raise GiveUpError("Ce document n’a pas pu être fait.")
    if text == "bug":
        raise ZeroDivisionError("SELECT secret")
    works.report(work_id, 1, 2, "Mise en page…")
    made = works.Result("f.txt", "text/plain", text.encode())
    return lambda: works.finish(work_id, made, timezone.now())


def job(now):
    TOLD.append(now)


def failing_job(now):
    raise ValueError("no")


@task(Terms(atomic=False))
def sleep_apart(seconds, lock):
    """Holds nothing of the database meanwhile."""
    Path(lock).write_text("x")
    time.sleep(seconds)
