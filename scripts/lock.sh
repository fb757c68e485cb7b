#!/usr/bin/env bash
# Writes package-lock.json anew in an empty folder. Beside an installed node_modules npm leaves out the
# binaries of other platforms, and `npm ci` then refuses the lock file.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root/package.json" "$root/.npmrc" "$folder"
(cd "$folder" && npm install --package-lock-only --ignore-scripts)
cp "$folder/package-lock.json" "$root/package-lock.json"
