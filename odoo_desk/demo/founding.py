"""Founds the sample companies: users, accounts, journals, taxes, terms, partners and products, before anything is traded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from odoo_desk.demo import records as r
from odoo_desk.demo import workshop as w
from odoo_desk.demo.books import Books

ADMIN = frozenset({"user", "invoice", "manager", "partners", "system", "analytic"})
BILLING = frozenset({"user", "invoice", "analytic"})
READONLY = frozenset({"user", "readonly"})
_OLD_TYPES = {
    "asset_receivable": ("Receivable", "receivable", "asset"),
    "liability_payable": ("Payable", "payable", "liability"),
    "asset_cash": ("Bank and Cash", "liquidity", "asset"),
    "asset_current": ("Current Assets", "other", "asset"),
    "asset_prepayments": ("Prepayments", "other", "asset"),
    "asset_fixed": ("Fixed Assets", "other", "asset"),
    "liability_current": ("Current Liabilities", "other", "liability"),
    "liability_non_current": ("Non-current Liabilities", "other", "liability"),
    "equity": ("Equity", "other", "equity"),
    "equity_unaffected": ("Current Year Earnings", "other", "equity"),
    "income": ("Income", "other", "income"),
    "income_other": ("Other Income", "other", "income"),
    "expense": ("Expenses", "other", "expense"),
    "expense_depreciation": ("Depreciation", "other", "expense"),
    "expense_direct_cost": ("Cost of Revenue", "other", "expense"),
}


@dataclass(slots=True)
class Firm:
    company: r.Company
    user: r.User
    accounts: dict[str, r.Account] = field(default_factory=dict)
    journals: dict[str, r.Journal] = field(default_factory=dict)
    taxes: dict[str, r.Tax] = field(default_factory=dict)
    ways: dict[tuple[r.Journal, str], r.MethodLine] = field(default_factory=dict)
    customers: list[r.Partner] = field(default_factory=list)
    vendors: list[r.Partner] = field(default_factory=list)
    products: list[r.Product] = field(default_factory=list)
    currency_of: dict[r.Partner, r.Currency] = field(default_factory=dict)


def found(books: Books) -> tuple[Firm, ...]:
    books.fixed_now = datetime.combine(books.today - timedelta(days=760), time(9), UTC)
    currencies = _currencies(books)
    countries = {code: books.countries.add(r.Country(name=name, code=code)) for code, name in _COUNTRIES.items()}
    companies = [_company(books, index, currencies["EUR"], countries["IE"]) for index in range(len(w.COMPANIES))]
    user = _users(books, companies)
    types = {
        kind: books.account_types.add(r.AccountType(name=name, type=old, internal_group=group, account_type=kind))
        for kind, (name, old, group) in _OLD_TYPES.items()
    }
    firms = tuple(Firm(company, user) for company in companies)
    methods = {way: books.methods.add(r.PaymentMethod(payment_type=way)) for way in ("inbound", "outbound")}
    groups: dict[str, r.TaxGroup] = {}
    for firm in firms:
        _accounts(books, firm, types)
        _journals(books, firm, methods, currencies)
        _taxes(books, firm, groups)
    terms = [_term(books, name, parts, early) for name, parts, early in w.TERMS]
    _products(books, firms)
    customers, vendors, currency_of = _partners(books, terms, countries, currencies)
    firms[0].customers, firms[0].vendors = customers, vendors
    firms[1].customers, firms[1].vendors = customers[10:16], vendors[:5]
    for firm in firms:
        firm.currency_of = currency_of
    books.external_ids |= {
        "base.EUR": currencies["EUR"],
        "base.USD": currencies["USD"],
        "base.main_company": companies[0],
        "base.user_admin": user,
    }
    return firms


_COUNTRIES = {
    "IE": "Ireland",
    "BE": "Belgium",
    "DE": "Germany",
    "SE": "Sweden",
    "US": "United States",
    "GB": "United Kingdom",
}


def _currencies(books: Books) -> dict[str, r.Currency]:
    first = books.today.replace(day=1) - timedelta(days=800)
    rates = [
        ((first + timedelta(days=31 * month)).replace(day=1), Decimal(w.DOLLAR[month % len(w.DOLLAR)]))
        for month in range(28)
    ]
    told = (
        ("EUR", "Euro", "€", "after", "0.01", True),
        ("USD", "US Dollar", "$", "before", "0.01", True),
        ("GBP", "Pound Sterling", "£", "before", "0.01", False),
        ("JPY", "Yen", "¥", "before", "1", False),
    )
    found_currencies = {}
    for name, full_name, symbol, position, step, active in told:
        currency = r.Currency(
            name=name, full_name=full_name, symbol=symbol, position=position, rounding=Decimal(step), active=active
        )
        told_rates: list[tuple[date, Decimal]] = []
        if name == "USD":
            told_rates = [(day, rate) for day, rate in rates if day <= books.today]
        elif name != "EUR":
            told_rates = [(first, Decimal("0.8455" if name == "GBP" else "162.4"))]
        found_currencies[name] = books.currencies.add(currency)
        for day, rate in told_rates:
            books.rates.add(r.CurrencyRate(name=day, rate=rate, currency_id=currency))
    return found_currencies


def _company(books: Books, index: int, currency: r.Currency, country: r.Country) -> r.Company:
    name, vat, city, street = w.COMPANIES[index]
    partner = books.partners.add(
        r.Partner(name=name, vat=vat, city=city, street=street, country_id=country, is_company=True)
    )
    bank = books.banks.add(
        r.Bank(
            acc_number=f"IE64BOWX9905831234567{index}",
            bank_name="Bank of the West",
            partner_id=partner,
            acc_holder_name=name,
        )
    )
    partner.bank_ids = (bank,)
    email = f"office@{name.split()[1].lower()}.kilbrannan.example"
    return books.companies.add(
        r.Company(
            name=name,
            vat=vat,
            currency_id=currency,
            partner_id=partner,
            country_id=country,
            email=email,
            phone="+353 91 555 0142",
        )
    )


def _users(books: Books, companies: list[r.Company]) -> r.User:
    """Number 2 is the administrator, as in Odoo."""
    told = (
        ("OdooBot", "__system__", frozenset({"user"})),
        ("Orla Kilbrannan", "admin", ADMIN),
        ("Fergal Tierney", "billing", BILLING),
        ("Una Costello", "readonly", READONLY),
    )
    users = []
    for name, login, groups in told:
        partner = books.partners.add(
            r.Partner(name=name, email=f"{login.strip('_')}@kilbrannan.example", active=login != "__system__")
        )
        users.append(
            books.users.add(
                r.User(
                    name=name,
                    login=login,
                    password="" if login == "__system__" else login,
                    api_key="" if login == "__system__" else f"demo-key-{login}",
                    company_id=companies[0],
                    company_ids=tuple(companies) if login != "readonly" else (companies[0],),
                    partner_id=partner,
                    groups=groups,
                    active=login != "__system__",
                )
            )
        )
    return users[1]


def _accounts(books: Books, firm: Firm, types: dict[str, r.AccountType]) -> None:
    for key, code, name, kind in (*w.ACCOUNTS, ("old", *w.OLD_ACCOUNT)):
        reconciles = kind in ("asset_receivable", "liability_payable") or key.startswith("outstanding")
        firm.accounts[key] = books.accounts.add(
            r.Account(
                code=code,
                name=name,
                account_type=kind,
                user_type_id=types[kind],
                reconcile=reconciles,
                company_id=firm.company,
                active=key != "old",
            )
        )


def _journals(books: Books, firm: Firm, methods: dict[str, r.PaymentMethod], currencies: dict[str, r.Currency]) -> None:
    defaults = {"sale": "sales", "purchase": "office", "bank": "bank", "cash": "cash", "usd_bank": "usd_bank"}
    for position, (key, code, name, kind) in enumerate(w.JOURNALS):
        account = firm.accounts.get(defaults.get(key, ""))
        journal = books.journals.add(
            r.Journal(
                name=name,
                code=code,
                type=kind,
                sequence=position + 5,
                company_id=firm.company,
                default_account_id=account,
                refund_sequence=kind in ("sale", "purchase"),
                currency_id=currencies["USD"] if key == "usd_bank" else None,
            )
        )
        firm.journals[key] = journal
        if kind in ("bank", "cash"):
            for way, account_key in (("inbound", "outstanding_in"), ("outbound", "outstanding_out")):
                firm.ways[journal, way] = books.method_lines.add(
                    r.MethodLine(
                        payment_method_id=methods[way],
                        journal_id=journal,
                        payment_account_id=firm.accounts[account_key],
                    )
                )


def _taxes(books: Books, firm: Firm, groups: dict[str, r.TaxGroup]) -> None:
    for position, (key, name, use, kind, amount, group, in_price) in enumerate(w.TAXES):
        if group not in groups:
            groups[group] = books.tax_groups.add(r.TaxGroup(name=group, sequence=len(groups) + 1))
        account = firm.accounts["vat_out" if use == "sale" else "vat_in"]
        firm.taxes[key] = books.taxes.add(
            r.Tax(
                name=name,
                type_tax_use=use,
                amount_type=kind,
                amount=Decimal(amount),
                price_include=in_price,
                include_base_amount=key == "levy",
                sequence=position + 1 if key != "levy" else 0,
                company_id=firm.company,
                tax_group_id=groups[group],
                account_id=account if kind == "percent" else None,
                description=name,
                invoice_repartition_line_ids=_parts(books, firm, account if kind == "percent" else None),
                refund_repartition_line_ids=_parts(books, firm, account if kind == "percent" else None),
            )
        )
    firm.taxes["group"] = books.taxes.add(
        r.Tax(
            name="VAT 23% with packaging levy",
            type_tax_use="sale",
            amount_type="group",
            sequence=20,
            company_id=firm.company,
            tax_group_id=groups["VAT 23%"],
            children_tax_ids=(firm.taxes["levy"], firm.taxes["s23"]),
        )
    )


def _parts(books: Books, firm: Firm, account: r.Account | None) -> tuple[r.TaxPart, ...]:
    """The base, and the whole of the tax."""
    base = books.tax_parts.add(r.TaxPart(repartition_type="base", company_id=firm.company))
    return base, books.tax_parts.add(r.TaxPart(account_id=account, company_id=firm.company))


def _term(books: Books, name: str, parts: tuple[tuple[int, int], ...], early: bool) -> r.Term:
    term = books.terms.add(r.Term(name=name, note=f"<p>Payment terms: {name}</p>", early_discount=early))
    lines = [
        books.term_lines.add(r.TermLine(value_amount=Decimal(percent), nb_days=days, payment_id=term))
        for percent, days in parts
    ]
    term.line_ids = tuple(lines)
    return term


def _products(books: Books, firms: tuple[Firm, ...]) -> None:
    for code, name, price, cost, is_service, tax, account in w.PRODUCTS:
        product = books.products.add(
            r.Product(
                default_code=code,
                name=name,
                lst_price=Decimal(price),
                standard_price=Decimal(cost),
                type="service" if is_service else "consu",
                taxes_id=tuple(firm.taxes[tax] for firm in firms),
                supplier_taxes_id=tuple(firm.taxes["p23"] for firm in firms),
                property_account_income_id=firms[0].accounts[account],
                property_account_expense_id=firms[0].accounts["timber"],
                product_tmpl_id=books.templates.add(r.Template()),
            )
        )
        assert product.product_tmpl_id
        product.product_tmpl_id.product = product
        for firm in firms:
            firm.products.append(product)


def _partners(
    books: Books, terms: list[r.Term], countries: dict[str, r.Country], currencies: dict[str, r.Currency]
) -> tuple[list[r.Partner], list[r.Partner], dict[r.Partner, r.Currency]]:
    currency_of: dict[r.Partner, r.Currency] = {}
    customers, vendors = [], []
    for position, (name, city, country, term, currency, is_company) in enumerate(w.CUSTOMERS):
        partner = _partner(books, name, city, countries[country], position)
        partner.is_company, partner.property_payment_term_id = is_company, terms[term]
        partner.ref = f"C{1001 + position}"
        currency_of[partner] = currencies[currency]
        customers.append(partner)
    for position, (name, city, country, term, currency, _wares) in enumerate(w.VENDORS):
        partner = _partner(books, name, city, countries[country], position + 40)
        partner.is_company, partner.property_supplier_payment_term_id = True, terms[term]
        partner.ref = f"V{501 + position}"
        currency_of[partner] = currencies[currency]
        bank = r.Bank(
            acc_number=f"IE{29 + position}BOWX{990000 + position * 17}{12000000 + position * 7919}",
            bank_name="Bank of the West",
            acc_holder_name=name,
            partner_id=partner,
        )
        partner.bank_ids = (books.banks.add(bank),)
        vendors.append(partner)
    for name, company, function in w.CONTACTS:
        contact = _partner(books, name, customers[company].city, customers[company].country_id, 70 + company)
        contact.parent_id, contact.function = customers[company], function
        customers[company].child_ids = (*customers[company].child_ids, contact)
    old = _partner(books, "Barna Boat Builders (closed)", "Barna", countries["IE"], 90)
    old.is_company, old.active = True, False
    return customers, vendors, currency_of


def _partner(books: Books, name: str, city: str, country: r.Country | None, number: int) -> r.Partner:
    plain = "".join(each for each in name.lower() if each.isascii() and each.isalnum())
    return books.partners.add(
        r.Partner(
            name=name,
            city=city,
            country_id=country,
            email=f"accounts@{plain}.example",
            phone=f"+353 91 555 {1200 + number * 13:04d}",
            street=f"{number % 37 + 1} {('Main Street', 'Harbour Road', 'Mill Lane', 'Station Road')[number % 4]}",
            zip=f"H{91 if country and country.code == 'IE' else 10} {number:02d}X{number % 9}",
            vat=f"{country.code}{6300000 + number * 7717}{'ABFHKM'[number % 6]}"
            if country and country.code == "IE"
            else "",
        )
    )
