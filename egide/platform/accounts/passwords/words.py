"""What French people choose first; zxcvbn knows English words and the passwords of the world only."""

from typing import Final

FRENCH_WORDS: Final[tuple[str, ...]] = tuple(
    """
    motdepasse passe azerty azertyuiop qsdfgh wxcvbn bonjour soleil doudou loulou chouchou bienvenue secret secrete
    amour jetaime mamour bisous coucou salut marseille paris lyon lille france francais psg foot football
    nicolas camille thomas julien julie marine pauline sophie philippe catherine christophe isabelle nathalie
    sandrine valerie stephane sebastien laurent olivier frederic patrick caroline celine aurelie jerome mathieu
    alexandre maxime antoine chloe manon lea lucas enzo louis emma jules louise gabriel hugo raphael arthur
    printemps ete automne hiver janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche noel vacances anniversaire
    mairie commune communes collectivite territoire territorial departement region prefecture maire adjoint
    secretaire secretariat accueil service services bureau ordinateur informatique administrateur admin utilisateur
    compte connexion internet serveur gestion centre cdg rgpd dpo cnil donnees registre traitement traitements
    protection securite confidentiel urbanisme cantine ecole periscolaire mediatheque bibliotheque etatcivil
    maison jardin voiture chien chat minou filou princesse papillon chocolat fraise cerise banane orange citron
    rouge bleu vert noir blanc jaune rose violet mer montagne plage bateau cheval licorne etoile lune nuage
    bonheur liberte egalite fraternite republique marianne famille maman papa enfant enfants bebe copain copine
    """.split()  # noqa: SIM905 - one word a line would be two pages
)
