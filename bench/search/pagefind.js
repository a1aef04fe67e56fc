/* Pagefind on the same records, as pages: `NODE_PATH=… node bench/search/pagefind.js FOLDER`.
   Its index is made by its own program, whose memory the system does not tell Node; the reader in the browser
   needs http, so what is measured is the time to build and the bytes of all that it writes. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

/* Milliseconds: less than `python -m bench.search` waits, so that the program never outlives it. */
const LIMIT = 100_000;
const folder = process.argv[2];
const site = path.join(folder, "pages");
const facets = (values) =>
  Object.entries(values)
    .flatMap(([name, ids]) => ids.map((id) => `<span data-pagefind-filter="${name}">${id}</span>`))
    .join("");
for (const line of fs.readFileSync(path.join(folder, "records.jsonl"), "utf8").trim().split("\n")) {
  const { url, title, text, values } = JSON.parse(line);
  const file = path.join(site, `${url}.html`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(
    file,
    `<!doctype html><html lang="en"><title>${title}</title><body data-pagefind-body><h1>${title}</h1>` +
      `<p>${text}</p><p data-pagefind-ignore>${facets(values)}</p>`
  );
}
const start = performance.now();
const out = path.join(folder, "pagefind");
// The program itself, not its starter: who stops the starter leaves the program running.
const system = process.platform === "win32" ? "windows" : process.platform;
const program = `@pagefind/${system}-${process.arch}/bin/pagefind_extended${system === "windows" ? ".exe" : ""}`;
const done = spawnSync(path.join(process.env.NODE_PATH, program), ["--site", site, "--output-path", out], {
  encoding: "utf8",
  timeout: LIMIT,
});
if (done.error || done.status) throw done.error || new Error(done.stderr);
const seconds = (performance.now() - start) / 1000;
let bytes = 0;
for (const name of fs.readdirSync(out, { recursive: true })) {
  const file = path.join(out, name);
  if (fs.statSync(file).isFile()) bytes += fs.statSync(file).size;
}
console.log(JSON.stringify({ name: "Pagefind", seconds: +seconds.toFixed(2), total_kb: Math.round(bytes / 1024) }));
