"""The law as dated data: parameters and tables with the day they hold from, their source, what is unverified."""

from egide.law.dated.parameters import Parameter, UnknownParameterError, parameter, parameter_names
from egide.law.dated.rows import NotInForceError, Row, Table, TableError, load_table, read_table

__all__ = [
    "NotInForceError",
    "Parameter",
    "Row",
    "Table",
    "TableError",
    "UnknownParameterError",
    "load_table",
    "parameter",
    "parameter_names",
    "read_table",
]
