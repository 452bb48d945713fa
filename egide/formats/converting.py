"""Writing a register in every form that is not a document, and saying beforehand what the form cannot hold."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from egide.formats import cnil
from egide.formats.export import writing
from egide.formats.export.delimited_table import unheld_paths, write_csv
from egide.formats.layout import NewSheet
from egide.formats.ods import write_ods
from egide.formats.package import write_package
from egide.formats.xlsx import write_xlsx
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.paths import label_of, leaves, schema_path

# Of the body, the CSV table tells only who it is.
_TOLD_BY_CSV: Final = frozenset({"name"})


@dataclass(frozen=True, slots=True)
class Loss:
    """A fact that a form has no place for: of which record (or the body), its schema path and its French label."""

    name: str
    path: str
    label: str


_Writer = Callable[[Register], bytes]
_Losses = Callable[[Register], Iterator[Loss]]


def _filled(write: Callable[[Register, IO[bytes]], object]) -> _Writer:
    def written(register: Register) -> bytes:
        target = io.BytesIO()
        write(register, target)
        return target.getvalue()

    return written


def _workbook(write: Callable[..., None]) -> _Writer:
    def written(register: Register, target: IO[bytes]) -> None:
        sheets: list[NewSheet] = writing.sheets(register)
        write(target, sheets, title="Registre des activités de traitement")

    return _filled(written)


def _nothing(_register: Register) -> Iterator[Loss]:
    yield from ()


def _lost_by_csv(register: Register) -> Iterator[Loss]:
    body = register.organization
    for path, _ in leaves(body):
        if path not in _TOLD_BY_CSV:
            yield Loss(body.name or "Collectivité", path, label_of(Organization, path))
    unheld = unheld_paths()
    for record in register.activities:
        yield from _told_by(record, unheld)
    for system in register.ai_systems:
        yield Loss(system.name or "Système d’IA", "ai_systems", label_of(AiSystem, "name"))


def _told_by(record: ProcessingActivity | ProcessorActivity, unheld: frozenset[str]) -> Iterator[Loss]:
    seen = set()
    for path, _ in leaves(record):
        plain = schema_path(path)
        if plain in unheld and plain not in seen:
            seen.add(plain)
            yield Loss(record.name or "Traitement sans nom", plain, label_of(type(record), plain))


def _lost_by_cnil(register: Register) -> Iterator[Loss]:
    for loss in cnil.cannot_hold(register):
        yield Loss(loss.name, loss.path, loss.label)


_FORMATS: Final[dict[str, tuple[_Writer, _Losses]]] = {
    "json": (write_package, _nothing),
    "xlsx": (_workbook(write_xlsx), _nothing),
    "ods": (_workbook(write_ods), _nothing),
    "csv": (write_csv, _lost_by_csv),
    "cnil.ods": (_filled(cnil.write_cnil_ods), _lost_by_cnil),
    "cnil.xlsx": (_filled(cnil.write_cnil_xlsx), _lost_by_cnil),
}
FORMATS: Final = tuple(_FORMATS)


def write_register(register: Register, form: str) -> bytes:
    """The register in one of `FORMATS`. Raises ValueError, naming them, on another."""
    return _known(form)[0](register)


def cannot_hold(register: Register, form: str) -> tuple[Loss, ...]:
    """What would be lost in that form: nothing for the package and our own workbook."""
    return tuple(_known(form)[1](register))


def _known(form: str) -> tuple[_Writer, _Losses]:
    if form not in _FORMATS:
        raise ValueError(f"forme inconnue : « {form} » (connues : {', '.join(FORMATS)})")
    return _FORMATS[form]
