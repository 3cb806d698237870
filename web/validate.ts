// Checks JSON files against a schema (2019-09): web/run schema SCHEMA FILE... Exit 1 with what is wrong.
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';

const [schema, ...files] = process.argv.slice(2);
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
// The schemas use words of their own ("x-…", dimension formats), which are no errors of the messages.
const ajv = new Ajv2019({ strict: false, allErrors: true });
formats.default(ajv);
const check = ajv.compile(read(schema!) as object);
for (const file of files) {
  if (check(read(file))) continue;
  process.exitCode = 1;
  for (const error of (check.errors ?? []).slice(0, 10)) console.error(`${file} ${error.instancePath}: ${error.message}`);
}
