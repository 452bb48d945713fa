"""Reads a workbook of any shape into a register, by what its headings say; says what it guessed and left."""

from collections.abc import Iterable
from typing import Any

from egide.formats.errors import Unreadable
from egide.formats.french.vocabulary import fold
from egide.formats.gathering.blindness import ADD_COLUMN, ADD_ROW, advice, blind_to
from egide.formats.gathering.bodies import Bodies, Body
from egide.formats.gathering.doubts import Doubts
from egide.formats.gathering.identity import Seeds
from egide.formats.gathering.known import seed_of
from egide.formats.gathering.plan import Plan, plan_of
from egide.formats.gathering.recording import Recorder
from egide.formats.grids.addresses import address
from egide.formats.grids.grid import Sheet, Workbook
from egide.formats.headings.around import Around
from egide.formats.headings.finding import find_tables, mapped_tables
from egide.formats.headings.front import Facts, Front, read_front
from egide.formats.headings.header import texts_of
from egide.formats.headings.layout import Orientation, Table
from egide.formats.headings.mapping import Mapping, mapping_of
from egide.formats.headings.rows import Entry, Sorted, Sorter
from egide.formats.headings.synonyms import CERTAIN, preferred_headings
from egide.formats.quick import no_collection
from egide.formats.reading import DoubtKind, Fate, Ledger, Reading

FORMAT = "headings"
_OUTSIDE = {
    Orientation.ROWS: "titre ou texte au-dessus du tableau",
    Orientation.COLUMNS: "titre ou texte au-dessus du tableau",
    Orientation.FICHE: "titre ou texte hors des rubriques",
}
_ADD = {
    Orientation.ROWS: ADD_COLUMN,
    Orientation.COLUMNS: "Ajoutez une ligne «\u202f{}\u202f» à votre tableau.",
    Orientation.FICHE: ADD_ROW,
}
_NAME_IN_FICHES = "Pour la nommer, ajoutez une ligne «\u202fCollectivité\u202f» à vos fiches."
_NAME_THE_BODY = (
    "Pour la nommer, écrivez «\u202fCommune d’Achicourt\u202f» au-dessus du tableau, ou ajoutez une colonne"
    " «\u202fCollectivité\u202f»."
)
LABEL = "Tableau reconnu par ses titres"
_HELPERS = frozenset(
    [
        "liste",
        "listes",
        "aide",
        "mode",
        "emploi",
        "notice",
        "parametre",
        "parametres",
        "tutoriel",
        "sommaire",
        "lisez-moi",
        "lisezmoi",
        "readme",
        "legende",
        "exemple",
        "list",
        "lists",
        "manual",
        "help",
        "instructions",
        "instruction",
        "glossaire",
    ]
)


def read(workbook: Workbook, mapping: Mapping | None = None) -> Reading:
    """The registers of a workbook, by its headings or by a mapping. Raises Unreadable when it holds none."""
    return read_with_mapping(workbook, mapping)[0]


def read_with_mapping(workbook: Workbook, mapping: Mapping | None = None) -> tuple[Reading, Mapping]:
    """The same, with the mapping that was used: save it, correct it, give it again."""
    reader = _Reader(workbook, mapping)
    with no_collection():
        reading = reader.read()
    return reading, mapping_of(reader.tables)


CellComments = dict[tuple[int, int], str]


