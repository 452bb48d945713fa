"""The addresses of the screens of a body. What they must know of the floors above is given here."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from egide.platform.bodies import (
    access_table,
    accesses,
    assignments,
    departments,
    mails,
    members,
    own_account,
    people,
    presentation,
    rescue,
    secret_links,
    viewing,
    works,
)
from egide.platform.bodies.departments import Rename
from egide.platform.kernel.registers import Register


def urls(registers: Sequence[Register], *, rename: Rename) -> list[URLPattern]:
    """Under `/o/<body>/`. `rename`: what else carries the name of a service, and must follow it."""
    base = "o/<slug:body>/"
    return [
        path("compte/donnees/", own_account.own_data, name="own_data"),
        path("compte/donnees/fichier/", own_account.own_data_file, name="own_data_file"),
        path("compte/partir/", own_account.leave, name="own_leave"),
        path(f"{base}collectivite/", presentation.organization, name="organization"),
        path(f"{base}collectivite/modifier/", presentation.organization_edit, name="organization-edit"),
        path(f"{base}consultations/", accesses.accesses, name="accesses"),
        path(f"{base}acces/", access_table.access_table, {"registers": registers}, name="access-table"),
        *_of_works(f"{base}travaux/", registers),
        *_of_mails(f"{base}courriels/"),
        path(f"{base}liens/", secret_links.links, name="secret-links"),
        path(f"{base}liens/<uuid:link_id>/annuler/", secret_links.link_revoke, name="secret-link-revoke"),
        *_of_services(f"{base}services/", rename),
        *_of_people(f"{base}personnes/"),
        *_of_members(f"{base}adherents/"),
    ]


def _of_works(base: str, registers: Sequence[Register]) -> list[URLPattern]:
    one = f"{base}<uuid:work_id>/"
    return [
        path(base, works.my_works, name="works"),
        path(f"{one}fichier/", works.work_result, {"registers": registers}, name="work-result"),
        path(f"{one}annuler/", works.work_cancel, name="work-cancel"),
    ]


def _of_mails(base: str) -> list[URLPattern]:
    return [
        path(base, mails.mails, name="mails"),
        path(f"{base}<uuid:mail_id>/renvoyer/", mails.mail_again, name="mail-again"),
    ]


def _of_services(base: str, rename: Rename) -> list[URLPattern]:
    one = f"{base}<uuid:service_id>/"
    return [
        path(base, departments.services, name="services"),
        path(f"{one}modifier/", departments.service_edit, {"rename": rename}, name="service-edit"),
        path(f"{one}archiver/", departments.service_archive, name="service-archive"),
    ]


def _of_people(base: str) -> list[URLPattern]:
    one = f"{base}<uuid:membership_id>/"
    return [
        path(base, people.people, name="people"),
        path(f"{base}ajouter/", people.person_add, name="person-add"),
        path(f"{base}invitations/<uuid:invitation_id>/", people.invitation_act, name="invitation-act"),
        path(f"{one}modifier/", people.person_edit, name="person-edit"),
        path(f"{one}retirer/", people.person_withdraw, name="person-withdraw"),
        path(f"{one}regarder/", viewing.person_view, name="person-view"),
        path(f"{one}secours/", rescue.person_rescue, name="person-rescue"),
        path(f"{one}collectivites/", assignments.person_members, name="person-members"),
    ]


def _of_members(base: str) -> list[URLPattern]:
    return [
        path(base, members.members, name="members"),
        path(f"{base}ajouter/", members.member_add, name="member-add"),
        path(f"{base}<uuid:member_id>/ranger/", members.member_move, name="member-move"),
    ]
