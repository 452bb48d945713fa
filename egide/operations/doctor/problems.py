"""All that `egide doctor` may find, in French, each with what to do. The page of documentation is made from here."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from egide.environment import typeset
from egide.typography import french


class Level(StrEnum):
    """A danger keeps the service from starting in production; a warning does not."""

    DANGER = "danger"
    WARNING = "warning"

    @property
    def french(self) -> str:
        """As people read it."""
        return "Danger" if self is Level.DANGER else "À revoir"


@dataclass(frozen=True, slots=True)
class Problem:
    """`said` may hold places in braces, that a finding fills."""

    level: Level
    said: str
    remedy: str
    acceptable: bool = True


def _danger(said: str, remedy: str, *, acceptable: bool = True) -> Problem:
    return Problem(Level.DANGER, said, remedy, acceptable)


def _warning(said: str, remedy: str) -> Problem:
    return Problem(Level.WARNING, said, remedy)


PROBLEMS: Final = {
    "debug": _danger(
        "Le mode de mise au point (DEBUG) est allumé : les erreurs montrent des données.",
        "Éteignez-le : Égide n’a pas de réglage pour cela, un fichier de réglages à vous l’a allumé.",
        acceptable=False,
    ),
    "any-host": _danger(
        "EGIDE_HOSTS admet n’importe quel nom.", "Écrivez le nom du service : EGIDE_HOSTS=egide.exemple.fr"
    ),
    "default-host": _warning(
        "EGIDE_HOSTS ne nomme que cette machine : personne d’autre ne peut se connecter.",
        "Pour un service, écrivez son nom : EGIDE_HOSTS=egide.exemple.fr",
    ),
    "no-tls": _danger(
        "Le service répond à {hosts} sans chiffrement : mots de passe et témoins de connexion passeraient en clair.",
        "Placez un frontal qui chiffre devant Égide, puis EGIDE_TLS=1 (voyez docs/operations/installer.md).",
    ),
    "no-proxy": _warning(
        "EGIDE_TLS=1 mais EGIDE_PROXIES=0 : toutes les connexions semblent venir du frontal, et une seule personne "
        "qui se trompe de mot de passe peut bloquer les autres.",
        "Si votre frontal ajoute X-Forwarded-For, écrivez EGIDE_PROXIES=1.",
    ),
    "weak-secret": _danger(
        "EGIDE_SECRET_KEY est trop courte ou trop simple ({length} caractères).",
        "Retirez ce réglage : une clé sera tirée au sort. Ou tirez-en une : openssl rand -base64 48",
    ),
    "mail-console": _danger(
        "Les courriels s’écrivent dans le terminal : invitations et liens n’arrivent à personne, et se lisent dans le "
        "journal du serveur.",
        "Donnez EGIDE_MAIL_URL=smtp://nom:motdepasse@hote:587",
    ),
    "mail-clear": _danger(
        "Les courriels partent en clair vers {host}.", "Retirez « ?tls=0 » de EGIDE_MAIL_URL, ou prenez smtps://."
    ),
    "mail-from": _warning(
        "Les courriels partent au nom de {sender} : beaucoup de serveurs les refuseront.",
        "Donnez EGIDE_MAIL_FROM=egide@votre-domaine.fr",
    ),
    "misspelt": _warning("Rien ne lit la variable {name}.", "Vérifiez son nom dans docs/operations/reglages.md."),
    "unknown-risk": _warning(
        "EGIDE_RISKS_ACCEPTED nomme « {name} », qui n’est pas un danger qu’on peut accepter.",
        "Retirez-le, ou corrigez-le : les codes sont dans docs/operations/dangers.md.",
    ),
    "owner-in-service": _warning(
        "DATABASE_OWNER_URL est dans l’environnement du service : qui prendrait la main sur lui pourrait modifier les "
        "tables.",
        "Gardez-la dans un fichier que seuls « egide init » et « egide backup » lisent.",
    ),
    "state-open": _danger(
        "D’autres comptes de la machine ont des droits sur {path}.", "chmod -R go-rwx {path}", acceptable=False
    ),
    "secret-open": _danger("Tout le monde peut lire {path}, qui contient un secret.", "chmod 600 {path}"),
    "state-foreign": _warning(
        "{path} n’appartient pas au même compte que son dossier : le service ne pourra pas l’écrire.",
        "Une commande a sans doute été lancée sous root : chown --reference={folder} {path}",
    ),
    "root": _warning(
        "Égide tourne sous root.", "Donnez-lui un compte à lui : voyez docs/operations/installer.md, étape 1."
    ),
    "network-filesystem": _danger(
        "La base SQLite est sur un disque réseau ({kind}) : ses verrous n’y sont pas sûrs, elle peut être détruite.",
        "Mettez-la sur un disque de la machine, ou passez à PostgreSQL.",
    ),
    "disk-low": _warning(
        "Il reste {free} sur le disque de {path}.",
        "Faites de la place : une fois plein, le service ne répond plus qu’en lecture.",
    ),
    "no-database": _danger(
        "La base de données ne répond pas.", "Vérifiez DATABASE_URL, et que la base est démarrée.", acceptable=False
    ),
    "not-migrated": _danger(
        "La base n’est pas celle que cette version attend ({count} étapes à faire).", "egide init", acceptable=False
    ),
    "unlocked": _danger("La base n’est pas verrouillée : {what}.", "egide init", acceptable=False),
    "superuser": _danger(
        "Le rôle de l’application est au-dessus du cloisonnement (SUPERUSER ou BYPASSRLS).",
        "ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS (voyez docs/operations/postgresql.md)",
        acceptable=False,
    ),
    "single-role": _danger(
        "Le rôle de l’application possède les tables : qui prendrait la main sur elle pourrait ôter les verrous.",
        "Créez deux rôles : docs/operations/postgresql.md. Pour une collectivité seule, acceptez ce risque : "
        "EGIDE_RISKS_ACCEPTED=single-role",
    ),
    "not-durable": _danger(
        "PostgreSQL ne garde pas ce qu’il dit enregistré ({name} = off).",
        "Remettez {name} = on dans postgresql.conf, puis rechargez.",
    ),
    "old-postgresql": _danger("PostgreSQL {version} : il faut la version 15 ou une plus récente.", "Mettez-le à jour."),
    "encoding": _danger(
        "La base est en {encoding}, et non en UTF8.", "Recréez-la : createdb --encoding=UTF8 --template=template0"
    ),
    "clock": _danger(
        "L’horloge de la base et celle de cette machine diffèrent de {seconds} secondes : les délais légaux et le "
        "journal en dépendent.",
        "Réglez-les par le même serveur de temps (chrony, systemd-timesyncd).",
    ),
    "log-values": _warning(
        "PostgreSQL écrit dans son journal des valeurs des requêtes, donc des données personnelles ({name} = {value}).",
        "En superutilisateur de PostgreSQL : ALTER DATABASE {base} SET {name} = '{right}' ; puis redémarrez Égide.",
    ),
    "no-backup": _warning("Aucune sauvegarde n’est connue.", "egide backup DOSSIER, chaque nuit."),
    "old-backup": _warning(
        "La dernière sauvegarde date d’il y a {hours} heures.", "Regardez pourquoi : journalctl -u egide-backup"
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that is there, in this installation."""

    code: str
    said: str
    remedy: str
    accepted: bool = False

    @property
    def problem(self) -> Problem:
        """What it is a case of."""
        return PROBLEMS[self.code]

    @property
    def is_danger(self) -> bool:
        """Whether it keeps the service from starting."""
        return self.problem.level is Level.DANGER and not self.accepted


