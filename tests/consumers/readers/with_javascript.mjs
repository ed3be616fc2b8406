// Loads every table in JavaScript: `package` with datapackage, `csv` with frictionless.js, `parquet` with hyparquet.
// Node looks for libraries beside this file, so they are asked for from the folder that NODE_LIBRARIES names.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [source, folder, exports_, out] = process.argv.slice(2);
const require = createRequire(process.env.NODE_LIBRARIES + "/");
const descriptor = JSON.parse(readFileSync(`${folder}/datapackage.json`, "utf-8"));

async function withPackage() {
  const { Package } = require("datapackage");
  const opened = await Package.load(`${folder}/datapackage.json`, { basePath: folder });
  const tables = {};
  for (const resource of opened.resources) tables[resource.name] = await resource.read();
  return tables;
}

async function withFiles() {
  const { Dataset } = require("frictionless.js");
  const opened = await Dataset.load(`${folder}/datapackage.json`);
  const tables = {};
  for (const resource of opened.resources) {
    const rows = [];
    for await (const row of await resource.rows()) rows.push(row);
    tables[resource.descriptor.name] = rows.slice(1); // the first is the header
  }
  return tables;
}

async function withParquet() {
  const { asyncBufferFromFile, parquetReadObjects } = await import(pathToFileURL(require.resolve("hyparquet").replace("hyparquet.js", "node.js")));
  const tables = {};
  for (const { name, schema } of descriptor.resources) {
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(`${exports_}/${name}.parquet`) });
    tables[name] = rows.map((row) => schema.fields.map((field) => row[field.name]));
  }
  return tables;
}

const kind = (value) => (value instanceof Date ? "date" : typeof value);
const text = (value) => {
  if (value === null || value === undefined) return "";
  if (!(value instanceof Date)) return String(value);
  const local = source === "package"; // datapackage gives a day as midnight here, hyparquet as midnight in Greenwich
  const parts = local ? [value.getFullYear(), value.getMonth(), value.getDate()] : [value.getUTCFullYear(), value.getUTCMonth(), value.getUTCDate()];
  return `${String(parts[0]).padStart(4, "0")}-${String(parts[1] + 1).padStart(2, "0")}-${String(parts[2]).padStart(2, "0")}`;
};
const tables = await { package: withPackage, csv: withFiles, parquet: withParquet }[source]();
const report = {};
for (const { name, schema } of descriptor.resources) {
  const rows = tables[name];
  const names = schema.fields.map((field) => field.name);
  const types = names.map((column, position) => [column, [...new Set(rows.map((row) => row[position]).filter((value) => value !== null && value !== undefined && value !== "").map(kind))].join()]);
  const nulls = names.map((_, position) => rows.filter((row) => row[position] === null || row[position] === undefined || row[position] === "").length);
  report[name] = { rows: rows.length, types: Object.fromEntries(types), nulls };
  const lines = [names, ...rows].map((row) => row.map((value) => `"${text(value).replaceAll('"', '""')}"`).join(","));
  writeFileSync(`${out}/${name}.csv`, lines.join("\n") + "\n");
}
writeFileSync(`${out}/report.json`, JSON.stringify(report));
