"""The CSV of MADIS: its columns in its own order, its known faults, and its other exports."""

from datetime import date

import pytest

from egide.formats import madis
from egide.formats.errors import Unreadable
from egide.formats.madis.rows import numbered
from egide.formats.opening import read_opened, read_register
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import (
    Collection,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    FinalFate,
    HighRiskCriterion,
    LegalBasis,
    RecipientKind,
    SecurityMeasureCode,
    SpecialCategory,
)
from egide.law.facts.paths import schema_paths
from tests.formats.sheets import activities, assert_accounted, book, said, told

S, D, M = DataSubjectCategory, DataCategory, SecurityMeasureCode
FIRST = [
    "Nom",
    "Structure - Nom",
    "Structure - SIREN",
    "Structure - Code INSEE",
    "En tant que",
    ("Coordonnées du responsable de traitement"),
    "Finalités",
    "Gestionnaire",
    "État",
    "Base légale",
    "Justification de la base légale",
    "Observations",
    "Registre public",
    "Est exempté d'AIPD",
    "Préconisations",
    "Catégorie de données",
    ("Catégorie des données - Autres catégories"),
    ("Destination - Catégorie de destinataires"),
    "Destination - Sous-traitants",
    "Historique - Créé par",
    "Historique - Date de création",
    "Historique - Date de modification",
]
PEOPLE = ["Particuliers", "Internautes", "Salariés", "Élus", "Professionnels", "Partenaires", "Usagers", "Autres"]
DETAILS = [
    "Nombre de personnes concernées", "Logiciels et supports", "Traitement papier", "Délai de conservation - Durée",
    "Délai de conservation - Nom", "Délai de conservation - Sort final", "Origine des données", "Moyens de la collecte",
]  # fmt: skip
SECURITY = ["Contrôle d'accès", "Traçabilité", "Sauvegarde", "Mise à jour", "Autres"]
FLAGS = [
    "À tout moment il est possible de ressortir les personnes habilitées",
    "La personne ou la procédure qui permet d’ouvrir des comptes est clairement identifiée",
    "Les spécificités de sensibilisation liées à ce traitement sont délivrées",
]
SPECIFIC = [
    "Surveillance systématique", "Collecte à large échelle", "Personnes vulnérables", "Croisement de données",
    "Évaluation ou notation", "Décisions automatisées avec effet", ("Exclusion automatique d'un"
        " service"), "Usage innovant",
]  # fmt: skip


def with_comments(prefix, names):
    return [prefix + name + end for name in names for end in ("", " - Commentaire")]


HEADINGS = [
    *FIRST,
    *with_comments("Détails - Personnes concernées - ", PEOPLE),
    *(f"Détails - {name}" for name in DETAILS),
    *with_comments("Mesures de sécurité et confidentialité - ", SECURITY),
    *(f"Mesures de sécurité et confidentialité - {name}" for name in FLAGS),
    *(f"Traitement spécifique - {name}" for name in SPECIFIC),
    "Nb Preuves",
    "Conformité du traitement",
    "Conformité du traitement - Date création",
    "Conformité du traitement - Date modification",
    "Conformité du traitement - Question : Finalités",
]
NO = ["Non", None]


def row(name="Cantine", role="Responsable de traitement", people=(), end=("Non effectuée",)):
    """`people`: the eight pairs of values, in the order in which MADIS writes them."""
    pairs = [cell for pair in people or [NO] * 8 for cell in pair]
    return [
        name, "Commune de Fictive", "200000017", "62999", role, "Le maire, mairie@fictive.example",
        " - Inscrire\n- Facturer", "Affaires scolaires", "Actif", "L'exécution d'une mission d'intérêt public",
        "Compétence communale", "À revoir", "Oui", "Non", None, "Situation familiale - Information bancaire - Santé",
        "Allergies", "Régie", "Éditeur SA - Hébergeur SARL", "Jo EXEMPLE", "03/02/2024 à 09:15", "12/11/2025 à 16:40",
        *pairs,
        "1 200", "Portail - Tableur", "Actif", "1: 1 an \r\n2: 10 ans \r\n", "1: Dossiers\r\n2: Factures\r\n",
        "1: Destruction\r\n2: Versement\r\n", "Personne concernée", "Formulaire web, Liste reçue",
        "Oui", "Badge", "Non", None, "Oui", None, "Non", None, "Oui", "Coffre", "Oui", "Non", "Oui",
        "Non", "Oui", "Oui", "Non", "Non", "Non", "Non", "Non", "3", *end,
    ]  # fmt: skip


