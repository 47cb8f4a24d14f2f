"""The fields of every model, with the versions that have them. fields.py reads this; computed.py says where the computed ones come from.

A line is: name[=name in records.py]  type[:related model][,flags]  versions  label.
Flags: ~ not stored, i inherited (not stored, and sortable), ! required, r readonly, d two decimals.
"""

from __future__ import annotations

from odoo_desk.demo import coins, orders

COMMON = """
id  integer,r  *  ID
display_name  char,~r  *  Display Name
create_date  datetime,r  *  Created on
create_uid  many2one:res.users,r  *  Created by
write_date  datetime,r  *  Last Updated on
write_uid  many2one:res.users,r  *  Last Updated by
__last_update=write_date  datetime,~r  -16  Last Modified on
"""

MODELS = {
    **orders.MODELS,
    **coins.MODELS,
    "res.country": """
name  char,!  *  Country Name
code  char,!  *  Country Code
""",
    "res.currency": """
name  char,!  *  Currency
full_name  char  15+  Name
symbol  char,!  *  Symbol
rate  float,~r  *  Current Rate
inverse_rate  float,~r  15+  Inverse Rate
rounding  float  *  Rounding Factor
decimal_places  integer,r  *  Decimal Places
position  selection  *  Symbol Position
active  boolean  *  Active
date  date,~r  -19  Date
rate_date=date  date,~r  20+  Date
""",
    "res.company": """
name  char,!  *  Company Name
partner_id  many2one:res.partner,!  *  Partner
currency_id  many2one:res.currency,!  *  Currency
country_id  many2one:res.country,~  *  Country
email  char  *  Email
phone  char  *  Phone
vat  char,~  *  Tax ID
active  boolean  16+  Active
period_lock_date  date  -17  Lock Date for Non-Advisers
fiscalyear_lock_date  date  -17  Lock Date
fiscalyear_lock_date  date  18+  Global Lock Date
tax_lock_date  date  -15  Tax Lock Date
tax_lock_date  date  16+  Tax Return Lock Date
sale_lock_date  date  18+  Sales Lock Date
purchase_lock_date  date  18+  Purchase Lock date
hard_lock_date  date  18+  Hard Lock Date
user_fiscalyear_lock_date  date,~r  18+  User Fiscalyear Lock Date
user_tax_lock_date  date,~r  18+  User Tax Lock Date
user_sale_lock_date  date,~r  18+  User Sale Lock Date
user_purchase_lock_date  date,~r  18+  User Purchase Lock Date
user_hard_lock_date  date,~r  18+  User Hard Lock Date
""",
    "res.users": """
name  char,~i  *  Name
login  char,!  *  Login
active  boolean  *  Active
lang  selection,~  *  Language
tz  selection,~  *  Timezone
email  char,~  *  Email
partner_id  many2one:res.partner,!  *  Related Partner
company_id  many2one:res.company,!  *  Company
company_ids  many2many:res.company  *  Companies
""",
    "account.account.type": """
name  char,!  -15  Account Type
type  selection,!  -15  Type
internal_group  selection,!  -15  Internal Group
""",
    "account.account": """
code  char,!  -17  Code
code  char,~  18+  Code
name  char,!  *  Account Name
account_type  selection,!  16+  Type
user_type_id  many2one:account.account.type,!  -15  Type
internal_type  selection,r  -15  Internal Type
internal_group  selection,r  -17  Internal Group
internal_group  selection,~r  18+  Internal Group
reconcile  boolean  *  Allow Reconciliation
deprecated  boolean  -18  Deprecated
active  boolean  19+  Active
company_id  many2one:res.company,!r  -17  Company
company_ids  many2many:res.company,!  18+  Companies
currency_id  many2one:res.currency  *  Account Currency
current_balance  float,~r  15+  Current Balance
""",
    "account.journal": """
name  char,!  *  Journal Name
code  char,!  -18  Short Code
code  char,!  19+  Sequence Prefix
type  selection,!  *  Type
sequence  integer  *  Sequence
active  boolean  *  Active
company_id  many2one:res.company,!r  *  Company
currency_id  many2one:res.currency  *  Currency
default_account_id  many2one:account.account  *  Default Account
refund_sequence  boolean  *  Dedicated Credit Note Sequence
restrict_mode_hash_table  boolean  -16  Lock Posted Entries with Hash
restrict_mode_hash_table  boolean  17+  Secure Posted Entries with Hash
inbound_payment_method_ids  many2many:account.payment.method  -14  Inbound Payment Methods
outbound_payment_method_ids  many2many:account.payment.method  -14  Outbound Payment Methods
payment_debit_account_id  many2one:account.account  -14  Outstanding Receipts Account
payment_credit_account_id  many2one:account.account  -14  Outstanding Payments Account
inbound_payment_method_line_ids  one2many:account.payment.method.line  15+  Inbound Payment Methods
outbound_payment_method_line_ids  one2many:account.payment.method.line  15+  Outbound Payment Methods
""",
    "account.payment.method": """
name  char,!  *  Name
code  char,!  *  Code
payment_type  selection,!  *  Payment Type
""",
    "account.payment.method.line": """
name  char  15+  Name
sequence  integer  15+  Sequence
payment_method_id  many2one:account.payment.method,!  15+  Payment Method
payment_account_id  many2one:account.account  15+  Payment Account
journal_id  many2one:account.journal  15+  Journal
company_id  many2one:res.company,~r  15+  Company
code  char,~r  15+  Code
payment_type  selection,~r  15+  Payment Type
""",
    "account.tax.group": """
name  char,!  *  Name
sequence  integer  *  Sequence
""",
    "account.tax.repartition.line": """
factor_percent  float,!  *  %
factor  float,~r  *  Factor Ratio
repartition_type  selection,!  *  Based On
account_id  many2one:account.account  *  Account
company_id  many2one:res.company,r  *  Company
sequence  integer  *  Sequence
""",
    "account.tax": """
name  char,!  *  Tax Name
type_tax_use  selection,!  *  Tax Type
amount_type  selection,!  *  Tax Computation
amount  float,!  *  Amount
price_include  boolean  -17  Included in Price
price_include  boolean,~r  18+  Price Include
price_include_override  selection  18+  Included in Price
include_base_amount  boolean  *  Affect Base of Subsequent Taxes
sequence  integer,!  *  Sequence
active  boolean  *  Active
description  char  -16  Label on Invoices
description  html  17+  Description
invoice_label=description  char  17+  Label on Invoices
company_id  many2one:res.company,!r  *  Company
tax_group_id  many2one:account.tax.group,!  *  Tax Group
children_tax_ids  many2many:account.tax  *  Children Taxes
is_base_affected  boolean  15+  Base Affected by Previous Taxes
invoice_repartition_line_ids  one2many:account.tax.repartition.line  *  Distribution for Invoices
refund_repartition_line_ids  one2many:account.tax.repartition.line  *  Distribution for Refund Invoices
fiscal_position_ids  many2many:account.fiscal.position  19+  Fiscal Position
original_tax_ids  many2many:account.tax  19+  Replaces
""",
    "account.analytic.plan": """
name  char,!  16+  Name
default_applicability  selection  16+  Default Applicability
""",
    "account.analytic.account": """
name  char,!  *  Analytic Account
code  char  *  Reference
active  boolean  *  Active
plan_id  many2one:account.analytic.plan,!  16+  Plan
root_plan_id=plan_id  many2one:account.analytic.plan,r  16+  Root Plan
company_id  many2one:res.company  *  Company
""",
    "res.currency.rate": """
name  date,!  *  Date
rate  float  *  Technical Rate
currency_id  many2one:res.currency,!  *  Currency
company_id  many2one:res.company  *  Company
""",
    "account.fiscal.position": """
name  char,!  *  Fiscal Position
sequence  integer  *  Sequence
active  boolean  *  Active
company_id  many2one:res.company,!r  *  Company
auto_apply  boolean  *  Detect Automatically
vat_required  boolean  *  VAT required
country_id  many2one:res.country  *  Country
account_ids  one2many:account.fiscal.position.account  *  Account Mapping
tax_ids  one2many:account.fiscal.position.tax  -18  Tax Mapping
tax_ids  many2many:account.tax  19+  Taxes
""",
    "account.fiscal.position.account": """
position_id  many2one:account.fiscal.position,!  *  Fiscal Position
account_src_id  many2one:account.account,!  *  Account on Product
account_dest_id  many2one:account.account,!  *  Account to Use Instead
""",
    "account.fiscal.position.tax": """
position_id  many2one:account.fiscal.position,!  -18  Fiscal Position
tax_src_id  many2one:account.tax,!  -18  Tax on Product
tax_dest_id  many2one:account.tax  -18  Tax to Apply
""",
    "account.payment.term": """
name  char,!  *  Payment Terms
note  text  -14  Description on the Invoice
note  html  15+  Description on the Invoice
sequence  integer,!  *  Sequence
active  boolean  *  Active
company_id  many2one:res.company  *  Company
line_ids  one2many:account.payment.term.line  *  Terms
early_discount  boolean  17+  Early Discount
discount_percentage  float  17+  Discount %
discount_days  integer  17+  Discount Days
early_pay_discount_computation  selection  17+  Cash Discount Tax Reduction
""",
    "account.payment.term.line": """
value  selection,!  -14  Type
value  selection,!  15+  Value
value_amount  float  -14  Value
value_amount  float  15+  Due
days=nb_days  integer,!  -16  Number of Days
option  selection,!  -14  Options
nb_days  integer  17+  Days
delay_type  selection,!  17+  Delay Type
days_next_month  char  17+  Days on the next month
day_of_the_month  integer  -14  Day of the month
months  integer,!  16-16  Months
end_month  boolean  16-16  End of month
days_after  integer  16-16  Days after End of month
sequence  integer  -14  Sequence
payment_id  many2one:account.payment.term,!  *  Payment Terms
""",
    "res.partner.bank": """
acc_number  char,!  -19  Account Number
account_number=acc_number  char,!  20+  Account Number
sanitized_acc_number  char,r  -19  Sanitized Account Number
sanitized_account_number=sanitized_acc_number  char,r  20+  Sanitized Account Number
acc_holder_name  char  -19  Account Holder Name
holder_name=acc_holder_name  char  20+  Account Holder Name
bank_name  char,~  -19  Name
bank_name  char  20+  Bank Name
partner_id  many2one:res.partner,!  *  Account Holder
company_id  many2one:res.company,r  *  Company
sequence  integer  *  Sequence
active  boolean  *  Active
allow_out_payment  boolean  16+  Send Money
""",
    "res.partner": """
name  char  *  Name
complete_name  char,r  17+  Complete Name
ref  char  *  Reference
vat  char  *  Tax ID
email  char  *  Email
phone  char  *  Phone
mobile  char  -18  Mobile
street  char  *  Street
street2  char  *  Street2
zip  char  *  Zip
city  char  *  City
website  char  *  Website Link
function  char  *  Job Position
lang  selection  *  Language
comment  text  -14  Notes
comment  html  15+  Notes
invoice_warn  selection  -18  Invoice
invoice_warn_msg  text  -18  Message for Invoice
country_id  many2one:res.country  *  Country
parent_id  many2one:res.partner  *  Related Company
child_ids  one2many:res.partner  *  Contact
is_company  boolean  *  Is a Company
company_type  selection,~  -19  Company Type
commercial_partner_id  many2one:res.partner,r  *  Commercial Entity
active  boolean  *  Active
company_id  many2one:res.company  *  Company
customer_rank  integer  *  Customer Rank
supplier_rank  integer  *  Supplier Rank
property_account_position_id  many2one:account.fiscal.position,~  -17  Fiscal Position
property_account_position_id  many2one:account.fiscal.position  18+  Fiscal Position
property_payment_term_id  many2one:account.payment.term,~  -17  Customer Payment Terms
property_payment_term_id  many2one:account.payment.term  18+  Customer Payment Terms
property_supplier_payment_term_id  many2one:account.payment.term,~  -17  Vendor Payment Terms
property_supplier_payment_term_id  many2one:account.payment.term  18+  Vendor Payment Terms
property_account_receivable_id  many2one:account.account,~  -17  Account Receivable
property_account_receivable_id  many2one:account.account  18+  Account Receivable
property_account_payable_id  many2one:account.account,~  -17  Account Payable
property_account_payable_id  many2one:account.account  18+  Account Payable
bank_ids  one2many:res.partner.bank  *  Banks
credit  monetary,~r  *  Total Receivable
debit  monetary,~r  *  Total Payable
currency_id  many2one:res.currency,~r  *  Currency
""",
    "product.template": """
name  char,!  *  Name
list_price  float  *  Sales Price
active  boolean  *  Active
""",
    "product.product": """
product_tmpl_id  many2one:product.template,!  *  Product Template
name  char,!~i  *  Name
default_code  char  *  Internal Reference
barcode  char  *  Barcode
type  selection,!~i  -14  Product Type
detailed_type=type  selection,!~i  15-17  Product Type
type  selection,~i  15-17  Type
type  selection,!~i  18+  Product Type
lst_price  float,~  *  Sales Price
list_price=lst_price  float,~i  *  Sales Price
standard_price  float,~  -17  Cost
standard_price  float  18+  Cost
description_sale  text,~i  *  Sales Description
taxes_id  many2many:account.tax,~i  *  Sales Taxes
supplier_taxes_id  many2many:account.tax,~i  *  Purchase Taxes
property_account_income_id  many2one:account.account,~i  -17  Income Account
property_account_income_id  many2one:account.account,~i  18+  Income Account
property_account_expense_id  many2one:account.account,~i  -17  Expense Account
property_account_expense_id  many2one:account.account,~i  18+  Expense Account
sale_ok  boolean,~i  *  Sales
purchase_ok  boolean,~i  *  Purchase
active  boolean  *  Active
company_id  many2one:res.company,~i  *  Company
currency_id  many2one:res.currency,~r  *  Currency
""",
    "account.move": """
move_type  selection,!r  *  Type
state  selection,!r  *  Status
payment_state  selection,r  *  Payment Status
status_in_payment  selection,~r  18+  Status In Payment
name  char  *  Number
name_placeholder  char,~r  18+  Name Placeholder
ref  char  *  Reference
payment_reference  char  *  Payment Reference
invoice_origin  char,r  *  Origin
narration  text  -15  Terms and Conditions
narration  html  16+  Terms and Conditions
partner_id  many2one:res.partner  *  Partner
commercial_partner_id  many2one:res.partner,r  *  Commercial Entity
partner_shipping_id  many2one:res.partner  16+  Delivery Address
partner_bank_id  many2one:res.partner.bank  *  Recipient Bank
invoice_partner_display_name  char,r  *  Invoice Partner Display Name
invoice_user_id  many2one:res.users  *  Salesperson
invoice_date  date  *  Invoice/Bill Date
invoice_date_due  date  *  Due Date
date  date,!  *  Date
invoice_payment_term_id  many2one:account.payment.term  *  Payment Terms
journal_id  many2one:account.journal,!  *  Journal
company_id  many2one:res.company  *  Company
currency_id  many2one:res.currency,!  *  Currency
company_currency_id  many2one:res.currency,~r  *  Company Currency
invoice_currency_rate  float  18+  Currency Rate
line_ids  one2many:account.move.line  *  Journal Items
invoice_line_ids  one2many:account.move.line  *  Invoice lines
amount_untaxed  monetary,r  *  Untaxed Amount
amount_tax  monetary,r  *  Tax
amount_total  monetary,r  *  Total
amount_residual  monetary,r  *  Amount Due
amount_untaxed_signed  monetary,r  *  Untaxed Amount Signed
amount_tax_signed  monetary,r  *  Tax Signed
amount_total_signed  monetary,r  *  Total Signed
amount_residual_signed  monetary,r  *  Amount Due Signed
amount_total_in_currency_signed  monetary,r  15+  Total in Currency Signed
amount_paid  monetary,~r  16+  Amount paid
amount_by_group  binary,~r  -14  Tax amount by group
tax_totals_json  char,~  15-15  Invoice Totals JSON
tax_totals  binary,~  16+  Invoice Totals
invoice_payments_widget  text,~r  -15  Invoice Payments Widget
invoice_payments_widget  binary,~r  16+  Invoice Payments Widget
invoice_outstanding_credits_debits_widget  text,~r  -15  Invoice Outstanding Credits Debits Widget
invoice_outstanding_credits_debits_widget  binary,~r  16+  Invoice Outstanding Credits Debits Widget
invoice_has_outstanding  boolean,~r  *  Invoice Has Outstanding
payment_term_details  binary,~r  16+  Payment Term Details
payment_id=origin_payment_id  many2one:account.payment  -17  Payment
origin_payment_id  many2one:account.payment  18+  Payment
matched_payment_ids  many2many:account.payment  18+  Matched Payments
reversed_entry_id  many2one:account.move,r  *  Reversal of
reversal_move_id=reversal_move_ids  one2many:account.move  -17  Reversal Move
reversal_move_ids  one2many:account.move  18+  Reversal Move
posted_before  boolean  *  Posted Before
is_move_sent  boolean,r  *  Is Move Sent
to_check  boolean  -17  To Check
checked  boolean  18-19  Reviewed
review_state  selection,!  20+  Review State
auto_post  boolean  -15  Post Automatically
auto_post  selection,!  16+  Auto-post
document_tax_mode  selection  20+  Tax Mode
fiscal_position_id  many2one:account.fiscal.position  *  Fiscal Position
invoice_cash_rounding_id  many2one:account.cash.rounding  *  Cash Rounding Method
auto_post_until  date  16+  Auto-post until
tax_lock_date_message  char,~r  *  Tax Lock Date Message
duplicated_ref_ids  many2many:account.move,~r  16+  Duplicated Ref
partner_credit_warning  text,~r  16+  Partner Credit Warning
abnormal_amount_warning  text,~r  18+  Abnormal Amount Warning
abnormal_date_warning  text,~r  18+  Abnormal Date Warning
made_sequence_gap  boolean,r  18+  Made Sequence Gap
restrict_mode_hash_table  boolean,~r  -16  Lock Posted Entries with Hash
restrict_mode_hash_table  boolean,~r  17+  Secure Posted Entries with Hash
inalterable_hash  char,r  *  Inalterability Hash
show_reset_to_draft_button  boolean,~r  *  Show Reset To Draft Button
user_id=invoice_user_id  many2one:res.users,~r  *  User
""",
    "account.move.line": """
move_id  many2one:account.move,!r  *  Journal Entry
move_name  char,r  *  Number
move_type  selection,~r  15+  Type
parent_state  selection,r  *  Status
display_type  selection  -15  Display Type
display_type  selection,!  16+  Display Type
exclude_from_invoice_tab  boolean  -15  Exclude From Invoice Tab
sequence  integer  *  Sequence
name  char  *  Label
label=name  char,~  20+  Label
account_id  many2one:account.account  *  Account
account_internal_type  selection,~r  -15  Internal Type
account_type  selection,~r  16+  Internal Type
account_internal_group  selection,~r  *  Internal Group
partner_id  many2one:res.partner  *  Partner
product_id  many2one:product.product  *  Product
quantity  float,d  *  Quantity
price_unit  float,d  -18  Unit Price
price_unit  float  19+  Unit Price
discount  float,d  *  Discount (%)
tax_ids  many2many:account.tax  *  Taxes
tax_line_id  many2one:account.tax,r  *  Originator Tax
tax_group_id  many2one:account.tax.group,r  *  Originator tax group
tax_base_amount  monetary,r  *  Base Amount
price_subtotal  monetary,r  *  Subtotal
price_total  monetary,r  *  Total
currency_id  many2one:res.currency,!  *  Currency
company_id  many2one:res.company,r  *  Company
company_currency_id  many2one:res.currency,r  *  Company Currency
journal_id  many2one:account.journal,r  *  Journal
date  date,r  *  Date
ref  char,r  *  Reference
amount_currency  monetary  *  Amount in Currency
debit  monetary  *  Debit
credit  monetary  *  Credit
balance  monetary  *  Balance
amount_residual  monetary,r  *  Residual Amount
amount_residual_currency  monetary,r  *  Residual Amount in Currency
reconciled  boolean,r  *  Reconciled
full_reconcile_id  many2one:account.full.reconcile,r  *  Matching
matching_number  char,r  *  Matching #
date_maturity  date  *  Due Date
discount_date  date,r  16+  Discount Date
discount_amount_currency  monetary  16+  Discount amount in Currency
matched_debit_ids  one2many:account.partial.reconcile,r  *  Matched Debits
matched_credit_ids  one2many:account.partial.reconcile,r  *  Matched Credits
payment_id  many2one:account.payment,r  *  Originator Payment
analytic_account_id  many2one:account.analytic.account  -15  Analytic Account
analytic_distribution  json  16+  Analytic Distribution
purchase_line_id  many2one:purchase.order.line  *  Purchase Order Line
is_rounding_line  boolean,~r  -15  Is Rounding Line
""",
    "account.partial.reconcile": """
debit_move_id  many2one:account.move.line,!  *  Debit Move
credit_move_id  many2one:account.move.line,!  *  Credit Move
amount  monetary  *  Amount
debit_amount_currency  monetary  *  Debit Amount Currency
credit_amount_currency  monetary  *  Credit Amount Currency
company_id  many2one:res.company  *  Company
max_date  date,r  *  Max Date of Matched Lines
exchange_move_id  many2one:account.move  16+  Exchange Move
""",
    "account.full.reconcile": """
name  char,!r  -16  Number
reconciled_line_ids  one2many:account.move.line  *  Matched Journal Items
""",
    "account.payment": """
name  char,~i  -17  Number
name  char,r  18+  Number
state  selection,~i!  -17  Status
state  selection,!  18+  State
payment_type  selection,!  *  Payment Type
partner_type  selection,!  *  Partner Type
ref=memo  char,~i  -17  Reference
memo  char  18+  Memo
payment_reference  char  *  Payment Reference
date  date,~i!  -17  Date
date  date,!  18+  Date
amount  monetary  *  Amount
amount_signed  monetary,~r  16+  Amount Signed
amount_company_currency_signed  monetary,~r  15-17  Amount Company Currency Signed
amount_company_currency_signed  monetary,r  18+  Amount Company Currency Signed
currency_id  many2one:res.currency  *  Currency
company_currency_id  many2one:res.currency,~r  *  Company Currency
journal_id  many2one:account.journal,~i!  -17  Journal
journal_id  many2one:account.journal,!  18+  Journal
company_id  many2one:res.company,~i  -17  Company
company_id  many2one:res.company  18-18  Company
company_id  many2one:res.company,!  19+  Company
partner_id  many2one:res.partner  *  Customer/Vendor
partner_bank_id  many2one:res.partner.bank  *  Recipient Bank Account
payment_method_id  many2one:account.payment.method  -14  Payment Method
payment_method_id  many2one:account.payment.method,r  15+  Method
payment_method_line_id  many2one:account.payment.method.line  15+  Payment Method
payment_method_code  char,~r  *  Code
outstanding_account_id  many2one:account.account  15+  Outstanding Account
destination_account_id  many2one:account.account  *  Destination Account
move_id  many2one:account.move,!  -17  Journal Entry
move_id  many2one:account.move  18+  Journal Entry
invoice_ids  many2many:account.move  18+  Invoices
is_matched  boolean,r  *  Is Matched With a Bank Statement
is_reconciled  boolean,r  *  Is Reconciled
reconciled_invoice_ids  many2many:account.move,~r  *  Reconciled Invoices
reconciled_bill_ids  many2many:account.move,~r  *  Reconciled Bills
reconciled_invoices_count  integer,~r  *  # Reconciled Invoices
reconciled_bills_count  integer,~r  *  # Reconciled Bills
is_internal_transfer  boolean  -17  Internal Transfer
""",
    "account.payment.register": """
payment_date  date,!  *  Payment Date
amount  monetary  *  Amount
communication  char  *  Memo
group_payment  boolean  *  Group Payments
currency_id  many2one:res.currency  *  Currency
company_currency_id  many2one:res.currency,~r  *  Company Currency
journal_id  many2one:account.journal  *  Journal
available_journal_ids  many2many:account.journal,~r  15+  Available Journal
partner_bank_id  many2one:res.partner.bank  *  Recipient Bank Account
line_ids  many2many:account.move.line,r  *  Journal items
payment_type  selection  *  Payment Type
partner_type  selection  *  Partner Type
source_amount  monetary  *  Amount to Pay (company currency)
source_amount_currency  monetary  *  Amount to Pay (foreign currency)
source_currency_id  many2one:res.currency  *  Source Currency
can_edit_wizard  boolean  *  Can Edit Wizard
can_group_payments  boolean  *  Can Group Payments
company_id  many2one:res.company  *  Company
partner_id  many2one:res.partner  *  Customer/Vendor
payment_method_id  many2one:account.payment.method  -14  Payment Method
available_payment_method_ids  many2many:account.payment.method,~r  -14  Available Payment Method
payment_method_line_id  many2one:account.payment.method.line  15+  Payment Method
available_payment_method_line_ids  many2many:account.payment.method.line,~r  15+  Available Payment Method Line
payment_difference  monetary,~r  *  Payment Difference
payment_difference_handling  selection  *  Payment Difference Handling
writeoff_account_id  many2one:account.account  *  Difference Account
writeoff_label  char  *  Journal Item Label
installments_mode  selection  18+  Installments Mode
early_payment_discount_mode  boolean,~  16+  Early Payment Discount Mode
""",
    "account.move.reversal": """
move_ids  many2many:account.move  *  Move
new_move_ids  many2many:account.move  *  New Move
date  date  *  Reversal date
reason  char  *  Reason displayed on Credit Note
refund_method  selection,!  -16  Credit Method
journal_id  many2one:account.journal  -15  Journal
journal_id  many2one:account.journal,!  16+  Journal
company_id  many2one:res.company,!r  *  Company
move_type  char,~r  *  Move Type
currency_id  many2one:res.currency,~r  *  Currency
residual  monetary,~r  *  Residual
""",
}

