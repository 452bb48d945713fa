"""French words and what they mean, as local authorities write them."""

from datetime import UTC, date, datetime

import pytest

from egide.formats.french import vocabulary as v
from egide.law.facts.codes import (
    Article9Exception,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    RecipientKind,
    SecurityMeasureCode,
    TransferMechanism,
)

S, D, M = DataSubjectCategory, DataCategory, SecurityMeasureCode


@pytest.mark.parametrize(
    ("find", "text", "code", "certainty"),
    [
        (v.data_subject, "Salariés", S.AGENTS, 1.0),
        (v.data_subject, "ÉLÈVES", S.PUPILS, 1.0),
        (v.data_subject, "agent·e·s", S.AGENTS, 1.0),
        (v.data_subject, "Salarié(e)s", S.AGENTS, 1.0),
        (v.data_subject, "Services Internes", S.AGENTS, 0.6),
        (v.data_subject, "Élèves et leurs parents", S.PUPILS, 0.5),
        (v.data_subject, "Les élèves de l’école Jean-Macé", S.PUPILS, 0.8),
        (v.data_category, "RIB", D.BANK, 1.0),
        (v.data_category, "Numéro de Sécurité Sociale (ou NIR)", D.NIR, 0.8),
        (v.data_category, "Données de connexion (adress IP, logs, etc.)", D.CONNECTION, 0.8),
        (v.security_measure, "Contrôle d'accès des utilisateurs", M.M05_HABILITATIONS, 1.0),
        (v.security_measure, "Armoire fermée à clé", M.M12_LOCAUX, 1.0),
        (v.recipient_kind, "Service interne qui traite les données", RecipientKind.INTERNAL, 1.0),
        (v.recipient_kind, "Trésorerie de Lens", RecipientKind.EXTERNAL, 0.8),
        (v.mechanism, "Clauses contractuelles types (CCT)", TransferMechanism.SCC, 1.0),
        (v.legal_basis, "Mission d’intérêt public", LegalBasis.PUBLIC_TASK, 1.0),
        (v.legal_basis, "RGPD, art. 6.1.c", LegalBasis.LEGAL_OBLIGATION, 0.8),
        (v.country, "Etats-Unis", "US", 1.0),
        (v.country, "Corée du Sud", "KR", 1.0),
        (v.country, "Rép. dém. du Congo", "CD", 1.0),
        (v.country, "CH", "CH", 1.0),
    ],
)
def test_words_have_a_code_and_a_certainty(find, text, code, certainty):
    assert find(text) == (code, certainty)


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (v.data_subject, "Autres (préciser)"),
        (v.recipient_kind, "Autre (Préciser)"),
        (v.security_measure, "Autres mesures (à préciser)"),
        (v.mechanism, "Privacy shield"),
        (v.country, "Ailleurs"),
        (v.data_category, ""),
    ],
)
def test_what_means_nothing_known_has_no_code(find, text):
    assert find(text) is None


def test_a_text_may_name_several_families():
    assert v.data_categories("Noms, prénoms, adresses, RIB") == (D.IDENTITY, D.CONTACT, D.BANK)
    assert v.data_subjects("Parents et enfants") == (S.PARENTS, S.CHILDREN)


@pytest.mark.parametrize(
    ("find", "kind"),
    [
        (v.data_subject, S),
        (v.data_category, D),
        (v.security_measure, M),
        (v.mechanism, TransferMechanism),
        (v.article9, Article9Exception),
    ],
)
def test_every_label_means_its_own_code(find, kind):
    assert {member.label: find(member.label) for member in kind} == {m.label: (m, 1.0) for m in kind}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Non concerné", None),
        ("NON APPLICABLE", None),
        ("N/A", None),
        ("-", None),
        ("—", None),
        ("néant.", None),
        ("aucun", None),
        ("Sans objet", None),
        ("Aucun transfert hors UE", None),
        ("Pas de transfert hors de l’UE.", None),
        ("Sans objet — responsable établi dans l’UE", "responsable établi dans l’UE"),
        ("Non applicable – données en France", "données en France"),
        ("Non concerné (pas de salarié)", "pas de salarié"),
        ("Sans objet : hébergé en France (Lille)", "hébergé en France (Lille)"),
        ("Non, l’œuvre est locale", "l’œuvre est locale"),
    ],
)
def test_negations_and_their_reasons(text, reason):
    assert v.is_negation(text)
    assert v.negation_reason(text) == reason


@pytest.mark.parametrize("text", ["Nonante", "Non-titulaires", "- Nom, prénom", "Nantes", "Aucun agent n’y accède", ""])
def test_what_only_looks_like_a_negation(text):
    assert not v.is_negation(text)


def test_yes_no_and_not_yet():
    assert [v.yes_no(t) for t in ("Oui", "x", "☑", "Oui : depuis 2020")] == [True] * 4
    assert [v.yes_no(t) for t in ("Non", "N/A", "non applicable", "☐")] == [False] * 4
    assert [v.yes_no(t) for t in ("peut-être", "", "ouistiti")] == [None] * 3
    assert v.is_unknown("Sélectionnez un élément dans cette liste déroulante ►")
    assert v.is_unknown("À compléter…")
    assert v.is_unknown("  ")
    assert not v.is_unknown("Paie")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("26/05/2018", date(2018, 5, 26)),
        ("1.2.19", date(2019, 2, 1)),
        ("2020-01-05", date(2020, 1, 5)),
        ("17 novembre 2025", date(2025, 11, 17)),
        ("1er janvier 2020", date(2020, 1, 1)),
        ("le 12/03/2024 à 10:30", date(2024, 3, 12)),
        (43952.0, date(2020, 5, 1)),
        (datetime(2020, 5, 1, 12, tzinfo=UTC), date(2020, 5, 1)),
        (date(2020, 5, 1), date(2020, 5, 1)),
        ("janvier 2020", None),
        ("2020", None),
        ("05/26/2018", None),
        (2020, None),
        (True, None),
        (None, None),
    ],
)
def test_dates_as_people_type_them(value, expected):
    assert v.read_date(value) == expected


def test_folding_makes_equal_what_looks_the_same():
    assert v.fold("  Données révélant l’appartenance\u00a0syndicale ") == "donnees revelant l'appartenance syndicale"
    assert v.fold("cœur – e\u0301tat") == "coeur - etat"
    assert v.words("Réseaux, journaux et bus") == ("reseau", "journal", "et", "bus")
