"""A register as a document: the body, the list, then one record a section; the package travels inside the PDF."""

from collections.abc import Iterator
from datetime import date

from egide.documents.document import (
    Attachment,
    Block,
    Contents,
    Description,
    DescriptionList,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
    runs,
)
from egide.documents.layouts.record import Record, record_blocks
from egide.documents.layouts.sections import ORGANIZATION_SECTION, WITHHELD
from egide.documents.layouts.words import in_words
from egide.formats.package import write_package
from egide.law.facts import Organization, ProcessingActivity, Register
from egide.law.facts.codes import ActivityStatus
from egide.law.facts.paths import label_of
from egide.law.french import long_date, plural

_TITLE = "Registre des activités de traitement"
_UNNAMED = "Collectivité non nommée"


def register_document(register: Register, today: date, *, communicable: bool = False) -> Document:
    """The whole register. The communicable version tells neither security details nor drafts, and holds no package."""
    body = register.organization
    records = tuple(record for record in register.activities if not communicable or _is_told(record))
    name = body.name or _UNNAMED
    return Document(
        title=_TITLE,
        subtitle="Version communicable" if communicable else "Article 30 du RGPD",
        author=name,
        date=today,
        blocks=tuple(_register_blocks(body, records, today, communicable=communicable)),
        subject="RGPD, article 30",
        running_header=f"{_TITLE} – {name}",
        running_footer=f"État au {long_date(today)}",
        cover=True,
        attachments=() if communicable else (_package(register),),
    )


def record_document(record: Record, body: Organization, today: date, *, communicable: bool = False) -> Document:
    """One record alone, with its package inside unless it is the communicable version."""
    name = body.name or _UNNAMED
    return Document(
        title=record.title,
        subtitle=f"{name} – fiche du registre des activités de traitement",
        author=name,
        date=today,
        blocks=tuple(record_blocks(record, body, today, level=1, anchor="fiche", communicable=communicable)),
        running_header=f"{record.title} – {name}",
        running_footer=f"État au {long_date(today)}",
        attachments=() if communicable else (_package(Register(organization=body, activities=(record,))),),
    )


def _is_told(record: Record) -> bool:
    """Drafts are not yet the register; a record kept out of the public register stays out (CRPA L311-1)."""
    return record.status is not ActivityStatus.DRAFT and record.is_public is not False


def _register_blocks(
    body: Organization, records: tuple[Record, ...], today: date, *, communicable: bool
) -> Iterator[Block]:
    if communicable:
        yield Note("info", runs(_withheld_words()), title="Version communicable")
    yield Contents(depth=1 if len(records) > 40 else 2)
    yield Heading(1, ORGANIZATION_SECTION.title, anchor="collectivite", aside=ORGANIZATION_SECTION.article)
    yield from _body(body, communicable=communicable)
    yield Heading(1, "Liste des traitements", anchor="liste")
    yield from _list(records)
    for number, record in enumerate(records):
        yield PageBreak()
        yield from record_blocks(record, body, today, level=1, anchor=f"t{number}", communicable=communicable)


def _withheld_words() -> str:
    reasons = dict.fromkeys(WITHHELD.values())
    return f"Cette version ne contient pas\u00a0: {', '.join(reasons)}."


def _body(body: Organization, *, communicable: bool) -> Iterator[Block]:
    items = []
    for name in ORGANIZATION_SECTION.facts:
        if communicable and name in WITHHELD:
            continue
        text = in_words(getattr(body, name))
        if text:
            lines = tuple(runs(line) for line in text.split("\n"))
            items.append(Description(label_of(Organization, name), lines))
    yield DescriptionList(tuple(items)) if items else Paragraph(runs("La collectivité n’est pas renseignée."))


def _list(records: tuple[Record, ...]) -> Iterator[Block]:
    if not records:
        yield Paragraph(runs("Aucun traitement."))
        return
    yield Paragraph(runs(f"{plural(len(records), 'traitement')}."))
    yield Table(
        caption="Traitements",
        header=("Référence", "Traitement", "Service", "Registre"),
        rows=tuple(
            (
                runs(record.reference or "–"),
                runs(record.name or "Sans nom"),
                runs(record.department or "–"),
                runs("Responsable" if isinstance(record, ProcessingActivity) else "Sous-traitant"),
            )
            for record in records
        ),
        widths=(1.2, 5, 3, 1.8),
    )


def _package(register: Register) -> Attachment:
    return Attachment(
        name="registre.json",
        media_type="application/json",
        data=write_package(register),
        description="Le registre complet, au format d’échange d’Égide",
        relationship="source",
    )
