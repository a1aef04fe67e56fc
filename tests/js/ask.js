/* Answers queries for the Python tests: `node ask.js FOLDER LANGUAGE < requests.json`.
   A request is {query, chosen}; `chosen` has ids of values by facet. An answer has the numbers of the documents, in
   order, and counts by facet and id. */
"use strict";

const fs = require("node:fs");
const { Toolkit, fromFolder, readColumns } = require("./load.js");

async function main([folder, language]) {
  const load = fromFolder(folder);
  const index = await Toolkit.open(language, load);
  const { facets, columns } = await readColumns(load);
  const idsOf = Object.fromEntries(facets);
  const answers = [];
  for (const { query, chosen = {} } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const numbers = Object.entries(chosen).map(([name, ids]) => [name, ids.map((id) => idsOf[name].indexOf(id))]);
    const result = await Toolkit.search(index, columns, { query, chosen: Object.fromEntries(numbers) });
    const counts = {};
    for (const [name, ids] of facets) {
      const pairs = ids.map((id, i) => [id, result.counts[name][i]]);
      counts[name] = Object.fromEntries(pairs.filter(([, count]) => count));
    }
    const { documents, unfiltered, withAll, corrections } = result;
    answers.push({ documents, counts, unfiltered, withAll, corrections });
  }
  process.stdout.write(JSON.stringify(answers));
}

main(process.argv.slice(2));
