/* The scripts of web/ in Node, and an index read from a folder as the browser reads it. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const WEB = path.join(__dirname, "..", "..", "web");
for (const name of ["load", "text", "spelling", "query", "index", "rank", "show"]) require(path.join(WEB, "search", `${name}.js`));
require(path.join(WEB, "find", "view.js"));
for (const name of ["entries", "plan"]) require(path.join(WEB, "shortlist", `${name}.js`));
const { Toolkit } = globalThis;
Toolkit.folding = JSON.parse(fs.readFileSync(path.join(__dirname, "../../toolkit/search/folding.json"), "utf8"));

/** The content of an index file. */
function contentOf(script) {
  let content;
  vm.runInNewContext(script, { Toolkit: { data: (_, value) => (content = value) } });
  return JSON.parse(JSON.stringify(content));
}

/**
 * Gives the content of an index file by its key, as `Toolkit.loader` does.
 * @param {(key: string) => string} read  Gives the script of a file, or throws.
 */
function loader(read) {
  return Toolkit.memoize(async (key) => contentOf(read(key)));
}

/** Reads an index from a folder that contains search/. A page without a file has no text. @param {string} folder */
function fromFolder(folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const names = fs.readdirSync(path.join(folder, "search"));
  return loader((key) => {
    if (!key.includes("/")) return read("search/" + names.find((name) => name.startsWith(key + (key === "manifest" ? "-" : "."))));
    return fs.existsSync(path.join(folder, key + ".js")) ? read(key + ".js") : 'Toolkit.data("", "")';
  });
}

/** The ids of each facet's values, and the columns, by name. */
function readFacets({ facets }) {
  const pairs = (at) => Object.fromEntries(facets.map((facet) => [facet[0], facet[at]]));
  return { ids: pairs(2), columns: pairs(5) };
}

module.exports = { Toolkit, loader, fromFolder, readFacets };
