// Every study of a folder against the exported schema: node ajv.mjs SCHEMA FOLDER
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import YAML from "yaml";
import fs from "node:fs";
import path from "node:path";

const [schema, folder] = process.argv.slice(2);
const ajv = new Ajv.default({ allErrors: true, strict: false });
formats.default(ajv);
const check = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
for (const name of fs.readdirSync(folder)) {
  if (!check(YAML.parse(fs.readFileSync(path.join(folder, name, "study.yaml"), "utf8")))) process.exitCode = 1;
}
