"""The sample company: a joinery in the west of Ireland, with a small sister company. All names are invented. Its two years are in history.py."""

from __future__ import annotations

COMPANIES = (
    ("Kilbrannan Joinery Ltd", "IE3627184RH", "Galway", "Unit 4, Liosbeg Business Park"),
    ("Kilbrannan Interiors Ltd", "IE3910577SH", "Westport", "12 Bridge Lane"),
)

# key, code, name, account type
ACCOUNTS = (
    ("receivable", "110000", "Trade Debtors", "asset_receivable"),
    ("bank", "120100", "Bank of the West, current account", "asset_cash"),
    ("usd_bank", "120200", "Bank of the West, US dollars", "asset_cash"),
    ("cash", "120900", "Petty Cash", "asset_cash"),
    ("outstanding_in", "121000", "Outstanding Receipts", "asset_current"),
    ("outstanding_out", "121100", "Outstanding Payments", "asset_current"),
    ("stock", "130000", "Timber and Materials in Stock", "asset_current"),
    ("prepaid", "135000", "Prepayments", "asset_prepayments"),
    ("vat_in", "140000", "VAT on Purchases", "asset_current"),
    ("machines", "150000", "Machines and Tools", "asset_fixed"),
    ("vans", "151000", "Vans", "asset_fixed"),
    ("payable", "210000", "Trade Creditors", "liability_payable"),
    ("vat_out", "220000", "VAT on Sales", "liability_current"),
    ("wages_due", "230000", "Wages Payable", "liability_current"),
    ("paye", "231000", "PAYE and PRSI", "liability_current"),
    ("loan", "250000", "Bank Loan", "liability_non_current"),
    ("capital", "300000", "Share Capital", "equity"),
    ("earnings", "399999", "Undistributed Profits/Losses", "equity_unaffected"),
    ("sales", "400000", "Furniture and Joinery Sales", "income"),
    ("fitting", "401000", "Fitting and Installation", "income"),
    ("repairs", "402000", "Repairs and Restoration", "income"),
    ("other_income", "450000", "Other Income", "income_other"),
    ("fx_gain", "451000", "Foreign Exchange Gain", "income_other"),
    ("discount_gain", "452000", "Cash Discount Gain", "income_other"),
    ("timber", "500000", "Timber and Sheet Materials", "expense_direct_cost"),
    ("fittings", "501000", "Ironmongery and Fittings", "expense_direct_cost"),
    ("finishes", "502000", "Oils, Lacquers and Glue", "expense_direct_cost"),
    ("subcontract", "503000", "Subcontractors", "expense_direct_cost"),
    ("wages", "600000", "Wages and Salaries", "expense"),
    ("rent", "610000", "Rent and Rates", "expense"),
    ("power", "611000", "Light and Heat", "expense"),
    ("phone", "612000", "Telephone and Internet", "expense"),
    ("motor", "620000", "Motor Expenses", "expense"),
    ("insurance", "630000", "Insurance", "expense"),
    ("fees", "640000", "Accountancy and Legal Fees", "expense"),
    ("tools", "650000", "Small Tools and Sharpening", "expense"),
    ("office", "660000", "Office and Packaging", "expense"),
    ("depreciation", "670000", "Depreciation", "expense_depreciation"),
    ("bank_fees", "680000", "Bank Charges", "expense"),
    ("fx_loss", "681000", "Foreign Exchange Loss", "expense"),
    ("discount_loss", "682000", "Cash Discount Loss", "expense"),
    ("bad_debts", "690000", "Bad Debts", "expense"),
)
OLD_ACCOUNT = ("689000", "Sundry Expenses (closed)", "expense")

# key, code, name, type
JOURNALS = (
    ("sale", "INV", "Customer Invoices", "sale"),
    ("purchase", "BILL", "Vendor Bills", "purchase"),
    ("general", "MISC", "Miscellaneous Operations", "general"),
    ("exchange", "EXCH", "Exchange Difference", "general"),
    ("bank", "BNK1", "Bank", "bank"),
    ("cash", "CSH1", "Cash", "cash"),
    ("usd_bank", "BNK2", "US Dollar Account", "bank"),
)

# key, name, use, kind, amount, group, in the price
TAXES = (
    ("s23", "VAT 23%", "sale", "percent", "23", "VAT 23%", False),
    ("s13", "VAT 13.5%", "sale", "percent", "13.5", "VAT 13.5%", False),
    ("s0", "VAT 0% Export", "sale", "percent", "0", "VAT 0%", False),
    ("s23i", "VAT 23% included", "sale", "percent", "23", "VAT 23%", True),
    ("levy", "Packaging levy 1.50", "sale", "fixed", "1.50", "Levies", False),
    ("arch", "Architect's commission 5%", "sale", "division", "5", "Commission", False),
    ("p23", "VAT 23% purchases", "purchase", "percent", "23", "VAT 23%", False),
    ("p13", "VAT 13.5% purchases", "purchase", "percent", "13.5", "VAT 13.5%", False),
    ("p0", "VAT 0% purchases", "purchase", "percent", "0", "VAT 0%", False),
)

