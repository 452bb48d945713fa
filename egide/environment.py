"""What an installation may set, each thing told once: the settings, `egide doctor` and the page of documentation read
this table. A secret may be given by a file: `NAME_FILE` holds its path."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from egide.typography import french

_CODE: Final = re.compile(r"`[^`]*`|\]\([^)]*\)")
SUFFIX: Final = "_FILE"


@dataclass(frozen=True, slots=True)
class Setting:
    """`default`: what holds when nothing is said. `told`: the same in French, when it is not a plain value."""

    name: str
    meaning: str
    default: str = ""
    told: str = ""
    secret: bool = False


TABLE: Final = (
    Setting("EGIDE_STATE", "le dossier de l’installation : clé, base SQLite, fichiers déposés", "var"),
    Setting(
        "EGIDE_SECRET_KEY",
        "la clé de l’installation : sessions, liens des courriels, secrets des doubles vérifications",
        told="tirée au sort au premier démarrage, gardée dans `$EGIDE_STATE/secret-key`",
        secret=True,
    ),
    Setting(
        "EGIDE_HOSTS",
        "les noms sous lesquels le service répond, séparés par des virgules",
        "127.0.0.1,localhost",
    ),
    Setting(
        "EGIDE_TLS",
        "`1` derrière un frontal qui chiffre : témoins de connexion réservés à HTTPS, HSTS d’un an",
    ),
    Setting(
        "EGIDE_PROXIES",
        "le nombre de frontaux à vous qui ajoutent `X-Forwarded-For` ; `0` n’en croit aucun",
        "0",
    ),
    Setting(
        "EGIDE_ORIGINS",
        "les origines (`https://egide.exemple.fr`) à admettre si le frontal ne transmet pas le nom d’hôte",
    ),
    Setting(
        "EGIDE_MAIL_URL",
        "`smtp://nom:motdepasse@hote:587` (chiffré par STARTTLS ; `?tls=0` pour un relais de la même machine) ou "
        "`smtps://…`",
        told="vide : les courriels s’écrivent dans le terminal",
        secret=True,
    ),
    Setting("EGIDE_MAIL_FROM", "l’expéditeur des courriels", "egide@localhost"),
    Setting(
        "DATABASE_URL",
        "`postgresql://…` ou `sqlite:///chemin`",
        told="vide : SQLite, `$EGIDE_STATE/egide.sqlite3`",
        secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "le rôle qui possède les tables, pour `egide init`, `backup` et `restore` seuls : voyez "
        "[PostgreSQL](postgresql.md)",
        secret=True,
    ),
    Setting(
        "EGIDE_ADMIN_PASSWORD",
        "le mot de passe du premier administrateur, pour `egide init --admin` sans personne au clavier",
        told="vide : il est demandé",
        secret=True,
    ),
    Setting(
        "EGIDE_BACKUP_PASSPHRASE",
        "la phrase qui chiffre les sauvegardes et les exports de collectivité",
        told="vide : ils ne sont pas chiffrés",
        secret=True,
    ),
    Setting(
        "EGIDE_METRICS_TOKEN",
        "le jeton à présenter (`Authorization: Bearer …`) pour lire `/metriques/`",
        told="vide : lisible de la machine même seulement",
        secret=True,
    ),
    Setting(
        "EGIDE_WORKER",
        "`0` quand les [tâches de fond](taches-de-fond.md) sont faites par `egide worker`, lancé à part",
        "1",
    ),
    Setting("EGIDE_API_CALLS_PER_MINUTE", "combien d’appels d’un même jeton de l’API sont servis par minute", "600"),
    Setting(
        "EGIDE_OIDC_ISSUER",
        "l’adresse de ProConnect : voyez [ProConnect](proconnect.md)",
        told="vide : pas de ProConnect",
    ),
    Setting("EGIDE_OIDC_CLIENT_ID", "le « client_id » que ProConnect vous a donné"),
    Setting("EGIDE_OIDC_CLIENT_SECRET", "le « client_secret » qui va avec", secret=True),
    Setting(
        "EGIDE_OIDC_ALGORITHM",
        "l’algorithme de signature choisi à l’inscription : `RS256`, `ES256` ou `HS256` ; aucun autre n’est accepté",
        "RS256",
    ),
    Setting("EGIDE_ACCESS_LOG_MONTHS", "combien de mois gardent les traces d’accès, de 6 à 12", "12"),
    Setting("EGIDE_BIN_DAYS", "après combien de jours une fiche de la corbeille disparaît d’elle-même", "90"),
    Setting(
        "EGIDE_INVITATION_DAYS",
        "combien de jours une invitation acceptée, ou restée sans réponse, est gardée",
        "90",
    ),
    Setting("EGIDE_PROPOSAL_DAYS", "combien de jours une proposition acceptée, refusée ou retirée est gardée", "365"),
    Setting(
        "EGIDE_FILES_URL",
        "où sont les pièces jointes : `file:///dossier`, ou `s3://cle:secret@seau/prefixe?endpoint=https://…&region=…` "
        "([pièces jointes](pieces-jointes.md))",
        told="vide : `$EGIDE_STATE/files`",
        secret=True,
    ),
    Setting(
        "EGIDE_FILES_KEY",
        "la clé qui scelle les pièces jointes, de 32 caractères au moins ; une par ligne, la première scelle",
        told="tirée au sort, gardée dans `$EGIDE_STATE/files-key`",
        secret=True,
    ),
    Setting("EGIDE_FILES_LARGEST", "la taille d’une pièce jointe, en mégaoctets", "25"),
    Setting("EGIDE_FILES_QUOTA", "la place de toutes les pièces jointes d’une collectivité, en mégaoctets", "2000"),
    Setting(
        "EGIDE_CLAMAV",
        "l’antivirus : `tcp://hote:3310` ou `unix:///run/clamav/clamd.ctl`",
        told="vide : aucun antivirus",
    ),
    Setting(
        "EGIDE_CLAMAV_DOWN",
        "quand l’antivirus ne répond pas : `refuse` les fichiers, ou `accept` et les examine plus tard",
        "refuse",
    ),
    Setting(
        "EGIDE_ANCHORS_DIR",
        "le dossier où s’écrivent les points de contrôle du journal : le mieux est celui d’une autre machine",
        told="vide : `$EGIDE_STATE/checkpoints`",
    ),
    Setting(
        "EGIDE_ANCHORS_MAIL", "les adresses qui reçoivent un point de contrôle chaque soir, séparées par des virgules"
    ),
    Setting("EGIDE_TSA_URL", "le serveur d’horodatage (RFC 3161) qui date les points de contrôle", told="vide : aucun"),
    Setting("EGIDE_TSA_ROOTS", "le fichier PEM des autorités d’horodatage auxquelles vous vous fiez"),
    Setting("EGIDE_TSA_HOURS", "un horodatage au plus toutes les tant d’heures", "24"),
    Setting(
        "EGIDE_RISKS_ACCEPTED",
        "les dangers que vous acceptez en connaissance de cause, par leur code dans `egide doctor`, séparés par des "
        "virgules",
    ),
)
BY_NAME: Final = {setting.name: setting for setting in TABLE}


def text(name: str) -> str:
    """The value of a setting, from the environment or, for a secret, from the file that `NAME_FILE` names.

    Raises ValueError, in French, when both are given or when the file cannot be read; KeyError on a name not in TABLE.
    """
    setting = BY_NAME[name]
    said, file = os.environ.get(name, ""), os.environ.get(name + SUFFIX, "") if setting.secret else ""
    if said and file:
        raise ValueError(f"{name} et {name}{SUFFIX} sont donnés tous les deux : gardez-en un seul.")
    return said or (_read(name, Path(file)) if file else setting.default)


def _read(name: str, file: Path) -> str:
    try:
        found = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "ce n’est pas du texte"
        raise ValueError(f"{name}{SUFFIX} : « {file} » ne peut pas être lu ({reason}).") from error
    if not found:
        raise ValueError(f"{name}{SUFFIX} : « {file} » est vide.")
    return found


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def flag(name: str) -> bool:
    """Whether it is `1`. Raises ValueError, in French, on anything but `1`, `0` and nothing."""
    said = text(name)
    if said not in {"", "0", "1"}:
        raise ValueError(f"{name} vaut 1 ou 0 (lu : « {said} »).")
    return said == "1"


def number(name: str) -> int:
    """Raises ValueError, in French."""
    said = text(name)
    if not said.isascii() or not said.isdigit():
        raise ValueError(f"{name} est un nombre (lu : « {said} »).")
    return int(said)


def misspelt() -> list[str]:
    """The variables of the environment that begin as ours and that nothing reads: a slip is silent otherwise."""
    known = {*BY_NAME, *(s.name + SUFFIX for s in TABLE if s.secret)}
    return sorted(name for name in os.environ if name.startswith("EGIDE_") and name not in known)


def page() -> str:
    """docs/operations/reglages.md."""
    rows = [f"| `{s.name}` | {_default(s)} | {s.meaning} | {'oui' if s.secret else ''} |" for s in TABLE]
    return "".join(map(typeset, _PAGE.format(rows="\n".join(rows)).splitlines(keepends=True)))


def typeset(line: str) -> str:
    """A line of a page set the French way, but for code, which stands aside."""
    aside = _CODE.findall(line)
    pieces = iter(aside)
    if line.startswith("|---"):
        return line
    return re.sub("Ω", lambda _: next(pieces), french(_CODE.sub("Ω", line)))


def _default(setting: Setting) -> str:
    return setting.told or (f"`{setting.default}`" if setting.default else "vide")


_PAGE = """# Les réglages

Tout se règle par des variables d’environnement. Il n’y en a pas d’autres que celles-ci. Cette page est écrite par le
programme (`python -m egide.environment`) : elle dit ce qu’il lit.

| Variable | Par défaut | Ce qu’elle dit | Secret |
|---|---|---|---|
{rows}

Un **secret** peut être donné par un fichier plutôt que par l’environnement : ajoutez `_FILE` au nom, et donnez le
chemin. Le fichier contient le secret, et rien d’autre ; une fin de ligne est admise. Donner les deux est refusé.

```
DATABASE_URL_FILE=/run/credentials/egide.service/database-url
```

Un caractère spécial d’un mot de passe s’écrit en pourcentage dans une adresse : `@` devient `%40`.

`egide doctor` relit ces réglages, et nomme les variables qui commencent par `EGIDE_` et que rien ne lit : une faute de
frappe se voit là.

## Le dossier de l’installation

`EGIDE_STATE` n’est lisible que de son propriétaire : le dossier en `0700`, les fichiers en `0600`. Égide répare des
droits plus larges à chaque démarrage. S’il ne le peut pas,
parce que le dossier est à un autre compte, il refuse de démarrer.
"""

if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
