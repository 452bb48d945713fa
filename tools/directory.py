"""Make the directory of communes and EPCI from an unpacked copy of the npm package `@etalab/decoupage-administratif`.

    python tools/directory.py path/to/package

The same package gives the same bytes: rows are sorted, the archive carries neither name nor date.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "egide/platform/organizations/directory/data"
Row = dict[str, Any]


def main(package: Path) -> None:
    """Write the four tables."""
    communes = [row for row in _read(package, "communes") if row["type"] == "commune-actuelle"]
    epci = _read(package, "epci")
    membership = {member["code"]: (each["code"], member) for each in epci for member in each["membres"]}
    _refuse_the_unexpected(communes, membership)
    DATA.mkdir(exist_ok=True)
    _write("communes", (_commune(row, *membership.get(row["code"], ("", {}))) for row in communes))
    _write("epci", (_epci(row) for row in epci))
    _write("departements", (_place(row, row["region"]) for row in _read(package, "departements")))
    _write("regions", (_place(row) for row in _read(package, "regions")))


def departement_of(code: str) -> str:
    """The département (or overseas collectivity) that an INSEE code begins with."""
    return code[:3] if code[:2] in {"97", "98"} else code[:2]


def _refuse_the_unexpected(communes: list[Row], membership: dict[str, Any]) -> None:
    known = {row["code"] for row in communes}
    strange = [row["code"] for row in communes if departement_of(row["code"]) != row["departement"]]
    strange += [code for code in membership if code not in known]
    if strange:
        raise ValueError(f"the package no longer has the form this script knows: {', '.join(strange[:10])}")


def _commune(row: Row, epci: str, member: Row) -> tuple[Any, ...]:
    return (
        row["code"],
        _name(row["nom"]),
        row.get("typeLiaison"),
        row.get("siren"),
        member.get("populationMunicipale"),
        member.get("populationTotale"),
        row.get("population"),
        epci,
        " ".join(row.get("codesPostaux", ())),
    )


def _epci(row: Row) -> tuple[Any, ...]:
    return row["code"], _name(row["nom"]), row["type"], row["populationMunicipale"], row["populationTotale"]


def _place(row: Row, *more: str) -> tuple[Any, ...]:
    return row["code"], _name(row["nom"]), row["typeLiaison"], *more


def _name(text: str) -> str:
    return " ".join(text.replace("'", "’").split())


def _read(package: Path, name: str) -> list[Row]:
    found: list[Row] = json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _write(name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    text = "".join(f"{line}\n" for line in sorted(_lines(rows)))
    with (
        (DATA / f"{name}.tsv.gz").open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed,
    ):
        packed.write(text.encode())


def _lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        yield "\t".join("" if value is None else str(value) for value in row)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
