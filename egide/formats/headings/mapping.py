"""Which column goes where, kept in a small file that a person can read, correct and use again next year."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from egide.formats.errors import Unreadable
from egide.formats.gathering.columns import Column, check_given
from egide.formats.gathering.targets import Target, UnknownTarget, known_paths
from egide.formats.headings.layout import Orientation, Table

_AND = " + "
_HEAD = """\
# Correspondance entre les colonnes d’un fichier et les rubriques d’Égide.
# À gauche, le titre de la colonne tel qu’il est écrit ; à droite, la rubrique où vont ses cellules :
#   « notes » les garde telles quelles dans les notes de la fiche, « ignorer » les laisse de côté.
# orientation : « lignes » (un traitement par ligne), « colonnes » (un par colonne), « fiche » (un par feuille).
# titres : la ligne des titres, comptée depuis 1 (pour « colonnes », la colonne des titres) ; hauteur : 1 ou 2.
"""


class MappingFault(Unreadable):
    """A mapping file that cannot be used: what is wrong and the valid names, in French."""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The columns of one sheet. `start` counts from 0; `fixed` are facts that every record of the sheet gets."""

    name: str
    orientation: Orientation
    start: int
    height: int
    columns: tuple[tuple[str, tuple[Target, ...]], ...]
    fixed: tuple[tuple[str, str], ...] = ()

    def targets(self, heading: str) -> tuple[Target, ...] | None:
        """Where the column of that heading goes."""
        return next((targets for name, targets in self.columns if name == heading), None)


@dataclass(frozen=True, slots=True)
class Mapping:
    """The sheets of a file that hold activities, and their columns."""

    sheets: tuple[SheetMapping, ...]

    def sheet(self, name: str) -> SheetMapping | None:
        """What is said of the sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def mapping_of(tables: Iterable[Table]) -> Mapping:
    """The mapping that a reading used; the fiches piled on one sheet share theirs."""
    sheets: dict[str, SheetMapping] = {}
    for table in tables:
        columns = {name: (column.target, *column.also) for name, column in named(table.columns)}
        before = sheets.get(table.name)
        if before is not None:
            columns = {**columns, **dict(before.columns)}
        start, height = (before.start, before.height) if before is not None else (table.start, table.height)
        sheets[table.name] = SheetMapping(
            table.name, table.orientation, start, height, tuple(columns.items()), table.fixed
        )
    return Mapping(tuple(sheets.values()))


def named(columns: Iterable[Column]) -> list[tuple[str, Column]]:
    """Each column with its heading, the second of two equal ones told apart: « Nom [2] »."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        seen[column.heading] = count = seen.get(column.heading, 0) + 1
        found.append((column.heading if count == 1 else f"{column.heading} [{count}]", column))
    return found


def write_mapping(mapping: Mapping) -> str:
    """The text of a mapping file."""
    parts = [_HEAD]
    for sheet in mapping.sheets:
        parts.append(f"\n[[feuille]]\nnom = {_quoted(sheet.name)}\norientation = {_quoted(sheet.orientation.value)}")
        parts.append(f"\ntitres = {sheet.start + 1}\nhauteur = {sheet.height}\n\n[feuille.colonnes]\n")
        parts.extend(_line(heading, targets) for heading, targets in sheet.columns)
        if sheet.fixed:
            parts.append("\n# La même réponse pour tous les traitements de la feuille.\n[feuille.valeurs]\n")
            parts.extend(f"{_quoted(path)} = {_quoted(value)}\n" for path, value in sheet.fixed)
    return "".join(parts)


def _line(heading: str, targets: tuple[Target, ...]) -> str:
    written = _AND.join(str(target) for target in targets)
    return f"{_quoted(heading)} = {_quoted(written)}  # {targets[0].label}\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON’s escapes are its own, but for the control character that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def save_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping file, in UTF-8."""
    path.write_text(write_mapping(mapping), encoding="utf-8")


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises MappingFault, in French, on anything that it cannot mean."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise MappingFault(
            f"Le fichier de correspondance «\u202f{path.name}\u202f» ne peut pas être lu.",
            "Vérifiez son emplacement, et qu’il est enregistré en UTF-8.",
        ) from problem
    return parse_mapping(text)


