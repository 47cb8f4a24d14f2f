"""The choices of every selection field, with the versions that have them. fields.py reads this."""

from __future__ import annotations

# "model.field" -> "key=Label" separated by |, a version range in front of those that come and go.
SELECTIONS = {
    "account.tax.repartition.line.repartition_type": "base=Base|tax=of tax",
    "account.move.move_type": "entry=Journal Entry|out_invoice=Customer Invoice|out_refund=Customer Credit Note|in_invoice=Vendor Bill"
    "|in_refund=Vendor Credit Note|out_receipt=Sales Receipt|in_receipt=Purchase Receipt",
    "account.move.state": "draft=Draft|posted=Posted|cancel=Cancelled",
    "account.move.payment_state": "not_paid=Not Paid|in_payment=In Payment|paid=Paid|partial=Partially Paid|reversed=Reversed|18+ blocked=Blocked"
    "|invoicing_legacy=Invoicing App Legacy",
    "account.move.status_in_payment": "not_paid=Not Paid|in_payment=In Payment|paid=Paid|partial=Partially Paid|reversed=Reversed|blocked=Blocked"
    "|invoicing_legacy=Invoicing App Legacy|draft=Draft|19+ posted=Posted|19+ sent=Sent|cancel=Cancelled",
    "account.analytic.plan.default_applicability": "optional=Optional|mandatory=Mandatory|unavailable=Unavailable",
    "account.move.auto_post": "no=No|at_date=At Date|monthly=Monthly|quarterly=Quarterly|yearly=Yearly",
    "account.move.review_state": "no_review=No Review|todo=To Review|reviewed=Reviewed|supervised=Supervised|anomaly=Anomaly",
    "account.move.document_tax_mode": "tax_excluded=Tax Excluded|tax_included=Tax Included",
    "account.move.line.display_type": "16+ product=Product|16+ cogs=Cost of Goods Sold|16+ tax=Tax|18+ discount=Discount|16+ rounding=Rounding"
    "|16+ payment_term=Payment Term|line_section=Section|19+ line_subsection=Subsection|line_note=Note|16+ epd=Early Payment Discount"
    "|19+ non_deductible_product_total=Non Deductible Products Total|19+ non_deductible_product=Non Deductible Products"
    "|19+ non_deductible_tax=Non Deductible Tax",
    "account.payment.state": "draft=Draft|-17 posted=Posted|-17 cancel=Cancelled|18-19 in_process=In Process|18+ paid=Paid|20+ reconciled=Reconciled"
    "|18+ canceled=Canceled|18+ rejected=Rejected",
    "account.payment.payment_type": "-14 outbound=Send Money|15+ outbound=Send|-14 inbound=Receive Money|15+ inbound=Receive",
    "account.payment.partner_type": "customer=Customer|supplier=Vendor",
    "account.payment.register.payment_type": "outbound=Send Money|inbound=Receive Money",
    "account.payment.register.partner_type": "customer=Customer|supplier=Vendor",
    "account.payment.register.payment_difference_handling": "open=Keep open|reconcile=Mark as fully paid",
    "account.payment.register.installments_mode": "next=Next Installment|overdue=Overdue Amount|before_date=Before Next Payment Date|full=Full Amount",
    "account.move.reversal.refund_method": "refund=Partial Refund|cancel=Full Refund|modify=Full refund and new draft invoice",
    "account.journal.type": "sale=Sales|purchase=Purchase|cash=Cash|bank=Bank|18+ credit=Credit Card|general=Miscellaneous",
    "account.cash.rounding.strategy": "biggest_tax=Modify tax amount|add_invoice_line=Add a rounding line",
    "account.cash.rounding.rounding_method": "UP=Up|DOWN=Down|HALF-UP=Nearest",
    "purchase.order.state": "draft=RFQ|sent=RFQ Sent|to approve=To Approve|purchase=Purchase Order|-18 done=Locked|cancel=Cancelled",
    "purchase.order.invoice_status": "no=Nothing to Bill|to invoice=Waiting Bills|invoiced=Fully Billed",
    "purchase.order.line.display_type": "line_section=Section|line_note=Note",
    "account.tax.type_tax_use": "sale=Sales|purchase=Purchases|none=None",
    "account.tax.amount_type": "group=Group of Taxes|fixed=Fixed|-16 percent=Percentage of Price|17+ percent=Percentage"
    "|-16 division=Percentage of Price Tax Included|17+ division=Percentage Tax Included",
    "account.tax.price_include_override": "tax_included=Tax Included|tax_excluded=Tax Excluded",
    "account.account.type.type": "other=Regular|receivable=Receivable|payable=Payable|liquidity=Liquidity",
    "account.account.type.internal_group": "equity=Equity|asset=Asset|liability=Liability|income=Income|expense=Expense|off_balance=Off Balance",
    "account.account.internal_type": "other=Regular|receivable=Receivable|payable=Payable|liquidity=Liquidity",
    "account.account.internal_group": "equity=Equity|asset=Asset|liability=Liability|income=Income|expense=Expense|-17 off_balance=Off Balance"
    "|18+ off=Off Balance",
    "account.account.account_type": "asset_receivable=Receivable|asset_cash=Bank and Cash|asset_current=Current Assets"
    "|asset_non_current=Non-current Assets|asset_prepayments=Prepayments|asset_fixed=Fixed Assets|liability_payable=Payable"
    "|liability_credit_card=Credit Card|liability_current=Current Liabilities|liability_non_current=Non-current Liabilities|equity=Equity"
    "|equity_unaffected=Current Year Earnings|income=Income|income_other=Other Income|expense=Expenses|19+ expense_other=Other Expenses"
    "|expense_depreciation=Depreciation|expense_direct_cost=Cost of Revenue|off_balance=Off-Balance Sheet",
    "account.payment.term.line.value": "-16 balance=Balance|percent=Percent|fixed=Fixed",
    "account.payment.term.line.option": "day_after_invoice_date=days after the invoice date",
    "account.payment.term.line.delay_type": "days_after=Days after invoice date|days_after_end_of_month=Days after end of month"
    "|days_after_end_of_next_month=Days after end of next month|days_end_of_month_on_the=Days end of month on the",
    "account.payment.term.early_pay_discount_computation": "included=On early payment|excluded=Never|mixed=Always (upon invoice)",
    "account.payment.method.payment_type": "inbound=Inbound|outbound=Outbound",
    "product.product.type": "-17 consu=Consumable|18+ consu=Goods|service=Service|18+ combo=Combo",
    "product.product.detailed_type": "consu=Consumable|service=Service",
    "res.currency.position": "after=After Amount|before=Before Amount",
    "res.partner.invoice_warn": "no-message=No Message|warning=Warning|block=Blocking Message",
    "res.partner.company_type": "person=Individual|company=Company",
    "res.partner.lang": "en_US=English (US)",
    "res.users.lang": "en_US=English (US)",
    "res.users.tz": "Europe/Dublin=Europe/Dublin|UTC=UTC",
}
for _field, _same in {
    "account.move.line.parent_state": "account.move.state",
    "account.move.line.move_type": "account.move.move_type",
    "account.move.line.account_type": "account.account.account_type",
    "account.move.line.account_internal_type": "account.account.internal_type",
    "account.move.line.account_internal_group": "account.account.internal_group",
    "account.payment.method.line.payment_type": "account.payment.method.payment_type",
}.items():
    SELECTIONS[_field] = SELECTIONS[_same]
