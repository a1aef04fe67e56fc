/* The scripts of web/ in Node, and an index read from a folder as the browser reads it. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const WEB = path.join(__dirname, "..", "..", "web", "search");
for (const name of ["text", "query", "files", "rank", "show"]) require(path.join(WEB, `${name}.js`));
const { Toolkit } = globalThis;

/** The content of an index's file. `read` gives the text of a file by its key, or throws. */
function loader(read) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) {
      known.set(
        key,
        new Promise((done) => {
          let content;
          vm.runInNewContext(read(key), { Toolkit: { data: (_, value) => (content = value) } });
          done(JSON.parse(JSON.stringify(content)));
        })
      );
    }
    return known.get(key);
  };
}

/** `folder` holds search/. */
function fromFolder(folder) {
  return loader((key) => fs.readFileSync(path.join(folder, "search", `${key}.js`), "utf8"));
}

/** The facets' columns, by name. */
async function columns(load) {
  const facets = await load("values");
  const made = {};
  for (const [name] of facets) made[name] = Toolkit.column(await load(`c/${name}`));
  return { facets, made };
}

module.exports = { Toolkit, loader, fromFolder, columns };
