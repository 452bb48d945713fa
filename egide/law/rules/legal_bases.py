"""Legal bases, purpose by purpose (GDPR art. 6): each has its conditions, and its limits for a public body."""

from collections.abc import Callable

from egide.law.facts import ProcessingActivity, Purpose
from egide.law.facts.codes import DataSubjectCategory, LegalBasis, ServiceNature
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, active_controller

# Before an employer, or an authority that grants a right, consent is rarely free (GDPR recital 43).
_DEPENDENT = frozenset({DataSubjectCategory.AGENTS, DataSubjectCategory.CANDIDATES, DataSubjectCategory.BENEFICIARIES})


def _resting_on(basis: LegalBasis) -> Callable[[ProcessingActivity, Situation], bool]:
    def applies(a: ProcessingActivity, _s: Situation) -> bool:
        return any(p.legal_basis is basis for p in a.purposes or ())

    return applies


def _without_text(basis: LegalBasis) -> Callable[[Purpose, ProcessingActivity, Situation], bool]:
    def fires_on(p: Purpose, _a: ProcessingActivity, _s: Situation) -> bool:
        return p.legal_basis is basis and not p.legal_texts

    return fires_on


_by_consent = _resting_on(LegalBasis.CONSENT)


def _active_by_consent(a: ProcessingActivity, s: Situation) -> bool:
    return active(a, s) and _by_consent(a, s)


def _interest_of_a_public_body(p: Purpose, a: ProcessingActivity, s: Situation) -> bool:
    """An authority is presumed to act within its tasks, unless it says otherwise."""
    return (
        p.legal_basis is LegalBasis.LEGITIMATE_INTERESTS
        and s.organization.is_public_authority is True
        and a.public_mission is not False
    )


def _no_proof_of_consent(a: ProcessingActivity, _s: Situation) -> bool:
    return a.consent is None or not a.consent.proof_kept


def _hard_withdrawal(a: ProcessingActivity, _s: Situation) -> bool:
    return a.consent is None or not a.consent.withdrawal_as_easy


def _unfree_consent(p: Purpose, a: ProcessingActivity, _s: Situation) -> bool:
    return p.legal_basis is LegalBasis.CONSENT and (
        any(line.category in _DEPENDENT for line in a.data_subjects or ()) or a.service_is_mandatory is True
    )


def _child_alone(a: ProcessingActivity, _s: Situation) -> bool:
    return (
        a.online_service is True and a.minors_under_15 is True and (a.consent is None or not a.consent.joint_parental)
    )


def _several_bases(a: ProcessingActivity, _s: Situation) -> bool:
    """Whether one purpose, written twice, carries two bases: that is how a source with one line per base says it."""
    if a.purposes is None or len(a.purposes) < 2:
        return False
    bases: dict[str, LegalBasis] = {}
    return any(
        bases.setdefault(text, p.legal_basis) is not p.legal_basis
        for p in a.purposes
        if p.legal_basis is not None and (text := " ".join((p.text or "").casefold().split()))
    )


def _reuse_unexamined(a: ProcessingActivity, _s: Situation) -> bool:
    return a.further_processing is True and not a.compatibility_test_done and not a.further_processing_authorised_by_law


