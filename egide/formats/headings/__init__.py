"""The reader of any workbook: finds its table of activities by what the headings say."""

from egide.formats.headings.mapping import (
    Mapping,
    MappingFault,
    load_mapping,
    parse_mapping,
    save_mapping,
    write_mapping,
)
from egide.formats.headings.reading import read, read_with_mapping

__all__ = [
    "Mapping",
    "MappingFault",
    "load_mapping",
    "parse_mapping",
    "read",
    "read_with_mapping",
    "save_mapping",
    "write_mapping",
]
