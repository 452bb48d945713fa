"""Each file that holds locks, with the quickest tests that are enough to see one of them broken."""

from typing import Final

Tests = list[list[str]]


def _of(folder: str, *names: str) -> list[str]:
    return [f"tests/{folder}/test_{name}.py" for name in names]


_EVERY_ADDRESS: Final = "tests/platform/bodies/test_viewing.py::test_every_address_refuses_to_write"
MATRIX: Final = ["tests/machinery/test_isolation_matrix.py", "-k", "READER or MANAGER or address_says"]
MATRIX_OF_REFERENTS: Final = ["tests/machinery/test_isolation_matrix.py", "-k", "not_theirs and REFERENT"]
DECLARED: Final = ["tests/machinery/test_declared.py"]
RECORDS: Final = ["tests/platform/records", "--deselect", "tests/platform/records/test_racing_edits.py"]
KERNEL: Final = _of("platform/kernel", "screens", "screens_lists", "moving", "proposals")
BODIES: Final = ["tests/platform/bodies"]

PROCONNECT: Final = _of("platform/accounts", "proconnect_hostile", "proconnect", "proconnect_transport")
MAILED: Final = _of("platform/accounts", "mailed_links")
FACTORS: Final = _of(
    "platform/accounts", "second_factor", "second_factor_required", "passkeys", "ways_round", "passwords"
)
SESSIONS: Final = _of("platform/accounts", "sessions", "session_fixation", "signing_in", "reset", "ways_round")
VIEWING: Final = [*_of("platform/bodies", "viewing"), "--deselect", _EVERY_ADDRESS]
INVITING: Final = [
    *_of("platform/accounts", "invitations"),
    *_of("platform/bodies", "inviting"),
]
OWN_DATA: Final = _of("platform/bodies", "own_data")
TOKENS: Final = _of("platform/api", "tokens", "api_thread")
API: Final = _of("platform/api", "versions", "tokens", "api_thread", "hostile")
LINKS: Final = [
    *_of("platform/links", "links"),
    *_of("platform/accounts", "invitations"),
    *_of("platform/bodies", "secret_links", "inviting"),
    *_of("machinery", "links"),
]
PUBLIC: Final = [*_of("public", "publication", "intake"), *_of("machinery", "public_door")]
FILES: Final = ["tests/platform/files", *_of("platform/kernel", "attaching")]
DRAFTS: Final = _of("platform/kernel", "drafts")
SEARCH: Final = [*_of("platform/search", "search_index"), *_of("platform/kernel", "search_pages")]
BUNDLES: Final = _of("platform/proofs", "proof_bundles", "proof_screens")
CHECKPOINTS: Final = _of("platform/proofs", "checkpoints", "verifying_checkpoints")
ACCESSES: Final = _of("platform/access_log", "access_log")
TASKS: Final = _of("platform/tasks", "queue", "errands", "schedule")
MAIL: Final = [*_of("platform/mail", "delivering"), *_of("platform/bodies", "mails")]
ERASING: Final = [
    *_of("platform/records", "erasing_everywhere", "replaying_erasures"),
    *_of("platform/kernel", "erasing_screens", "erasing_around"),
]
RETENTION: Final = [*_of("steering", "retention"), *_of("platform/accounts", "mail_and_cache")]
BACKUP: Final = _of("operations", "backup_and_restore", "sealing")
MOVING: Final = _of("operations", "moving_a_body")
DOCTOR: Final = _of("operations", "doctor", "environment_of_an_installation", "watching")

