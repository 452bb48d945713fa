import os
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids.grid import Kind, Sheet, Span, Workbook
from egide.formats.grids.limits import MEGABYTE, Limits
from egide.formats.grids.sandbox import read_in_sandbox

BOOK = Workbook("a.ods", Kind.ODS, (Sheet("Liste", {0: ["é", 1, date(2025, 11, 17)]}, merged=(Span(0, 0, 1, 1),)),))


# What the child will run. Top-level, so that it can import them.


def give_a_workbook(path, limits):
    return BOOK


def tell_what_it_got(path, limits, word=None):
    return str(path), limits.rows, word


def refuse(path, limits):
    raise Unreadable("Illisible.", "Recommencez.", "ligne 3")


def fail(path, limits):
    raise ZeroDivisionError("by our fault")


def print_and_read(path, limits):
    print("noise")
    os.write(1, b"more noise")
    return os.read(0, 10)


def exhaust_memory(path, limits):
    return len(bytearray(2 * limits.memory_bytes))


def exhaust_processor(path, limits):
    while True:
        pass


def sleep_too_long(path, limits):
    time.sleep(60)


def abort(path, limits):
    os.abort()


def leave_with_an_error(path, limits):
    os._exit(3)


def answer_too_much(path, limits):
    return "x" * (limits.answer_bytes + 1)


def fill_a_file(path, limits):
    path.write_text("changed")


def show_environment(path, limits):
    return sorted(os.environ)


class Weapon:
    def __reduce__(self):
        return os.kill, (os.getppid(), signal.SIGTERM)


def answer_with_a_weapon(path, limits):
    return Weapon()


def answer_with_a_function(path, limits):
    return read_in_sandbox


def explain(tmp_path, job, **limits):
    with pytest.raises(Unreadable) as refused:
        read_in_sandbox(tmp_path / "a.ods", job, Limits(**limits))
    return refused.value


def test_the_value_comes_back_whole(tmp_path):
    assert read_in_sandbox(tmp_path / "a.ods", give_a_workbook) == BOOK


def test_the_job_gets_path_limits_and_options(tmp_path):
    got = read_in_sandbox(tmp_path / "é.ods", tell_what_it_got, Limits(rows=7), word="mac_roman")
    assert got == (str(tmp_path / "é.ods"), 7, "mac_roman")


def test_a_refusal_comes_back_as_it_was_raised(tmp_path):
    refusal = explain(tmp_path, refuse)
    assert (refusal.message, refusal.advice, refusal.where) == ("Illisible.", "Recommencez.", "ligne 3")
    assert str(refusal) == "Illisible. (ligne 3) Recommencez."
    assert type(refusal) is Unreadable


@pytest.mark.parametrize("job", [fail, leave_with_an_error])
def test_our_own_fault_is_told_apart_and_keeps_its_detail_from_the_screen(tmp_path, job):
    fault = explain(tmp_path, job)
    assert isinstance(fault, ReaderFault)
    assert "Traceback" not in str(fault)
    assert "by our fault" in fault.detail or "status 3" in fault.detail


def test_neither_stdin_nor_stdout_reach_the_job(tmp_path):
    assert read_in_sandbox(tmp_path / "a.ods", print_and_read) == b""


def test_memory_is_limited(tmp_path):
    assert (
        "la limite de 100\u00a0Mo de mémoire" in explain(tmp_path, exhaust_memory, memory_bytes=100 * MEGABYTE).message
    )


def test_processor_time_is_limited(tmp_path):
    assert "la limite de 1\u00a0secondes de calcul" in explain(tmp_path, exhaust_processor, cpu_seconds=1).message


def test_the_clock_is_limited(tmp_path):
    assert "la limite de 0,3\u00a0secondes" in explain(tmp_path, sleep_too_long, wall_seconds=0.3).message


def test_the_answer_is_limited(tmp_path):
    assert "la limite" in explain(tmp_path, answer_too_much, answer_bytes=1000).message


def test_an_abort_is_explained(tmp_path):
    refusal = explain(tmp_path, abort)
    assert "arrêtée brutalement" in refusal.message
    assert "768\u00a0Mo" in refusal.message
    assert not isinstance(refusal, ReaderFault)


def test_the_child_cannot_fill_a_file(tmp_path):
    (tmp_path / "a.ods").write_text("")
    assert isinstance(explain(tmp_path, fill_a_file), ReaderFault)
    assert (tmp_path / "a.ods").read_text() == ""


def test_the_child_is_told_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    assert "DATABASE_PASSWORD" not in read_in_sandbox(tmp_path / "a.ods", show_environment)


@pytest.mark.parametrize("job", [answer_with_a_weapon, answer_with_a_function])
def test_an_answer_that_would_run_code_is_refused(tmp_path, job):
    fault = explain(tmp_path, job)
    assert isinstance(fault, ReaderFault)
    assert "refused" in fault.detail


def test_a_job_the_child_could_not_import_is_refused_at_once():
    with pytest.raises(ValueError, match="top level"):
        read_in_sandbox(Path("a.ods"), lambda *_: None)
