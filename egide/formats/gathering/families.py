"""The lists of a record: what makes a line of each, where its code goes and where its words go."""

from dataclasses import dataclass

from egide.law.facts import (
    DataSubjects,
    JointController,
    PersonalData,
    Processor,
    Purpose,
    Recipient,
    Retention,
    SecurityMeasure,
    Source,
    SpecialData,
    System,
    Transfer,
)
from egide.law.facts.codes import (
    Code,
    DataCategory,
    DataSubjectCategory,
    RecipientKind,
    SecurityMeasureCode,
    SourceKind,
    SpecialCategory,
)


@dataclass(frozen=True, slots=True)
class Family:
    """A list of the record.

    `main` is the field whose column makes the lines, `code` and `codes` the closed list it names if it does,
    `words` where its own wording goes. `separators` cut a cell; `commas` cut it too, where every piece is known.
    `merges`: lines of one code are one line.
    """

    name: str
    number: int
    shape: type
    main: str
    words: str
    code: str | None = None
    codes: type[Code] | None = None
    separators: tuple[str, ...] = (";",)
    commas: bool = False
    merges: bool = False


_CODES = (";", " / ", "/ ", " - ", " – ", "|")
_NAMES = (";", " / ", "|")

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("purposes", 0, Purpose, "text", "text"),
        Family(
            "data_subjects",
            1,
            DataSubjects,
            "category",
            "detail",
            "category",
            DataSubjectCategory,
            _CODES,
            commas=True,
            merges=True,
        ),
        Family(
            "personal_data",
            2,
            PersonalData,
            "category",
            "detail",
            "category",
            DataCategory,
            _CODES,
            commas=True,
            merges=True,
        ),
        Family(
            "special_data",
            3,
            SpecialData,
            "category",
            "detail",
            "category",
            SpecialCategory,
            _CODES,
            commas=True,
            merges=True,
        ),
        Family("sources", 4, Source, "kind", "detail", "kind", SourceKind, _CODES, commas=True),
        Family("recipients", 5, Recipient, "name", "name", "kind", RecipientKind, _NAMES, commas=True),
        Family("processors", 6, Processor, "contact.text", "contact", None, None, _NAMES),
        Family("joint_controllers", 7, JointController, "contact.text", "contact", None, None, _NAMES),
        Family("transfers", 8, Transfer, "country", "guarantees"),
        Family("retention", 9, Retention, "active", "data"),
        Family("systems", 10, System, "name", "name", None, None, _NAMES),
        Family(
            "security_measures",
            11,
            SecurityMeasure,
            "code",
            "detail",
            "code",
            SecurityMeasureCode,
            _CODES,
            commas=True,
            merges=True,
        ),
    )
}
