"""What a file has no place for: a rule that needs it cannot say, and its owner is told which column to add."""

from collections.abc import Iterable, Mapping
from functools import cache

from egide.formats.gathering.columns import Column
from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.targets import IGNORE, Target
from egide.law.facts import ProcessingActivity
from egide.law.facts.paths import label_of, schema_paths

# What one column can also tell, beside its own fact.
_ALSO = {
    "personal_data.category": ("special_data.category", "special_data.detail", "nir_used", "criminal_data"),
    "retention.active": (
        "retention.data",
        "retention.has_intermediate",
        "retention.intermediate",
        "retention.final_fate",
        "retention.unlimited",
    ),
    "retention.intermediate": ("retention.has_intermediate",),
    "transfers.country": ("transfers.guarantees",),
    "transfers.mechanism": ("transfers.guarantees",),
    "notice.exists": ("notice.channel",),
    "recipients.name": ("recipients.kind",),
}  # fmt: skip
ADD_COLUMN = "Ajoutez une colonne «\u202f{}\u202f» à votre tableau."
ADD_ROW = "Ajoutez une ligne «\u202f{}\u202f» à vos fiches."
_ELSEWHERE = (
    "Une colonne ne suffit pas pour «\u202f{}\u202f»\u00a0: décrivez-le dans le classeur complet d’Égide"
    " (commande convert)."
)
_ALWAYS = frozenset({"notes", "name"})


@cache
def _paths() -> tuple[str, ...]:
    return schema_paths(ProcessingActivity)


@cache
def seen_by(target: Target) -> frozenset[str]:
    """The schema paths that a column of this target can tell."""
    if target.is_of_organization or target.path == IGNORE:
        return frozenset()
    path = target.path.removesuffix(".text") if target.path.endswith(("contact.text", "dpo.text")) else target.path
    if target.path.endswith(".text") and target.head in ("controller", "representative", "dpo", "dpo_company"):
        path = target.head
    family = FAMILIES.get(target.head)
    told = {path, *_ALSO.get(target.path, ()), *(f"{target.head}.{name}" for name, _ in target.given)}
    if family is not None and family.codes is not None and target.within in ("", family.main):
        told |= {f"{family.name}.{family.code}", f"{family.name}.{family.words}"}
    whole = (
        {child for child in _paths() for parent in told if child.startswith(f"{parent}.")}
        if "." in path or family is None
        else set()
    )
    parents = {one.rpartition(".")[0] for one in told | whole}
    return frozenset((told | whole | parents) - {""}) & frozenset(_paths())


def blind_to(columns: Iterable[Column], known: Iterable[str] = ()) -> frozenset[str]:
    """The schema paths that none of these columns can tell. `known` are told otherwise: by a section, by a sheet."""
    seen = set(_ALWAYS) | set(known)
    for column in columns:
        for target in (column.target, *column.also):
            seen |= seen_by(target)
    return frozenset(_paths()) - seen


def advice(
    blind: frozenset[str],
    headings: Mapping[str, str] | None = None,
    lacks: str | None = None,
    add: str = ADD_COLUMN,
) -> dict[str, str]:
    """For each path, what to do. `headings` are the words to put above a column, for those that a column can tell;
    `lacks` begins the sentence of a format to which no column can be added; `add` says where a heading goes."""
    names = headings or {}
    labels = {path: label_of(ProcessingActivity, path) for path in blind}
    if lacks is not None:
        return {
            path: f"{lacks} «\u202f{label}\u202f»\u00a0: complétez la fiche dans Égide."
            for path, label in labels.items()
        }
    return {path: add.format(names[path]) if path in names else _ELSEWHERE.format(labels[path]) for path in blind}
