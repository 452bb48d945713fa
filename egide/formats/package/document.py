"""The register as one JSON document. It is written the same, byte for byte, and read whole or not at all."""

import json
import math
from typing import Any, Final

from egide.formats.errors import Unreadable
from egide.formats.grids.limits import MEGABYTE, megabytes
from egide.formats.package import identity
from egide.formats.package.decoding import JsonObject, Problems, check_keys, decoder, quoted
from egide.formats.package.encoding import encode
from egide.formats.package.versions import FORMAT, VERSION, to_current
from egide.formats.reading import Doubt, DoubtKind, Ledger, Reading
from egide.formats.seal import Seal
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity, Register

LARGEST: Final = 100 * MEGABYTE
KINDS: Final = {"controller": ProcessingActivity, "processor": ProcessorActivity}
KIND: Final = "record"
LABEL: Final = "Registre Égide (JSON)"
_TOP = ("format", "version", "organization", "activities", "ai_systems", "seal")
_SHOWN = 20


def write_package(register: Register, seal: Seal | None = None) -> bytes:
    """UTF-8, one record a line, facts in the order of their declaration, nothing for what is unknown.

    `seal` says which entry of the journal this was drawn from; it is not read back.

    Raises ValueError when two records, or two lines of one record, have the same identifier: no one could read it.
    """
    if doubles := list(identity.repeated(register)):
        raise ValueError("\u202f; ".join(doubles))
    head = (
        f'{{\n"format": {_dump(FORMAT)},\n"version": {VERSION},\n"organization": {_dump(encode(register.organization))}'
    )
    activities = _rows([{KIND: _kind(a), **encode(a)} for a in register.activities])
    systems = _rows([encode(system) for system in register.ai_systems])
    told = f',\n"seal": {_dump(seal.document())}' if seal else ""
    return f'{head},\n"activities": {activities},\n"ai_systems": {systems}{told}\n}}\n'.encode()


def _kind(activity: ProcessingActivity | ProcessorActivity) -> str:
    return next(kind for kind, shape in KINDS.items() if isinstance(activity, shape))


def _rows(records: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_dump, records)) + "\n]" if records else "[]"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def recognises(data: bytes) -> bool:
    """Whether these bytes look like a package, well enough to let `read_package` say what is wrong with it."""
    start = data[:1000].decode("utf-8-sig", "replace").lstrip()
    return start.startswith("{") and f'"{FORMAT}"' in start


def read_package(data: bytes) -> Register:
    """The register. Raises Unreadable, with every problem by its JSON path in French; nothing is read by halves."""
    document = to_current(_envelope(_parse(data)))
    problems = Problems()
    check_keys(document, "", problems, _TOP)
    organization = decoder(Organization)(document.get("organization"), "organization", problems)
    activities = _list(document, "activities", _read_activity, problems)
    systems = _list(document, "ai_systems", decoder(AiSystem), problems)
    _refuse(problems)
    register = Register(organization=organization, activities=activities, ai_systems=systems)
    problems.messages.extend(identity.repeated(register))
    _refuse(problems)
    return register


def reading(data: bytes, file_name: str) -> Reading:
    """A package as every other file: its format can hold everything, so it is blind to nothing."""
    register = read_package(data)
    ledger = Ledger()
    for message, record in identity.dangling(register):
        ledger.doubt(Doubt(DoubtKind.NOT_UNDERSTOOD, message, record=record))
    return Reading(registers=(register,), format=FORMAT, format_label=LABEL, file_name=file_name, ledger=ledger)


def _parse(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise Unreadable(
            f"Ce registre pèse {megabytes(len(data))}\u202f; la limite est de {megabytes(LARGEST)}.",
            "Exportez-le en plusieurs fichiers.",
        )
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=JsonObject.of_pairs, parse_constant=float, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"Ce registre n’est pas écrit en UTF-8 (octet {error.start}).", "Enregistrez-le à nouveau en UTF-8."
        ) from None
    except RecursionError:
        raise Unreadable(
            "Ce registre a trop de niveaux imbriqués pour être un registre.", "Vérifiez d’où vient ce fichier."
        ) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            "Ce fichier n’est pas un document JSON complet.",
            "Reprenez le fichier d’origine\u202f: il a peut-être été coupé ou modifié.",
            f"ligne {error.lineno}, colonne {error.colno}",
        ) from None


def _integer(digits: str) -> int | float:
    """An integer too long for Python becomes infinite, which no fact accepts: the decoder then says where it stands."""
    try:
        return int(digits)
    except ValueError:
        return math.inf


def _envelope(document: Any) -> dict[str, Any]:
    if isinstance(document, dict) and document.get("format") == FORMAT:
        return document
    found = (
        f" («\u202fformat\u202f» vaut {quoted(document['format'])})"
        if isinstance(document, dict) and "format" in document
        else ""
    )
    raise Unreadable(
        f"Ce fichier JSON n’est pas un registre d’Égide{found}.", f'Un registre commence par {{"format": "{FORMAT}"}}.'
    )


def _list(document: dict[str, Any], name: str, decode: Any, problems: Problems) -> Any:
    value = document.get(name)
    if not isinstance(value, list):
        return problems.add(name, "attendu\u202f: une liste (vide s’il n’y a rien)")
    return tuple(decode(item, f"{name}[{n}]", problems) for n, item in enumerate(value))


def _read_activity(value: Any, path: str, problems: Problems) -> Any:
    kind = value.get(KIND) if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        found = f"\u202f; reçu\u202f: {quoted(kind)}" if kind is not None else ""
        return problems.add(f"{path}.{KIND}", f"attendu\u202f: {' ou '.join(KINDS)}{found}")
    rest = JsonObject({name: fact for name, fact in value.items() if name != KIND})
    rest.repeated = value.repeated
    return decoder(KINDS[kind])(rest, path, problems)


def _refuse(problems: Problems) -> None:
    if not problems.messages:
        return
    count = len(problems.messages)
    shown = problems.messages[:_SHOWN] + ([f"et {count - _SHOWN} autres problèmes"] if count > _SHOWN else [])
    title = "une valeur" if count == 1 else f"{count} valeurs"
    raise Unreadable(
        f"Ce registre contient {title} que le format ne prévoit pas\u202f:\n" + "\n".join(shown) + "\n",
        "Corrigez, puis recommencez\u202f: rien n’a été lu.",
    )