# name, parts in percent and days, early discount
TERMS = (
    ("Immediate Payment", ((100, 0),), False),
    ("15 Days", ((100, 15),), False),
    ("30 Days", ((100, 30),), False),
    ("30% on order, 70% in 30 days", ((30, 0), (70, 30)), False),
    ("2/10 Net 30", ((100, 30),), True),
    ("60 Days", ((100, 60),), False),
)

# name, city, country, term, currency, is a company
CUSTOMERS = (
    ("Ballyvaughan House Hotel", "Ballyvaughan", "IE", 2, "EUR", True),
    ("Corrib Architects", "Galway", "IE", 2, "EUR", True),
    ("Maeve O'Donoghue", "Oranmore", "IE", 1, "EUR", False),
    ("Salthill Dental Practice", "Salthill", "IE", 2, "EUR", True),
    ("Tigh Mhorna Guesthouse", "Spiddal", "IE", 3, "EUR", True),
    ("The Burren Bakery", "Kinvara", "IE", 2, "EUR", True),
    ("Connacht Credit Union", "Galway", "IE", 2, "EUR", True),
    ("Padraig Hession", "Athenry", "IE", 3, "EUR", False),
    ("Atlantic Way Surf School", "Lahinch", "IE", 1, "EUR", True),
    ("Cloch na Ron Primary School", "Roundstone", "IE", 5, "EUR", True),
    ("Dunmore & Daly Solicitors", "Galway", "IE", 2, "EUR", True),
    ("Siobhan Fahy", "Barna", "IE", 3, "EUR", False),
    ("Inishmaan Knitwear", "Galway", "IE", 2, "EUR", True),
    ("Moycullen Veterinary Clinic", "Moycullen", "IE", 2, "EUR", True),
    ("Harbour Books", "Westport", "IE", 1, "EUR", True),
    ("Lough Mask Lodge", "Ballinrobe", "IE", 3, "EUR", True),
    ("Eoin and Aoife Keane", "Claregalway", "IE", 3, "EUR", False),
    ("Shannon Valley Builders", "Portumna", "IE", 2, "EUR", True),
    ("Claddagh Coffee Roasters", "Galway", "IE", 4, "EUR", True),
    ("St. Enda's Nursing Home", "Tuam", "IE", 2, "EUR", True),
    ("Grainne Walsh Interiors", "Limerick", "IE", 4, "EUR", True),
    ("Renmore Yacht Club", "Galway", "IE", 2, "EUR", True),
    ("Tomas Breathnach", "Carraroe", "IE", 1, "EUR", False),
    ("Galway Bay Holiday Homes", "Galway", "IE", 2, "EUR", True),
    ("Studio Lindqvist", "Göteborg", "SE", 2, "EUR", True),
    ("Atelier Vandermeer", "Gent", "BE", 2, "EUR", True),
    ("Hudson & Pell Furniture", "Boston", "US", 2, "USD", True),
    ("Maple Street Interiors", "Portland", "US", 3, "USD", True),
    ("Rosscahill Community Centre", "Rosscahill", "IE", 2, "EUR", True),
    ("Nora Ní Chonghaile", "Furbo", "IE", 1, "EUR", False),
    ("Quay Street Bistro", "Galway", "IE", 2, "EUR", True),
    ("Headford Medical Centre", "Headford", "IE", 2, "EUR", True),
)
CONTACTS = (("Aisling Burke", 0, "Manager"), ("Donal Corless", 1, "Project architect"), ("Kate Pell", 26, "Buyer"))

