"""The addresses of the API: those of the screens, under /api/v1/, made from the registers."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from egide.platform.api import (
    bodies,
    findings,
    moving,
    pages,
    paging,
    problems,
    records,
    selecting,
    territory,
    versions,
)
from egide.platform.api.guide import guide_of
from egide.platform.api.openapi import document, published
from egide.platform.api.resources import Operation, open_to_all, resource
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register, no_judgement

_WRITING = (problems.WRONG_TYPE, problems.TOO_LARGE, problems.INVALID)
_VERSIONED = (problems.VERSION_REQUIRED, problems.CHANGED, *_WRITING)

LIST = resource(
    Operation(
        method="GET",
        name="list",
        summary="Les fiches d’un registre",
        answer=records.record_list,
        action=Action.VIEW,
        answers="page",
        parameters=selecting.list_parameters,
    ),
    Operation(
        method="POST",
        name="create",
        summary="Ajouter une fiche",
        answer=records.record_create,
        action=Action.CREATE,
        takes="record",
        answers="record",
        status=201,
        refusals=(problems.EXISTS, *_WRITING),
    ),
)
RECORD = resource(
    Operation(
        method="GET",
        name="read",
        summary="Une fiche",
        answer=records.record_one,
        action=Action.VIEW,
        answers="record",
        parameters=selecting.day_parameters,
        refusals=(problems.ERASED,),
    ),
    Operation(
        method="PUT",
        name="replace",
        summary="Remplacer une fiche",
        answer=records.record_replace,
        action=Action.CHANGE,
        takes="record",
        answers="record",
        has_version=True,
        refusals=(problems.OUT_OF_SERVICE, *_VERSIONED),
    ),
    Operation(
        method="PATCH",
        name="patch",
        summary="Changer quelques informations d’une fiche",
        answer=records.record_patch,
        action=Action.CHANGE,
        takes="patch",
        answers="record",
        has_version=True,
        refusals=(problems.OUT_OF_SERVICE, *_VERSIONED),
    ),
)
MOVE = resource(
    Operation(
        method="POST",
        name="move",
        summary="Archiver une fiche, la mettre à la corbeille, la remettre en service",
        answer=moving.record_move,
        action=Action.MOVE,
        takes="move",
        answers="record",
        has_version=True,
        refusals=_VERSIONED,
    ),
)
VERSIONS = resource(
    Operation(
        method="GET",
        name="history",
        summary="L’historique d’une fiche",
        answer=versions.record_versions,
        action=Action.VIEW,
        answers="versions",
        parameters=lambda _: paging.PAGES,
    ),
)
VERSION = resource(
    Operation(
        method="GET",
        name="version",
        summary="Une version d’une fiche",
        answer=versions.record_version,
        action=Action.VIEW,
        answers="record",
        refusals=(problems.ERASED,),
    ),
)
TOKEN = resource(
    Operation(
        method="GET",
        name="token",
        summary="Le jeton employé",
        answer=bodies.token,
        answers="token",
    ),
)
BODIES = resource(
    Operation(
        method="GET",
        name="bodies",
        summary="Les collectivités que ce jeton atteint",
        answer=bodies.bodies,
        answers="bodies",
        parameters=lambda _: paging.PAGES,
    ),
)


FINDINGS = resource(
    Operation(
        method="GET",
        name="findings",
        summary="Ce que la loi dit d’une fiche",
        answer=findings.record_findings,
        action=Action.VIEW,
        answers="findings",
    ),
)
TERRITORY = resource(
    Operation(
        method="GET",
        name="territory",
        summary="Les fiches d’un registre, dans toutes les collectivités atteintes",
        answer=territory.territory,
        answers="territory",
        parameters=selecting.territory_parameters,
    ),
)


def urls(registers: Sequence[Register]) -> list[URLPattern]:
    """Everything under /api/v1/, its page, and the tokens of an account."""
    body = resource(
        Operation(
            method="GET",
            name="body",
            summary="Une collectivité",
            answer=bodies.body_of(registers),
            answers="body",
        )
    )
    found = [
        path("api/v1/", TOKEN, name="api-token"),
        path("api/v1/o/", BODIES, name="api-bodies"),
        path("api/v1/o/<slug:body>/", body, name="api-body"),
        *(pattern for register in registers for pattern in _of(register)),
    ]
    contract = open_to_all(published(lambda: document(found, registers)))
    return [
        *found,
        path("api/v1/openapi.json", contract, name="api-openapi"),
        path("compte/jetons/", pages.token_list, name="api-tokens"),
        path("compte/jetons/creer/", pages.token_create, name="api-token-create"),
        path("compte/jetons/<uuid:token_id>/revoquer/", pages.token_revoke, name="api-token-revoke"),
        path("api/", guide_of(lambda: document(found, registers)), name="api-guide"),
    ]


def _of(register: Register) -> list[URLPattern]:
    base, known = f"api/v1/o/<slug:body>/{register.path}/", {"register": register}
    one = f"{base}<uuid:record_id>/"
    judged = [path(f"{one}constats/", FINDINGS, known, name=f"{register.name}-api-findings")]
    return [
        path(f"api/v1/territoire/{register.path}/", TERRITORY, known, name=f"{register.name}-api-territory"),
        path(base, LIST, known, name=f"{register.name}-api-list"),
        path(one, RECORD, known, name=f"{register.name}-api-record"),
        path(f"{one}ranger/", MOVE, known, name=f"{register.name}-api-move"),
        path(f"{one}historique/", VERSIONS, known, name=f"{register.name}-api-history"),
        path(f"{one}historique/<int:number>/", VERSION, known, name=f"{register.name}-api-version"),
        *(judged if register.judged is not no_judgement else []),
    ]
