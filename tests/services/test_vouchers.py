"""Whatever is done with vouchers, in any order: no money is made, lost, or spent twice."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.services import vouchers as ledger

YUAN = st.integers(1, 100_000).map(lambda fen: Decimal(fen) / 100)
STEPS = ("issue", "spend", "refund", "settle", "expire", "pay")


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), YUAN), max_size=40),
    YUAN,
)
def test_a_walk_never_leaves_an_account_below_zero_nor_spends_twice(
    walk: list[tuple[str, int, Decimal]], budget: Decimal
) -> None:
    """Steps that the accounts do not allow are refused, as the room refuses them."""
    entries = [ledger.funded(budget)]
    spent = settled = 0
    for step, number, amount in walk:
        voucher, stands = str(number), ledger.balances(entries)
        free, held = (stands.get((kind, voucher), Decimal()) for kind in ("voucher", "held"))
        due = stands.get((ledger.DUE, "p"), Decimal())
        entry = {
            "issue": ledger.issued(voucher, amount),
            "spend": ledger.spent(voucher, free),
            "refund": ledger.refunded(voucher, held),
            "settle": ledger.settled(voucher, "p", held, amount),
            "expire": ledger.expired(voucher, free),
            "pay": ledger.paid("p", due),
        }[step]
        try:
            ledger.balances([*entries, entry])
        except ledger.Unbalanced:
            assert step == "issue"  # only issuing can ask for more than there is
            continue
        entries.append(entry)
        spent += step == "spend" and free > 0
        settled += step == "settle" and held > 0
    stands = ledger.balances(entries)
    assert sum(stands.values()) == 0
    assert settled <= spent
    assert -stands[ledger.BUDGET, ""] == budget
