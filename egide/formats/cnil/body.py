"""Who keeps the register: the coordinates at the top of the list, completed by the fiches that agree with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from egide.formats.cnil.contacts import Answered, compatible, looks_like_a_body, merged, read_contact
from egide.formats.cnil.fiche import Fiche
from egide.formats.cnil.labels import CONTROLLER, DPO, DPO_COMPANY, REPRESENTATIVE
from egide.formats.cnil.list_sheet import BODY, DELEGATE, HEAD, Listing
from egide.formats.cnil.pen import Pen
from egide.formats.reading import DoubtKind
from egide.law.facts import Contact, Dpo, Organization
from egide.law.facts.codes import DpoKind, DpoStatus

_ACTORS = (CONTROLLER, REPRESENTATIVE, DPO, DPO_COMPANY)


@dataclass(slots=True)
class Body:
    """The body as the workbook knows it: a contact for each of the actors that fiches name too."""

    pen: Pen
    contacts: dict[str, Contact]
    no_dpo: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.contacts)


def read_body(pen: Pen, listing: Listing | None) -> Body:
    """The coordinates of the list sheet; empty without one."""
    body = Body(pen, {})
    if listing is None:
        return body
    blocks = listing.blocks
    _keep(body, CONTROLLER, read_contact(pen, blocks.get(BODY, {}), "contact", "Coordonnées du responsable"))
    told = read_contact(pen, blocks.get(HEAD, {}), "representative", "Coordonnées du représentant")
    _keep(body, REPRESENTATIVE, told)
    delegate = dict(blocks.get(DELEGATE, {}))
    company = delegate.pop("company", ())
    answered = read_contact(pen, delegate, "dpo.contact", "Coordonnées du délégué")
    body.no_dpo = answered.none
    _keep(body, DPO, answered)
    _keep(body, DPO_COMPANY, read_contact(pen, {"name": company}, "dpo.company", "Société du DPO"))
    return body


def _keep(body: Body, actor: str, answered: Answered) -> None:
    if answered.contact is not None:
        body.contacts[actor] = answered.contact


def complete(body: Body, fiches: Sequence[Fiche]) -> None:
    """Take from the fiches what the list does not say: an actor that all fiches agree on, details that match."""
    for actor in _ACTORS:
        told = [contact for fiche in fiches if (contact := fiche.contact(actor)) is not None]
        known = body.contacts.get(actor)
        if known is None and told and all(compatible(told[0], other) for other in told[1:]):
            known = told[0]
        if known is not None:
            for other in told:
                known = merged(known, other) if compatible(known, other) else known
            body.contacts[actor] = known


def own(body: Body, fiche: Fiche, actor: str) -> Contact | None:
    """The contact of a fiche when it is not the body's: only differences are written in a record."""
    told = fiche.contact(actor)
    known = body.contacts.get(actor)
    return None if told is None or (known is not None and compatible(known, told)) else told


def organization(body: Body) -> Organization:
    """The body as facts. A person named as head of the body represents it; a delegate who is named is designated."""
    contact = body.contacts.get(CONTROLLER)
    representative = body.contacts.get(REPRESENTATIVE)
    name = contact.name if contact is not None and looks_like_a_body(contact.name) else None
    if representative is None and contact is not None and contact.name and name is None:
        representative = contact
        message = f"« {contact.name} », responsable de l’organisme, est repris comme son représentant"
        body.pen.doubt(DoubtKind.GUESSED, message, None, "representative", 0.8)
    return Organization(id=body.pen.owner, name=name, contact=contact, representative=representative, dpo=_dpo(body))


def _dpo(body: Body) -> Dpo | None:
    contact, company = body.contacts.get(DPO), body.contacts.get(DPO_COMPANY)
    if contact is None and company is None:
        if not body.no_dpo:
            return None
        body.pen.doubt(DoubtKind.GUESSED, "délégué « non concerné » : lu comme non désigné", None, "dpo.status", 0.7)
        return Dpo(status=DpoStatus.NONE)
    message = "un délégué est nommé dans le classeur : lu comme désigné auprès de la CNIL"
    body.pen.doubt(DoubtKind.GUESSED, message, None, "dpo.status", 0.8)
    kind = DpoKind.EXTERNAL if company is not None else None
    return Dpo(status=DpoStatus.DESIGNATED, kind=kind, contact=contact, company=company)