# name, city, country, term, currency, what it sells: (words, account, from, to, tax)
VENDORS = (
    (
        "Shannonside Timber Merchants",
        "Limerick",
        "IE",
        2,
        "EUR",
        (
            ("European oak, kiln dried, 27 mm, per m³", "timber", 1450, 1890, "p23"),
            ("Birch plywood 18 mm, sheet", "timber", 62, 78, "p23"),
        ),
    ),
    (
        "Western Sheet Materials",
        "Galway",
        "IE",
        2,
        "EUR",
        (
            ("MDF 18 mm moisture resistant, sheet", "timber", 31, 39, "p23"),
            ("Oak veneered board, sheet", "timber", 88, 110, "p23"),
        ),
    ),
    (
        "Beschlag Hausmann GmbH",
        "Detmold",
        "DE",
        2,
        "EUR",
        (
            ("Drawer runners, soft close, box of 20", "fittings", 240, 310, "p0"),
            ("Concealed hinges 110°, box of 50", "fittings", 118, 150, "p0"),
        ),
    ),
    (
        "Atlantic Ironmongery",
        "Galway",
        "IE",
        1,
        "EUR",
        (
            ("Brass handles, brushed", "fittings", 9, 16, "p23"),
            ("Screws and fixings, assorted", "fittings", 45, 140, "p23"),
        ),
    ),
    (
        "Osmund Oils & Finishes",
        "Dublin",
        "IE",
        2,
        "EUR",
        (
            ("Hardwax oil, satin, 2.5 l", "finishes", 68, 84, "p23"),
            ("Two-part lacquer, 10 l", "finishes", 145, 190, "p23"),
        ),
    ),
    (
        "Allegheny Hardwoods Inc.",
        "Pittsburgh",
        "US",
        2,
        "USD",
        (("Black walnut, FAS, per m³", "timber", 2900, 3600, "p0"),),
    ),
    ("Liosbeg Business Park", "Galway", "IE", 0, "EUR", (("Rent of unit 4, monthly", "rent", 2150, 2150, "p23"),)),
    ("Corrib Energy Supply", "Galway", "IE", 1, "EUR", (("Electricity, workshop", "power", 310, 690, "p13"),)),
    ("West Telecom", "Athlone", "IE", 1, "EUR", (("Telephone and fibre, monthly", "phone", 84, 112, "p23"),)),
    (
        "Tuam Motor Services",
        "Tuam",
        "IE",
        1,
        "EUR",
        (("Van service and parts", "motor", 180, 640, "p23"), ("Diesel, fuel card", "motor", 210, 420, "p23")),
    ),
    (
        "Harbour Mutual Insurance",
        "Dublin",
        "IE",
        2,
        "EUR",
        (("Public and employers' liability", "insurance", 940, 1310, "p0"),),
    ),
    (
        "Fallon & Reid Accountants",
        "Galway",
        "IE",
        2,
        "EUR",
        (("Bookkeeping review and VAT return", "fees", 420, 980, "p23"),),
    ),
    (
        "Sharp Edge Tooling",
        "Cork",
        "IE",
        2,
        "EUR",
        (("Saw blades sharpened", "tools", 75, 160, "p23"), ("Router cutters, carbide", "tools", 38, 96, "p23")),
    ),
    (
        "Kinvara Stone & Glass",
        "Kinvara",
        "IE",
        2,
        "EUR",
        (("Toughened glass shelves, cut to size", "subcontract", 140, 520, "p23"),),
    ),
    (
        "Packright Supplies",
        "Galway",
        "IE",
        1,
        "EUR",
        (
            ("Corner protectors and blankets", "office", 55, 130, "p23"),
            ("Copy paper and toner", "office", 48, 118, "p23"),
        ),
    ),
    (
        "O'Malley Upholstery",
        "Castlebar",
        "IE",
        2,
        "EUR",
        (("Bench seats upholstered, wool", "subcontract", 320, 880, "p23"),),
    ),
)

# code, name, sales price, cost, is a service, tax, income account
PRODUCTS = (
    ("TAB-220", "Oak dining table 220 x 95 cm", 2480, 1120, False, "s23", "sales"),
    ("TAB-160", "Ash kitchen table 160 x 80 cm", 1290, 610, False, "s23", "sales"),
    ("BEN-160", "Oak bench 160 cm", 540, 240, False, "s23", "sales"),
    ("CHR-OAK", "Dining chair, oak, woven seat", 365, 170, False, "s23", "sales"),
    ("DSK-WAL", "Walnut writing desk", 1860, 890, False, "s23", "sales"),
    ("BKC-200", "Bookcase 200 cm, ash", 1180, 520, False, "s23", "sales"),
    ("SHF-M", "Wall shelving, oiled oak, per metre", 145, 58, False, "s23", "sales"),
    ("KIT-UNIT", "Kitchen unit, painted tulipwood", 690, 330, False, "s23", "sales"),
    ("WKT-M", "Oak worktop 40 mm, per metre", 310, 150, False, "s23", "sales"),
    ("WRD-FIT", "Fitted wardrobe, two doors", 1950, 940, False, "s23", "sales"),
    ("DOR-PIN", "Panelled door, reclaimed pine", 475, 205, False, "s23", "sales"),
    ("DOR-FIRE", "Fire door FD30, oak veneer, with frame", 820, 430, False, "s23", "sales"),
    ("WIN-SASH", "Sash window, hardwood, double glazed", 1340, 690, False, "s13", "sales"),
    ("STR-RAIL", "Stair handrail, turned oak, per metre", 128, 51, False, "s23", "sales"),
    ("FLR-OAK", "Oak flooring, oiled, per m²", 96, 54, False, "s13", "sales"),
    ("CNT-SHOP", "Shop counter, made to measure", 3150, 1480, False, "s23", "sales"),
    ("INS-DAY", "Installation, two fitters, per day", 620, 380, True, "s13", "fitting"),
    ("SRV-SITE", "Site survey and drawings", 280, 120, True, "s23", "fitting"),
    ("REP-HR", "Repair and restoration, per hour", 58, 31, True, "s13", "repairs"),
    ("DEL-IRL", "Delivery within Ireland", 85, 55, True, "s23", "fitting"),
)
REMARKS = (
    "Order confirmed by e-mail, drawings rev. C",
    "Colour: oiled natural, as sample",
    "Second fix, ground floor",
    "Access from the lane, before 10 a.m.",
    "Spare handles included",
)
# months' first rates of the dollar: units for one euro
DOLLAR = (
    "1.0812",
    "1.0764",
    "1.0893",
    "1.1021",
    "1.0945",
    "1.0878",
    "1.1134",
    "1.1207",
    "1.1052",
    "1.0987",
    "1.1166",
    "1.1243",
)
