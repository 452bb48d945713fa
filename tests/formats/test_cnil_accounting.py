"""Whatever is typed anywhere in a CNIL workbook, nothing is dropped and nothing fails."""

from hypothesis import given, settings
from hypothesis import strategies as st

from egide.formats import cnil
from egide.formats.accounting import unaccounted
from egide.formats.grids.addresses import parse_address
from egide.formats.grids.grid import Kind, Sheet, Workbook
from tests.formats.cnil_forms import BLANK, LIST, LISTING, MODEL

TYPED = (
    *("Non concerné", "N/A", "Sans objet — en France", "Oui", "?", "Paie", "Élèves et parents", "RIB, allergies"),
    *("5 ans", "12/24 mois", "illimité", "a@b.fr", "03 21 00 00 00", "62217", "Mairie, 62217 Achicourt", "Andorre"),
    *(
        "Privacy shield",
        "Destinataires",
        "Données sensibles",
        "Finalité principale",
        "►",
        "31/02/2020",
        "  ",
        "x" * 300,
    ),
    *(1.5, True, 62217.0),
)
FILLABLE = [f"{column}{row}" for row in range(1, 68) for column in "ABCDEFGHI"]


def sheet(name, cells):
    values = {}
    for where, value in cells.items():
        row, column = parse_address(where)
        line = values.setdefault(row, [])
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value
    return Sheet(name, {row: values[row] for row in sorted(values)})


filled = st.dictionaries(st.sampled_from(FILLABLE), st.sampled_from(TYPED), max_size=12)


@settings(max_examples=60, deadline=None)
@given(first=filled, second=filled, listed=filled)
def test_every_cell_has_a_fate_whatever_is_typed(first, second, listed):
    sheets = (sheet(LIST, LISTING | listed), sheet(MODEL, BLANK | first), sheet("Copie", BLANK | second))
    workbook = Workbook("r.ods", Kind.ODS, sheets)
    reading = cnil.read(workbook)
    assert unaccounted(workbook, reading.ledger) == ()
    ids = [activity.id for activity in reading.register.activities]
    assert len(ids) == len(set(ids))
    for activity in reading.register.activities:
        lines = {line.id for line in activity.personal_data or ()}
        assert all(set(kept.personal_data or ()) <= lines for kept in activity.retention or ())
