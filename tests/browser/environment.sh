#!/usr/bin/env bash
# Sets up what drives a browser, in an environment of its own: Playwright, axe-core, the checker of the W3C. Chromium is the system's.
set -euo pipefail
folder=$1
python=$2
if [ ! -e "$folder/installed" ]; then
    "$python" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check pytest playwright extruct jsonschema
    npm install --silent --no-save --prefix "$folder" axe-core@4.14.1 vnu-jar@26.9.27
    touch "$folder/installed"
fi
