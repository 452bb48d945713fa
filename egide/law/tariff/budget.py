"""The budget line of the deliberation (REQ-D2): what is left, what was committed, and whether the figures agree."""

from dataclasses import dataclass
from decimal import Decimal

from egide.law.french import amount
from egide.law.invariant import Invariant
from egide.law.tariff.money import Price

_M57 = "Instruction budgétaire M57"
_CREDITS = "CGCT L1612-1 et suivants"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """Credits of the year (*crédits de paiement*), what is available, what is proposed, and the printed balance."""

    payment_credits: Decimal
    available: Decimal
    proposal: Decimal
    printed_balance: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCheck:
    """What the line amounts to. `balance_with_tax` is what would be left if the price with tax were paid."""

    balance: Decimal
    committed_before: Decimal
    balance_with_tax: Decimal | None
    invariants: tuple[Invariant, ...]

    @property
    def holds(self) -> bool:
        """Whether no figure is contradicted."""
        return all(invariant.holds is not False for invariant in self.invariants)


def check_budget(line: BudgetLine, *, price: Price | None = None, authorised: Decimal | None = None) -> BudgetCheck:
    """Check a budget line and, with a `price`, that the amount voted (`authorised`, else the proposal) covers it."""
    balance = line.available - line.proposal
    invariants = [_available(line), _proposal(line, balance)]
    if line.printed_balance is not None:
        invariants.append(_printed(line.printed_balance, line, balance))
    if price is not None:
        invariants.append(_covered(price, line.proposal if authorised is None else authorised))
    return BudgetCheck(
        balance=balance,
        committed_before=line.payment_credits - line.available,
        balance_with_tax=None if price is None else line.available - price.with_tax,
        invariants=tuple(invariants),
    )


def _available(line: BudgetLine) -> Invariant:
    return Invariant(
        id="B1",
        formula="0 ≤ disponible ≤ crédits de paiement",
        figures=f"0 ≤ {amount(line.available)} ≤ {amount(line.payment_credits)}",
        holds=0 <= line.available <= line.payment_credits,
        explanation="Le disponible est ce qui reste des crédits de l’année.",
        basis=(_M57,),
    )


def _proposal(line: BudgetLine, balance: Decimal) -> Invariant:
    return Invariant(
        id="B2",
        formula="0 ≤ proposition ≤ disponible, donc solde ≥ 0",
        figures=f"{amount(line.proposal)} ≤ {amount(line.available)}, solde {amount(balance)}",
        holds=0 <= line.proposal <= line.available,
        explanation="Une dépense ne dépasse pas le disponible sans décision modificative préalable.",
        basis=(_CREDITS,),
        rule="DEL-008",
    )


def _printed(printed: Decimal, line: BudgetLine, balance: Decimal) -> Invariant:
    return Invariant(
        id="B3",
        formula="solde imprimé = disponible − proposition",
        figures=f"{amount(printed)} pour {amount(line.available)} − {amount(line.proposal)} = {amount(balance)}",
        holds=printed == balance,
        explanation="Le tableau de la délibération et celui du rapport viennent des mêmes chiffres.",
        basis=(_M57,),
        rule="DEL-007",
    )


def _covered(price: Price, authorised: Decimal) -> Invariant:
    return Invariant(
        id="B4",
        formula="coût toutes taxes ≤ montant voté",
        figures=f"{amount(price.with_tax)} ≤ {amount(authorised)}",
        holds=price.with_tax <= authorised,
        explanation="Si la TVA s’applique, le montant voté doit la couvrir (régime à confirmer, AMB-05).",
        basis=("Convention art. 5", _M57),
        rule="CNV-017",
    )
