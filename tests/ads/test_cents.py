"""Money is whole cents wherever it is kept or moved: no fraction can be stored, and none is reckoned with."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

ADS = Path(__file__).resolve().parents[2] / "ads"
# Where an amount that somebody typed is turned into cents, and where a rate is typed in percent.
TYPED = {"money.py", "forms/desk.py"}


def test_every_column_of_money_holds_whole_cents_and_no_column_a_fraction():
    fields = [field for model in apps.get_app_config("ads").get_models() for field in model._meta.fields]
    money = [field for field in fields if "cents" in field.name or "basis_points" in field.name]

    assert len(money) >= 19
    assert [field for field in money if not isinstance(field, models.IntegerField)] == []
    assert [field for field in fields if isinstance(field, (models.FloatField, models.DecimalField))] == []


def test_no_line_that_moves_money_divides_or_rounds_to_a_fraction():
    """Pacing weighs in fractions, and statistics are rates; neither moves a cent."""
    fraction = re.compile(r"(Decimal|FloatField|\bround\(|\bfloat\()|cents\b[^#\n]* / ")
    moves = [ADS / name for name in ("ledger.py", "balances.py", "documents.py", "statements.py")]
    moves += [
        *(ADS / "services").glob("*.py"),
        *(ADS / "providers").glob("*.py"),
        *(ADS / "audit").glob("*.py"),
    ]

    assert {path.name: found for path in moves if (found := fraction.findall(path.read_text()))} == {}
    decimals = {str(path.relative_to(ADS)) for path in ADS.rglob("*.py") if "Decimal" in path.read_text()}
    assert decimals - TYPED == set()
