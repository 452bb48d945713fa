"""Finding a model by the body's kind, by domain and by words, as people write them."""

import re
import unicodedata
from functools import cache

from egide.law.catalogue.models import Model, models
from egide.law.facts.codes import Domain, OrganizationKind

_WORD = re.compile(r"[a-z0-9]+")
# An elided article is not a word to look for: « l’eau » is found by « eau ».
_ELIDED = {"l", "d", "s", "n", "c", "j", "qu", "m", "t"}
_EMPTY = {"le", "la", "les", "de", "des", "du", "et", "a", "au", "aux", "en", "un", "une", "pour", "par", "sur"}


def search(words: str = "", *, kind: OrganizationKind | None = None, domain: Domain | None = None) -> tuple[Model, ...]:
    """The models that hold every word (accents, case and plurals do not count), best first.

    A word in the name counts more than one in the purpose, and that more than one anywhere else.
    """
    wanted = _words(words)
    found = []
    for rank, model in enumerate(models().values()):
        fits = (kind is None or kind in model.kinds) and (domain is None or domain is model.domain)
        if fits and (score := _score(model.id, wanted)) is not None:
            found.append((-score, rank, model))
    return tuple(model for _, _, model in sorted(found, key=lambda each: each[:2]))


def _score(identifier: str, wanted: tuple[str, ...]) -> int | None:
    total = 0
    for word in wanted:
        best = max((weight for weight, text in _index()[identifier] if _holds(text, word)), default=0)
        if not best:
            return None
        total += best
    return total


def _holds(text: frozenset[str], word: str) -> bool:
    return any(each.startswith(word) for each in text)


@cache
def _index() -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
    return {
        model.id: (
            (8, frozenset(_words(f"{model.name} {model.id.replace('_', ' ')} {model.domain.label}"))),
            (4, frozenset(_words(" ".join((model.purpose, *model.sub_purposes))))),
            (2, frozenset(_words(_everything_else(model)))),
        )
        for model in models().values()
    }


def _everything_else(model: Model) -> str:
    codes = (*model.data_subjects, *model.personal_data, *model.security_measures, model.legal_basis)
    texts = (*model.legal_texts, *model.recipients_internal, *model.recipients_external)
    return " ".join((*(code.label for code in codes), *texts, *(line.data for line in model.retention)))


def _words(text: str) -> tuple[str, ...]:
    spaced = text.lower().replace("œ", "oe").replace("’", " ")
    folded = "".join(c for c in unicodedata.normalize("NFKD", spaced) if c.isascii())
    return tuple(_stem(word) for word in _WORD.findall(folded) if word not in _ELIDED | _EMPTY)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
