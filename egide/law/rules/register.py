"""The record itself: what article 30 asks to write down, and whether it is kept up to date."""

from egide.law.calendar import add_months
from egide.law.facts import Contact, ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import ActivityStatus
from egide.law.rules.rule import RECORDS, FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, active_controller

# Our own standard of a purpose that says something: « Gestion », « Divers » and « Suivi administratif » are shorter.
_SHORTEST_CLEAR_PURPOSE = 20
_REVIEW_EVERY_MONTHS = 12
_DRAFT_FOR_MONTHS = 6


def _main_purpose(a: ProcessingActivity) -> str:
    return (a.purposes[0].text or "").strip() if a.purposes else ""


def _has_main_purpose(a: ProcessingActivity, _s: Situation) -> bool:
    return bool(_main_purpose(a))


def _is_controller(a: ProcessingActivity, _s: Situation) -> bool:
    return a.role is not None


def _unidentified(a: ProcessingActivity, s: Situation) -> bool:
    """The controller is the body that keeps the register, unless the record names another one."""
    if a.controller is not None:
        named = a.controller.name or a.controller.organization or a.controller.text
        return not (named and a.controller.is_reachable)
    return not (s.organization.name and _reachable(s.organization.contact))


def _dpo_unreachable(a: ProcessingActivity | ProcessorActivity, s: Situation) -> bool:
    """A name alone is not enough: article 30 asks how to reach the delegate, or the body that employs them."""
    dpo = s.organization.dpo
    if dpo is not None and (_reachable(dpo.contact) or _reachable(dpo.company)):
        return False
    return not (_reachable(a.dpo) or _reachable(a.dpo_company))


def _reachable(contact: Contact | None) -> bool:
    return contact is not None and contact.is_reachable


def _draft(a: ProcessingActivity | ProcessorActivity, _s: Situation) -> bool:
    return a.status is ActivityStatus.DRAFT


def _reviewed_long_ago(a: ProcessingActivity | ProcessorActivity, s: Situation) -> bool:
    return a.last_review_on is not None and a.last_review_on < add_months(s.today, -_REVIEW_EVERY_MONTHS)


def _begun_long_ago(a: ProcessingActivity | ProcessorActivity, s: Situation) -> bool:
    return a.created_on is not None and a.created_on < add_months(s.today, -_DRAFT_FOR_MONTHS)


def _closed(a: ProcessingActivity | ProcessorActivity, _s: Situation) -> bool:
    return a.status is ActivityStatus.CLOSED


