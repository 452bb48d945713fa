"""Bodies and people as DPV says them: controllers, processors, recipients, delegates, transfers."""

from uuid import UUID

from egide.formats.dpv.nodes import Node, french, label, node, several, term, to
from egide.law.facts import Client, Contact, JointController, Organization, Processor, Recipient, SubProcessor, Transfer


def entity(kinds: str | tuple[str, ...], contact: Contact | None, identifier: UUID | None = None) -> Node | None:
    """A body or a person in a role; None when nothing is known of it."""
    if contact is None:
        return None
    ways = (contact.phone, contact.email, contact.url, contact.text)
    address = (contact.address, contact.postal_code, contact.city, contact.country)
    return node(
        kinds,
        identifier,
        dpv__hasName=french(contact.name),
        dpv__isOrganisationalUnitOf=_organization(contact.organization),
        dct__description=french(contact.function),
        dpv__hasContact=[way for way in ways if way is not None],
        dpv__hasAddress=[part for part in address if part is not None],
    )


def _organization(name: str | None) -> Node | None:
    return None if name is None else node("dpv:Organisation", dpv__hasName=french(name))


def body(organization: Organization) -> Node:
    """The body that keeps the register."""
    contact = organization.contact or Contact()
    dpo = organization.dpo
    return node(
        ("dpv:DataController", "dpv:GovernmentalOrganisation"),
        organization.id,
        dct__title=french(organization.name),
        dpv__hasIdentifier=[number for number in (organization.siren, organization.siret) if number is not None],
        dpv__hasContact=entity("dpv:LegalEntity", contact if organization.contact else None),
        dpv__hasRepresentative=entity("dpv:Representative", organization.representative),
        dpv__hasDataProtectionOfficer=entity("dpv:DataProtectionOfficer", dpo.contact if dpo else None),
    )


def joint_controller(line: JointController) -> Node:
    """Another controller (GDPR art. 26)."""
    return entity("dpv:DataController", line.contact or Contact(), line.id) or {}


def client(line: Client) -> Node:
    """A controller on whose behalf the body acts (GDPR art. 30(2)(a))."""
    made = entity("dpv:DataController", line.contact or Contact(), line.id) or {}
    return made | _without_type(
        node(
            "",
            dpv__hasRepresentative=entity("dpv:Representative", line.representative),
            dpv__hasDataProtectionOfficer=entity("dpv:DataProtectionOfficer", line.dpo),
        )
    )


def _without_type(properties: Node) -> Node:
    return {name: value for name, value in properties.items() if name != "@type"}


def recipient(line: Recipient) -> Node:
    """Who receives data; the term says in what quality."""
    kinds = ["dpv:Recipient", *([term(line.kind)] if line.kind else [])]
    return node(
        kinds,
        line.id,
        dpv__hasName=french(line.name),
        dct__type=label(line.kind),
        dct__description=french(line.detail),
    )


def processor(line: Processor) -> Node:
    """A processor with those that it engages in turn."""
    made = entity("dpv:DataProcessor", line.contact or Contact(), line.id) or {}
    return made | _without_type(
        node(
            "",
            dct__subject=french(line.service),
            dpv__hasCountry=_country("dpv:Country", line.country),
            dpv__hasDataProcessor=several(map(_sub_processor, line.subprocessors or ())),
        )
    )


def _sub_processor(line: SubProcessor) -> Node:
    return node(
        "dpv:DataSubProcessor",
        line.id,
        dpv__hasName=french(line.name),
        dct__subject=french(line.service),
        dpv__hasCountry=_country("dpv:Country", line.country),
    )


def _country(kind: str, code: str | None) -> Node | None:
    return None if code is None else node(kind, dct__identifier=code)


def transfer(line: Transfer) -> Node:
    """A transfer with what allows it: the derogation says more than « Dérogation – art. 49 »."""
    grounds = [to(term(code)) for code in (line.mechanism, line.derogation) if code is not None]
    return node(
        ("dpv:Process", "dpv:Transfer"),
        line.id,
        dpv__hasDataImporter=node("dpv:DataImporter", dpv__hasName=french(line.recipient))
        if line.recipient is not None
        else None,
        dpv__hasThirdCountry=_country("dpv:ThirdCountry", line.country),
        dpv__hasLegalBasis=several(grounds),
        dct__description=french(line.guarantees),
    )
