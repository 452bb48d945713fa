"""Actors of the workbook: a name and its coordinates, in seven cells or all in one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from egide.formats.cnil.pen import Pen
from egide.formats.cnil.shapes import EMAIL, PHONE
from egide.formats.french.vocabulary import is_negation, is_unknown
from egide.formats.french.words import fold, words
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import Contact

_TOWN = re.compile(r"\b(?P<code>\d{5})\s+(?P<city>[A-ZÀ-Ýa-zà-ÿ][\w’' -]*[\wÀ-ÿ])")
_JOINTS = re.compile(r"\s*(?:[,;\n|]|\s[–—-]\s)\s*")
_BODIES = frozenset(
    words(
        "commune mairie ville ccas cias communauté syndicat centre département région office métropole agglomération"
        " sivom sivu sdis pays conseil établissement école ehpad régie pôle petr association sarl sas groupe société"
    )
)
_LEADING = re.compile(r"^(?:t[ée]l(?:[ée]phone)?|mail|courriel|e-mail|m[ée]l|adresse)\s*\.?\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an actor's cells say: a contact, « none », or nothing (both false)."""

    contact: Contact | None = None
    none: bool = False


def looks_like_a_body(name: str | None) -> bool:
    """« Commune d’Achicourt » and not « Louise Dupont »."""
    return not _BODIES.isdisjoint(words(name or ""))


def read_contact(pen: Pen, cells: Mapping[str, tuple[Cell, ...]], path: str, title: str) -> Answered:
    """The contact that cells give, field by field; a whole address typed in one cell is taken apart."""
    told = {name: [c for c in group if c and not is_unknown(c.text)] for name, group in cells.items()}
    for name, given in cells.items():
        pen.ignore((c for c in given if c not in told[name]), "case à compléter, laissée vide")
    denied = [c for group in told.values() for c in group if is_negation(c.text)]
    held = {name: kept for name, group in told.items() if (kept := [c for c in group if c not in denied])}
    if not held:
        pen.negated(title, denied, path)
        return Answered(none=bool(denied))
    pen.ignore(denied, "réponse négative")
    for name, group in held.items():
        for cell in group:
            pen.use(cell, f"{path}.{_FIELDS.get(name, name)}")
    return Answered(_assembled(pen, held, path))


_FIELDS = {"first_name": "name", "company": "organization"}


def _assembled(pen: Pen, held: Mapping[str, list[Cell]], path: str) -> Contact | None:
    text = {name: " ".join(cell.text.strip() for cell in group) for name, group in held.items()}
    names = held.get("name", [])
    if names and (whole := _taken_apart(text["name"])) is not None:
        first = names[0]
        pen.doubt(DoubtKind.CORRECTED, f"adresse entière écrite sous « Nom » : « {text['name']} »", first, path)
        text = {**{k: v for k, v in whole.items() if v}, **{k: v for k, v in text.items() if k != "name"}}
    if first_name := text.pop("first_name", ""):
        text["name"] = f"{first_name} {text.get('name', '')}".strip()
    for name in ("postal_code", "phone"):
        if name in text:
            text[name] = _with_zero(pen, held.get(name, [None])[0], name, text[name], path)
    return _contact(text)


def _contact(text: Mapping[str, str]) -> Contact:
    return Contact(
        name=text.get("name"),
        address=text.get("address"),
        postal_code=text.get("postal_code"),
        city=text.get("city"),
        country=text.get("country"),
        phone=text.get("phone"),
        email=text.get("email"),
        text=text.get("text"),
    )


def _with_zero(pen: Pen, cell: Cell | None, name: str, text: str, path: str) -> str:
    """Spreadsheets take the first zero of a number away."""
    digits = 5 if name == "postal_code" else 10
    if cell is None or isinstance(cell.value, str) or not text.isdigit() or len(text) != digits - 1:
        return text
    pen.doubt(DoubtKind.CORRECTED, f"zéro initial remis : « 0{text} »", cell, f"{path}.{name}")
    return f"0{text}"


def _taken_apart(text: str) -> dict[str, str] | None:
    """The parts of « Mairie, 1 place Foch, 62217 Achicourt – 03 21 00 00 00 »; None when it is but a name."""
    email, phone, town = EMAIL.search(text), PHONE.search(text), _TOWN.search(text)
    if town is None and (email is None and phone is None):
        return None
    rest = text
    for found in (email, phone, town):
        if found is not None:
            rest = rest.replace(found[0], "\n")
    pieces = (part.strip(" –—-") for part in _JOINTS.split(rest))
    parts = [part for part in pieces if part and not _LEADING.match(part)]
    return {
        "name": parts[0] if parts else "",
        "address": ", ".join(parts[1:]),
        "postal_code": town["code"] if town else "",
        "city": town["city"] if town else "",
        "phone": phone[0] if phone else "",
        "email": email[0] if email else "",
        "text": " ".join(text.split()),
    }


def compatible(one: Contact, other: Contact) -> bool:
    """Whether two contacts may be the same: nothing that both say differs."""
    return all(
        _alike(a, b)
        for item in fields(Contact)
        if item.name != "text" and (a := getattr(one, item.name)) and (b := getattr(other, item.name))
    )


def merged(one: Contact, other: Contact) -> Contact:
    """The first contact, completed by what only the second says."""
    missing = {f.name: getattr(other, f.name) for f in fields(Contact) if getattr(one, f.name) is None}
    return replace(one, **missing)


def _alike(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    if a == b or sorted(words(one)) == sorted(words(other)):
        return True
    digits = re.sub(r"\D", "", a), re.sub(r"\D", "", b)
    return len(digits[0]) > 8 and digits[0][-9:] == digits[1][-9:]