def export(*rows):
    return book([HEADINGS, *rows], name="20260301-treatment.csv")


def test_the_headings_are_those_of_the_tool():
    assert len(HEADINGS) - 4 == 68


def test_a_row_of_the_register():
    workbook = export(
        row(people=[NO, NO, ["Oui", "Enfants"], ["Oui", None], NO, NO, ["Oui", "CAF"], ["Oui", "Traiteur"]])
    )
    reading = read_opened(workbook)
    assert_accounted(workbook, reading)
    assert reading.format == "madis"
    assert told(reading.register.organization) == {
        "is_public_authority": True,
        "name": "Commune de Fictive", "kind": "COMMUNE", "siren": "200000017", "insee_code": "62999",
    }  # fmt: skip
    assert activities(reading) == [
        {
            "name": "Cantine",
            "status": "ACTIVE",
            "manager": "Affaires scolaires",
            "created_on": date(2024, 2, 3),
            "updated_on": date(2025, 11, 12),
            "is_public": True,
            "notes": (
                "Observations\u00a0: À revoir\nEst exempté d'AIPD\u00a0: Non\nHistorique - Créé par\u00a0: Jo EXEMPLE\n"
                "Détails - Moyens de la collecte\u00a0: Formulaire web, Liste reçue\nNb Preuves\u00a0: 3\n"
                "Conformité du traitement\u00a0: Non effectuée"
            ),
            "role": ControllerRole.CONTROLLER,
            "controller": {
                "name": "Le maire",
                "email": "mairie@fictive.example",
                "text": "Le maire, mairie@fictive.example",
            },
            "purposes": [
                {"text": text, "legal_basis": LegalBasis.PUBLIC_TASK, "justification": "Compétence communale"}
                for text in ("Inscrire", "Facturer")
            ],
            "data_subjects": [
                {"category": S.USERS, "detail": "Enfants"},
                {"category": S.AGENTS},
                {"category": S.PROFESSIONALS, "detail": "Partenaires\u00a0: CAF"},
                {"detail": "Autres\u00a0: Traiteur"},
            ],
            "people_count": 1200,
            "personal_data": [
                {"category": D.FAMILY},
                {"category": D.BANK, "detail": "Information bancaire"},
                {"category": D.HEALTH, "detail": "Santé, Allergies"},
            ],
            "special_data": [{"category": SpecialCategory.HEALTH, "detail": "Santé, Allergies"}],
            "collection": Collection.MIXED,
            "sources": [{"kind": "DATA_SUBJECT", "detail": "Personne concernée"}],
            "recipients": [{"kind": RecipientKind.INTERNAL, "name": "Régie"}],
            "processors": [{"contact": {"name": "Éditeur SA"}}, {"contact": {"name": "Hébergeur SARL"}}],
            "retention": [
                {"data": "Dossiers", "active": {"duration": "P1Y"}, "final_fate": FinalFate.D},
                {"data": "Factures", "active": {"duration": "P10Y"}, "final_fate": FinalFate.C},
            ],
            "systems": [{"name": "Portail"}, {"name": "Tableur"}],
            "support": "MIXED",
            "security_measures": [
                {"code": M.M05_HABILITATIONS, "detail": f"Badge, {FLAGS[0]}"},
                {"code": M.M17_SAUVEGARDES},
                {"detail": "Autres\u00a0: Coffre"},
                {"code": M.M03_SENSIBILISATION, "detail": FLAGS[2]},
            ],
            "dpia": {"criteria": [HighRiskCriterion.LARGE_SCALE, HighRiskCriterion.VULNERABLE]},
        }
    ]


def categories(reading):
    return [line.category for line in reading.register.activities[0].data_subjects]


SHIFTED = [NO, NO, ["Oui", None], NO, NO, ["Oui", None], NO, NO]


def test_the_shifted_columns_are_put_right_and_said():
    reading = madis.read(export(row(people=SHIFTED)))
    assert categories(reading) == [S.USERS, S.PROFESSIONALS]
    assert said(reading)[0].startswith("CORRECTED: Personnes concernées")
    assert reading.doubts[0].place.cell == "AA1"


