"""The data protection officer of the body (GDPR art. 37 to 39): advising a body is not being its delegate."""

from egide.law.calendar import add_months
from egide.law.facts import Dpo, Organization
from egide.law.facts.codes import AgreementStatus, DpoFunction, DpoKind, DpoStatus
from egide.law.rules.rule import FindingKind, Rule, Severity, Shapes, Situation, topic

_BODY: Shapes = (Organization,)
_NONE = Dpo()
_COMPATIBLE = (DpoFunction.SECRETAIRE_MAIRIE, DpoFunction.AUTRE)
_REPORT_EVERY_MONTHS = 12


def _dpo(o: Organization) -> Dpo:
    return o.dpo or _NONE


def _is_designated(o: Organization, _s: Situation) -> bool:
    return _dpo(o).status is DpoStatus.DESIGNATED


def _has_conflict(o: Organization, _s: Situation) -> bool:
    return _dpo(o).function not in _COMPATIBLE


def _has_not_reported(o: Organization, s: Situation) -> bool:
    last = _dpo(o).last_report_on
    return last is None or last < add_months(s.today, -_REPORT_EVERY_MONTHS)


RULES = topic(
    "Délégué à la protection des données",
    (
        Rule(
            id="DPO-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 37(1)(a)",),
            title="Aucun délégué désigné",
            message="La désignation est obligatoire pour toute autorité publique, quelle que soit sa taille.",
            action="Désigner un délégué interne, externe ou mutualisé.",
            path="dpo.status",
            subjects=_BODY,
            answered_by=("is_public_authority", "dpo.status"),
            applies=lambda o, _s: o.is_public_authority is True,
            fires=lambda o, s: not _is_designated(o, s),
        ),
        Rule(
            id="DPO-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 37(7)",),
            title="Délégué non déclaré à la CNIL",
            message="Les coordonnées du délégué doivent être communiquées à la CNIL.",
            action="Faire la désignation en ligne, et noter son numéro.",
            path="dpo.cnil_number",
            subjects=_BODY,
            answered_by=("dpo.status",),
            applies=_is_designated,
            fires=lambda o, _s: not _dpo(o).cnil_number,
        ),
        Rule(
            id="DPO-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 37(7)",),
            title="Coordonnées du délégué non publiées",
            message="Les coordonnées du délégué doivent être publiées.",
            action="Les publier sur le site et dans les formulaires.",
            path="dpo.contact_published",
            subjects=_BODY,
            answered_by=("dpo.status", "dpo.contact_published"),
            applies=_is_designated,
            fires=lambda o, _s: _dpo(o).contact_published is not True,
        ),
        Rule(
            id="DPO-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 38(6)", "WP243 rév. 01", "CNIL, guide du délégué"),
            title="Conflit d’intérêts du délégué",
            message="Son autre fonction le conduit à décider des finalités ou des moyens des traitements.",
            action="Désigner une autre personne, ou le centre de gestion.",
            path="dpo.function",
            subjects=_BODY,
            answered_by=("dpo.status", "dpo.function"),
            applies=_is_designated,
            fires=_has_conflict,
        ),
        Rule(
            id="DPO-005",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 38(3)", "RGPD art. 39(1)"),
            title="Pas de bilan annuel du délégué",
            message="Le délégué rend compte au plus haut niveau de la direction.",
            action="Établir le bilan annuel.",
            path="dpo.last_report_on",
            subjects=_BODY,
            answered_by=("dpo.status",),
            applies=_is_designated,
            fires=_has_not_reported,
        ),
        Rule(
            id="DPO-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 38(3)",),
            title="Délégué mal rattaché",
            message="Le délégué doit faire directement rapport au niveau le plus élevé.",
            action="Adapter l’organigramme.",
            path="dpo.reports_to_top",
            subjects=_BODY,
            answered_by=("dpo.reports_to_top",),
            fires=lambda o, _s: _dpo(o).reports_to_top is False,
        ),
        Rule(
            id="DPO-007",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 38(2)",),
            title="Moyens du délégué non documentés",
            message="Le temps, la formation et les accès du délégué doivent être garantis.",
            action="Rédiger une lettre de mission.",
            path="dpo.resources_documented",
            subjects=_BODY,
            answered_by=("dpo.status", "dpo.resources_documented"),
            applies=_is_designated,
            fires=lambda o, _s: _dpo(o).resources_documented is not True,
        ),
        Rule(
            id="DPO-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 37(3)", "Loi n° 2018-493, art. 31", "CGFP L452-40"),
            title="Délégué mutualisé sans acte",
            message="Partager un délégué suppose une convention et une délibération.",
            action="Conclure l’acte, et noter sa référence.",
            path="dpo.sharing_act_ref",
            subjects=_BODY,
            answered_by=("dpo.kind",),
            applies=lambda o, _s: _dpo(o).kind is DpoKind.SHARED,
            fires=lambda o, _s: not _dpo(o).sharing_act_ref,
        ),
        Rule(
            id="DPO-009",
            severity=Severity.MAJOR,
            kind=FindingKind.WARNING,
            basis=("Convention art. 3 et 4", "RGPD art. 37"),
            title="Convention de conseil sans désignation de délégué",
            message="La convention de conseil ne vaut pas, à elle seule, désignation d’un délégué.",
            action="Clarifier la situation, et désigner un délégué.",
            path="dpo.status",
            subjects=_BODY,
            answered_by=("agreement_status", "dpo.status"),
            applies=lambda o, _s: o.agreement_status is AgreementStatus.ACTIVE,
            fires=lambda o, s: not _is_designated(o, s),
        ),
    ),
)
