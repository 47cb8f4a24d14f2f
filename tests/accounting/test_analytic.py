"""A distribution as it is typed and shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo_desk.accounting.analytic import AnalyticAccount, AnalyticPlan, AnalyticShare, in_words, lacking, read
from odoo_desk.errors import InvalidInput

PROJECTS, SALES = AnalyticAccount(1, "Projects", "P1", "Sites", 7), AnalyticAccount(2, "Sales, North", "S1", "Sites", 7)
TEAM = AnalyticAccount(3, "Team", "", "Departments", 8)
OLD = AnalyticAccount(4, "Hall", "H", "")
ACCOUNTS = {each.id: each for each in (PROJECTS, SALES, TEAM, OLD)}


def find(name):
    wanted = name.casefold()
    found = [each for each in ACCOUNTS.values() if each.shown.casefold().find(wanted) >= 0]
    if len(found) != 1:
        raise InvalidInput(f"“{name}”: {len(found)}")
    return found[0]


def share(percent, *ids):
    return AnalyticShare(ids, Decimal(percent))


@pytest.mark.parametrize(
    ("typed", "shares"),
    [
        ("", ()),
        ("p1", (share(100, 1),)),
        ("Projects 60 %; s1 40%", (share(60, 1), share(40, 2))),
        ("Projects 60 %, S1 40 %", (share(60, 1), share(40, 2))),
        ("Sales, North", (share(100, 2),)),
        ("Projects 33,333 %", (share("33.333", 1),)),
        ("Projects 60%; Sales, North", (share(60, 1), share(40, 2))),
        ("Projects; Team", (share(100, 1), share(100, 3))),
        ("Projects + Team 30 %; S1 + Team", (share(30, 1, 3), share(70, 2, 3))),
        ("Hall", (share(100, 4),)),
    ],
)
def test_it_is_read(typed, shares):
    assert read(typed, find) == shares


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Projects; S1", "How much"),
        ("Projects 60 %; S1 50 %", "More than 100 %"),
        ("Nobody", "Nobody"),
        ("Hall 50 %", "one analytic account"),
        ("Hall; Projects", "one analytic account"),
    ],
)
def test_what_cannot_be_meant_is_said(typed, why):
    with pytest.raises(InvalidInput, match=why):
        read(typed, find)


@pytest.mark.parametrize(
    "shares", [(share(100, 1),), (share("33.5", 1), share(40, 2)), (share(60, 1, 3), share(40, 2, 3))]
)
@pytest.mark.parametrize("decimal_point", [".", ","])
def test_what_is_shown_is_read_again(shares, decimal_point):
    assert read(in_words(shares, ACCOUNTS, decimal_point), find) == shares


def test_a_mandatory_plan_wants_all_of_a_line():
    sites, departments = AnalyticPlan(7, "Sites", True), AnalyticPlan(8, "Departments", False)
    plans = (sites, departments)
    assert lacking((), plans, ACCOUNTS) == (sites,)
    assert lacking((share(60, 1),), plans, ACCOUNTS) == (sites,)
    assert lacking((share(60, 1, 3), share(40, 2)), plans, ACCOUNTS) == ()
