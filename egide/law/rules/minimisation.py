"""No more data than needed, and only for what they were collected for (GDPR art. 5(1)(b) and (c))."""

from egide.law.catalogue import model
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import DataCategory, Domain, PurposeKind, SourceKind
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import has_data

_HEATWAVE = "REGISTRE_CANICULE"


def _copies_identity_documents(a: ProcessingActivity, _s: Situation) -> bool:
    return has_data(a, DataCategory.ID_DOCUMENT)


def _has_bank_details(a: ProcessingActivity, _s: Situation) -> bool:
    return has_data(a, DataCategory.BANK)


def _no_payment(a: ProcessingActivity, _s: Situation) -> bool:
    return not any(p.kind is PurposeKind.PAYMENT for p in a.purposes or ()) and not a.has_payment_purpose


def _from_electoral_roll(a: ProcessingActivity, _s: Situation) -> bool:
    return any(source.kind is SourceKind.ELECTORAL_ROLL for source in a.sources or ())


def _from_civil_registry(a: ProcessingActivity, _s: Situation) -> bool:
    return any(source.kind is SourceKind.CIVIL_REGISTRY for source in a.sources or ())


def _communication_without_agreement(a: ProcessingActivity, _s: Situation) -> bool:
    return a.domain is Domain.COMMUNICATION and (a.consent is None or not a.consent.proof_kept)


def _other_purposes(a: ProcessingActivity, _s: Situation) -> bool:
    """The model splits the purpose of the register into its steps (registration, calls): they are no other purpose."""
    origin = model(_HEATWAVE)
    steps = {_plain(step) for step in origin.sub_purposes} if origin is not None else set()
    return any(_plain(p.text or "") not in steps for p in (a.purposes or ())[1:])


def _plain(text: str) -> str:
    return text.strip().casefold()


RULES = topic(
    "Minimisation",
    (
        Rule(
            id="MIN-001",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(1)(c)",),
            title="Copie de pièce d’identité sans motif",
            message="Garder systématiquement la copie des pièces d’identité est excessif.",
            action="Demander à voir la pièce sans la copier ; sinon, écrire pourquoi la copie est nécessaire et "
            "combien de temps elle est gardée.",
            path="id_document_justification",
            applies=_copies_identity_documents,
            fires=lambda a, _s: not a.id_document_justification,
        ),
        Rule(
            id="MIN-002",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(1)(c)",),
            title="Coordonnées bancaires sans paiement",
            message="La fiche mentionne des coordonnées bancaires, mais aucune finalité de paiement.",
            action="Ne plus demander cette donnée, ou ajouter la finalité de paiement.",
            path="has_payment_purpose",
            applies=_has_bank_details,
            fires=_no_payment,
        ),
        Rule(
            id="MIN-003",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Code électoral L37 et R20",),
            title="Liste électorale utilisée à des fins commerciales",
            message="La liste électorale ne peut pas servir à vendre ni à démarcher.",
            action="Cesser cet usage et supprimer les données qui en viennent.",
            path="commercial_use",
            applies=_from_electoral_roll,
            fires=lambda a, _s: a.commercial_use is True,
            to_confirm="Numérotation des articles depuis la réforme du répertoire électoral unique.",
        ),
        Rule(
            id="MIN-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(b)", "CNIL, fiches sur l’état civil"),
            title="État civil réutilisé pour la communication",
            message="Féliciter ou publier à partir de l’état civil (naissances, mariages, décès) suppose l’accord des "
            "personnes, et rien ne montre qu’il est recueilli.",
            action="Demander l’accord au moment de la déclaration, et en garder la preuve.",
            path="consent.proof_kept",
            applies=_from_civil_registry,
            fires=_communication_without_agreement,
            to_confirm="Doctrine de la CNIL à jour.",
        ),
        Rule(
            id="MIN-005",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CASF L121-6-1", "CNIL, registres d’alerte et d’urgence"),
            title="Registre canicule utilisé pour autre chose",
            message="Le registre des personnes vulnérables ne sert qu’à les contacter en cas d’alerte. La fiche "
            "indique d’autres finalités.",
            action="Supprimer toute autre finalité.",
            path="purposes",
            applies=lambda a, _s: a.catalogue_id == _HEATWAVE,
            fires=_other_purposes,
        ),
        Rule(
            id="MIN-006",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("CRPA L113-12 et L114-8",),
            title="Pièces que l’administration détient déjà",
            message="La collectivité demande des pièces qu’une autre administration peut lui transmettre : « dites-le-"
            "nous une fois ».",
            action="Utiliser l’échange entre administrations (quotient familial, avis d’imposition…) au lieu de "
            "demander la pièce.",
            path="asks_documents_available_via_api",
            fires=lambda a, _s: a.asks_documents_available_via_api is True,
        ),
    ),
)
