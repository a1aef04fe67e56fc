/* Answers questions for the Python tests: `node ask.js FOLDER LANGUAGE < questions.json`.
   A question is {query, chosen}; `chosen` has ids of values by facet. An answer has paths in order, and counts by id. */
"use strict";

const { Toolkit, fromFolder, columns } = require("./load.js");

async function main([folder, language]) {
  const load = fromFolder(folder);
  const index = await Toolkit.open(language, load);
  const { facets, made } = await columns(load);
  const ids = Object.fromEntries(facets);
  const answers = [];
  for (const { query, chosen = {} } of JSON.parse(require("node:fs").readFileSync(0, "utf8"))) {
    const numbers = Object.fromEntries(Object.entries(chosen).map(([name, own]) => [name, own.map((id) => ids[name].indexOf(id))]));
    const result = await Toolkit.search(index, made, { query, chosen: numbers });
    const counts = {};
    for (const [name, values] of facets) {
      counts[name] = {};
      values.forEach((id, i) => result.counts[name][i] && (counts[name][id] = result.counts[name][i]));
    }
    answers.push({ cards: result.cards, counts, unfiltered: result.unfiltered, withAll: result.withAll, instead: result.instead });
  }
  process.stdout.write(JSON.stringify(answers));
}

main(process.argv.slice(2));
