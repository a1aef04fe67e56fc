/* MiniSearch and lunr (Material's) on the same records: `NODE_PATH=… node bench/search/peers.js FOLDER [NAME]`.
   Both load the whole index before the first answer; neither counts facets, so the time is that of the words alone. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");

const records = fs.readFileSync(path.join(process.argv[2], "records.jsonl"), "utf8").trim().split("\n").map(JSON.parse);
const queries = [];
for (let i = 0; queries.length < 40; i++) {
  const words = records[(i * 37) % records.length].text.replace(/\./g, "").split(" ").filter((w) => w.length > 4);
  queries.push(`${words[10 + (i % 5)]} ${words[40]}`);
}
const kb = (text) => Math.round(zlib.gzipSync(text, { level: 6 }).length / 1024);
const middle = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

function measure(name, build, serialize, search) {
  if (process.argv[3] && process.argv[3] !== name) return;
  const start = performance.now();
  const index = build();
  const seconds = (performance.now() - start) / 1000;
  const first = kb(serialize(index));
  const times = [];
  for (let turn = 0; turn < 3; turn++) {
    for (const query of queries) {
      const begin = performance.now();
      search(index, query);
      times.push(performance.now() - begin);
    }
  }
  console.log(JSON.stringify({ name, first_kb: first, warm_ms: +middle(times).toFixed(1), seconds: +seconds.toFixed(2), peak_mb: Math.round(process.resourceUsage().maxRSS / 1024) }));
}

measure(
  "MiniSearch",
  () => {
    const MiniSearch = require("minisearch");
    const index = new MiniSearch({ fields: ["title", "text"], storeFields: ["title", "text", "url", "values"], idField: "url" });
    index.addAll(records);
    return index;
  },
  (index) => JSON.stringify(index),
  (index, query) => index.search(query, { combineWith: "AND", prefix: true, fuzzy: 0.2 })
);

measure(
  "lunr",
  () =>
    require("lunr")(function () {
      this.ref("url");
      this.field("title", { boost: 1000 });
      this.field("text");
      records.forEach((record) => this.add(record));
    }),
  // Material sends the texts, and every browser makes its own index of them.
  () => JSON.stringify(records.map((record) => ({ location: record.url, title: record.title, text: record.text }))),
  (index, query) => index.search(query)
);
