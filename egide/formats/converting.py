"""A register written in any format of files, and what that format leaves out. Documents to read stand above."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from egide.formats import cnil
from egide.formats.dpv import unheld, write_dpv
from egide.formats.export.delimited_table import read_csv, write_csv
from egide.formats.export.writing import sheets
from egide.formats.grids.grid import Kind, Sheet, Value, Workbook
from egide.formats.package import write_package
from egide.formats.quick import no_collection
from egide.formats.seal import Seal
from egide.formats.sheets.ods import write_ods
from egide.formats.sheets.xlsx import write_xlsx
from egide.law.facts import AiSystem, Organization, Register
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import label_of

Loss = tuple[str, str]


def _nothing(_register: Register) -> list[Loss]:
    return []


@dataclass(frozen=True, slots=True)
class Target:
    """A format to write: the extension of its files, what it is called, how it is written, what it leaves out."""

    extension: str
    label: str
    write: Callable[[Register, Seal | None], bytes]
    losses: Callable[[Register], list[Loss]] = _nothing


def write_register(register: Register, target: str, seal: Seal | None = None) -> bytes:
    """The register as a file. `target` is a key of TARGETS; raises KeyError, naming them, on another one.

    `seal`, where the format has a place for it, says which entry of the journal this was drawn from.
    """
    chosen = _target(target)
    with no_collection():
        return chosen.write(register, seal)


def cannot_hold(register: Register, target: str) -> list[Loss]:
    """What is known and that the format has no place for: name of the record, and label of the fact, each once."""
    return _target(target).losses(register)


def _target(name: str) -> Target:
    if name not in TARGETS:
        raise KeyError(f"no format «\u202f{name}\u202f»; there are: {', '.join(TARGETS)}")
    return TARGETS[name]


def _xlsx(register: Register, seal: Seal | None) -> bytes:
    out = io.BytesIO()
    comments = f"Égide – {seal.sentence}" if seal else "Égide"
    write_xlsx(out, sheets(register, seal), title=register.organization.name or "", comments=comments)
    return out.getvalue()


def _ods(register: Register, seal: Seal | None) -> bytes:
    out = io.BytesIO()
    comments = seal.sentence if seal else ""
    write_ods(out, sheets(register, seal), title=register.organization.name or "", comments=comments)
    return out.getvalue()


def _unsealed(write: Callable[[Register], bytes]) -> Callable[[Register, Seal | None], bytes]:
    """A format that has no place for a seal."""
    return lambda register, _seal: write(register)


def _cnil(write: Callable[[Register, IO[bytes]], Any]) -> Callable[[Register, Seal | None], bytes]:
    def to_bytes(register: Register, _seal: Seal | None) -> bytes:
        out = io.BytesIO()
        write(register, out)
        return out.getvalue()

    return to_bytes


def _cnil_losses(register: Register) -> list[Loss]:
    return list(dict.fromkeys((loss.name, loss.label) for loss in cnil.cannot_hold(register)))


def _records(register: Register) -> Iterator[Any]:
    yield register.organization
    yield from register.activities
    yield from register.ai_systems


def _loss(record: Any, path: str) -> Loss:
    shape: type = record.__class__
    unnamed = {Organization: "La collectivité", AiSystem: "Un système d’IA"}.get(shape, "Une fiche sans nom")
    return record.name or unnamed, label_of(shape, path)


def _dpv_losses(register: Register) -> list[Loss]:
    found = [_loss(record, path) for record in _records(register) for path in unheld(record)]
    return list(dict.fromkeys([*found, *_waived(register.organization, *register.activities)]))


def _waived(*records: Any) -> Iterator[Loss]:
    for record in records:
        if record.not_applicable:
            yield _loss(record, "name")[0], "Réponses «\u202fsans objet\u202f»"


def _csv_losses(register: Register) -> list[Loss]:
    """What does not come back: the table is written, read, and compared fact by fact, lines by their rank."""
    read = read_csv(_as_workbook(write_csv(register))).register
    kept = {record.id: dict(_placed(record)) for record in _records(read)}
    found = [
        _loss(record, ".".join(part for part in place if isinstance(part, str)))
        for record in _records(register)
        for place, value in _placed(record)
        if kept.get(record.id, {}).get(place) != value
    ]
    return list(dict.fromkeys([*found, *_waived(register.organization)]))


def _as_workbook(data: bytes) -> Workbook:
    """Our own table as a grid, without the sandbox that files of others need."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    values: dict[int, list[Value]] = {number: [cell or None for cell in row] for number, row in enumerate(rows)}
    return Workbook("registre.csv", Kind.CSV, (Sheet("registre", values),))


def _placed(facts: Any, prefix: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every known fact with its place, lines by their rank: ("purposes", 0, "text")."""
    shape: type = facts.__class__
    for name, annotation in field_types(shape).items():
        value = getattr(facts, name)
        if value is None or name not in descriptions(shape):
            continue
        if shape_within(annotation) is None or value == ():
            yield (*prefix, name), value
        elif is_list(annotation):
            for rank, line in enumerate(value):
                yield from _placed(line, (*prefix, name, rank))
        else:
            yield from _placed(value, (*prefix, name))


TARGETS: Final[Mapping[str, Target]] = {
    "json": Target(".json", "Registre Égide, complet (JSON)", write_package),
    "xlsx": Target(".xlsx", "Classeur Égide, complet (Excel)", _xlsx),
    "ods": Target(".ods", "Classeur Égide, complet (LibreOffice)", _ods),
    "csv": Target(".csv", "Tableau d’une ligne par fiche (CSV)", _unsealed(write_csv), _csv_losses),
    "cnil.ods": Target(
        ".cnil.ods", "Registre simplifié de la CNIL (LibreOffice)", _cnil(cnil.write_cnil_ods), _cnil_losses
    ),
    "cnil.xlsx": Target(
        ".cnil.xlsx", "Registre simplifié de la CNIL (Excel)", _cnil(cnil.write_cnil_xlsx), _cnil_losses
    ),
    "jsonld": Target(".jsonld", "Vocabulaire W3C DPV 2.3 (JSON-LD)", _unsealed(write_dpv), _dpv_losses),
}
