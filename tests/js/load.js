/* The scripts of web/ in Node, and an index read from a folder as the browser reads it. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const WEB = path.join(__dirname, "..", "..", "web");
for (const name of ["load", "text", "query", "files", "rank", "show"]) require(path.join(WEB, "search", `${name}.js`));
require(path.join(WEB, "find", "view.js"));
for (const name of ["entries", "plan"]) require(path.join(WEB, "shortlist", `${name}.js`));
const { Toolkit } = globalThis;

/** The content of an index file. */
function contentOf(script) {
  let content;
  vm.runInNewContext(script, { Toolkit: { data: (_, value) => (content = value) } });
  return JSON.parse(JSON.stringify(content));
}

/**
 * Gives the content of an index file by its key, as `Toolkit.loader` does.
 * @param {(key: string, ending?: string) => string} read  Gives the script of a file, or throws.
 */
function loader(read) {
  return Toolkit.memoize(async (key, ending) => contentOf(read(key, ending)));
}

/**
 * Reads an index from a folder that contains search/.
 * @param {string} folder @param {(script: string) => void} [onRead]  Called with the script of each file that is read.
 */
function fromFolder(folder, onRead = () => {}) {
  const search = path.join(folder, "search");
  const read = (name) => {
    const script = fs.readFileSync(path.join(search, name), "utf8");
    onRead(script);
    return script;
  };
  const hashes = contentOf(read(fs.readdirSync(search).find((name) => name.startsWith("manifest-"))));
  return loader((key, ending) => read(`${key}.${ending || `${hashes[key]}.js`}`));
}

/** The facets, `[name, ids, isScale]` each, and their columns by name. */
async function readColumns(load) {
  const facets = await load("values");
  const columns = {};
  for (const [name] of facets) columns[name] = Toolkit.column(await load(`c/${name}`));
  return { facets, columns };
}

module.exports = { Toolkit, loader, fromFolder, readColumns };