class _Reader:
    """One reading of one workbook."""

    def __init__(self, workbook: Workbook, mapping: Mapping | None) -> None:
        self._workbook = workbook
        self._mapping = mapping
        self._ledger = Ledger()
        self._doubts = Doubts()
        self._seeds = Seeds()
        self._whole = Body()
        self._bodies = Bodies(self._whole)
        self._told: set[str] = set()
        self._above: Facts | None = None
        self._comments: CellComments = {}
        self.tables: list[Table] = []

    def read(self) -> Reading:
        self.tables = self._find()
        if not self.tables:
            raise not_a_register(self._workbook)
        count = sum(self._table(table) for table in self.tables)
        self._doubts.write(self._ledger)
        columns = [column for table in self.tables for column in table.columns]
        blind = blind_to(columns, self._told)
        return Reading(
            registers=self._bodies.registers(self._ledger, self._workbook.file_name),
            format=FORMAT,
            format_label=LABEL,
            file_name=self._workbook.file_name,
            ledger=self._ledger,
            blind=blind,
            blind_advice=advice(blind, preferred_headings(), add=self._add()),
            is_blank_model=count == 0,
            body_advice=_NAME_IN_FICHES if self._add() == ADD_ROW else _NAME_THE_BODY,
        )

    def _add(self) -> str:
        """Where a heading that lacks goes, in the words of tables or of fiches."""
        found = {table.orientation for table in self.tables}
        return _ADD[found.pop()] if len(found) == 1 else ADD_COLUMN

    def _find(self) -> list[Table]:
        """The tables; what the other sheets hold is read as the body’s identity, or left aside and said."""
        tables: list[Table] = []
        for sheet in self._workbook.sheets:
            found = self._tables_of(sheet)
            tables.extend(found)
            if sheet.values and not found:
                self._other_sheet(sheet)
        return tables

    def _tables_of(self, sheet: Sheet) -> tuple[Table, ...]:
        if not sheet.values or sheet.hidden:
            return ()
        if self._mapping is None:
            return find_tables(sheet)
        mapped = self._mapping.sheet(sheet.name)
        return mapped_tables(sheet, mapped) if mapped else ()

    def _other_sheet(self, sheet: Sheet) -> None:
        self._leave_comments(sheet.name, dict(sheet.comments))
        front = read_front(sheet, sheet.values) if len(sheet.values) < 200 and not sheet.hidden else Front()
        if len(front.facts) >= 2:
            self._learn(front)
            return
        reason = "feuille masquée" if sheet.hidden else "aucun tableau de traitements dans cette feuille"
        first = None
        for number in sheet.values:
            for index, text in enumerate(texts_of(sheet, number)):
                if text:
                    first = first or (sheet.name, number, index)
                    self._ledger.ignore((sheet.name, number, index), reason)
        if first and not _HELPERS & set(fold(sheet.name).replace("_", " ").split()):
            message = f"La feuille «\u202f{sheet.name}\u202f» n’a pas été lue\u00a0: {reason}"
            self._doubts.add(DoubtKind.LEFT_OUT, message, first)

    def _learn(self, front: Front, reason: str = _OUTSIDE[Orientation.ROWS]) -> None:
        for key in front.labels:
            self._ledger.label(key)
        for key in front.used:
            self._ledger.fates[key] = Fate.USED
        for key in front.rest:
            self._ledger.ignore(key, reason)
        if front.named_in_title is not None and "name" not in self._whole.facts:
            name = front.facts["name"][0]
            message = f"Le titre nomme la collectivité\u00a0: «\u202f{name}\u202f»"
            self._doubts.add(DoubtKind.GUESSED, message, front.named_in_title, path="organization.name", certainty=0.8)
        self._whole.learn(front.facts)

    def _table(self, table: Table) -> int:
        """Read a table; how many activities it holds."""
        self._learn(
            read_front(table.sheet, [number for number in table.sheet.values if number < table.top]),
            _OUTSIDE[table.orientation],
        )
        self._labels(table)
        sorted_rows = self._sort(table)
        self._account(table, sorted_rows)
        filled = {
            index for entry in sorted_rows.entries for row in entry.rows for index, text in enumerate(row.texts) if text
        }
        self._columns(table, filled)
        plan = plan_of(table.columns)
        self._above = None
        self._comments = {at: text for at, text in table.sheet.comments.items() if text.strip()}
        recorder = Recorder(plan, self._ledger, self._doubts, table.key)
        for entry in sorted_rows.entries:
            self._record(table, plan, recorder, entry)
        for cell, first in table.extra:
            self._ledger.fates[table.name, *cell] = self._ledger.fates.get(first, Fate.USED)
        self._leave_comments(table.name, self._comments)
        self._leftovers(table)
        return len(sorted_rows.entries)

    def _labels(self, table: Table) -> None:
        for row, column in table.labels:
            if table.sheet.text_at(row, column).strip():
                self._ledger.label((table.name, row, column))

    def _sort(self, table: Table) -> Sorted:
        if table.orientation is not Orientation.ROWS:
            return Sorted([Entry([row]) for row in table.rows if any(row.texts)])
        headings = [texts_of(table.sheet, number) for number in range(table.start, table.start + table.height)]
        return Sorter(table.columns, headings, table.sheet).sort(table.rows)

    def _account(self, table: Table, found: Sorted) -> None:
        for row in found.labels:
            for index, text in enumerate(row.texts):
                if text:
                    self._ledger.label(table.key(row.number, index))
        for row, reason in found.ignored:
            for index, text in enumerate(row.texts):
                if text:
                    self._ledger.ignore(table.key(row.number, index), reason)
        for row in found.continued:
            first = next(index for index, text in enumerate(row.texts) if text)
            message = "Ligne sans nom\u00a0: lue comme la suite du traitement du dessus"
            self._doubts.add(
                DoubtKind.GUESSED, message, table.key(row.number, first), subject=table.name, certainty=0.8
            )

    def _columns(self, table: Table, filled: set[int]) -> None:
        """Say, once a column, which headings were guessed and which were not understood."""
        for column in table.columns:
            if column.index not in filled or column.certainty >= CERTAIN:
                continue
            key = table.key(table.start, column.index)
            what = "Colonne" if table.orientation is Orientation.ROWS else "Rubrique"
            if column.certainty:
                also = "".join(
                    f" et «\u202f{target.label}\u202f»" for target in column.also if target.label != column.target.label
                )
                message = (
                    f"{what} «\u202f{column.heading}\u202f» comprise comme «\u202f{column.target.label}\u202f»{also}"
                )
                self._doubts.add(DoubtKind.GUESSED, message, key, path=column.target.path, certainty=column.certainty)
            elif column.heading:
                message = (
                    f"{what} «\u202f{column.heading}\u202f» non reconnue\u00a0: ses valeurs sont"
                    " gardées dans les notes de chaque fiche"
                )
                self._doubts.add(DoubtKind.NOT_UNDERSTOOD, message, key, path="notes")

    def _record(self, table: Table, plan: Plan, recorder: Recorder, entry: Entry) -> None:
        around = Around(table, plan, entry, self._doubts)
        facts = self._carried(table, plan, entry, around.body())
        context = around.facts(is_alone=len(self.tables) == 1)
        self._say_in_operation(plan, context)
        self._told.update(context)
        seed = seed_of(self._seeds, plan, entry.rows[0], facts)
        record = recorder.record(entry.rows, seed, self._comments_of(table, entry), **context)
        around.verify(record)
        self._bodies.add(record, facts)

    def _carried(self, table: Table, plan: Plan, entry: Entry, own: Facts) -> Facts:
        """The body of the row; a cell left blank under a name repeats it, where the first row of the table has one."""
        row = entry.rows[0]
        is_told = any(column.index < len(row.texts) and row.texts[column.index] for column in plan.organization)
        if not plan.organization or is_told:
            self._above = own if self._above is None or self._above else self._above
            return own
        if not self._above:
            self._above = {}
            return own
        message = "Collectivité non répétée\u00a0: celle de la ligne du dessus a été reprise"
        key = table.key(row.number, plan.organization[0].index)
        self._doubts.add(DoubtKind.GUESSED, message, key, path="organization.name", certainty=0.8)
        return self._above

    def _comments_of(self, table: Table, entry: Entry) -> list[str]:
        """What was written beside the cells of a record, for its notes."""
        numbers, kept = {row.number for row in entry.rows}, []
        for (row, column), text in list(self._comments.items()):
            number = column if table.orientation is Orientation.COLUMNS else row
            if table.orientation is Orientation.FICHE or number in numbers:
                del self._comments[row, column]
                kept.append(f"Commentaire de la cellule {address(row, column)}\u00a0: {' '.join(text.split())}")
                message = "Commentaire ajouté à une cellule\u00a0: gardé dans les notes"
                self._doubts.add(DoubtKind.NOT_UNDERSTOOD, message, (table.name, row, column), path="notes")
        return kept

    def _leave_comments(self, name: str, comments: CellComments) -> None:
        """Comments that belong to no record are told as they are."""
        for (row, column), text in comments.items():
            message = f"Commentaire laissé de côté\u00a0: «\u202f{' '.join(text.split())}\u202f»"
            self._doubts.add(DoubtKind.LEFT_OUT, message, (name, row, column))

    def _say_in_operation(self, plan: Plan, context: dict[str, Any]) -> None:
        if "status" in context and "status" not in self._told and plan.index_of("status") is None:
            message = "Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours"
            self._doubts.add(DoubtKind.GUESSED, message, path="status", certainty=0.8)

    def _leftovers(self, table: Table) -> None:
        """Cells of a fiche, or beside a table on its side, that nothing claimed."""
        if table.orientation is Orientation.ROWS:
            return
        for number in table.sheet.values:
            for index, text in enumerate(texts_of(table.sheet, number)):
                if text:
                    self._ledger.fates.setdefault((table.name, number, index), Fate.IGNORED)
                    if self._ledger.fates[table.name, number, index] is Fate.IGNORED:
                        self._ledger.reasons.setdefault(
                            (table.name, number, index), "titre ou texte hors des rubriques"
                        )


def not_a_register(workbook: Workbook) -> Unreadable:
    """What was seen and what Égide can read, when no sheet holds activities."""
    seen = []
    for sheet in workbook.sheets[:6]:
        first = next((texts for texts in _first_texts(sheet) if texts), [])
        heads = ", ".join(f"«\u202f{' '.join(text.split())[:40]}\u202f»" for text in first[:6])
        seen.append(f"feuille «\u202f{sheet.name}\u202f» ({heads or 'vide'})")
    listed = "\u202f; ".join(seen) or "aucune feuille"
    return Unreadable(
        "Ce fichier ne ressemble pas à un registre des activités de traitement.",
        f"Vu\u00a0: {listed}. Égide lit le registre simplifié de la CNIL, les exports de MADIS,"
        " d’OpenRGPD et de CISO Assistant, et tout tableau qui a au moins trois colonnes parmi\u00a0: nom du"
        " traitement, finalités, personnes concernées, catégories de données, destinataires, durée de conservation."
        " Si c’est bien votre registre, renommez ses colonnes avec ces mots.",
    )


def _first_texts(sheet: Sheet) -> Iterable[list[str]]:
    for number in sorted(sheet.values):
        yield [text for text in texts_of(sheet, number) if text]
