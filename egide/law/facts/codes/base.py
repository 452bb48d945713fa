"""A closed list of the register: each code carries the French words that people read."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A member of a closed list: `LegalBasis.CONSENT.label` is « Consentement »."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