def parse_mapping(text: str) -> Mapping:
    """The mapping that a text tells. Raises MappingFault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise MappingFault(
            f"Le fichier de correspondance est mal formé\u00a0: {problem}.",
            'Chaque ligne est de la forme "Titre de la colonne" = "rubrique", avec des guillemets droits.',
        ) from problem
    sheets = table.get("feuille")
    if not isinstance(sheets, list) or not sheets or not all(isinstance(sheet, dict) for sheet in sheets):
        raise MappingFault("Le fichier de correspondance ne décrit aucune feuille.", "Il commence par [[feuille]].")
    return Mapping(tuple(_sheet(sheet) for sheet in sheets))


def _sheet(table: dict[str, object]) -> SheetMapping:
    name = table.get("nom")
    if not isinstance(name, str):
        raise MappingFault("Une feuille de la correspondance n’a pas de nom.", 'Ajoutez nom = "…".')
    columns, fixed = table.get("colonnes", {}), table.get("valeurs", {})
    if not isinstance(columns, dict) or not isinstance(fixed, dict):
        raise MappingFault("[feuille.colonnes] et [feuille.valeurs] sont des listes de lignes.", _where(name))
    return SheetMapping(
        name,
        _orientation(table.get("orientation", Orientation.ROWS.value), name),
        _count(table.get("titres", 1), "titres", name) - 1,
        _count(table.get("hauteur", 1), "hauteur", name),
        tuple((heading, _targets(heading, target, name)) for heading, target in columns.items()),
        tuple((_fixed(path, name), str(value)) for path, value in fixed.items()),
    )


def _where(sheet: str) -> str:
    return f"Voir la feuille «\u202f{sheet}\u202f» du fichier de correspondance."


def _orientation(value: object, sheet: str) -> Orientation:
    try:
        return Orientation(str(value))
    except ValueError:
        choice = ", ".join(f"«\u202f{one.value}\u202f»" for one in Orientation)
        raise MappingFault(
            f"Orientation inconnue\u00a0: «\u202f{value}\u202f»\u202f; valeurs possibles\u00a0: {choice}.",
            _where(sheet),
        ) from None


def _count(value: object, name: str, sheet: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise MappingFault(
            f"«\u202f{name}\u202f» est un nombre à partir de 1, et non «\u202f{value}\u202f».", _where(sheet)
        )
    return value


def _targets(heading: str, written: object, sheet: str) -> tuple[Target, ...]:
    try:
        targets = tuple(Target.parse(part) for part in str(written).split(_AND))
        for target in targets:
            check_given(target)
    except UnknownTarget as problem:
        raise MappingFault(f"Colonne «\u202f{heading}\u202f»\u00a0: {problem}.", _where(sheet)) from problem
    return targets


def _fixed(path: str, sheet: str) -> str:
    if path not in known_paths() or "." in path.removeprefix("organization."):
        raise MappingFault(
            f"«\u202f{path}\u202f» ne peut pas recevoir une même valeur pour toute la feuille.",
            f"Valeurs possibles\u00a0: department, domain, organization.name, organization.siren. {_where(sheet)}",
        )
    return path


def unknown_heading(heading: str, sheet: str, headings: Iterable[str]) -> MappingFault:
    """The mapping names a column that the sheet does not have."""
    names = ", ".join(f"«\u202f{name}\u202f»" for name in headings)
    return MappingFault(
        f"La feuille «\u202f{sheet}\u202f» n’a pas de colonne «\u202f{heading}\u202f».",
        f"Corrigez le titre dans la correspondance\u202f; titres trouvés\u00a0: {names}.",
    )
