"""A search that holds filters in plain words: what it says becomes the filters of the URL, and the page says so."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect

from egide.platform.kernel.filters import Filter, Options
from egide.platform.kernel.registers import Register
from egide.platform.kernel.selection import Selection
from egide.platform.kernel.understanding import Understanding, understand
from egide.typography import french


def heard(register: Register, text: str, filters: Sequence[Filter], rows: Callable[[], Any]) -> Understanding:
    """What the filters of a register understand of a text. `rows`: those that filters without a closed list look at."""

    @cache
    def offered(name: str) -> Options:
        known = next(f for f in filters if f.name == name)
        return known.options(rows())

    about = f"{register.one} {register.title} fiche"
    return understand(text, filters, lambda known: offered(known.name), about)


def applied(selection: Selection, understanding: Understanding) -> Selection:
    """The selection with the filters that were understood, and the words that are left."""
    filters = {**dict(selection.filters), **understanding.filters}
    return replace(selection, words=understanding.rest, filters=filters, page=1)


def sentence(understanding: Understanding) -> str:
    """« Compris : Durées de conservation : sans. Cherché comme des mots : « cantine ». »"""
    said = ", ".join(f"« {each.typed} » ({each.said})" for each in understanding.found)
    rest = f" Cherché comme des mots : « {understanding.rest} »." if understanding.rest else ""
    return french(f"Compris comme un filtre : {said}.{rest}")


def lead(request: HttpRequest, path: str, selection: Selection, understanding: Understanding) -> HttpResponseRedirect:
    """To the address that holds the filters, where the next page says what was understood."""
    messages.info(request, sentence(understanding))
    return HttpResponseRedirect(f"{path}{applied(selection, understanding).query()}")
