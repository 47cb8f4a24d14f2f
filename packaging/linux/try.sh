#!/bin/bash
# Starts the bundle where neither this repo nor any Python can be seen, offscreen, and lets it do the main job on the demo company.
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd -P)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -r "$repo/dist/odoo-desk" "$place/"
mkdir "$place/home" "$place/empty"

# Folders that are covered by an empty one: the repo with its .venv, and every Python of this machine.
cover() {
    local folder
    for folder in "$repo" "$HOME/.pyenv" /usr/lib/python3* /usr/local/lib/python3*; do
        [ ! -d "$folder" ] || mount --bind "$place/empty" "$folder"
    done
}
export -f cover
export repo place

job='
cd "$place"
run() { env -i PATH=/usr/bin:/bin HOME="$place/home" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen timeout 300 ./odoo-desk/odoo-desk "$@"; }
run --version
run tour --demo --screenshots "$place/screenshots"
ls "$place/screenshots"/*.png >/dev/null
'
for way in "unshare --mount" "unshare --map-root-user --mount"; do
    if $way bash -c cover 2>/dev/null; then
        $way bash -euc "cover; $job"
        echo "the bundle runs, with the repo and every Python out of sight"
        exit
    fi
done
mv "$repo/.venv" "$repo/.venv-away"
trap 'mv "$repo/.venv-away" "$repo/.venv"; rm -rf "$place"' EXIT
bash -euc "$job"
echo "the bundle runs, with .venv out of the way (folders cannot be hidden here)"
