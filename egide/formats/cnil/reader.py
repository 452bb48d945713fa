"""Reads the CNIL workbook: a pure function from a grid to facts, with the fate of every cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from egide.formats.accounting import unaccounted
from egide.formats.cnil.basis import has_room
from egide.formats.cnil.body import Body, complete, organization, read_body
from egide.formats.cnil.contacts import looks_like_a_body
from egide.formats.cnil.coverage import ADVICE, BLIND
from egide.formats.cnil.fiche import Fiche, read_fiche
from egide.formats.cnil.labels import LEGAL_BASIS, MODEL_REFERENCE, legal_path
from egide.formats.cnil.list_sheet import BODY, Entry, Listing
from egide.formats.cnil.merge import Match, draft, match, record, seeds
from egide.formats.cnil.page import Page
from egide.formats.cnil.pen import FORMAT, Pen, key
from egide.formats.cnil.printed import is_help_bubble
from egide.formats.cnil.recognise import Survey, survey
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell, Sheet, Workbook
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place, Reading
from egide.law.facts import ProcessingActivity, Register
from egide.law.facts.codes import ActivityStatus

FORMAT_LABEL = "Registre simplifié de la CNIL"
_NAME_IN_FICHE = (
    "Pour la nommer, écrivez «\u202fCommune d’Achicourt\u202f» sous «\u202fNom\u202f», à la ligne"
    " «\u202fResponsable du traitement\u202f» de chaque fiche\u202f; le nom du maire ou du président va à la ligne"
    " «\u202fReprésentant\u202f»."
)
_NAME_IN_LIST = (
    "Pour la nommer, écrivez «\u202fCommune d’Achicourt\u202f» dans la case «\u202fNom\u202f» du responsable de"
    " l’organisme, feuille «\u202f{}\u202f»\u202f; le nom du maire ou du président va dans la case du représentant."
)
_EXAMPLE = "exemple de la CNIL"
_BLANK = "modèle de fiche laissé vierge"


def read(workbook: Workbook) -> Reading:
    """The register of a CNIL workbook. The CNIL's example is a record only in a file that holds nothing else."""
    return _Reading(workbook, survey(workbook)).read()


