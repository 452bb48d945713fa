"""What the CNIL printed in its workbook: titles, help, the example. None of it is a body's own word."""

import re

from egide.formats.french.words import fold

_HELP_STARTS = (
    "►",
    "consulter les guides et definitions",
    "cet onglet est un modele de fiche",
    "cet exemple est base sur un traitement fictif",
    "modele de fiche de registre",
    "exemple de fiche de registre",
    "fiche de registre",
    "registre des traitements - fiche tutorielle",
)
_BUBBLE_STARTS = (
    "un « traitement de donnees personnelles »",
    "si le responsable du traitement est situe hors ue",
    "responsable du traitement : la personne physique",
    "representant : une personne physique ou morale",
    "a completer lorsque deux responsables",
    "un traitement de donnees doit avoir un objectif",
    "dans certains cas (gestion des paies)",
    "cf. article 87 du reglement",
    "lorsque vous traitez certains types de donnees",
    "lister tous les types de personnes",
    "lister l'ensemble des personnes qui ont acces",
    "securisez vos donnees",
    "lorsque vous transferez des donnees en dehors",
)
_EXAMPLE_NAME = re.compile(r"^\(?\s*exemple\s*\)")
_EXAMPLE = frozenset(
    fold(text)
    for text in (
        "Gestion de la paie", "1 - Exemple", "26/05/2018", "13/05/2019", "2018-05-26", "2019-05-13", "Louise DUPONT",
        "1 rue Rivoli", "75001", "Paris", "France", "01 xx xx xx xx", "exemple1@ets.com", "Martin HENRI",
        "exemple2@ets.com", "N/A", "Calcul des rémunérations",
        "Calcul du montant des versements adressés aux organismes sociaux", "Ordre de virement à la banque",
        "Noms, prénoms, adresses", "5 ans à compter du versement de la paie", "RIB",
        "Numéros de sécurité sociale des salariés", "Salariés", "Service interne qui traite les données",
        "Dir. Administrative et Financière", "Partenaires institutionnels ou commerciaux", "Organismes sociaux",
        "Destinataires dans des pays tiers ou organisations internationales", "Banque d'Andorre",
        "Mesures de protection des logiciels", "Sauvegarde des données", "Contrôle d'accès des utilisateurs", "Andorre",
        "Clauses contractuelles types (CCT)", "Contrat en date du 23/01/2018",
    )
)  # fmt: skip


def is_printed_help(text: str) -> bool:
    """A title, an instruction or a help link of the model."""
    return fold(text).startswith(_HELP_STARTS)


def is_help_bubble(comment: str) -> bool:
    """A help annotation of the model; Excel may have put the name of an author before it."""
    folded = fold(comment)
    return any(start in folded[: len(start) + 60] for start in _BUBBLE_STARTS)


def is_example_row(name: str, reference: str) -> bool:
    """The row of the list that the CNIL gives as an example."""
    return bool(_EXAMPLE_NAME.match(fold(name))) or fold(reference) == "1 - exemple"


def is_example_text(text: str) -> bool:
    """A value of the example fiche."""
    return fold(text) in _EXAMPLE