# What a model is called in sentences, and how its records are sorted unless asked otherwise.
LABELS = {
    **orders.LABELS,
    **coins.LABELS,
    "res.country": ("Country", "name"),
    "res.currency": ("Currency", "active desc, name"),
    "res.currency.rate": ("Currency Rate", "name desc"),
    "res.company": ("Companies", "name"),
    "res.users": ("User", "name, login"),
    "account.account.type": ("Account Type", "id"),
    "account.account": ("Account", "code"),
    "account.journal": ("Journal", "sequence, type, code"),
    "account.payment.method": ("Payment Methods", "id"),
    "account.payment.method.line": ("Payment Methods", "sequence, id"),
    "account.tax.group": ("Tax Group", "sequence, id"),
    "account.tax": ("Tax", "sequence, id"),
    "account.tax.repartition.line": ("Tax Repartition Line", "sequence, id"),
    "account.analytic.plan": ("Analytic Plans", "name"),
    "account.analytic.account": ("Analytic Account", "code, name"),
    "account.fiscal.position": ("Fiscal Position", "sequence"),
    "account.fiscal.position.account": ("Accounts Mapping of Fiscal Position", "id"),
    "account.fiscal.position.tax": ("Tax Mapping of Fiscal Position", "id"),
    "account.payment.term": ("Payment Terms", "sequence, id"),
    "account.payment.term.line": ("Payment Terms Line", "id"),
    "res.partner.bank": ("Bank Accounts", "sequence, id"),
    "res.partner": ("Contact", "display_name"),
    "product.template": ("Product", "name"),
    "account.full.reconcile": ("Full Reconcile", "id"),
    "product.product": ("Product Variant", "default_code, name, id"),
    "account.move": ("Journal Entry", "date desc, name desc, invoice_date desc, id desc"),
    "account.move.line": ("Journal Item", "date desc, move_name desc, id"),
    "account.partial.reconcile": ("Partial Reconcile", "id"),
    "account.payment": ("Payments", "date desc, name desc"),
    "account.payment.register": ("Pay", "id"),
    "account.move.reversal": ("Account Move Reversal", "id"),
}
