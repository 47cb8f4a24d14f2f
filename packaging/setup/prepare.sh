#!/bin/sh
# All set-up, quick when nothing is to do: system packages that Qt needs, .venv, this package (editable) with what its tests need.
# Usage: packaging/setup/prepare.sh [more dependency groups, such as: bundle]
set -eu
cd "$(dirname "$0")/../.."
here=$(pwd -P)
groups="dev $*"
# What was there stays there.
[ ! -f .venv/prepared ] || groups="$(printf '%s\n' $groups $(sed -n 's/^group //p' .venv/prepared) | sort -u | tr '\n' ' ')"
python=.venv/bin/python
stamp=.venv/prepared

say() { printf '%s\n' "set-up: $*" >&2; }
give_up() { say "$@"; exit 1; }

wanted_stamp() { printf '%s ' "$here"; cksum < pyproject.toml; }
has_groups() { for group in $groups; do grep -qx "group $group" "$stamp" || return 1; done; }

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

# Sounds like work, but is 30 ms: the venv runs, lies here, holds us, and was made for this pyproject.toml.
ready() {
    [ -f "$stamp" ] && [ "$(head -1 "$stamp")" = "$(wanted_stamp)" ] && has_groups && "$python" -I -c 'import odoo_desk, qasync' 2>/dev/null
}

find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && suits "$name"; then
            command -v "$name"
            return
        fi
    done
    give_up "Python 3.11, 3.12 or 3.13 is needed and none was found. Install one and run this again."
}

# --- system packages (Debian, Ubuntu and what derives from them) -----------------------------------------------------

# What Qt loads for any window, what it loads to show one (X11, Wayland), and a font.
QT_PACKAGES="libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 fonts-dejavu-core
    libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0
    libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    libwayland-client0 libwayland-cursor0 libwayland-egl1"

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Ubuntu 24.04 calls some libraries NAMEt64.
installed() { [ -n "$(dpkg-query -W -f '${db:Status-Status} ' "$1" "$1t64" 2>/dev/null | grep -w installed)" ]; }

missing_packages() {
    for package in "$@"; do
        installed "$package" || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }

# apt_install PACKAGES: 0 when they are there afterwards.
apt_install() {
    if ! may_install; then
        say "these system packages are missing, and installing them takes an administrator. The line that does it:"
        printf '    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$*" >&2
        return 1
    fi
    say "installing system packages: $*"
    install="env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends"
    # shellcheck disable=SC2086 # words
    as_root $install "$@" >/dev/null 2>&1 || { as_root apt-get update -qq && as_root $install "$@" >/dev/null; }
}

# $1: a Python that has to make the virtual environment, or nothing.
system_packages() {
    has_apt || return 0
    # shellcheck disable=SC2086 # words
    missing=$(missing_packages $QT_PACKAGES)
    # Debian keeps two modules of Python in a package of their own.
    if [ -n "$1" ] && ! makes_venvs "$1"; then
        missing="$missing$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    # shellcheck disable=SC2086
    [ -z "$missing" ] || apt_install $missing || say "going on without them"
}

# --- the virtual environment -------------------------------------------------------------------------------------------

# A venv that was copied from elsewhere still runs, but its scripts and our own package point to where it came from.
venv_is_usable() {
    [ -x "$python" ] && suits "$python" && "$python" -m pip --version >/dev/null 2>&1 &&
        head -1 .venv/bin/pip | grep -qF "$here/.venv/"
}

makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

make_venv() {
    makes_venvs "$1" || give_up "$1 cannot make a virtual environment: it lacks the modules venv and ensurepip"
    say "creating .venv with $("$1" --version 2>&1) ($1)"
    rm -rf .venv
    "$1" -m venv .venv
}

install_package() {
    say "installing odoo-desk and its dependencies ($groups)"
    # Dependency groups are known to pip since 25.1; Debian 12 has 23.0.
    "$python" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (25, 1))' ||
        "$python" -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
    options=
    for group in $groups; do options="$options --group $group"; done
    # shellcheck disable=SC2086 # words
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action ignore --editable . $options
}

if ! ready; then
    started=$(date +%s)
    maker=
    venv_is_usable || maker=$(find_python)
    system_packages "$maker"
    [ -z "$maker" ] || make_venv "$maker"
    install_package
    "$python" -c 'import PySide6.QtWidgets, PySide6.QtSvg' || give_up "Qt cannot be loaded on this machine: a system library is missing (see above)"
    { wanted_stamp; printf 'group %s\n' $groups; } > "$stamp"
    say "done in $(($(date +%s) - started)) s"
fi