def found(code: str, **places: object) -> Finding:
    """A finding, its places filled."""
    problem = PROBLEMS[code]
    return Finding(code, french(problem.said.format(**places)), problem.remedy.format(**places))


def page() -> str:
    """docs/operations/dangers.md."""
    rows = "\n".join(_row(code, problem) for code, problem in PROBLEMS.items())
    return "".join(map(typeset, _PAGE.format(rows=rows).splitlines(keepends=True)))


def _row(code: str, problem: Problem) -> str:
    kind = problem.level.french + ("" if problem.acceptable else ", sans exception")
    cells = (re.sub(r"\{\w+\}", "…", text) for text in (problem.said, problem.remedy))
    return f"| `{code}` | {kind} | {' | '.join(cells)} |"


_PAGE = """# Ce que cherche `egide doctor`

Un **danger** empêche le service de démarrer en production : c’est-à-dire dès qu’il répond à un autre nom que celui de
la machine même. Un danger que vous acceptez en connaissance de cause se nomme dans `EGIDE_RISKS_ACCEPTED`, par son
code ; `egide doctor` le dit encore. Ceux marqués « sans exception » ne s’acceptent pas.

| Code | Gravité | Ce qui ne va pas | Que faire |
|---|---|---|---|
{rows}

Code de sortie de `egide doctor` : `0`, rien à dire ; `1`, des points à revoir ; `2`, la vérification n’a pas pu avoir
lieu ; `3`, au moins un danger. `--json` écrit la même chose pour un outil de surveillance.
"""
if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
