"""What the directory says of a commune, an EPCI, a département, a région. None: the source does not say."""

from dataclasses import dataclass

from egide.law.facts.codes.base import Code


class EpciKind(Code):
    """Kinds of EPCI *à fiscalité propre*, with the codes of the DGCL."""

    CC = "CC", "Communauté de communes"
    CA = "CA", "Communauté d’agglomération"
    CU = "CU", "Communauté urbaine"
    METRO = "METRO", "Métropole"
    MET69 = "MET69", "Métropole de Lyon"


@dataclass(frozen=True, slots=True)
class Commune:
    """A current commune. Both populations are of `POPULATION_YEAR`; `latest_municipal` of `LATEST_POPULATION_YEAR`.

    `liaison` is INSEE's TNCC: how the name is joined to what precedes it (see grammar).
    """

    code: str
    name: str
    liaison: int | None
    siren: str | None
    municipal_population: int | None
    total_population: int | None
    latest_municipal: int | None
    epci_siren: str | None
    postal_codes: tuple[str, ...]

    @property
    def departement(self) -> str:
        """The code of its département, or of its overseas collectivity."""
        return departement_of(self.code)


@dataclass(frozen=True, slots=True)
class Epci:
    """An EPCI *à fiscalité propre*. `name` as the DGCL writes it: « CA du Pays de Saint-Omer ».

    `departements` are all those it overlaps, the first being where most of its inhabitants live.
    """

    siren: str
    name: str
    kind: EpciKind
    municipal_population: int | None
    total_population: int | None
    members: tuple[str, ...]
    departements: tuple[str, ...]

    @property
    def departement(self) -> str:
        """The one it is counted in. The source is silent on seats: the one where most of its inhabitants live."""
        return self.departements[0]

    @property
    def full_name(self) -> str:
        """« Communauté d’agglomération du Pays de Saint-Omer »: without the initials of the kind."""
        head, _, rest = self.name.partition(" ")
        return f"{self.kind.label} {rest}" if head == self.kind.value else self.name


@dataclass(frozen=True, slots=True)
class Region:
    """A région, or an overseas collectivity that has none."""

    code: str
    name: str
    liaison: int


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas collectivity. `siren` is None: the source has none."""

    code: str
    name: str
    liaison: int
    region: str
    siren: str | None = None


def departement_of(code: str) -> str:
    """The département that an INSEE code begins with: « 62041 » is in « 62 », « 97105 » in « 971 »."""
    return code[:3] if code[:2] in {"97", "98"} else code[:2]
