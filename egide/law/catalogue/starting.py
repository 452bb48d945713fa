"""Starting a register: the activities that such a body usually has, each a draft with its points to confirm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.catalogue.drafting import Point, draft, points
from egide.law.catalogue.models import Model, models, services
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import OrganizationKind

# Kinds for which the catalogue has no models of their own, and the kind whose life is nearest.
_NEAREST = {
    OrganizationKind.CIAS: OrganizationKind.CCAS,
    OrganizationKind.PETR: OrganizationKind.SYNDICAT,
    OrganizationKind.POLE_METROPOLITAIN: OrganizationKind.SYNDICAT,
}
# A model that all these kinds share (staff, accounts, mail…) is proposed to any public body.
_SHARED_BY = {OrganizationKind.COMMUNE, OrganizationKind.EPCI, OrganizationKind.CCAS, OrganizationKind.SYNDICAT}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model proposed to a body. `likely` is ticked from the start; the others are asked, with the reason."""

    model: Model
    likely: bool
    reason: str
    record: ProcessingActivity | ProcessorActivity
    to_confirm: tuple[Point, ...]


def starter(
    kind: OrganizationKind,
    *,
    population: int | None,
    held: Collection[str] | None,
    seed: UUID,
    today: date,
) -> tuple[Proposal, ...]:
    """What to propose to a body of this kind, likely ones first.

    `held` are keys of `services()`; None means that nobody asked, so that what depends on a service is proposed
    unticked. `population` None likewise. Raises ValueError, naming the known services, on an unknown key.
    """
    unknown = set(held or ()) - set(services())
    if unknown:
        raise ValueError(f"service inconnu : {', '.join(sorted(unknown))} ; connus : {', '.join(services())}")
    kind = _NEAREST.get(kind, kind)
    proposals = [
        _proposal(model, *verdict, seed=seed, today=today)
        for model in models().values()
        if (verdict := _verdict(model, kind, population, held)) is not None
    ]
    return tuple(sorted(proposals, key=lambda proposal: not proposal.likely))


def _proposal(model: Model, likely: bool, reason: str, *, seed: UUID, today: date) -> Proposal:
    record = draft(model, seed=seed, today=today)
    return Proposal(model, likely, reason, record, points(model, record))


def _verdict(
    model: Model, kind: OrganizationKind, population: int | None, held: Collection[str] | None
) -> tuple[bool, str] | None:
    """Whether it is likely, and why; None when the kind or the answers given rule it out."""
    if kind not in model.kinds and not model.kinds_share(_SHARED_BY):
        return None
    if kind in model.usual_for:
        return True, f"Habituel pour ce type de structure ({kind.label})."
    if model.service is not None:
        return _by_service(model.service, held)
    if model.usual_from_population is not None:
        return _by_size(model.usual_from_population, population)
    if model.usual_for:
        return False, f"Possible pour ce type de structure ({kind.label}), sans être habituel."
    return True, f"Habituel pour ce type de structure ({kind.label})."


def _by_service(service: str, held: Collection[str] | None) -> tuple[bool, str] | None:
    words = services()[service]
    if held is None:
        return False, f"À retenir si vous avez ce service\u00a0: {words}."
    return (True, f"Vous avez ce service\u00a0: {words}.") if service in held else None


def _by_size(threshold: int, population: int | None) -> tuple[bool, str]:
    words = f"{threshold:,}".replace(",", "\u202f")
    if population is None:
        return False, f"Habituel à partir de {words} habitants\u00a0: population inconnue."
    if population >= threshold:
        return True, f"Habituel à partir de {words} habitants."
    return False, f"Peu fréquent en dessous de {words} habitants."
