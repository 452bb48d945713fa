"""Where the data of a record go: people, data, service, then those who receive them. The picture and its words.

Nothing is guessed: what is not known is told as missing, and a country that is not a code is not called foreign.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from egide.formats.french.vocabulary import country_name
from egide.law.dated import UnknownCountryError, is_in_eea
from egide.law.facts import Contact, ProcessingActivity, Processor, ProcessorActivity, Transfer
from egide.law.facts.codes import Code
from egide.law.french import capital, plural
from egide.typography import french

Kind = Literal["people", "sources", "data", "service", "recipient", "processor", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One stop of the data. `items`: what it is made of. `outside`: beyond the European Economic Area."""

    kind: Kind
    title: str
    items: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way of the data between two nodes, by their rank in `Flow.nodes`."""

    source: int
    target: int
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The nodes in reading order, the ways between them, the same in sentences, and what the record does not say."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One sentence for the title of the picture."""
        outside = sum(node.outside for node in self.nodes)
        out = f", dont {outside} hors de l’Espace économique européen" if outside else ""
        count = sum(node.kind in {"recipient", "processor", "country"} for node in self.nodes)
        received = f", puis à {plural(count, 'destinataire')}" if count else ""
        return french(f"Circulation des données : des personnes au service{received}{out}.")


def flow(record: ProcessingActivity | ProcessorActivity, on: date) -> Flow:
    """The flow of a record. The list of the countries of the EEA is that of the day `on`."""
    before = tuple(node for node in _before(record) if node.items)
    after = tuple(_after(record, on))
    nodes = (*before, _service(record), *after)
    return Flow(
        nodes=nodes,
        edges=tuple(_edges(nodes)),
        sentences=tuple(french(text) for text in _sentences(before, after, record)),
        missing=tuple(french(text) for text in _missing(record)),
    )


def _before(record: ProcessingActivity | ProcessorActivity) -> Iterator[Node]:
    people = _each((line.category, line.detail) for line in record.data_subjects or ())
    yield Node(kind="people", title="Personnes", items=people)
    if isinstance(record, ProcessorActivity):
        clients = tuple(_who(line.contact) or "Responsable sans nom" for line in record.clients or ())
        yield Node(kind="sources", title="Pour le compte de", items=clients)
    else:
        sources = _each((line.detail or line.kind, None) for line in record.sources or ())
        yield Node(kind="sources", title="Autres sources", items=sources)
    data = _each((line.category, line.detail) for line in record.personal_data or ())
    special = _each((line.category, line.detail) for line in getattr(record, "special_data", None) or ())
    yield Node(kind="data", title="Données", items=(*data, *(f"{text} (sensible)" for text in special)))


def _service(record: ProcessingActivity | ProcessorActivity) -> Node:
    return Node(kind="service", title=record.department or "Le service", items=(record.name or "Traitement sans nom",))


def _after(record: ProcessingActivity | ProcessorActivity, on: date) -> Iterator[Node]:
    if isinstance(record, ProcessingActivity):
        for line in record.recipients or ():
            title = line.name or (line.kind.label if line.kind else "Destinataire sans nom")
            yield Node(kind="recipient", title=title)
    engaged = record.processors if isinstance(record, ProcessingActivity) else record.subprocessors
    for processor in engaged or ():
        yield from _processor(processor, on)
    for transfer in record.transfers or ():
        yield _transfer(transfer)


def _processor(processor: Processor, on: date) -> Iterator[Node]:
    name = _who(processor.contact) or processor.service or "Sous-traitant sans nom"
    foreign = [code for code in (processor.country, processor.hosting_country) if _is_outside(code, on)]
    outside = processor.in_eea is False or bool(foreign)
    places = tuple(dict.fromkeys(_country(code) for code in foreign))
    yield Node(
        kind="processor",
        title=name,
        items=places or (("hors de l’EEE",) if outside else ("sous-traitant",)),
        outside=outside,
    )
    for inner in processor.subprocessors or ():
        away = _is_outside(inner.country, on)
        where = (_country(inner.country),) if away and inner.country else ()
        named = inner.name or inner.service or "Sous-traitant ultérieur sans nom"
        yield Node(kind="processor", title=named, items=(*where, f"pour {name}"), outside=away)


def _transfer(transfer: Transfer) -> Node:
    where = _country(transfer.country) if transfer.country else "Pays non précisé"
    return Node(kind="country", title=where, items=(transfer.recipient,) if transfer.recipient else (), outside=True)


def _edges(nodes: tuple[Node, ...]) -> Iterator[Edge]:
    """Each stop leads to the next; the service leads to all those who receive."""
    service = next(rank for rank, node in enumerate(nodes) if node.kind == "service")
    data = next((rank for rank, node in enumerate(nodes) if node.kind == "data"), service)
    for rank in range(service):
        yield Edge(source=rank, target=service if rank == data else data, outside=False)
    for rank in range(service + 1, len(nodes)):
        yield Edge(source=service, target=rank, outside=nodes[rank].outside)


def _sentences(
    before: tuple[Node, ...], after: tuple[Node, ...], record: ProcessingActivity | ProcessorActivity
) -> Iterator[str]:
    openings = {"people": "Les personnes concernées", "sources": "D’autres sources", "data": "Les données"}
    if isinstance(record, ProcessorActivity):
        openings["sources"] = "Le traitement est fait pour le compte de"
    for node in before:
        yield f"{openings[node.kind]} : {', '.join(node.items)}."
    service = _service(record)
    yield f"{capital(service.title)} s’en sert : {service.items[0]}."
    for kind, opening in (
        ("recipient", "Reçoivent les données"),
        ("processor", "Traitent les données pour le service"),
    ):
        named = [_named(node) for node in after if node.kind == kind and not node.outside]
        if named:
            yield f"{opening} : {', '.join(named)}."
    outside = [_named(node) for node in after if node.outside]
    if outside:
        yield f"Hors de l’Espace économique européen : {', '.join(outside)}."


def _named(node: Node) -> str:
    told = [item for item in node.items if item != "sous-traitant"]
    return f"{node.title} ({', '.join(told)})" if told else node.title


def _missing(record: ProcessingActivity | ProcessorActivity) -> Iterator[str]:
    """What article 30 asks and nobody said. « None » declared is an answer."""
    asked = [("data_subjects", "les personnes concernées"), ("personal_data", "les catégories de données")]
    if isinstance(record, ProcessingActivity):
        asked += [("recipients", "les destinataires"), ("processors", "les sous-traitants")]
    else:
        asked += [("clients", "les responsables pour qui vous agissez"), ("subprocessors", "les sous-traitants")]
    for name, words in (*asked, ("transfers", "les transferts hors de l’Espace économique européen")):
        if getattr(record, name, ()) is None:
            yield words


def _each(told: Iterable[tuple[Code | str | None, str | None]]) -> tuple[str, ...]:
    """One name a line, each once: its code in words, else its own words."""
    words = (first.label if isinstance(first, Code) else first or second for first, second in told)
    return tuple(dict.fromkeys(text.strip() for text in words if text and text.strip()))


def _who(contact: Contact | None) -> str | None:
    return (contact.name or contact.organization or contact.text) if contact is not None else None


def _country(code: str | None) -> str:
    return country_name(code.strip().upper()) if code else ""


def _is_outside(code: str | None, on: date) -> bool:
    try:
        return bool(code and code.strip()) and not is_in_eea(code or "", on)
    except UnknownCountryError:
        return False
