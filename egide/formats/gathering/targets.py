"""Where the cells of a column go: a path of a record, and what the heading itself says of the line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from egide.law.facts import Organization, ProcessingActivity
from egide.law.facts.describing import descriptions, field_types, is_list
from egide.law.facts.paths import describe_path, label_of, schema_paths

NOTES = "notes"
IGNORE = "ignorer"
_ORGANIZATION = "organization."
_WRITTEN = re.compile(r"([a-z0-9_.]+)(?:\s*\(([^()]*)\))?")
# Not facts of their own, but what some columns say: whether an assessment is due, that a purpose is secondary.
_ASKED = {"dpia.needed": "Analyse d’impact nécessaire"}


class UnknownTarget(ValueError):  # noqa: N818 — named after what it is
    """A target that does not exist, in French, with the closest valid names."""


@dataclass(frozen=True, slots=True)
class Target:
    """`recipients.name (kind=INTERNAL)`: the path `recipients.name` of lines whose kind is known from the heading.

    Paths are those of `ProcessingActivity`, those of `Organization` after `organization.`, `notes` and `ignorer`.
    """

    path: str
    given: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> str:
        """The field of the record: `recipients`."""
        return self.path.partition(".")[0]

    @property
    def within(self) -> str:
        """What follows: `name`, or nothing."""
        return self.path.partition(".")[2]

    @property
    def is_of_organization(self) -> bool:
        return self.path.startswith(_ORGANIZATION)

    @property
    def is_list(self) -> bool:
        """Whether it makes lines of a list of the record."""
        return self.path not in (NOTES, IGNORE) and not self.is_of_organization and self.head in list_fields()

    @property
    def label(self) -> str:
        """Its French name, for messages."""
        if self.path in (NOTES, IGNORE):
            return "Notes" if self.path == NOTES else "colonne ignorée"
        if self.path in _ASKED:
            return _ASKED[self.path]
        if self.is_of_organization:
            return label_of(Organization, self.path.removeprefix(_ORGANIZATION))
        return label_of(ProcessingActivity, self.path)

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.given)
        return f"{self.path} ({given})" if given else self.path

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read `path` or `path (field=CODE, …)`. Raises UnknownTarget (in French) with the nearest names."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or found[1] not in known_paths():
            raise UnknownTarget(_unknown(text))
        pairs = [pair.partition("=") for pair in (found[2] or "").split(",") if pair.strip()]
        return cls(found[1], tuple((name.strip(), value.strip()) for name, _, value in pairs))


@cache
def list_fields() -> frozenset[str]:
    """The fields of a record that hold lines with an identifier."""
    types = field_types(ProcessingActivity)
    return frozenset(
        name
        for name in descriptions(ProcessingActivity)
        if is_list(types[name]) and any(path.startswith(f"{name}.") for path in schema_paths(ProcessingActivity))
    )


@cache
def known_paths() -> Mapping[str, str]:
    """Every path that a column may be sent to, with its French label."""
    activity = {path: label_of(ProcessingActivity, path) for path in schema_paths(ProcessingActivity)}
    body = {f"{_ORGANIZATION}{path}": label_of(Organization, path) for path in schema_paths(Organization)}
    return {**activity, **body, **_ASKED, IGNORE: "Colonne laissée de côté"}


def _unknown(text: str) -> str:
    near = get_close_matches(text.split("(", maxsplit=1)[0].strip(), known_paths(), n=5, cutoff=0.5)
    choice = ", ".join(f"« {path} » ({known_paths()[path]})" for path in near)
    names = choice or "par exemple « name », « purposes.text », « notes », « ignorer »"
    return f"« {text} » n’est pas une rubrique d’Égide ; valeurs possibles : {names}"


def describe(target: Target) -> str:
    """The help text of the fact, to explain a column in a mapping file."""
    if target.path in (NOTES, IGNORE) or target.path in _ASKED:
        return target.label
    shape = Organization if target.is_of_organization else ProcessingActivity
    return describe_path(shape, target.path.removeprefix(_ORGANIZATION)).label
