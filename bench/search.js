/* Four searches behind one question: `engines.NAME.open(language)`, then `ask(query, number)` gives the paths of the
   first results, with what they show loaded. */
"use strict";

const FIELDS = {
  idField: "path",
  fields: ["title", "summary", "text"],
  storeFields: ["title", "summary"],
  searchOptions: { boost: { title: 3, summary: 2 }, fuzzy: 0.2, prefix: true },
};

const ours = {
  async open(language) {
    const own = await Toolkit.open(language, Toolkit.loader("/"));
    this.index = own.isWhole ? own : await own.withEnglish();
    this.columns = Object.fromEntries(own.facets.map(([name, , , , , column]) => [name, column]));
  },
  async ask(query, number) {
    const result = await Toolkit.search(this.index, this.columns, { query, isLiteral: this.isLiteral });
    const first = result.documents.slice(0, number);
    await Promise.all(first.map((doc) => Toolkit.passage(this.index, result, doc)));
    return first.map((doc) => this.index.documents[doc].path);
  },
};

const engines = {
  "this search": ours,
  "without synonyms and corrections": { ...ours, isLiteral: true },
  MiniSearch: {
    async open(language) {
      const answer = await fetch(`/MiniSearch-${language}.json`);
      this.index = MiniSearch.loadJSON(await answer.text(), FIELDS);
    },
    async ask(query, number) {
      return this.index.search(query).slice(0, number).map((result) => result.id);
    },
  },
  lunr: {
    async open(language) {
      const answer = await fetch(`/lunr-${language}.json`);
      this.index = lunr.Index.load(await answer.json());
    },
    async ask(query, number) {
      const words = query.replace(/[^\p{L}\p{N}\s]/gu, " ");
      return this.index.search(words).slice(0, number).map((result) => result.ref);
    },
  },
  Pagefind: {
    async open(language) {
      document.documentElement.lang = language;
      this.pagefind = await import("/pagefind/pagefind.js");
      await this.pagefind.init();
      await this.pagefind.filters();
    },
    async ask(query, number) {
      const { results } = await this.pagefind.search(query);
      const shown = await Promise.all(results.slice(0, number).map((result) => result.data()));
      return shown.map((result) => result.raw_url.replace(/^\/\w+\/|\.html$/g, ""));
    },
  },
};

/** The indexes that are one file, as a server sends them. */
const indexes = {
  MiniSearch(documents) {
    const index = new MiniSearch(FIELDS);
    index.addAll(documents);
    return JSON.stringify(index);
  },
  lunr: (documents) => JSON.stringify(lunr((builder) => {
    builder.ref("path");
    FIELDS.fields.forEach((field) => builder.field(field, { boost: FIELDS.searchOptions.boost[field] || 1 }));
    documents.forEach((document) => builder.add(document));
  })),
};

/** Milliseconds of a question. */
const timed = async (engine, query, number) => {
  const start = performance.now();
  await engine.ask(query, number);
  return performance.now() - start;
};
