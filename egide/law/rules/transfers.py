"""Transfers to third countries (GDPR art. 44 to 49): adequacy first, then safeguards, then strict derogations."""

from typing import Any

from egide.law.calendar import add_months
from egide.law.dated import adequacy, is_in_eea
from egide.law.facts import Transfer
from egide.law.facts.codes import Derogation, TransferMechanism
from egide.law.rules.rule import RECORDS, FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import known_country

_WARNED_MONTHS = 6
# Every tool of article 46 stands on the law of the country where the data go (CJEU C-311/18).
_SAFEGUARDS = frozenset(TransferMechanism) - {TransferMechanism.ADEQUACY, TransferMechanism.DEROGATION_49}
# GDPR art. 49(3): not open to public authorities in the exercise of their public powers.
_NOT_FOR_AUTHORITIES = (Derogation.A, Derogation.B, Derogation.C, Derogation.SUBPARA2)


def _relies_on_adequacy(line: Transfer) -> bool:
    return line.mechanism is TransferMechanism.ADEQUACY and bool(line.country)


def _is_not_adequate(line: Transfer, _a: object, s: Situation) -> bool:
    """A country of the EEA needs no decision: what goes there is no transfer."""
    if not _relies_on_adequacy(line):
        return False
    country = known_country(line.country, "transfers.country")
    return not is_in_eea(country, s.today) and adequacy(country, s.today) is None


def _is_not_certified(line: Transfer, _a: object, _s: Situation) -> bool:
    if not _relies_on_adequacy(line) or line.dpf_certified is True:
        return False
    return known_country(line.country, "transfers.country") == "US"


def _expires_soon(line: Transfer, _a: object, s: Situation) -> bool:
    if not _relies_on_adequacy(line):
        return False
    decision = adequacy(known_country(line.country, "transfers.country"), s.today)
    expires = None if decision is None else decision.valid_to
    return expires is not None and expires <= add_months(s.today, _WARNED_MONTHS)


def _exercises_public_powers(a: Any, s: Situation) -> bool:
    """Unless the record says that the processing is foreign to any public mission."""
    return bool(a.transfers) and s.organization.is_public_authority is True and _serves_public_mission(a)


def _serves_public_mission(a: Any) -> bool:
    return getattr(a, "public_mission", None) is not False


RULES = topic(
    "Transferts hors de l’EEE",
    (
        Rule(
            id="TRF-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 44 à 49",),
            title="Transfert sans mécanisme",
            message="Des données partent hors de l’Espace économique européen sans rien qui l’autorise.",
            action="Choisir une décision d’adéquation, des garanties appropriées ou une dérogation.",
            path="transfers.mechanism",
            subjects=RECORDS,
            lines="transfers",
            fires_on=lambda line, _a, _s: line.mechanism is None,
        ),
        Rule(
            id="TRF-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 45",),
            title="Adéquation invoquée pour un pays qui n’en a pas",
            message="Aucune décision d’adéquation en vigueur ne couvre ce pays.",
            action="Choisir un autre mécanisme.",
            path="transfers.country",
            subjects=RECORDS,
            lines="transfers",
            fires_on=_is_not_adequate,
        ),
        Rule(
            id="TRF-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 46", "CJUE C-311/18", "CEPD, recommandations 01/2020"),
            title="Garanties sans analyse d’impact du transfert",
            message="Le droit et les pratiques du pays tiers n’ont pas été évalués.",
            action="Mener l’analyse d’impact du transfert et la joindre.",
            path="transfers.tia_done",
            subjects=RECORDS,
            lines="transfers",
            fires_on=lambda line, _a, _s: line.mechanism in _SAFEGUARDS and line.tia_done is not True,
        ),
        Rule(
            id="TRF-004",
            severity=Severity.MINOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("Décision (UE) 2021/914",),
            title="Module des clauses types non précisé",
            message="Le module des clauses contractuelles types (1 à 4) n’est pas indiqué.",
            action="Préciser le module.",
            path="transfers.scc_module",
            subjects=RECORDS,
            lines="transfers",
            fires_on=lambda line, _a, _s: line.mechanism is TransferMechanism.SCC and line.scc_module is None,
        ),
        Rule(
            id="TRF-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 49(1) et considérant 111",),
            title="Dérogation employée de façon répétée",
            message="Une dérogation ne vaut pas pour des transferts réguliers.",
            action="Mettre en place des garanties appropriées.",
            path="transfers.repetitive",
            subjects=RECORDS,
            lines="transfers",
            fires_on=lambda line, _a, _s: line.mechanism is TransferMechanism.DEROGATION_49 and line.repetitive is True,
        ),
        Rule(
            id="TRF-006",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Décision (UE) 2023/1795",),
            title="États-Unis : destinataire non certifié",
            message="Le Data Privacy Framework ne couvre que les organismes qui y sont certifiés.",
            action="Vérifier que le destinataire figure sur la liste, et qu’elle couvre ces données, "
            "ou employer des clauses types.",
            path="transfers.dpf_certified",
            subjects=RECORDS,
            lines="transfers",
            fires_on=_is_not_certified,
        ),
        Rule(
            id="TRF-007",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 45(3)",),
            title="Adéquation qui expire dans les six mois",
            message="La décision d’adéquation arrive à échéance.",
            action="Préparer un autre mécanisme.",
            path="transfers.mechanism",
            subjects=RECORDS,
            lines="transfers",
            fires_on=_expires_soon,
        ),
        Rule(
            id="TRF-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 49(3)",),
            title="Dérogation fermée aux autorités publiques",
            message="Une autorité publique, dans l’exercice de ses prérogatives, ne peut invoquer ni le consentement, "
            "ni un contrat, ni des intérêts légitimes impérieux.",
            action="Choisir une autre dérogation, par exemple l’article 49(1)(d), ou un autre mécanisme.",
            path="transfers.derogation",
            subjects=RECORDS,
            applies=_exercises_public_powers,
            lines="transfers",
            fires_on=lambda line, _a, _s: line.derogation in _NOT_FOR_AUTHORITIES,
        ),
    ),
)
