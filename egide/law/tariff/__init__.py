"""What the agreement costs (its art. 5): grid, quote, tax, years, budget line. Decimals in euros, doubts in French."""

from egide.law.tariff.budget import BudgetCheck, BudgetLine, check_budget
from egide.law.tariff.grid import Grid, KindOfBody, Resolution, TariffRow, kind_of_body, tariff_grid
from egide.law.tariff.money import BilledYear, MultiYear, Price, cents, multi_year, overlapping, price
from egide.law.tariff.quote import Assimilation, DecisionNeeded, Quote, TariffDoubt, band_change, quote

__all__ = [
    "Assimilation",
    "BilledYear",
    "BudgetCheck",
    "BudgetLine",
    "DecisionNeeded",
    "Grid",
    "KindOfBody",
    "MultiYear",
    "Price",
    "Quote",
    "Resolution",
    "TariffDoubt",
    "TariffRow",
    "band_change",
    "cents",
    "check_budget",
    "kind_of_body",
    "multi_year",
    "overlapping",
    "price",
    "quote",
    "tariff_grid",
]
