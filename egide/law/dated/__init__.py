"""The law as dated data: parameters and tables with the day they hold from, their source, what is unverified."""

from egide.law.dated.adequacy import (
    Adequacy,
    AdequacyKind,
    UnknownCountryError,
    adequacy,
    adequacy_decisions,
    country_code,
    is_in_eea,
)
from egide.law.dated.dpia_lists import DpiaType, dpia_exempt_types, dpia_required_types
from egide.law.dated.parameters import Parameter, UnknownParameterError, parameter, parameter_names
from egide.law.dated.questions import OpenQuestion, UnknownQuestionError, ambiguities, decisions, open_question
from egide.law.dated.rows import NotInForceError, Row, Table, TableError, in_force, load_table, read_table

__all__ = [
    "Adequacy",
    "AdequacyKind",
    "DpiaType",
    "NotInForceError",
    "OpenQuestion",
    "Parameter",
    "Row",
    "Table",
    "TableError",
    "UnknownCountryError",
    "UnknownParameterError",
    "UnknownQuestionError",
    "adequacy",
    "adequacy_decisions",
    "ambiguities",
    "country_code",
    "decisions",
    "dpia_exempt_types",
    "dpia_required_types",
    "in_force",
    "is_in_eea",
    "load_table",
    "open_question",
    "parameter",
    "parameter_names",
    "read_table",
]
