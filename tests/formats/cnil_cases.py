"""A filled CNIL workbook, and what every reading must hold to."""

from egide.formats import cnil
from egide.formats.accounting import unaccounted
from egide.formats.cnil.coverage import FILLABLE
from egide.law.facts.codes import (
    DataCategory,
    DataSubjectCategory,
    RecipientKind,
    SecurityMeasureCode,
)
from egide.law.facts.paths import leaves, schema_path

D, S, M, R = DataCategory, DataSubjectCategory, SecurityMeasureCode, RecipientKind


BODY = {
    "C1": "Commune d’Achicourt",
    "G1": "place Jean-Jaurès",
    "I1": "mairie@achicourt.fr",
    "C2": "62217",
    "E2": "Achicourt",
    "G2": "03 21 00 00 00",
    "C5": "Durand",
    "E5": "Paul",
    "G5": "Centre de gestion du Pas-de-Calais",
    "I6": "dpo@cdg62.fr",
}
CANTEEN = {
    "A1": "Restauration scolaire",
    "B4": "Restauration scolaire",
    "B5": "T-01",
    "H1": "T-01",
    "B6": "01/09/2020",
    "B7": "12 mars 2026",
    "B10": "Commune d'Achicourt",
    "E10": "ACHICOURT",
    "B17": "Inscrire les enfants",
    "B18": "Facturer les repas",
    "B25": "Nom, prénom des enfants",
    "E25": "1 an après la fin de l'année scolaire",
    "B27": "Quotient familial",
    "E27": "10 ans",
    "B39": "Allergies (PAI)",
    "E39": "durée du contrat + 5 ans",
    "B30": "Non concerné",
    "B41": "—",
    "B44": "Élèves",
    "E44": "Écoles publiques",
    "B45": "Parents",
    "B48": "Service interne qui traite les données",
    "E48": "Cantine",
    "B49": "Trésorerie",
    "B54": "Sauvegarde des données",
    "B55": "Autres mesures (à préciser)",
    "E55": "Armoire fermée à clé",
    "B58": "Destinataire",
    "B59": "Non concerné",
}
CANTEEN_ROW = {
    "A10": "Restauration scolaire",
    "B10": "T-01",
    "C10": "01/09/2020",
    "D10": "12/03/2026",
    "E10": "Inscrire les enfants, facturer les repas",
    "H10": "Oui",
}


def read(workbook):
    """The reading, after checking that no cell was dropped and that nothing blind was filled."""
    reading = cnil.read(workbook)
    assert unaccounted(workbook, reading.ledger) == ()
    for activity in reading.register.activities:
        assert {schema_path(path) for path, _ in leaves(activity)} <= FILLABLE
    assert cnil.read(workbook).registers == reading.registers
    return reading


def messages(reading, kind=None):
    return " | ".join(doubt.message for doubt in reading.doubts if kind in {None, doubt.kind})


def pairs(lines, *names):
    return [tuple(getattr(line, name) for name in names) for line in lines or ()]
