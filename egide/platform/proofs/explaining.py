"""LISEZMOI.txt: what is in a proof, what it proves and what it does not, how to check it."""

from collections.abc import Sequence

from django.utils import timezone

from egide.law.french import moment
from egide.platform.proofs.models import Checkpoint
from egide.platform.records.journal.reading import Version
from egide.typography import french

_TEXT = """
PREUVE D’UNE FICHE
==================

Fiche : {title}
Collectivité : {body}
Version {version}, enregistrée le {at} par {actor}.

CE QUE CETTE ARCHIVE PROUVE
---------------------------

– Ce que dit « fiche.json » (et « fiche.pdf », qui le met en page) était dans le journal d’Égide avant le point de
  contrôle {number}, du {checked}.
– Qui l’a enregistré, d’après le compte utilisé, et à quel rang dans l’histoire de la collectivité.
– Rien de cela n’a été changé depuis.

CE QU’ELLE NE PROUVE PAS
------------------------

– Que ce qui est écrit est vrai.
– Que la personne nommée tenait le clavier : quelqu’un a pu se servir de son compte.
– L’heure exacte : c’est celle du serveur.{stamp_limit}
– Ce n’est ni une signature électronique ni un horodatage qualifiés (règlement eIDAS).

COMMENT VÉRIFIER
----------------

1. Sans rien installer d’autre que Python (3.8 ou plus) :

     python3 verifier.py preuve.zip

   « verifier.py » fait 249 lignes, faites pour être lues. Ne croyez pas celui de cette archive sans l’avoir
   lu : prenez celui que publie l’installation, ou un autre.

2. La clé qui signe doit être celle que publie l’installation (page « Preuves », adresse /preuves/). Enregistrez ses
   clés dans un fichier, puis :

     python3 verifier.py --cles cles-publiees.txt preuve.zip

3. Comparez le point de contrôle (dossier « points ») avec celui que d’autres ont gardé : messages reçus chaque jour,
   dossier de publication, page « Preuves ». C’est ce qui protège même contre ceux qui tiennent l’installation.
{stamp_way}
CE QU’IL Y A DEDANS
-------------------

fiche.pdf, fiche.json   la fiche, mise en page, et telle qu’elle est scellée
preuve.json             chaque valeur avec son sel, son entrée du journal, les entrées jusqu’au point de contrôle,
                        le chemin de Merkle jusqu’à sa racine
points/                 les points de contrôle signés
cles.txt                les clés publiques de l’installation
manifeste.txt           l’empreinte SHA-256 de chaque fichier, signée{stamp_files}
verifier.py             la vérification

Les entrées qui suivent celle de la fiche ne sont que des en-têtes : date, type et identifiant des fiches changées,
identifiant des comptes. Aucune valeur, aucun nom des autres fiches ni des autres collectivités n’est dans l’archive.
"""
_STAMP_WAY = """
4. L’horodatage du tiers (RFC 3161) porte sur le dernier point de contrôle. Avec le certificat racine de ce tiers,
   pris chez lui :

     openssl ts -verify -in horodatage.tsr -data points/{last:08}.txt -CAfile RACINES.pem \\
       -untrusted horodatage-certificats.pem
"""
_STAMP_FILES = """
horodatage.tsr          la réponse du tiers qui horodate, et horodatage-certificats.pem ses certificats"""


def explanation(version: Version, body_name: str, points: Sequence[Checkpoint], *, stamped: bool) -> str:
    """The whole text. Lines that are indented or in columns keep their spaces."""
    first, last = points[0], points[-1]
    told = _TEXT.format(
        title=version.title or "(intitulé effacé)",
        body=body_name,
        version=version.number,
        at=moment(timezone.localtime(version.at)),
        actor=version.actor or "(nom effacé)",
        number=first.number,
        checked=moment(timezone.localtime(first.at)),
        stamp_limit=" L’horodatage d’un tiers dit au plus tard quand." if stamped else "",
        stamp_way=_STAMP_WAY.format(last=last.number) if stamped else "",
        stamp_files=_STAMP_FILES if stamped else "",
    )
    return "\n".join(line if "  " in line else french(line) for line in told.lstrip("\n").split("\n"))
