#!/bin/bash
# dist/odoo-desk: a folder that runs without Python on any Linux whose C library is as new as this machine's.
set -euo pipefail
cd "$(dirname "$0")/../.."

.venv/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build packaging/linux/odoo-desk.spec
cp packaging/linux/odoo-desk.desktop packaging/linux/odoo-desk.metainfo.xml resources/icons/odoo-desk.svg LICENSE dist/odoo-desk/
echo "dist/odoo-desk: $(du -sh dist/odoo-desk | cut -f1), $(find dist/odoo-desk -type f | wc -l) files"
