#!/bin/sh
# `make demo`: the window on the demo company; without a display the same window, offscreen, doing the main job by itself.
set -eu
cd "$(dirname "$0")/../.."

# A display may be named and yet not be there (a closed X11 tunnel): Qt aborts then, so a process of its own tries.
display() {
    [ "$(uname)" = Darwin ] && return 0
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
    sh -c '.venv/bin/python -c "from PySide6.QtGui import QGuiApplication; QGuiApplication([])" || exit 1' >/dev/null 2>&1
}

if display; then
    exec .venv/bin/odoo-desk demo
fi
folder=$(pwd -P)/screenshots
echo "There is no display here, so the window stays offscreen and does the main job by itself."
QT_QPA_PLATFORM=offscreen .venv/bin/odoo-desk tour --demo --screenshots "$folder"
echo "Screenshots of every step: $folder"
