"""The rules as a page for people: `python -m egide.law.rules.page > docs/rules.md`. A test holds the two together."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from egide.law.facts import Organization, ProcessorActivity
from egide.law.facts.paths import label_of
from egide.law.french import long_date, plural
from egide.law.rules import ALL_RULES
from egide.law.rules.rule import Rule, Severity
from egide.typography import french

_INTRODUCTION = """\
# Les règles du registre

Cette page est produite par le programme : `python -m egide.law.rules.page > docs/rules.md`.

Chaque règle porte sur une fiche du registre ou sur la collectivité elle-même. Elle a trois issues : elle relève un
écart, elle n’en relève pas, ou elle **ne peut pas se prononcer**, parce que le fichier d’où vient la fiche n’a pas de
place pour l’information, ou parce que personne n’a répondu à la question. Un champ déclaré *sans objet*, là où c’est
une réponse, n’est pas un écart. Une règle sur des lignes (sous-traitants, transferts…) se pose à chaque ligne.

Les articles sont ceux du règlement (UE) 2016/679 (RGPD), sauf mention contraire. CRPA : code des relations entre le
public et l’administration. CSI : code de la sécurité intérieure. CGFP : code général de la fonction publique.
CASF : code de l’action sociale et des familles. « Convention » : la convention avec le centre de gestion. Ce qui
reste à vérifier à la source est marqué **À confirmer**."""


def page(rules: tuple[Rule[Any], ...] = ALL_RULES) -> str:
    """The whole page, in Markdown."""
    return "\n\n".join([french(_INTRODUCTION), _summary(rules), *_topics(rules)]) + "\n"


def _summary(rules: tuple[Rule[Any], ...]) -> str:
    counts = Counter(rule.severity for rule in rules)
    rows = [f"| {severity.label} | {counts[severity]} |" for severity in Severity]
    table = "\n".join(["| Gravité | Règles |", "| --- | ---: |", *rows])
    waiting = sum(not rule.confirmed for rule in rules)
    return f"{table}\n\nEn tout {plural(len(rules), 'règle')}, dont {waiting} à confirmer."


def _topics(rules: tuple[Rule[Any], ...]) -> Iterator[str]:
    topics: dict[str, list[Rule[Any]]] = {}
    for rule in rules:
        topics.setdefault(rule.topic, []).append(rule)
    for topic, about in topics.items():
        yield f"## {topic}"
        yield from map(_rule, sorted(about, key=lambda rule: rule.id))


def _rule(rule: Rule[Any]) -> str:
    articles = "\u202f; ".join(rule.basis)
    lines = [
        f"### {rule.id} – {rule.title}",
        f"*{rule.severity.label}, {_lower(rule.kind.label)}*. {articles}.",
        rule.message,
        f"**Que faire\u202f?** {rule.action}",
        f"**Où\u202f?** {_field(rule)}",
    ]
    if rule.effective_from is not None:
        lines.append(f"**À partir du {long_date(rule.effective_from)}.**")
    if rule.to_confirm is not None:
        lines.append(f"**À confirmer.** {rule.to_confirm}")
    return "\n\n".join(lines)


def _field(rule: Rule[Any]) -> str:
    shape = rule.subjects[0]
    whose = {Organization: "collectivité", ProcessorActivity: "fiche de sous-traitant"}.get(shape, "fiche")
    if len(rule.subjects) > 1:
        whose = "fiche de responsable ou de sous-traitant"
    return f"{label_of(shape, rule.path_in(shape))} (`{rule.path_in(shape)}`, {whose})"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


if __name__ == "__main__":
    sys.stdout.write(page())
