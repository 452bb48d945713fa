"""Whom each screen lets in, written down once by hand: the matrix believes what views say, this does not."""

from egide.platform.organizations.shapes import Role
from tests.machinery.routes import every_route

C, A, M = Role.CONTROLLER, Role.ADVISOR, Role.MANAGER
REFERENT, ADMINISTRATOR = Role.REFERENT, Role.ADMINISTRATOR
EVERYONE = frozenset(Role)
WRITERS = frozenset({REFERENT, A, M, ADMINISTRATOR})
MANAGERS = frozenset({REFERENT, M, ADMINISTRATOR})
OF_CENTRE = frozenset({M, ADMINISTRATOR})
OF_BODY = frozenset({C, REFERENT, Role.CONTRIBUTOR, Role.READER})
SCREENS = {
    "works": EVERYONE, "work-result": EVERYONE, "work-cancel": EVERYONE,
    "mails": frozenset({ADMINISTRATOR}), "mail-again": frozenset({ADMINISTRATOR}),
    "search": EVERYONE, "organization": EVERYONE, "services": EVERYONE,
    "organization-edit": WRITERS, "service-edit": WRITERS, "service-archive": WRITERS,
    "people": WRITERS | {C}, "access-table": MANAGERS | {C}, "accesses": MANAGERS | {C},
    "person-add": MANAGERS, "invitation-act": MANAGERS, "person-edit": MANAGERS, "person-withdraw": MANAGERS,
    "person-view": frozenset({ADMINISTRATOR}), "person-rescue": frozenset({ADMINISTRATOR}),
    "person-members": OF_CENTRE, "member-add": OF_CENTRE, "member-move": OF_CENTRE, "members": OF_CENTRE | {A},
    "retention": OF_CENTRE,
    "secret-links": MANAGERS | {C}, "secret-link-revoke": MANAGERS | {C},
    **dict.fromkeys(("publication", "publication-preview", "publication-past"), OF_BODY | {A}),
    "publication-withdraw": frozenset({C}), **dict.fromkeys(("messages", "message"), frozenset({C, REFERENT, A})),
}  # fmt: skip
ACTIONS = {
    **dict.fromkeys(("list", "fiche", "history", "compare", "proposal", "proposals", "drafts"), "view"),
    **dict.fromkeys(("file", "file-content"), "view"), "attach": "change",
    **dict.fromkeys(("export", "export-all", "export-one", "prove"), "export"),
    **dict.fromkeys(("import", "import-review", "import-result"), "import"),
    **dict.fromkeys(("erase", "destroy", "bin"), "erase"),
    "create": "create", "duplicate": "create", "edit": "change", "move": "move", "propose": "propose",
}  # fmt: skip


def test_each_screen_of_a_body_is_for_those_written_here():
    assert {r.name: r.view.roles for r in every_route() if getattr(r.view, "roles", None)} == SCREENS


def test_each_screen_of_a_register_asks_for_the_action_written_here():
    found = {
        (r.name.removeprefix(f"{r.register.name}-"), str(getattr(r.view, "action", None)))
        for r in every_route()
        if r.register and r.within
    }
    assert found == set(ACTIONS.items())
