"""A body: commune, EPCI, département, CDG… What the law needs to know of it, who advises it, what it is made of."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models

from egide.law.facts import Organization as OrganizationFacts
from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations import shapes
from egide.platform.organizations.confinement import confine_organizations
from egide.platform.organizations.validation import organization_errors, service_errors
from egide.platform.records.audience import Audience
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import Kept, Line, Record, ScopedQuerySet, UnjournaledWriteError
from egide.platform.records.scope import active_scope
from egide.platform.records.storage import stores


class OrganizationManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The bodies in scope."""

    def get_queryset(self) -> ScopedQuerySet:
        """Raises ScopeError when nothing is in scope."""
        queryset: ScopedQuerySet = super().get_queryset()
        return queryset.filter(confine_organizations(active_scope()))


class OrganizationLine(Line):
    """A referent of a body."""

    class Meta(Line.Meta):
        verbose_name = "ligne d’une collectivité"


@stores(
    OrganizationFacts,
    line_model=OrganizationLine,
    also=("slug", "centre_id", "epci_siren"),
    validate=organization_errors,
)
class Organization(Kept):
    """Collectivité. Its own rows are those that carry its id; its journal is a chain of its own."""

    audience: ClassVar[Audience] = Audience.MEMBERS

    if TYPE_CHECKING:  # the columns that others read by name
        name: str | None
        kind: OrganizationKind | None
        siren: str | None
        population: int | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("adresse dans l’application", max_length=80, unique=True)
    centre = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="centre de gestion qui conseille"
    )
    epci_siren = models.CharField("SIREN de son EPCI", max_length=9, default="", blank=True)

    objects = OrganizationManager()

    class Meta:
        verbose_name = "collectivité"
        verbose_name_plural = "collectivités"
        ordering = ("sort_key", "id")

    @property
    def organization_id(self) -> UUID:
        """A body belongs to itself."""
        return self.id

    @property
    def keys(self) -> dict[str, UUID]:
        """What names this row among all."""
        return {"id": self.id}

    def save(self, *_: Any, **__: Any) -> None:
        """Refused: see UnjournaledWriteError."""
        raise UnjournaledWriteError("Use saving.save_aggregate(organization, facts, …).")

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refused: bodies are archived."""
        raise UnjournaledWriteError("Use saving.archive(organization).")


@stores(shapes.Service, validate=service_errors)
class Service(Record):
    """A department of a body."""

    is_searched = False

    if TYPE_CHECKING:
        name: str | None

    class Meta:
        verbose_name = "service"
        verbose_name_plural = "services"
        ordering = ("sort_key", "id")


@stores(shapes.Membership, also=("user_id",), titled_by="role")
class Membership(Record):
    """Habilitation: the role of a person in a body."""

    is_searched = False

    if TYPE_CHECKING:
        role: shapes.Role | None
        services: list[UUID] | None
        every_member: bool | None

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False, verbose_name="personne")

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        ordering = ("organization_id", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organization", "user", "role"), condition=models.Q(state="active"), name="one_role_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=("user", "state"), name="memberships_of_user")]


@stores(shapes.Assignment, also=("membership_id", "member_id"), titled_by="note")
class Assignment(Record):
    """A member given to an advisor of the centre that owns the row."""

    is_searched = False

    membership_id = models.UUIDField("conseiller", editable=False)
    member = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", editable=False, verbose_name="collectivité confiée"
    )

    class Meta:
        verbose_name = "affectation"
        verbose_name_plural = "affectations"
        ordering = ("organization_id", "id")
        constraints: ClassVar = [
            SameBodyKey(column="membership_id", table="organizations_membership", name="assignment_of_own_advisor"),
            models.UniqueConstraint(
                fields=("organization", "membership_id", "member"),
                condition=models.Q(state="active"),
                name="one_assignment_once",
            ),
        ]
