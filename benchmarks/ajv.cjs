// Validates every record of a catalogue with ajv and js-yaml: node ajv.cjs BUNDLES RECORDS
const fs = require("node:fs");
const path = require("node:path");
const yaml = require("js-yaml");
const Ajv = require("ajv/dist/2020");

const [bundles, records] = process.argv.slice(2);
const ajv = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true, validateFormats: false });
let bad = 0;
for (const kind of fs.readdirSync(records)) {
  const validate = ajv.compile(JSON.parse(fs.readFileSync(path.join(bundles, `${kind}.json`), "utf8")));
  for (const name of fs.readdirSync(path.join(records, kind))) {
    const text = fs.readFileSync(path.join(records, kind, name), "utf8");
    if (!validate(yaml.load(text, { schema: yaml.CORE_SCHEMA }))) bad += 1;
  }
}
process.exit(bad ? 1 : 0);