_ACCOUNTS: Final = "egide/platform/accounts"
_SCREENS: Final = "egide/platform/kernel/screens"
ROOMS: Final[dict[str, Tests]] = {
    # Who comes in, and how.
    f"{_ACCOUNTS}/oidc/flow.py": [PROCONNECT],
    f"{_ACCOUNTS}/oidc/tokens.py": [PROCONNECT],
    f"{_ACCOUNTS}/oidc/provider.py": [PROCONNECT],
    f"{_ACCOUNTS}/oidc/transport.py": [PROCONNECT],
    f"{_ACCOUNTS}/oidc/linking.py": [PROCONNECT],
    f"{_ACCOUNTS}/oidc/views.py": [PROCONNECT],
    f"{_ACCOUNTS}/mailed/links.py": [MAILED],
    f"{_ACCOUNTS}/mailed/views.py": [MAILED],
    f"{_ACCOUNTS}/second_factor/codes.py": [FACTORS],
    f"{_ACCOUNTS}/second_factor/forms.py": [FACTORS],
    f"{_ACCOUNTS}/second_factor/passkey_forms.py": [FACTORS],
    f"{_ACCOUNTS}/second_factor/passkeys.py": [FACTORS],
    f"{_ACCOUNTS}/second_factor/removal.py": [FACTORS, _of("platform/bodies", "rescue")],
    f"{_ACCOUNTS}/second_factor/stage.py": [PROCONNECT],
    f"{_ACCOUNTS}/passwords/validators.py": [FACTORS],
    f"{_ACCOUNTS}/adapters.py": [SESSIONS, FACTORS, PROCONNECT],
    f"{_ACCOUNTS}/receivers.py": [FACTORS, SESSIONS],
    f"{_ACCOUNTS}/middleware.py": [SESSIONS, FACTORS],
    f"{_ACCOUNTS}/sessions.py": [SESSIONS, FACTORS],
    f"{_ACCOUNTS}/views.py": [SESSIONS, INVITING, PROCONNECT, VIEWING, _of("platform/accounts", "passkeys")],
    f"{_ACCOUNTS}/viewing.py": [VIEWING],
    f"{_ACCOUNTS}/invitations.py": [INVITING, PROCONNECT],
    f"{_ACCOUNTS}/leaving.py": [OWN_DATA],
    f"{_ACCOUNTS}/own_data.py": [OWN_DATA],
    "egide/oidc.py": [PROCONNECT],
    "egide/platform/bodies/viewing.py": [VIEWING, DECLARED],
    "egide/platform/bodies/rescue.py": [_of("platform/bodies", "rescue"), DECLARED],
    "egide/platform/bodies/own_account.py": [OWN_DATA],
    "egide/platform/bodies/own_data.py": [OWN_DATA],
    "egide/platform/bodies/own_tools.py": [OWN_DATA],
    # Programs.
    "egide/platform/api/middleware.py": [TOKENS],
    "egide/platform/api/models.py": [TOKENS],
    "egide/platform/api/tokens.py": [TOKENS],
    "egide/platform/api/pages.py": [TOKENS],
    "egide/platform/api/requests.py": [API],
    "egide/platform/api/resources.py": [API],
    "egide/platform/api/records.py": [API],
    "egide/platform/api/moving.py": [API],
    "egide/platform/api/versions.py": [API],
    "egide/platform/api/territory.py": [TOKENS],
    # Files.
    "egide/platform/files/services.py": [FILES],
    "egide/platform/files/incoming.py": [FILES],
    "egide/platform/files/scanning.py": [FILES],
    "egide/platform/files/sealing.py": [FILES],
    "egide/platform/files/kinds.py": [FILES],
    "egide/platform/files/keys.py": [FILES],
    "egide/platform/files/moving.py": [FILES],
    f"{_SCREENS}/attaching.py": [FILES, DECLARED],
    # Secret links, the public door.
    "egide/platform/links/keys.py": [LINKS],
    "egide/platform/links/models.py": [LINKS],
    "egide/platform/links/middleware.py": [LINKS],
    "egide/platform/links/opening.py": [LINKS, PUBLIC],
    "egide/platform/bodies/secret_links.py": [LINKS, DECLARED],
    "egide/public/intake.py": [PUBLIC],
    "egide/public/publishing.py": [PUBLIC],
    "egide/public/screens.py": [PUBLIC, DECLARED],
    "egide/public/views.py": [PUBLIC],
    # Drafts, search.
    "egide/platform/drafts/services.py": [DRAFTS],
    f"{_SCREENS}/drafting.py": [DRAFTS],
    "egide/platform/kernel/searching/gathering.py": [SEARCH],
    # Proofs.
    "egide/platform/proofs/verifier.py": [BUNDLES],
    "egide/platform/proofs/bundle.py": [BUNDLES],
    "egide/platform/proofs/notes.py": [_of("platform/proofs", "notes")],
    "egide/platform/proofs/merkle.py": [_of("platform/proofs", "merkle")],
    "egide/platform/proofs/checkpoints.py": [CHECKPOINTS],
    "egide/platform/proofs/archive.py": [CHECKPOINTS],
    "egide/platform/proofs/stamping.py": [_of("platform/proofs", "stamps")],
    "egide/platform/proofs/seals.py": [BUNDLES],
    f"{_SCREENS}/proving.py": [BUNDLES, DECLARED],
    # Who came, what is done later, what is sent.
    "egide/platform/access_log/middleware.py": [ACCESSES],
    "egide/platform/bodies/accesses.py": [ACCESSES, DECLARED],
    "egide/platform/tasks/queue.py": [TASKS],
    "egide/platform/tasks/errands.py": [TASKS],
    "egide/platform/tasks/schedule.py": [TASKS],
    "egide/platform/tasks/works.py": [TASKS],
    "egide/platform/bodies/works.py": [TASKS, DECLARED],
    "egide/platform/mail/delivering.py": [MAIL],
    "egide/platform/mail/posting.py": [MAIL],
    "egide/platform/mail/models.py": [MAIL],
    "egide/platform/mail/digests.py": [MAIL],
    "egide/platform/mail/jobs.py": [MAIL, RETENTION],
    "egide/platform/tasks/jobs.py": [TASKS, RETENTION],
    "egide/platform/access_log/jobs.py": [ACCESSES, RETENTION],
    "egide/platform/accounts/forgetting.py": [RETENTION],
    "egide/platform/drafts/jobs.py": [DRAFTS, RETENTION],
    "egide/platform/bodies/mails.py": [MAIL, DECLARED],
    # Erasure, retention.
    "egide/platform/records/erasing.py": [ERASING],
    "egide/platform/records/destroying.py": [ERASING],
    f"{_SCREENS}/erasing.py": [ERASING, DECLARED],
    f"{_SCREENS}/emptying.py": [ERASING, DECLARED],
    "egide/platform/kernel/proposals/forgetting.py": [RETENTION],
    # Operations.
    "egide/operations/backup/archive.py": [BACKUP],
    "egide/operations/backup/restoring.py": [BACKUP],
    "egide/operations/backup/sealing.py": [BACKUP],
    "egide/operations/backup/sqlite.py": [BACKUP],
    "egide/operations/moving/exporting.py": [MOVING],
    "egide/operations/moving/importing.py": [MOVING],
    "egide/operations/moving/people.py": [MOVING],
    "egide/operations/watching/views.py": [DOCTOR],
    "egide/operations/doctor/problems.py": [DOCTOR],
    # Records, bodies, registers.
    "egide/platform/records/audience.py": [RECORDS, MATRIX],
    "egide/platform/records/models.py": [RECORDS],
    "egide/platform/records/saving.py": [RECORDS],
    "egide/platform/records/scope.py": [RECORDS],
    "egide/platform/records/acting.py": [RECORDS],
    "egide/platform/records/soundness.py": [RECORDS, KERNEL],
    "egide/platform/records/journal/appending.py": [RECORDS, ["tests/platform/journal"]],
    "egide/platform/organizations/confinement.py": [RECORDS, BODIES, MATRIX],
    "egide/platform/organizations/access.py": [RECORDS, BODIES, MATRIX],
    "egide/platform/organizations/guarding.py": [MATRIX],
    "egide/platform/organizations/habilitations.py": [[*BODIES, "tests/platform/organizations"]],
    "egide/platform/kernel/policy.py": [DECLARED, KERNEL, MATRIX],
    f"{_SCREENS}/guarding.py": [DECLARED, KERNEL, MATRIX],
    f"{_SCREENS}/editing.py": [DECLARED, KERNEL],
    f"{_SCREENS}/moving.py": [DECLARED, KERNEL],
    f"{_SCREENS}/exporting.py": [DECLARED, KERNEL],
    f"{_SCREENS}/proposing.py": [DECLARED, KERNEL],
    f"{_SCREENS}/proposals.py": [DECLARED, KERNEL, MATRIX],
    f"{_SCREENS}/territory.py": [["tests/machinery/test_territory.py"]],
    "egide/registers/imports/views.py": [["tests/registers/imports"], MATRIX_OF_REFERENTS],
    "egide/platform/bodies/people.py": [DECLARED, BODIES, MATRIX],
    "egide/platform/bodies/members.py": [DECLARED, BODIES, MATRIX],
    "egide/platform/bodies/presentation.py": [DECLARED, BODIES, MATRIX],
    "egide/platform/bodies/assignments.py": [DECLARED, BODIES],
}
"""The order is that in which they are run: what protects people first."""
