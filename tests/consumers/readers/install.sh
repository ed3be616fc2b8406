#!/usr/bin/env bash
# Installs the readers that data users have, each in an environment of its own, into the folder given. What comes from the system (R,
# LibreOffice, node) is used where it is there; the tests say what is missing.
set -euo pipefail
target=$1
here=$(dirname "$(realpath "$0")")
mkdir -p "$target"
target=$(realpath "$target")
for reader in frames datasette frictionless-5.18 frictionless; do
    if ! cmp -s "$here/$reader.txt" "$target/$reader/installed.txt"; then
        rm -rf "${target:?}/$reader"
        python3 -m venv "$target/$reader"
        "$target/$reader/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/$reader.txt"
        cp "$here/$reader.txt" "$target/$reader/installed.txt"
    fi
done
if command -v npm >/dev/null && ! cmp -s "$here/package.json" "$target/node/package.json"; then
    mkdir -p "$target/node"
    cp "$here/package.json" "$target/node/package.json.new"
    (cd "$target/node" && rm -rf node_modules package.json && cp package.json.new package.json && npm install --silent --no-package-lock --no-audit --no-fund) \
        || { rm -f "$target/node/package.json"; exit 1; }
fi
