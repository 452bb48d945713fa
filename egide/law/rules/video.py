"""Cameras (Code de la sécurité intérieure, art. L241-1 s. and L251-1 s.)."""

from egide.law.calendar import add_months
from egide.law.dated import parameter
from egide.law.facts import ProcessingActivity, Video
from egide.law.facts.codes import SecurityMeasureCode, VideoKind
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, has_measure

_NONE = Video()
_LONGEST = {
    VideoKind.PROTECTION: "video_max_retention",
    VideoKind.SURVEILLANCE: "video_max_retention",
    VideoKind.BODYCAM: "bodycam_max_retention",
}
_ANNOUNCED = (VideoKind.PROTECTION, VideoKind.SURVEILLANCE)


def _video(a: ProcessingActivity) -> Video:
    return a.video or _NONE


def _has_cameras(a: ProcessingActivity, _s: Situation) -> bool:
    return a.video is not None


def _is_protection(a: ProcessingActivity, _s: Situation) -> bool:
    return _video(a).kind is VideoKind.PROTECTION


def _has_expired(a: ProcessingActivity, s: Situation) -> bool:
    given = _video(a).authorisation_date
    years = parameter("video_authorisation_years", on=s.today).whole
    return given is not None and given < add_months(s.today, -12 * years)


def _kept_over_a_month(a: ProcessingActivity, s: Situation) -> bool:
    """In days, as recorders are set: a month has 31 of them at most."""
    video = _video(a)
    if video.retention_days is None or video.kind is None:
        return False
    return video.retention_days > parameter(_LONGEST[video.kind], on=s.today).duration.in_days


def _kept_longer_than_authorised(a: ProcessingActivity, _s: Situation) -> bool:
    kept, authorised = _video(a).retention_days, _video(a).authorised_retention_days
    return kept is not None and authorised is not None and kept > authorised


def _has_no_order(a: ProcessingActivity, _s: Situation) -> bool:
    return not _video(a).prefect_authorisation_ref


RULES = topic(
    "Vidéo",
    (
        Rule(
            id="VID-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L252-1",),
            title="Vidéoprotection sans autorisation préfectorale",
            message="Aucun système de vidéoprotection ne peut fonctionner sans autorisation du préfet.",
            action="Suspendre le système et déposer la demande (téléservice ou formulaire Cerfa 13806).",
            path="video.prefect_authorisation_ref",
            applies=lambda a, s: active(a, s) and _is_protection(a, s),
            fires=_has_no_order,
        ),
        Rule(
            id="VID-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L252-4", "CSI R252-1 et suivants"),
            title="Autorisation de vidéoprotection expirée",
            message="L’autorisation vaut cinq ans, et elle est plus ancienne.",
            action="Demander le renouvellement.",
            path="video.authorisation_date",
            applies=_is_protection,
            fires=_has_expired,
            to_confirm="L’article exact qui fixe la durée ; la durée de cinq ans est confirmée.",
        ),
        Rule(
            id="VID-003",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L252-5", "CSI R241-13", "CNIL, doctrine sur la vidéosurveillance"),
            title="Images conservées plus d’un mois",
            message="Les images ne se conservent pas plus d’un mois.",
            action="Régler l’effacement automatique à 30 jours, ou à la durée que fixe l’arrêté.",
            path="video.retention_days",
            applies=lambda a, _s: _video(a).kind in _LONGEST,
            fires=_kept_over_a_month,
        ),
        Rule(
            id="VID-004",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L252-5",),
            title="Images conservées plus longtemps que l’arrêté ne le permet",
            message="La durée de conservation dépasse celle que fixe l’autorisation.",
            action="Ramener l’effacement automatique à la durée de l’arrêté.",
            path="video.retention_days",
            applies=_is_protection,
            fires=_kept_longer_than_authorised,
        ),
        Rule(
            id="VID-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L251-3", "RGPD art. 13"),
            title="Panneau d’information absent",
            message="Le public doit être informé de la présence de caméras, de manière claire et permanente.",
            action="Poser des panneaux : pictogramme, responsable, droits, délégué, CNIL.",
            path="video.signage",
            applies=lambda a, _s: _video(a).kind in _ANNOUNCED,
            fires=lambda a, _s: _video(a).signage is not True,
        ),
        Rule(
            id="VID-006",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L251-3",),
            title="Habitations visibles à l’image",
            message="L’intérieur des immeubles d’habitation et, de façon spécifique, leurs entrées "
            "ne doivent pas être filmés.",
            action="Activer le masquage des zones privées.",
            path="video.private_masking",
            applies=_is_protection,
            fires=lambda a, _s: _video(a).private_masking is not True,
            to_confirm="Le numéro de l’alinéa.",
        ),
        Rule(
            id="VID-007",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(c)", "CNIL, délibération 2018-327, type n° 4"),
            title="Agents filmés en permanence",
            message="Filmer en continu un poste de travail est disproportionné, sauf circonstances particulières.",
            action="Réorienter les caméras et mener une analyse d’impact.",
            path="video.continuous_employee_monitoring",
            applies=_has_cameras,
            fires=lambda a, _s: _video(a).continuous_employee_monitoring is True,
        ),
        Rule(
            id="VID-008",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 6 et 9", "CSI L251-1 et suivants"),
            title="Vidéo « augmentée » sans fondement",
            message="L’analyse automatisée des images de la voie publique, en temps réel, "
            "n’est permise que dans un cadre légal spécifique.",
            action="Suspendre l’analyse et consulter le délégué à la protection des données.",
            path="video.augmented_legal_basis",
            applies=_has_cameras,
            fires=lambda a, _s: _video(a).augmented is True and not _video(a).augmented_legal_basis,
            to_confirm="L’état des expérimentations en 2026.",
        ),
        Rule(
            id="VID-009",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI L241-2 et R241-8",),
            title="Caméras-piétons sans arrêté préfectoral",
            message="L’emploi des caméras individuelles est autorisé par arrêté préfectoral.",
            action="Déposer la demande avec l’engagement de conformité.",
            path="video.prefect_authorisation_ref",
            applies=lambda a, s: active(a, s) and _video(a).kind is VideoKind.BODYCAM,
            fires=_has_no_order,
        ),
        Rule(
            id="VID-010",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CSI R252-1 et suivants", "CSI R253-1 et suivants"),
            title="Accès aux images sans registre",
            message="Les enregistrements, leurs transmissions et leurs destructions doivent être tracés.",
            action="Tenir le registre des accès et des extractions d’images.",
            path="security_measures",
            applies=_is_protection,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M29_REGISTRE_ACCES_IMAGES),
            to_confirm="L’article réglementaire exact.",
        ),
    ),
)