@dataclass(slots=True)
class _Reading:
    workbook: Workbook
    survey: Survey
    ledger: Ledger = field(default_factory=Ledger)

    def read(self) -> Reading:
        listing, filled = self.survey.listing, [p for p in self.survey.pages if not p.is_blank and not p.is_example]
        entries = [entry for entry in listing.entries if not entry.is_example] if listing else []
        is_blank = not filled and not entries
        examples = [page for page in self.survey.pages if page.is_example]
        chosen = examples[:1] if is_blank else filled
        matches = match(entries, chosen)
        body = read_body(Pen.of(self.ledger, f"{self._body_name()}|organization"), listing)
        activities = self._records(matches, body)
        self._say(matches, examples=chosen if is_blank else [])
        self._leave(chosen)
        register = Register(organization=organization(body), activities=activities)
        return Reading(
            registers=(register,),
            format=FORMAT,
            format_label=FORMAT_LABEL,
            file_name=self.workbook.file_name,
            ledger=self.ledger,
            blind=self._blind(chosen),
            blind_advice=ADVICE,
            body_advice=self._naming(),
            is_blank_model=is_blank and (listing is None or not listing.blocks),
        )

    def _blind(self, chosen: Sequence[Page]) -> frozenset[str]:
        """What this file has no place for: a row or a column added for the legal basis makes it a place."""
        entries = self.survey.listing.entries if self.survey.listing is not None else []
        titles = {title for entry in entries for title, _ in entry.extra if title}
        has_basis = any(map(has_room, chosen)) or any(legal_path(title) == LEGAL_BASIS for title in titles)
        return BLIND - {LEGAL_BASIS} if has_basis else BLIND

    def _naming(self) -> str:
        listing = self.survey.listing
        return _NAME_IN_FICHE if listing is None else _NAME_IN_LIST.format(listing.sheet.name)

    def _body_name(self) -> str:
        """The name of the body, for identifiers: two bodies may well have an activity of the same name."""
        listing = self.survey.listing
        cells = listing.blocks.get(BODY, {}).get("name", ()) if listing else ()
        name = " ".join(cell.text for cell in cells)
        return fold(name) if looks_like_a_body(name) else ""

    def _records(self, matches: Sequence[Match], body: Body) -> tuple[ProcessingActivity, ...]:
        names = seeds(matches, self._body_name())
        listed = self._listed_references()
        read: list[tuple[Match, Fiche | None, Pen]] = []
        for one, seed in zip(matches, names, strict=True):
            pen = Pen.of(self.ledger, seed)
            keep = MODEL_REFERENCE in listed
            read.append((one, read_fiche(pen, one.page, keep_model_reference=keep) if one.page else None, pen))
        complete(body, [fiche for _, fiche, _ in read if fiche is not None])
        return tuple(self._record(one, fiche, pen, body) for one, fiche, pen in read)

    def _listed_references(self) -> set[str]:
        listing = self.survey.listing
        return {fold(entry.text("reference")) for entry in listing.entries} if listing else set()

    def _record(self, one: Match, fiche: Fiche | None, pen: Pen, body: Body) -> ProcessingActivity:
        if fiche is not None:
            return record(body, fiche, one.entry, self._status(one, pen))
        if one.entry is None:
            raise ValueError("une fiche ou une ligne de la liste est attendue")
        return draft(pen, one.entry)

    def _status(self, one: Match, pen: Pen) -> ActivityStatus:
        """A fiche that the list forgets is a draft, as long as there is a list."""
        listing = self.survey.listing
        if one.entry is not None or listing is None or all(entry.is_example for entry in listing.entries):
            return ActivityStatus.ACTIVE
        sheet = one.page.sheet.name if one.page else ""
        message = f"la fiche « {sheet} » n’est pas dans la liste des traitements : reprise comme brouillon"
        pen.doubt(DoubtKind.GUESSED, message, None, "status", 0.7)
        return ActivityStatus.DRAFT

    def _say(self, matches: Sequence[Match], examples: Sequence[Page]) -> None:
        if any(one.page for one in matches) and not examples:
            message = "le classeur de la CNIL ne dit pas l’état des traitements : les fiches sont lues « en cours »"
            self.ledger.doubt(Doubt(DoubtKind.GUESSED, message, path="status", certainty=0.8))
        for page in examples:
            message = "le classeur est vierge : seul l’exemple de la CNIL (« Gestion de la paie ») a été lu"
            self.ledger.doubt(Doubt(DoubtKind.GUESSED, message, Place(page.sheet.name, 0, 0)))
        for note in self.workbook.notes:
            self.ledger.doubt(Doubt(DoubtKind.LEFT_OUT, note))

    def _leave(self, chosen: Sequence[Page]) -> None:
        """Give a fate to what no record took: the example, blank copies, help, lists, then what nobody knows."""
        for page in self.survey.pages:
            if not any(page is one for one in chosen):
                self._sheet(page.sheet, _EXAMPLE if page.is_example else _BLANK)
                self._stray_comments(page.sheet)
        for sheet in self.survey.printed:
            self._sheet(sheet, "aide et listes du modèle de la CNIL")
        if self.survey.listing is not None:
            self._listing(self.survey.listing)
        self._unknown()

    def _sheet(self, sheet: Sheet, reason: str) -> None:
        for cells in sheet.rows():
            for cell in cells:
                if cell:
                    self.ledger.ignore(key(cell), reason)

    def _listing(self, listing: Listing) -> None:
        for cell in listing.labels:
            self.ledger.label(key(cell))
        self._ignore(listing.printed, "aide du modèle de la CNIL")
        for entry in listing.entries:
            if entry.is_example:
                self._ignore_entry(entry)
        self._stray_comments(listing.sheet)

    def _ignore(self, cells: Sequence[Cell], reason: str) -> None:
        for cell in cells:
            self.ledger.ignore(key(cell), reason)

    def _ignore_entry(self, entry: Entry) -> None:
        self._ignore(entry.all_cells, _EXAMPLE)

    def _stray_comments(self, sheet: Sheet) -> None:
        """Annotations that belong to no record are told as they are, since no note can keep them."""
        for (row, column), comment in sheet.comments.items():
            if comment.strip() and not is_help_bubble(comment):
                message = f"commentaire laissé de côté : « {' '.join(comment.split())} »"
                self.ledger.doubt(Doubt(DoubtKind.LEFT_OUT, message, Place(sheet.name, row, column)))

    def _unknown(self) -> None:
        """One doubt per cell that is nowhere in the model; a whole unknown sheet is told once."""
        known = {page.sheet.name for page in self.survey.pages} | {sheet.name for sheet in self.survey.printed}
        if self.survey.listing is not None:
            known.add(self.survey.listing.sheet.name)
        for sheet in self.workbook.sheets:
            if sheet.name not in known and sheet.values:
                message = f"la feuille « {sheet.name} » n’est pas du modèle de la CNIL : laissée de côté"
                self.ledger.doubt(Doubt(DoubtKind.LEFT_OUT, message, Place(sheet.name, min(sheet.values), 0)))
                self._sheet(sheet, "feuille étrangère au modèle de la CNIL")
                self._stray_comments(sheet)
        for where in unaccounted(self.workbook, self.ledger):
            text = self.workbook_text(where)
            message = f"hors des cases du modèle, laissé de côté : « {text} »"
            self.ledger.doubt(Doubt(DoubtKind.LEFT_OUT, message, where))
            self.ledger.ignore((where.sheet, where.row, where.column), "hors des cases du modèle")

    def workbook_text(self, where: Place) -> str:
        sheet = self.workbook.sheet(where.sheet)
        return sheet.text_at(where.row, where.column).strip() if sheet is not None else ""
