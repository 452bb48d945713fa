import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from dataclasses import replace

import pytest

from egide.documents import rendering
from egide.documents.document import Heading, Paragraph, Table, runs
from egide.documents.pdf import to_pdf
from egide.documents.rendering import FORMATS, RenderingFailed, close, render


@pytest.fixture(autouse=True, scope="module")
def _no_child_left():
    yield
    close()
    gc.collect()


def _child():
    return next(child for child in multiprocessing.active_children() if child.name == "egide-pdf")


def test_every_format_and_its_first_bytes(every_block):
    starts = {file_format: render(every_block, file_format)[:4] for file_format in FORMATS}
    assert starts == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "odt": b"PK\x03\x04", "html": b"<!DO"}


def test_the_child_makes_what_the_function_makes(every_block):
    assert render(every_block, "pdf") == to_pdf(every_block)


def test_an_unknown_format_is_refused(every_block):
    with pytest.raises(ValueError, match="« rtf »"):
        render(every_block, "rtf")


def test_the_child_serves_again_then_is_replaced(every_block, monkeypatch):
    close()
    monkeypatch.setattr(rendering, "_TASKS_PER_CHILD", 2)
    pids = []
    for _ in range(3):
        render(every_block, "pdf")
        pids.append(_child().pid)
    assert pids[0] == pids[1] != pids[2]


def test_a_dead_child_is_replaced_before_the_next_file(every_block):
    render(every_block, "pdf")
    child = _child()
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert render(every_block, "pdf").startswith(b"%PDF")


def _heavy(every_block):
    rows = tuple((runs(f"{n}"), runs("mot " * 200)) for n in range(1500))
    return replace(every_block, blocks=(Heading(1, "Lourd"), Table("Lourd", ("A", "B"), rows)))


def _kill_again_and_again(done):
    """Whenever the machine gets to it, one of the blows falls while the child works."""
    while not done.wait(0.2):
        with contextlib.suppress(ProcessLookupError, AttributeError):
            os.kill(_child().pid, signal.SIGKILL)


def test_a_child_killed_at_work_is_said_in_french_and_the_next_file_is_made(every_block):
    render(every_block, "pdf")
    done = threading.Event()
    killer = threading.Thread(target=_kill_again_and_again, args=(done,))
    killer.start()
    try:
        with pytest.raises(RenderingFailed, match="mise en page s’est arrêtée"):
            render(_heavy(every_block), "pdf")
    finally:
        done.set()
        killer.join()
    assert render(every_block, "pdf").startswith(b"%PDF")


def test_too_long_is_stopped_and_its_late_answer_is_not_taken_for_another(every_block):
    with pytest.raises(RenderingFailed, match=r"n’est pas prêt après 0\.05 secondes"):
        render(_heavy(every_block), "pdf", timeout=0.05)
    assert render(every_block, "pdf") == to_pdf(every_block)


def test_a_failure_in_the_child_comes_back_with_its_reason_and_the_child_lives(every_block):
    broken = replace(every_block, blocks=(Paragraph(runs("x")),))
    object.__setattr__(broken.blocks[0], "style", "inconnu")  # what validation cannot let through, let through
    rendering.close()  # a child that has already made many files is replaced in its turn, whatever the failure
    render(every_block, "pdf")
    pid = _child().pid
    with pytest.raises(RenderingFailed, match=r"Le fichier PDF n’a pas pu être produit .*inconnu"):
        render(broken, "pdf")
    assert _child().pid == pid


@pytest.mark.parametrize("file_format", ["docx", "odt"])
def test_a_failure_here_is_said_in_french(every_block, file_format):
    broken = replace(every_block, blocks=(Paragraph(runs("x")),))
    object.__setattr__(broken.blocks[0], "style", "inconnu")
    with pytest.raises(RenderingFailed, match=f"Le fichier {file_format.upper()} n’a pas pu être produit .*inconnu"):
        render(broken, file_format)
