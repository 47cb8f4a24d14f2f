"""A few of the examples that `make fuzz` makes up for as long as one likes."""

from __future__ import annotations

import pytest

from tests.hostile.fuzz import ATTACKS, attack


@pytest.mark.parametrize("name", ATTACKS)
def test_whatever_is_made_up_is_a_value_or_an_error_that_we_know(name):
    assert attack(name, examples=150) >= 100