RULES = topic(
    "Tenue du registre",
    (
        Rule(
            id="REG-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(b)", "RGPD art. 30(1)(b)"),
            title="Finalité principale absente",
            message="La fiche ne dit pas à quoi sert le traitement.",
            action="Écrire la finalité principale en une phrase : un verbe, un objet, un public.",
            path="purposes",
            fires=lambda a, _s: not _main_purpose(a),
        ),
        Rule(
            id="REG-002",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(1)(b)",),
            title="Finalité trop vague",
            message="La finalité principale est trop courte ou trop générale : on ne comprend pas à quoi servent les "
            "données.",
            action="Préciser le verbe, l’objet et le public. Exemple : « Inscrire et facturer les enfants à la "
            "restauration scolaire ».",
            path="purposes.text",
            applies=_has_main_purpose,
            fires=lambda a, _s: len(_main_purpose(a)) < _SHORTEST_CLEAR_PURPOSE,
        ),
        Rule(
            id="REG-003",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(a)",),
            title="Nom ou coordonnées du responsable absents",
            message="On ne sait pas qui est responsable du traitement, ou comment le joindre.",
            action="Indiquer le nom de la collectivité, son représentant (le maire ou le président) et un moyen de la "
            "joindre.",
            path="controller",
            applies=_is_controller,
            fires=_unidentified,
        ),
        Rule(
            id="REG-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(a)", "RGPD art. 30(2)(a)"),
            title="Coordonnées du délégué à la protection des données absentes",
            message="Le registre ne dit pas comment joindre le délégué à la protection des données (DPO).",
            action="Indiquer une adresse, un courriel ou un téléphone du délégué, une fois pour toutes, dans la fiche "
            "de la collectivité.",
            path="dpo",
            subjects=RECORDS,
            fires=_dpo_unreachable,
        ),
        Rule(
            id="REG-005",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(c)",),
            title="Personnes concernées absentes",
            message="La fiche ne dit pas de qui parlent les données.",
            action="Choisir au moins une catégorie de personnes : habitants, agents, élèves…",
            path="data_subjects",
            applies=active_controller,
            fires=lambda a, _s: not a.data_subjects,
        ),
        Rule(
            id="REG-006",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(c)",),
            title="Catégories de données absentes",
            message="La fiche ne dit pas quelles données sont traitées.",
            action="Choisir les catégories de données, puis lister les informations réellement demandées.",
            path="personal_data",
            applies=active_controller,
            fires=lambda a, _s: not a.personal_data,
        ),
        Rule(
            id="REG-007",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(d)",),
            title="Destinataires absents",
            message="La fiche ne dit pas qui reçoit ou consulte les données, dans la collectivité ou au-dehors.",
            action="Lister les services habilités et les organismes qui reçoivent les données.",
            path="recipients",
            applies=active_controller,
            fires=lambda a, _s: not a.recipients,
        ),
        Rule(
            id="REG-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(e)", "RGPD art. 30(2)(c)"),
            title="Question des transferts sans réponse",
            message="La fiche ne dit pas si des données partent hors de l’Espace économique européen, ou y sont "
            "consultées à distance.",
            action="Répondre « aucun transfert », ou décrire chaque transfert.",
            path="transfers",
            subjects=RECORDS,
            applies=active,
            fires=lambda a, _s: a.transfers is None,
        ),
        Rule(
            id="REG-009",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e)", "RGPD art. 30(1)(f)"),
            title="Durée de conservation absente",
            message="La fiche ne dit pas combien de temps les données sont gardées.",
            action="Indiquer au moins une durée : usage courant, archivage intermédiaire s’il y en a un, puis sort "
            "final.",
            path="retention",
            applies=active_controller,
            fires=lambda a, _s: not a.retention,
        ),
        Rule(
            id="REG-010",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)(g)", "RGPD art. 30(2)(d)", "RGPD art. 32"),
            title="Mesures de sécurité absentes",
            message="La fiche ne dit pas ce qui protège les données.",
            action="Choisir les mesures en place (habilitations, sauvegardes, mots de passe…) et les préciser.",
            path="security_measures",
            subjects=RECORDS,
            applies=active,
            fires=lambda a, _s: not a.security_measures,
        ),
        Rule(
            id="REG-011",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(2)", "RGPD art. 24(1)", "Convention art. 4"),
            title="Fiche non revue depuis plus d’un an",
            message="Personne n’a vérifié depuis plus d’un an que la fiche dit toujours vrai.",
            action="Relire la fiche avec le service qui s’en sert et noter la date de la revue.",
            path="last_review_on",
            subjects=RECORDS,
            applies=active,
            fires=_reviewed_long_ago,
        ),
        Rule(
            id="REG-012",
            severity=Severity.MINOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 5(2)",),
            title="Fiche jamais revue",
            message="Aucune date de revue : rien ne montre que la fiche a été vérifiée.",
            action="Relire la fiche avec le référent et noter la date de la revue.",
            path="last_review_on",
            subjects=RECORDS,
            applies=active,
            fires=lambda a, _s: a.last_review_on is None,
        ),
        Rule(
            id="REG-013",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(2)(a)",),
            title="Sous-traitant : responsables non nommés",
            message="Vous agissez pour le compte d’autrui, et la fiche ne dit pas pour qui.",
            action="Nommer chaque responsable (par exemple les collectivités adhérentes) et son délégué.",
            path="clients",
            subjects=(ProcessorActivity,),
            applies=active,
            fires=lambda a, _s: not a.clients,
        ),
        Rule(
            id="REG-014",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(2)(b)",),
            title="Sous-traitant : opérations non décrites",
            message="La fiche ne dit pas quelles opérations vous faites pour le compte du responsable.",
            action="Décrire les opérations : hébergement, paie, maintenance…",
            path="processing_categories",
            subjects=(ProcessorActivity,),
            applies=active,
            fires=lambda a, _s: not a.processing_categories,
        ),
        Rule(
            id="REG-015",
            severity=Severity.INFO,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 5(2)",),
            title="Brouillon ancien",
            message="La fiche est à l’état de brouillon depuis plus de six mois.",
            action="La compléter et la valider, ou la supprimer.",
            path="status",
            subjects=RECORDS,
            applies=_draft,
            fires=_begun_long_ago,
        ),
        Rule(
            id="REG-016",
            severity=Severity.MINOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 35(1)",),
            title="Date de mise en œuvre absente",
            message="Sans date de début, on ne peut pas vérifier que l’information des personnes et l’analyse d’impact "
            "ont précédé le traitement.",
            action="Indiquer la date de début du traitement, même approximative.",
            path="start_date",
            subjects=RECORDS,
            applies=active,
            fires=lambda a, _s: a.start_date is None,
        ),
        Rule(
            id="REG-019",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e)", "RGPD art. 28(3)(g)", "Code du patrimoine L212-2"),
            title="Traitement clos, données peut-être encore conservées",
            message="Le traitement est clos, mais rien ne prouve ce que sont devenues les données.",
            action="Verser les données aux archives, les détruire après visa ou les rendre, puis garder la preuve.",
            path="closure_data_disposed",
            subjects=RECORDS,
            applies=_closed,
            fires=lambda a, _s: not a.closure_data_disposed,
        ),
    ),
)