def test_the_order_of_the_headings_can_be_kept():
    reading = madis.read(export(row(people=SHIFTED)), keep_header_order=True)
    assert categories(reading) == [S.AGENTS, S.PROFESSIONALS]
    assert not any("CORRECTED" in doubt for doubt in said(reading))


def test_comments_may_show_that_the_headings_are_right():
    reading = madis.read(export(row(people=[NO, NO, ["Oui", "Agents de la commune"], *[NO] * 5])))
    assert categories(reading) == [S.AGENTS]
    assert said(reading)[0].startswith("GUESSED: Personnes concernées\u00a0: les commentaires montrent")


def test_an_export_whose_headings_follow_the_values_is_left_as_it_is():
    straight = ["Particuliers", "Internautes", "Usagers", "Salariés", "Élus", "Professionnels", "Partenaires", "Autres"]
    headings = list(HEADINGS)
    headings[22:38] = with_comments("Détails - Personnes concernées - ", straight)
    reading = madis.read(book([headings, row(people=SHIFTED)]))
    assert categories(reading) == [S.USERS, S.PROFESSIONALS]
    assert not any("Personnes concernées" in doubt for doubt in said(reading))


def test_a_processor_and_a_joint_controller():
    workbook = export(row(role="Sous-traitant"), row("Portail", role="Responsabilité conjointe"))
    reading = madis.read(workbook)
    assert_accounted(workbook, reading)
    (processor,) = reading.register.as_processor
    assert processor.clients[0].contact.name == "Le maire"
    assert [category.text for category in processor.processing_categories] == ["Inscrire", "Facturer"]
    assert reading.register.as_controller[0].role is ControllerRole.JOINT_CONTROLLER


def test_a_comment_beside_a_box_that_is_not_ticked_goes_to_the_notes():
    workbook = export(row(people=[["Non", "jamais"], *[NO] * 7]))
    reading = madis.read(workbook)
    assert_accounted(workbook, reading)
    assert (
        "Détails - Personnes concernées - Particuliers - Commentaire\u00a0: jamais"
        in reading.register.activities[0].notes
    )


def test_what_the_export_has_no_place_for_is_blind():
    reading = madis.read(export(row()))
    assert (
        {"transfers", "notice", "processors.contract_signed", "purposes.legal_texts"}
        <= reading.blind
        <= set(schema_paths(ProcessingActivity))
    )
    assert not {"collection", "status", "retention.final_fate", "dpia.criteria"} & reading.blind
    assert reading.blind_advice["transfers"].startswith("Un export de MADIS n’a pas de place pour")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1: 75 ans \r\n2: 1 an \r\n", {1: "75 ans", 2: "1 an"}),
        ("2: 1 an", {2: "1 an"}),
        ("1: 5 ans\naprès la clôture\n3:\n", {1: "5 ans après la clôture"}),
        ("5 ans", {1: "5 ans"}),
    ],
)
def test_cells_of_numbered_lines(text, found):
    assert numbered(text) == found


OTHERS = {
    "contractor": [
        "Nom",
        "Structure - Nom",
        "Agent référent",
        "Clauses contractuelles vérifiées",
        "DPD - Nom",
        "Traitements",
    ],
    "mesurement": ["Nom", "Structure - Nom", "Description", "Responsable d'action", "Priorité", "Application - Statut"],
    "collectivity": ["Id", "Nom", "Nom court", "SIREN", "Conformité des traitements", "Comité IL"],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_the_other_exports_are_named(kind):
    with pytest.raises(Unreadable, match=kind) as refusal:
        read_opened(book([OTHERS[kind], ["x"] * 6]))
    assert "treatment.csv" in refusal.value.advice


def test_a_real_csv_with_its_byte_order_mark(tmp_path):
    path = tmp_path / "20260301-treatment.csv"
    cells = ['"' + str(cell or "").replace('"', '""') + '"' for cell in row(people=SHIFTED)]
    path.write_text("\ufeff" + ";".join(HEADINGS) + "\r\n" + ";".join(cells) + "\r\n", encoding="utf-8")
    reading = read_register(path)
    assert reading.format_label == "MADIS"
    assert [line.active.duration.years for line in reading.register.activities[0].retention] == [1, 10]


def test_an_export_without_a_row_is_blank():
    assert madis.read(export()).is_blank_model
