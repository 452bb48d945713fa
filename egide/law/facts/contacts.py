"""How to reach bodies and people."""

from dataclasses import dataclass

from egide.law.facts.codes import PersonTitle
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a body or a person. `text` keeps what a file gave in one piece."""

    title: PersonTitle | None = fact(
        "Civilité",
        help="Pour les courriers.",
        example="Madame",
        article="Bonne pratique",
    )
    name: str | None = fact(
        "Nom",
        help="Nom de l’organisme, ou prénom et nom de la personne.",
        example="Commune d’Achicourt",
        article="RGPD art. 30(1)(a)",
    )
    organization: str | None = fact(
        "Organisme",
        help="L’organisme de la personne, s’il n’est pas la collectivité elle-même.",
        example="Centre de gestion du Pas-de-Calais",
        article="RGPD art. 30(1)(a)",
    )
    function: str | None = fact(
        "Fonction",
        help="La qualité en laquelle la personne agit.",
        example="Maire",
        article="RGPD art. 30(1)(a)",
    )
    address: str | None = fact(
        "Adresse", help="Numéro et voie.", example="12, rue de la Mairie", article="RGPD art. 30(1)(a)"
    )
    postal_code: str | None = fact(
        "Code postal", help="Cinq chiffres en France.", example="62217", article="RGPD art. 30(1)(a)"
    )
    city: str | None = fact("Ville", help="La commune.", example="Achicourt", article="RGPD art. 30(1)(a)")
    country: str | None = fact(
        "Pays", help="Le pays, s’il n’est pas la France.", example="Belgique", article="RGPD art. 30(1)(a)"
    )
    phone: str | None = fact(
        "Téléphone", help="Un numéro qui répond.", example="03 21 00 00 00", article="RGPD art. 30(1)(a)"
    )
    email: str | None = fact(
        "Courriel",
        help="De préférence une adresse de fonction, que l’on relève en l’absence de la personne.",
        example="dpo@exemple.fr",
        article="RGPD art. 30(1)(a)",
    )
    url: str | None = fact(
        "Page ou formulaire",
        help="L’adresse d’une page de contact.",
        example="https://www.exemple.fr/donnees-personnelles",
        article="RGPD art. 37(7)",
    )
    text: str | None = fact(
        "Coordonnées en clair",
        help="Les coordonnées telles qu’elles étaient écrites, quand on n’a pas pu les séparer.",
        example="Mairie, place Jean-Jaurès, 62217 Achicourt – 03 21 00 00 00",
        article="RGPD art. 30(1)(a)",
    )

    @property
    def is_reachable(self) -> bool:
        """Whether at least one way to reach is known."""
        return bool(self.email or self.phone or self.address or self.url or self.text)
