"""Finding by what is typed: the best first, and nothing is meant that could be something else."""

from __future__ import annotations

import pytest

from odoo_desk.accounting.finding import Card, Index, fold, judged

AZURE = Card(1, "Azure Interior", "AZ1", others=("US12345677", "azure.Interior24@example.com", "(870)-931-0505"))
BRANDON = Card(2, "Azure Interior, Brandon Freeman", others=("brandon.freeman55@example.com",), company_id=1)
COLLEEN = Card(3, "Azure Interior, Colleen Diaz", company_id=1)
DECO = Card(4, "Deco Addict", others=("BE 0477.472.701", "deco@example.com"))
READY = Card(5, "Ready Mat")
SOCIETE = Card(6, "Société Générale d'Éclairage")
ACME_1, ACME_2 = Card(7, "Acme", "A1"), Card(8, "Acme", "A2")
MULLER = Card(9, "Müller & Söhne GmbH")
EVERYBODY = (AZURE, DECO, READY, SOCIETE, ACME_1, ACME_2, MULLER, BRANDON, COLLEEN)


def found(text, cards=EVERYBODY, limit=20):
    return [hit.card.id for hit in Index(cards).find(text, limit)]


def meant(text, cards=EVERYBODY):
    return next((hit.card.id for hit in Index(cards).find(text, 20) if hit.is_meant), None)


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("az1", AZURE),
        ("READY mat", READY),
        ("mat ready", READY),
        ("be0477472701", DECO),
        ("477.472", DECO),
        ("8709310505", AZURE),
        ("interior24@", AZURE),
        ("brandon.freeman55@example.com", BRANDON),
        ("societe ecl", SOCIETE),
        ("generale", SOCIETE),
        ("muller", MULLER),
        ("sohn", MULLER),
        ("ddic", DECO),
    ],
)
def test_any_part_of_code_name_number_or_address_finds(typed, who):
    assert found(typed)[0] == who.id


def test_the_best_comes_first():
    cards = (
        Card(1, "Some Red Thing"),
        Card(2, "Hundred"),
        Card(3, "Redwood"),
        Card(4, "Blue", "RED9"),
        Card(5, "Red"),
        Card(6, "Green", "red"),
        Card(7, "Blue", others=("red@example.com",)),
    )
    assert found("red", cards) == [6, 5, 4, 3, 1, 7, 2]


def test_of_equals_the_first_that_was_added_comes_first():
    assert found("red", (Card(5, "Red roses"), Card(2, "Red tulips"), Card(9, "Red apples"))) == [5, 2, 9]


@pytest.mark.parametrize(
    ("typed", "who"),
    [("redy", READY), ("raedy", READY), ("reaady", READY), ("rwady", READY), ("intreior", AZURE), ("brandno", BRANDON)],
)
def test_one_slip_is_forgiven_but_never_meant(typed, who):
    hits = Index(EVERYBODY).find(typed, 20)
    assert who.id in [hit.card.id for hit in hits]
    assert all(hit.is_guess and not hit.is_meant for hit in hits)


def test_two_slips_are_forgiven_in_a_long_word_and_none_in_a_short_one_or_a_number():
    assert found("geenrael") == [SOCIETE.id]
    assert found("eclaairgae") == [SOCIETE.id]
    assert found("dceo") == [DECO.id]
    assert found("mta") == []
    assert found("be0477472710") == []


def test_slips_are_forgiven_only_when_nothing_is_called_so():
    cards = (Card(1, "Meier"), Card(2, "Meyer"))
    assert found("meyer", cards) == [2]


@pytest.mark.parametrize("typed", ["azu", "azure", "AZURE INT", "azure interior"])
def test_the_beginning_of_a_company_means_the_company_and_not_its_contacts(typed):
    assert meant(typed) == AZURE.id
    assert found(typed) == [AZURE.id, BRANDON.id, COLLEEN.id]


def test_another_company_that_begins_so_too_makes_it_ambiguous():
    assert meant("azu", (*EVERYBODY, Card(20, "Azul Muebles"))) is None
    assert meant("azu", (*EVERYBODY, Card(20, "Casa Azul"))) is None


def test_a_word_of_a_contact_means_the_contact():
    assert meant("brandon") == BRANDON.id
    assert meant("azure brandon") == BRANDON.id


def test_a_word_that_several_have_means_none():
    assert meant("acme") is None
    assert meant("a2") == ACME_2.id


def test_what_begins_a_name_is_meant_before_what_only_contains_it():
    cards = (Card(1, "Lazuli Ltd"), Card(2, "Azure Interior"))
    assert found("azu", cards) == [2, 1]
    assert meant("azu", cards) == 2
    assert meant("laz", cards) == 1
    assert meant("zu", cards) is None


def test_an_empty_text_offers_the_first_and_means_none():
    assert found("  ", limit=2) == [AZURE.id, DECO.id]
    assert meant("") is None


def test_one_letter_that_thousands_begin_with_is_answered_with_the_first_of_them():
    cards = [Card(number, f"Partner number{number} Pauls{number:05}") for number in range(5000)]
    assert found("p", cards, 3) == [0, 1, 2]
    assert meant("p", cards) is None
    assert meant("pauls00042", cards) == 42
    assert found("pauls p", cards, 3) == [0, 1, 2]
    assert meant("q", [*cards, Card(9000, "Quentin")]) == 9000


def test_what_a_server_found_is_judged_and_left_in_its_order():
    hits = judged((DECO, AZURE, BRANDON), "azu", 20)
    assert [(hit.card.id, hit.is_meant) for hit in hits] == [(DECO.id, False), (AZURE.id, True), (BRANDON.id, False)]
    assert judged((DECO,), "something it knows", 20)[0].is_meant


def test_of_a_list_that_may_go_on_only_an_exact_name_is_meant():
    assert not any(hit.is_meant for hit in judged((DECO, AZURE), "azu", 2))
    assert judged((DECO, AZURE), "azure interior", 2)[1].is_meant


def test_letters_are_folded():
    assert fold("ÉCLAIR Straße Ærø łódź") == "eclair strasse aero lodz"
