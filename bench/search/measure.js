/* Bytes and times of this engine on a generated index: `node bench/search/measure.js FOLDER`. Bytes are gzip's. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const { Toolkit, fromFolder, columns } = require("../../tests/js/load.js");

const gz = (content) => zlib.gzipSync(content, { level: 9 }).length;
const middle = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function main(folder) {
  let bytes = 0;
  const load = fromFolder(folder, (text) => {
    bytes += gz(text);
  });
  const records = fs.readFileSync(path.join(folder, "records.jsonl"), "utf8").trim().split("\n").map(JSON.parse);
  // Questions as people ask them: two words that stand together in some record, neither the most frequent.
  const queries = [];
  for (let i = 0; queries.length < 40; i++) {
    const words = records[(i * 37) % records.length].text.replace(/\./g, "").split(" ").filter((w) => w.length > 4);
    queries.push(`${words[10 + (i % 5)]} ${words[40]} `);
  }
  const index = await Toolkit.open("en", load);
  const { made } = await columns(load);
  const open = bytes;
  const each = [];
  const warm = [];
  for (const query of queries) {
    bytes = 0;
    const result = await Toolkit.search(index, made, { query });
    await Toolkit.show(index, result, 0, 10);
    each.push(bytes);
  }
  for (let turn = 0; turn < 3; turn++) {
    for (const query of queries) {
      const start = performance.now();
      await Toolkit.search(index, made, { query });
      warm.push(performance.now() - start);
    }
  }
  // The most frequent word of all, with filters chosen.
  const word = records[0].text.split(" ").find((w) => records.slice(0, 50).every((r) => r.text.includes(w)));
  const times = [];
  for (let turn = 0; turn < 15; turn++) {
    const start = performance.now();
    await Toolkit.search(index, made, { query: `${word} `, chosen: { topics: [0, 1] } });
    times.push(performance.now() - start);
  }
  const frequent = middle(times);
  console.log(
    JSON.stringify({
      open_kb: Math.round(open / 1024),
      first_kb: Math.round((open + each[0]) / 1024),
      further_kb: Math.round(middle(each.slice(1)) / 1024),
      warm_ms: +middle(warm).toFixed(1),
      warm_most_ms: +Math.max(...warm).toFixed(1),
      frequent_ms: +frequent.toFixed(1),
    })
  );
}

main(process.argv[2]);
