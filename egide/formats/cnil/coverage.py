"""What the CNIL's layout can hold. The rest is blind: a rule cannot say there, and people are told where to go."""

from collections.abc import Mapping

from egide.law.facts import ProcessingActivity
from egide.law.facts.paths import schema_paths

_COORDINATES = ("", ".name", ".address", ".postal_code", ".city", ".country", ".phone", ".email", ".text")
_PERIOD = ("", ".duration", ".trigger", ".text")


def _all(path: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{path}{part}" for part in parts)


FILLABLE = frozenset(
    {
        *("name", "reference", "status", "created_on", "updated_on", "notes", "role"),
        *_all("controller", _COORDINATES),
        *_all("representative", _COORDINATES),
        *_all("dpo", _COORDINATES),
        *_all("dpo_company", _COORDINATES),
        "joint_controllers",
        *_all("joint_controllers.contact", _COORDINATES),
        *_all("purposes", ("", ".text")),
        *_all("data_subjects", ("", ".category", ".detail")),
        *_all("personal_data", ("", ".category", ".detail")),
        *_all("special_data", ("", ".category", ".detail")),
        *("criminal_data", "nir_used"),
        *_all("recipients", ("", ".kind", ".name", ".detail")),
        *_all("transfers", ("", ".recipient", ".country", ".mechanism", ".guarantees", ".documentation")),
        *_all("retention", ("", ".data", ".personal_data", ".has_intermediate", ".final_fate", ".unlimited")),
        *_all("retention.active", _PERIOD),
        *_all("retention.intermediate", _PERIOD),
        *_all("security_measures", ("", ".code", ".detail")),
    }
)
BLIND = frozenset(schema_paths(ProcessingActivity)) - FILLABLE

_WHERE = "dans le classeur complet d’Égide"
_NO_PLACE = "Le modèle de la CNIL n’a pas de case pour"
_OBJECTS: Mapping[str, tuple[str, str]] = {
    "domain": ("le domaine", "écrivez-le"),
    "department": ("le service gestionnaire", "écrivez-le"),
    "manager": ("le gestionnaire de la fiche", "écrivez-le"),
    "catalogue_id": ("le modèle du catalogue", "écrivez-le"),
    "representative": ("la civilité et la fonction du représentant", "écrivez-les"),
    "dpo": ("la page de contact du délégué", "écrivez-la"),
    "dpo_company": ("la page de contact de l’organisme du délégué", "écrivez-la"),
    "start_date": ("la date de mise en œuvre", "écrivez-la"),
    "last_review_on": ("la date de dernière revue", "écrivez-la"),
    "version": ("le numéro de version", "écrivez-le"),
    "is_public": ("la publication au registre communicable", "écrivez-la"),
    "controller": ("la civilité et la fonction du responsable", "écrivez-les"),
    "controller_capacity": ("la qualité du responsable (maire agent de l’État)", "écrivez-la"),
    "joint_controllers": ("l’accord entre responsables conjoints", "décrivez-le"),
    "regime": ("le régime juridique", "écrivez-le"),
    "purposes": (
        "la base légale et les textes qui la fondent",
        "ajoutez une ligne «\u202fBase légale\u202f» à chaque fiche, ou écrivez-les, finalité par finalité,",
    ),
    "public_mission": ("la mission de service public", "indiquez-la"),
    "service_nature": ("la nature du service", "écrivez-la"),
    "service_is_mandatory": ("le caractère obligatoire du service", "indiquez-le"),
    "consent": ("le recueil du consentement", "décrivez-le"),
    "further_processing": ("la réutilisation des données", "décrivez-la"),
    "compatibility_test_done": ("l’examen de compatibilité d’une réutilisation", "indiquez-le"),
    "further_processing_authorised_by_law": ("le texte qui autorise une réutilisation", "indiquez-le"),
    "legal_basis_changed_after_start": ("le changement de base légale", "indiquez-le"),
    "people_count": ("le nombre de personnes", "écrivez-le"),
    "minors": ("la présence de mineurs", "indiquez-la"),
    "minors_under_15": ("la présence de mineurs de moins de 15 ans", "indiquez-la"),
    "special_data": ("l’exception de l’article 9 qui autorise les données sensibles", "écrivez-la"),
    "criminal_basis": ("le texte qui autorise les données d’infraction", "écrivez-le"),
    "criminal_extract_kept": ("la conservation des bulletins de casier", "indiquez-la"),
    "nir_ground": ("le fondement de l’usage du NIR", "écrivez-le"),
    "id_document_justification": ("le motif de la copie de pièce d’identité", "écrivez-le"),
    "has_payment_purpose": ("l’usage des coordonnées bancaires", "indiquez-le"),
    "asks_documents_available_via_api": ("les pièces déjà détenues par l’administration", "indiquez-les"),
    "commercial_use": ("l’usage commercial", "indiquez-le"),
    "collection": ("le mode de collecte", "écrivez-le"),
    "sources": ("l’origine des données", "écrivez-la"),
    "processors": ("les sous-traitants et leurs contrats", "écrivez-les"),
    "transfers": ("le détail des garanties d’un transfert (module, analyse, dérogation)", "écrivez-le"),
    "retention": ("la justification et la référence d’une durée", "écrivez-les"),
    "systems": ("les logiciels et les supports", "écrivez-les"),
    "support": ("le support papier ou numérique", "écrivez-le"),
    "security_measures": ("l’avancement des mesures de sécurité", "écrivez-le"),
    "backup_not_relevant": ("l’absence d’intérêt d’une sauvegarde", "indiquez-la"),
    "remote_access": ("l’accès à distance", "indiquez-le"),
    "real_data_in_test": ("l’usage de données réelles en test", "indiquez-le"),
    "online_service": ("le caractère en ligne du service", "indiquez-le"),
    "is_teleservice": ("le caractère de téléservice", "indiquez-le"),
    "large_scale": ("la grande échelle", "indiquez-la"),
    "profiling": ("le profilage", "indiquez-le"),
    "notice": ("l’information des personnes", "décrivez-la"),
    "dpia": ("l’analyse d’impact", "écrivez-la"),
    "algorithm": ("les décisions fondées sur un algorithme", "décrivez-les"),
    "ai_systems": ("les systèmes d’intelligence artificielle", "écrivez-les"),
    "video": ("les caméras", "décrivez-les"),
    "last_substantive_change_on": ("la date du dernier changement important", "écrivez-la"),
    "closure_data_disposed": ("le sort des données d’un traitement clos", "écrivez-le"),
}
ADVICE: Mapping[str, str] = {
    name: f"{_NO_PLACE} {what}\u202f: {write} {_WHERE}." for name, (what, write) in _OBJECTS.items()
}
