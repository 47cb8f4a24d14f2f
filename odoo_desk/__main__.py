"""python -m odoo_desk"""

import sys

from odoo_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
