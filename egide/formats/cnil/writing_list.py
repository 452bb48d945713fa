"""The list sheet, as the CNIL lays it out: who keeps the register, then one row per activity."""

from collections.abc import Iterator

from egide.formats.sheets.layout import Column, Look, NewCell, Plain
from egide.law.facts import Contact, ProcessingActivity, Register

LIST_COLUMNS = [Column(7), Column(3), Column(4), Column(4), Column(5), Column(3), Column(5), Column(3), Column(5)]
_HEADINGS = ("Nom du traitement", "N° / RÉF", "Date de création de la fiche", "Dernière mise à jour de la fiche")
Row = list[Plain | NewCell]


def list_rows(register: Register) -> list[Row]:
    """The whole sheet."""
    body = register.organization
    contact = body.contact or (Contact(name=body.name) if body.name else None)
    dpo = body.dpo
    return [
        *_person("Coordonnées du responsable de l’organisme", contact),
        *_person("Coordonnées du représentant", body.representative),
        *_delegate(dpo.contact if dpo else None, dpo.company if dpo else None),
        [
            NewCell("Identification du traitement", Look.SECTION, columns=4),
            NewCell("Finalité du traitement", Look.SECTION, columns=3),
            NewCell("Données sensibles ?", Look.SECTION, columns=2),
        ],
        [
            *(NewCell(text, Look.HEADER) for text in ("Nom du traitement", "N° / RÉF")),
            *(
                NewCell(text, Look.HEADER)
                for text in ("Date de création de la fiche", "Dernière mise à jour de la fiche")
            ),
            NewCell(None, Look.HEADER, columns=3),
            NewCell("Oui/non", Look.HEADER, columns=2),
        ],
        *_entries(register),
    ]


def named(contact: Contact | None) -> str | None:
    """The name to write: that of the contact, or all it says when it was kept in one piece."""
    return (contact.name or contact.text) if contact is not None else None


def _label(text: str) -> NewCell:
    return NewCell(text, Look.LABEL)


def _person(title: str, contact: Contact | None) -> Iterator[Row]:
    told = contact or Contact()
    yield [
        NewCell(title, Look.LABEL, rows=2),
        *(_label("Nom :"), named(contact)),
        *(_label("Prénom :"), None),
        *(_label("Adresse :"), told.address),
        *(_label("Adresse mél :"), told.email),
    ]
    yield [
        *(_label("Code postal :"), told.postal_code),
        *(_label("Ville :"), told.city),
        *(_label("Téléphone :"), told.phone),
    ]


def _delegate(contact: Contact | None, company: Contact | None) -> Iterator[Row]:
    told = contact or Contact()
    yield [
        NewCell("Coordonnées du délégué à la protection des données (DPO)", Look.LABEL, rows=2),
        *(_label("Nom :"), named(contact)),
        *(_label("Prénom :"), None),
        *(_label("Société (si DPO externe) :"), named(company)),
        *(_label("Adresse :"), told.address),
    ]
    yield [
        *(_label("Code postal :"), told.postal_code),
        *(_label("Ville :"), told.city),
        *(_label("Téléphone :"), told.phone),
        *(_label("Adresse mél :"), told.email),
    ]


def _entries(register: Register) -> Iterator[Row]:
    for record in register.as_controller:
        purposes = ", ".join(purpose.text for purpose in record.purposes or () if purpose.text)
        yield [
            record.name,
            record.reference,
            record.created_on,
            record.updated_on,
            NewCell(purposes, columns=3),
            NewCell(_sensitive(record), columns=2),
        ]


def _sensitive(record: ProcessingActivity) -> str | None:
    if record.special_data is None:
        return None
    return "Oui" if record.special_data else "Non"
