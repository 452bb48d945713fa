"""How letters name a body: « la Commune d’Achicourt », « du Département du Pas-de-Calais », « au CCAS du Touquet ».

REQ-TPL. A name that begins with h or y does not say whether it elides: INSEE does, name by name, in the directory. A
name it does not know, or knows under both forms (« Hauteville »), is taken to elide unless `liaison` says otherwise.
"""

from dataclasses import dataclass
from functools import cache

from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations.directory.places import EpciKind
from egide.platform.organizations.directory.reading import departements, hesitating_names

_VOWELS = tuple("aàâäeéèêëiîïoôöuùûüæœ")
_HESITATING = ("h", "y", "ÿ")
# INSEE's TNCC, that is the article of a place: 0 and 1 have none (1 elides), 2 le, 3 la, 4 les, 5 l’.
_, _ELIDED, _LE, _LA, _LES, _L = range(6)
_FORMS = {_LE: ("le ", "du ", "au "), _LA: ("la ", "de la ", "à la "), _L: ("l’", "de l’", "à l’")}
_FORMS[_LES] = ("les ", "des ", "aux ")
_NOUNS = {
    OrganizationKind.COMMUNE: "Commune",
    OrganizationKind.DEPARTEMENT: "Département",
    OrganizationKind.CCAS: "CCAS",
    OrganizationKind.CIAS: "CIAS",
    OrganizationKind.CAISSE_ECOLES: "Caisse des écoles",
    OrganizationKind.CDG: "Centre de gestion",
    OrganizationKind.PETR: "PETR",
    OrganizationKind.OFFICE_TOURISME: "Office de tourisme",
    OrganizationKind.SDIS: "SDIS",
    OrganizationKind.MDPH: "MDPH",
}
_FEMININE = frozenset(
    {"agence", "association", "caisse", "collectivité", "commune", "communauté", "école", "eurométropole", "mairie"}
    | {"maison", "mdph", "métropole", "régie", "région", "résidence", "société", "ville"}
)
_MASCULINE = frozenset(
    {"ccas", "cdg", "centre", "cias", "conseil", "cos", "département", "ehpad", "epci", "établissement", "foyer"}
    | {"office", "parc", "petr", "pôle", "sdis", "service", "siaep", "sictom", "sivom", "sivos", "sivu", "smictom"}
    | {"smitom", "syndicat", "territoire"}
)


@dataclass(frozen=True, slots=True)
class Naming:
    """A name and its forms in a sentence: `the` (subject), `of_the` (de, du, des, d’), `to_the` (à, au, aux)."""

    name: str
    the: str
    of_the: str
    to_the: str
    feminine: bool = False


def place(name: str, liaison: int | None = None) -> Naming:
    """A commune or any place: « Le Havre », « du Havre », « au Havre »; « d’Achicourt », « à Achicourt ».

    The article that the name carries is contracted; « La » and « L’ », which are not, keep their capital. `liaison`
    is INSEE's TNCC; it matters for the names that begin with h or y, and for those whose article is not written.
    """
    name = _curled(name)
    written = _written_article(name)
    if written is not None:
        code, rest = written
        _, of_the, to_the = _FORMS[code]
        if code in {_LE, _LES}:
            return Naming(name, name, f"{of_the}{rest}", f"{to_the}{rest}")
        return Naming(name, name, f"de {name}", f"à {name}", feminine=code == _LA)
    if liaison in _FORMS:
        return _with_article(name, liaison)
    of_the = f"d’{name}" if _elides(name, liaison) else f"de {name}"
    return Naming(name, name, of_the, f"à {name}")


def departement_place(name: str) -> Naming:
    """A département as a place: « le Pas-de-Calais », « de l’Ain », « aux Ardennes », « de Maine-et-Loire ».

    Articles are INSEE's: « du Vaucluse », « du Loir-et-Cher », where some departments write « de Vaucluse ».
    """
    return place(name, _departement_liaisons().get(_curled(name).lower()))


def body(kind: OrganizationKind, name: str, liaison: int | None = None) -> Naming:
    """A body, from its kind and its name, bare (« Achicourt ») or whole (« Commune d’Achicourt », « CA de Lens »).

    `liaison` is that of the place, when it is known. A name that neither begins with a noun we know nor takes one
    (« Bordeaux Métropole ») stands without an article.
    """
    name = _whole(_curled(name))
    if _noun(name) is not None:
        return _of_noun(name)
    if kind is OrganizationKind.REGION:
        return _of_noun(f"Région {name}")
    noun = _NOUNS.get(kind)
    if noun is None:
        return place(name, liaison)
    return _of_noun(f"{noun} {_complement(kind, name, liaison)}")


def _complement(kind: OrganizationKind, name: str, liaison: int | None) -> str:
    """« d’Achicourt », « du Pas-de-Calais ». A département is looked for where a body may be one of a département."""
    if kind in {OrganizationKind.COMMUNE, OrganizationKind.CCAS, OrganizationKind.CAISSE_ECOLES} or liaison is not None:
        return place(name, liaison).of_the
    return departement_place(name).of_the


def _of_noun(name: str) -> Naming:
    feminine = _noun(name) == "f"
    article = _L if _begins_with_vowel(name) else _LA if feminine else _LE
    return _with_article(name, article, feminine=feminine)


def _with_article(name: str, article: int, *, feminine: bool | None = None) -> Naming:
    the, of_the, to_the = (f"{form}{name}" for form in _FORMS[article])
    return Naming(name, the, of_the, to_the, feminine=article == _LA if feminine is None else feminine)


def _noun(name: str) -> str | None:
    """« f » or « m » when the name begins with a noun we know, else None."""
    first = name.split(maxsplit=1)[0].lower() if name.strip() else ""
    return "f" if first in _FEMININE else "m" if first in _MASCULINE else None


def _whole(name: str) -> str:
    """« CA du Pays de Saint-Omer » gives « Communauté d’agglomération du Pays de Saint-Omer »."""
    head, _, rest = name.partition(" ")
    return f"{EpciKind(head).label} {rest}" if rest and head in {"CC", "CA", "CU"} else name


def _written_article(name: str) -> tuple[int, str] | None:
    for article, code in (("Le ", _LE), ("La ", _LA), ("Les ", _LES), ("L’", _L)):
        if name.startswith(article):
            return code, name[len(article) :]
    return None


def _elides(name: str, liaison: int | None) -> bool:
    if name[:1].lower() not in _HESITATING:
        return _begins_with_vowel(name)
    return _ELIDED in ({liaison} if liaison is not None else hesitating_names().get(name.lower(), {_ELIDED}))


def _begins_with_vowel(name: str) -> bool:
    return name[:1].lower() in _VOWELS


def _curled(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


@cache
def _departement_liaisons() -> dict[str, int]:
    return {each.name.lower(): each.liaison for each in departements()}
