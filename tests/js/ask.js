/* Answers queries for the Python tests: `node ask.js FOLDER LANGUAGE < requests.json`.
   A request is as for `Toolkit.search`, but `chosen` has ids of values by facet, as have the counts in an answer. */
"use strict";

const fs = require("node:fs");
const { Toolkit, fromFolder, readFacets } = require("./load.js");

async function main([folder, language]) {
  const load = fromFolder(folder);
  const own = await Toolkit.open(language, load);
  const index = own.isWhole ? own : await own.withEnglish();
  const { ids: idsOf, columns } = readFacets(index);
  const answers = [];
  for (const { chosen = {}, ...request } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const numbers = Object.entries(chosen).map(([name, ids]) => [name, ids.map((id) => idsOf[name].indexOf(id))]);
    const result = await Toolkit.search(index, columns, { ...request, chosen: Object.fromEntries(numbers) });
    const counts = {};
    for (const [name, ids] of Object.entries(idsOf)) {
      const pairs = ids.map((id, i) => [id, result.counts[name][i]]);
      counts[name] = Object.fromEntries(pairs.filter(([, count]) => count));
    }
    answers.push({ ...result, counts });
  }
  process.stdout.write(JSON.stringify(answers));
}

main(process.argv.slice(2));