RULES = topic(
    "Bases légales",
    (
        # With no purpose at all there is no basis to ask for: REG-001 says what is wrong.
        Rule(
            id="LB-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6(1)", "RGPD art. 13(1)(c)"),
            title="Base légale absente",
            message="Rien ne dit ce qui autorise la collectivité à poursuivre cette finalité.",
            action="Choisir une base légale pour cette finalité. Si un texte vous y oblige : obligation légale ; s’il "
            "vous confie la mission : mission d’intérêt public.",
            path="purposes.legal_basis",
            applies=active_controller,
            lines="purposes",
            fires_on=lambda p, _a, _s: p.legal_basis is None,
        ),
        Rule(
            id="LB-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6(1), dernier alinéa", "RGPD considérant 47"),
            title="Intérêt légitime invoqué par une autorité publique pour ses missions",
            message="Une collectivité ne peut pas invoquer l’intérêt légitime quand elle exerce ses missions.",
            action="Choisir la mission d’intérêt public ou l’obligation légale. Si le traitement est étranger aux "
            "missions de la collectivité, le dire et le justifier.",
            path="purposes.legal_basis",
            applies=_resting_on(LegalBasis.LEGITIMATE_INTERESTS),
            lines="purposes",
            fires_on=_interest_of_a_public_body,
        ),
        Rule(
            id="LB-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6(3)",),
            title="Obligation légale sans texte",
            message="La fiche invoque une obligation légale sans citer le texte qui oblige.",
            action="Citer le texte : code, loi ou décret, avec l’article.",
            path="purposes.legal_texts",
            applies=_resting_on(LegalBasis.LEGAL_OBLIGATION),
            lines="purposes",
            fires_on=_without_text(LegalBasis.LEGAL_OBLIGATION),
        ),
        Rule(
            id="LB-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6(3)",),
            title="Mission d’intérêt public sans texte",
            message="La fiche invoque une mission d’intérêt public sans citer le texte qui la confie à la "
            "collectivité.",
            action="Citer le code ou la loi, ou la délibération qui crée le service et le texte sur lequel elle "
            "s’appuie.",
            path="purposes.legal_texts",
            applies=_resting_on(LegalBasis.PUBLIC_TASK),
            lines="purposes",
            fires_on=_without_text(LegalBasis.PUBLIC_TASK),
        ),
        Rule(
            id="LB-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 7(1)",),
            title="Preuve du consentement non conservée",
            message="La collectivité doit pouvoir montrer qui a dit oui, quand, et à quoi.",
            action="Garder la date, le texte présenté et le choix de la personne.",
            path="consent.proof_kept",
            applies=_active_by_consent,
            fires=_no_proof_of_consent,
        ),
        Rule(
            id="LB-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 7(3)",),
            title="Retrait du consentement non prévu, ou plus difficile que l’accord",
            message="Retirer son consentement doit être aussi simple que le donner.",
            action="Prévoir un lien, une case ou une démarche aussi simple que celle de l’accord.",
            path="consent.withdrawal_as_easy",
            applies=_active_by_consent,
            fires=_hard_withdrawal,
        ),
        Rule(
            id="LB-007",
            severity=Severity.MAJOR,
            kind=FindingKind.WARNING,
            basis=("RGPD considérant 43", "RGPD art. 4(11)"),
            title="Consentement demandé à des personnes qui ne peuvent guère refuser",
            message="Le consentement est rarement libre face à son employeur, à l’administration qui accorde une aide, "
            "ou pour un service obligatoire.",
            action="Regarder si la mission d’intérêt public ou l’obligation légale convient. Sinon, écrire pourquoi un "
            "refus est sans conséquence.",
            path="purposes.legal_basis",
            applies=_by_consent,
            lines="purposes",
            fires_on=_unfree_consent,
        ),
        Rule(
            id="LB-008",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 6(1)(b)", "RGPD art. 6(1)(e)"),
            title="Contrat invoqué pour un service public administratif",
            message="L’usager d’un service public administratif n’a pas de contrat avec la collectivité : ce sont les "
            "lois et règlements qui s’appliquent à lui.",
            action="Préférer la mission d’intérêt public. Garder le contrat pour l’eau, les transports, les ventes et "
            "les locations.",
            path="purposes.legal_basis",
            applies=_resting_on(LegalBasis.CONTRACT),
            lines="purposes",
            fires_on=lambda p, a, _s: p.legal_basis is LegalBasis.CONTRACT and a.service_nature is ServiceNature.SPA,
        ),
        Rule(
            id="LB-009",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD considérant 46",),
            title="Sauvegarde des intérêts vitaux : à n’invoquer qu’en dernier",
            message="Cette base ne vaut que si aucune autre n’est manifestement possible, quand une vie est en jeu.",
            action="Vérifier si l’obligation légale ou la mission d’intérêt public convient.",
            path="purposes.legal_basis",
            lines="purposes",
            fires_on=lambda p, _a, _s: p.legal_basis is LegalBasis.VITAL_INTERESTS,
        ),
        Rule(
            id="LB-010",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 8", "Loi Informatique et Libertés art. 45"),
            title="Moins de 15 ans : accord d’un parent non recueilli",
            message="Pour un service en ligne fondé sur le consentement, un enfant de moins de 15 ans ne peut pas "
            "accepter seul : il faut son accord et celui d’un parent.",
            action="Demander les deux accords avant l’inscription.",
            path="consent.joint_parental",
            applies=_by_consent,
            fires=_child_alone,
        ),
        Rule(
            id="LB-011",
            severity=Severity.INFO,
            kind=FindingKind.WARNING,
            basis=("CNIL, choix de la base légale",),
            title="Plusieurs bases légales pour une même finalité",
            message="Une même finalité figure avec plusieurs bases légales. Il en faut une seule par finalité.",
            action="Garder la base la plus appropriée, ou séparer les finalités.",
            path="purposes.legal_basis",
            fires=_several_bases,
        ),
        Rule(
            id="LB-012",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6(4)", "RGPD art. 13(3)"),
            title="Données réutilisées sans examen",
            message="Des données recueillies pour autre chose sont réutilisées, sans que personne ait vérifié que "
            "c’était compatible.",
            action="Écrire le lien entre les deux usages, le contexte, la nature des données, les conséquences et les "
            "garanties, puis informer les personnes.",
            path="compatibility_test_done",
            fires=_reuse_unexamined,
        ),
        Rule(
            id="LB-013",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(1)(a)",),
            title="Base légale changée en cours de route",
            message="Changer de base légale après avoir recueilli les données doit rester exceptionnel, et les "
            "personnes doivent le savoir.",
            action="Écrire pourquoi, et mettre à jour l’information des personnes.",
            path="legal_basis_changed_after_start",
            fires=lambda a, _s: a.legal_basis_changed_after_start is True,
        ),
    ),
)
