/* The scripts of web/ in Node, and an index read from a folder as the browser reads it. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const WEB = path.join(__dirname, "..", "..", "web", "search");
for (const name of ["text", "query", "files", "rank", "show"]) require(path.join(WEB, `${name}.js`));
const { Toolkit } = globalThis;

/** What a file of an index says. */
function told(text) {
  let content;
  vm.runInNewContext(text, { Toolkit: { data: (_, value) => (content = value) } });
  return JSON.parse(JSON.stringify(content));
}

/** The content of an index's file. `read` gives the text of a file by its key and the end of its name, or throws. */
function loader(read) {
  const known = new Map();
  return (key, end) => {
    if (!known.has(key)) known.set(key, new Promise((done) => done(told(read(key, end)))));
    return known.get(key);
  };
}

/** `folder` holds search/; `see` is given the text of each file that is read. */
function fromFolder(folder, see = () => {}) {
  const search = path.join(folder, "search");
  const text = (name) => {
    const read = fs.readFileSync(path.join(search, name), "utf8");
    see(read);
    return read;
  };
  const hashes = told(text(fs.readdirSync(search).find((name) => name.startsWith("manifest-"))));
  return loader((key, end) => text(`${key}.${end || `${hashes[key]}.js`}`));
}

/** The facets' columns, by name. */
async function columns(load) {
  const facets = await load("values");
  const made = {};
  for (const [name] of facets) made[name] = Toolkit.column(await load(`c/${name}`));
  return { facets, made };
}

module.exports = { Toolkit, loader, fromFolder, columns };
