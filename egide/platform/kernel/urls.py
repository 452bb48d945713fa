"""The addresses of a register: ordinary Django paths. To replace a screen, put a path of the same name before."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens import (
    attaching,
    drafting,
    editing,
    emptying,
    erasing,
    exporting,
    fiches,
    histories,
    lists,
    moving,
    proposals,
    proposing,
    proving,
    territory,
)
from egide.platform.kernel.searching import views as searching


def urls(register: Register) -> list[URLPattern]:
    """Under `/o/<body>/<path>/`."""
    base, known = f"o/<slug:body>/{register.path}/", {"register": register}
    one = f"{base}<uuid:record_id>/"
    return [
        path(f"territoire/{register.path}/", territory.territory, known, name=f"{register.name}-territory"),
        path(base, lists.record_list, known, name=f"{register.name}-list"),
        path(f"{base}ajouter/", editing.record_create, known, name=f"{register.name}-create"),
        path(f"{base}exporter/", exporting.record_export, known, name=f"{register.name}-export"),
        path(f"{base}comparer/", histories.register_comparison, known, name=f"{register.name}-compare"),
        path(f"{base}proposer/", proposing.record_propose, known, name=f"{register.name}-propose"),
        path(f"{base}brouillons/", drafting.record_drafts, known, name=f"{register.name}-drafts"),
        path(f"{base}propositions/", proposals.record_proposals, known, name=f"{register.name}-proposals"),
        path(
            f"{base}propositions/<uuid:proposal_id>/",
            proposals.record_proposal,
            known,
            name=f"{register.name}-proposal",
        ),
        path(one, fiches.record_fiche, known, name=f"{register.name}-fiche"),
        path(f"{one}modifier/", editing.record_edit, known, name=f"{register.name}-edit"),
        path(f"{one}dupliquer/", editing.record_duplicate, known, name=f"{register.name}-duplicate"),
        path(f"{one}proposer/", proposing.record_propose, known, name=f"{register.name}-propose"),
        path(f"{one}ranger/", moving.record_move, known, name=f"{register.name}-move"),
        path(f"{one}pieces/", attaching.record_attach, known, name=f"{register.name}-attach"),
        path(f"{one}pieces/<uuid:file_id>/", attaching.record_file, known, name=f"{register.name}-file"),
        path(
            f"{one}pieces/<uuid:file_id>/contenu/",
            attaching.record_file_content,
            known,
            name=f"{register.name}-file-content",
        ),
        path(f"{base}corbeille/", emptying.bin_empty, known, name=f"{register.name}-bin"),
        path(f"{one}supprimer/", emptying.record_destroy, known, name=f"{register.name}-destroy"),
        path(f"{one}effacer/", erasing.record_erase, known, name=f"{register.name}-erase"),
        path(f"{one}prouver/", proving.record_prove, known, name=f"{register.name}-prove"),
        path(f"{one}historique/", histories.record_history, known, name=f"{register.name}-history"),
    ]


def search_urls(registers: Sequence[Register]) -> list[URLPattern]:
    """Searching over registers: in a body, and in all those that a person reaches."""
    known = {"registers": tuple(registers)}
    return [
        path("recherche/", searching.search_everywhere, known, name="search-everywhere"),
        path("o/<slug:body>/recherche/", searching.search, known, name="search"),
    ]
