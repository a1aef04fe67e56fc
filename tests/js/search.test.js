/* Tests of the search's parts, by `node --test tests/js`. The Python tests search whole indexes (ask.js). */
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { Toolkit } = require("./load.js");

const tokenizer = Toolkit.tokenizer(Toolkit.folding);
const WORDS = {
  synonyms: { "la migra": ["immigration enforcement"], cop: ["police"], news: ["media"] },
  stop_words: ["the", "la"],
  endings: { s: [""] },
};
const EMPTY = { ...WORDS, documents: [], words: "", postings: "", messages: {}, facets: [], dates: [], home: "en" };
const parse = Toolkit.parser(EMPTY, tokenizer);
/** The words of an index, each with its postings, as the file has them. */
const terms = (postings) => ({
  words: Object.keys(postings).join(" "),
  postings: Object.values(postings).map((numbers) => String.fromCharCode(...numbers.map((number) => 35 + number))).join(" "),
});
/** A row of an index: a page, or a title and summary of one that the language does not have. */
const row = (path, { title = "Title", hasPage = 1, sayings = [] } = {}) =>
  [path, "", title, "", [], [], hasPage, 0, 0, "", [], sayings, "", 9];
const opened = (files, language = "en") => Toolkit.open(language, async (key) => ({ ...EMPTY, ...files[key] }));
const tokensOf = ({ alternatives }) => alternatives.map(({ terms }) => terms.map((term) => term.tokens));
const clauses = (query) => parse(query).clauses.map(tokensOf);

// ---------------------------------------------------------------- text

test("accents, tone marks, capitals and forms of Arabic letters do not matter", () => {
  assert.deepEqual(tokenizer.tokens("Đường Nguyễn"), ["duong", "nguyen"]);
  assert.deepEqual(tokenizer.tokens("والمدرسة"), tokenizer.tokens("المدرسه"));
  assert.deepEqual(tokenizer.tokens("ผู้ช่วย"), tokenizer.tokens("ผูชวย"));
});

test("traditional Chinese finds simplified Chinese", () => {
  assert.deepEqual(tokenizer.tokens("翻譯"), tokenizer.tokens("翻译"));
});

test("marks are positions in the text as it is written", () => {
  const text = "Los Ángeles, la Policía; 警察です";
  const marks = tokenizer.marks(text, new Set(["angeles", "policia", "警察"]));
  assert.deepEqual(marks.map(([start, end]) => text.slice(start, end)), ["Ángeles", "Policía", "警察"]);
});

test("an excerpt is a part of the text with the marks in it", () => {
  const text = "one ".repeat(100) + "police station " + "two ".repeat(100);
  const pieces = Toolkit.excerpt(text, tokenizer.marks(text, new Set(["police", "station"])), 120);
  assert.deepEqual(pieces.filter((piece) => piece[1]).map((piece) => piece[0]), ["police", "station"]);
  assert.ok(text.includes(pieces.map((piece) => piece[0]).join("").replace(/^… | …$/g, "")));
});

test("a slip costs less than another letter, and a misspelled word stands for the likeliest", () => {
  const words = ["police", "policy", "liberian", "trafficking"];
  const first = (typed) => (Toolkit.corrections(typed, "en", { words, postings: words.map(() => "#") })[0] || [])[0];
  assert.deepEqual(["poilce", "polise", "pollice", "polcy"].map(first), ["police", "police", "police", "policy"]);
  assert.deepEqual(["trafiking", "nigerian", "pole"].map(first), ["trafficking", undefined, undefined]);
});

test("policies is a form of policy and not of police", () => {
  const suffixes = [["s", [""]], ["ies", ["y"]]];
  const formsOf = (word) => Toolkit.baseForms(word, suffixes);
  const areForms = (a, b) => formsOf(a).some((form) => formsOf(b).includes(form));
  assert.ok(areForms("policies", "policy"));
  assert.ok(!areForms("policies", "police"));
});

// ---------------------------------------------------------------- queries

test("stopwords are ignored unless nothing else was typed", () => {
  assert.deepEqual(clauses("the police "), [[[["police"]]]]);
  assert.deepEqual(clauses("the "), [[[["the"]]]]);
});

test("the synonyms of a phrase are its alternatives", () => {
  assert.deepEqual(clauses("la migra "), [[[["migra"]], [["immigration"], ["enforcement"]]]]);
});

test("another form of a word has its synonyms", () => {
  assert.deepEqual(clauses("cop "), [[[["cop"]], [["police"]]]]);
});

test("another form of a phrase has its synonyms", () => {
  assert.deepEqual(clauses("las migras "), [[[["las"]]], [[["migras"]]]]);
  assert.deepEqual(clauses("la migras "), [[[["migras"]], [["immigration"], ["enforcement"]]]]);
});

test("each word of a phrase with synonyms is an alternative, too", () => {
  const words = { ...EMPTY, synonyms: { "pulled over": ["traffic stop"] } };
  const { alternatives } = Toolkit.parser(words, tokenizer)("pulled over").clauses[0];
  const texts = alternatives.map(({ terms }) => terms.map((term) => term.text));
  assert.deepEqual(texts, [["pulled", "over"], ["traffic", "stop"], ["pulled"], ["over"]]);
});

test("words in quotation marks of any kind are one term", () => {
  for (const query of ['"la migra"', "“la migra”", "«la migra»"]) {
    assert.deepEqual(clauses(query), [[[["la", "migra"]]]]);
  }
});

test("a single quotation mark means nothing", () => {
  assert.deepEqual(clauses('"police '), [[[["police"]]]]);
  assert.deepEqual(clauses('"'), []);
});

test("the last word is a beginning while it is typed, and any word before an asterisk", () => {
  const beginnings = (query, isTyping) =>
    parse(query, isTyping).clauses.map(({ alternatives }) => alternatives[0].terms[0].isBeginning);
  assert.deepEqual(beginnings("chief inter", true), [false, true]);
  assert.deepEqual(beginnings("chief inter ", true), [false, false]);
  assert.deepEqual(beginnings("chief inter", false), [false, false]);
  assert.deepEqual(beginnings("traff* stop", false), [true, false]);
});

test("words in capitals and in quotation marks are spelled as they are meant", () => {
  const areExact = (query) => parse(query, false).clauses.map(({ isExact }) => Boolean(isExact));
  assert.deepEqual(areExact('PBSO "drone" liason شرطة'), [true, true, false, false]);
});

test("a run of unspaced text becomes pairs in order", () => {
  assert.deepEqual(clauses("警察と"), [[[["警察", "察と"]]]]);
});

test("any text is a query", () => {
  const odd = [
    "x".repeat(10000),
    "a ".repeat(5000),
    "😀😀",
    "\u202e\u200f",
    '"',
    "<script>alert(1)</script>",
    "(.*)+$[",
    "\ud800",
    "constructor __proto__ hasOwnProperty",
  ];
  for (const query of odd) assert.ok(parse(query).clauses.length <= Toolkit.MAX_CLAUSES);
  assert.equal(parse("a ".repeat(5000)).isTruncated, true);
});

// ---------------------------------------------------------------- ranking and filters

test("results match the whole query; if there are few, as much of it as a few do", () => {
  const few = (share) => Array(Toolkit.FEW_RESULTS - 1).fill(share);
  assert.equal(Toolkit.requiredShare([1, ...few(1), 0.5]), 1);
  assert.equal(Toolkit.requiredShare([1, ...few(0.5), 0.25]), 0.5);
  assert.equal(Toolkit.requiredShare([0.25, 0, 0.5]), 0.25);
  assert.equal(Toolkit.requiredShare([0, 0]), 0);
});

test("a rare word outweighs common ones, and a result without it is no good match", async () => {
  const documents = Array.from({ length: 30 }, (_, i) => row(String(i)));
  const common = Array(29).fill(4);
  const index = await opened({ en: { documents, ...terms({ scam: [28 * 1 + 4], police: common, immigrant: common }) } });
  const { documents: found, good } = await Toolkit.search(index, {}, { query: "scam police immigrant" });
  assert.deepEqual([found[0], good], [4, 1]);
  const { good: unsaid, documents: all } = await Toolkit.search(index, {}, { query: "zebra police immigrant" });
  assert.equal(unsaid, all.length);
});

test("a postal code counts in capitals or alone, and a word with a number as two", async () => {
  const documents = ["a", "b", "c"].map((path) => row(path));
  const facets = [["states", "State", ["de", "tx"], ["Delaware", "Texas"], 0, [[0], [1], []]]];
  const file = { documents, facets, ...terms({ 4: [12], de: [20], delaware: [4], police: [4, 4, 4], sb: [12], texas: [12] }) };
  const index = await opened({ en: file });
  const first = async (query) => (await Toolkit.search(index, {}, { query })).documents[0];
  assert.deepEqual(await Promise.all(["DE police", "de", "police de", "tx", "police sb4"].map(first)), [0, 0, 2, 1, 1]);
});

test("the name of a state leads to its law in any language, also within a run of unspaced text", async () => {
  const law = (title, names, hasPage) => Object.assign(row("law/ca", { title, hasPage }), { 1: "kinds.law.one", 10: names });
  const zh = {
    documents: [row("a", { title: "加州法律" }), law("", ["加利福尼亚州"], 0)],
    synonyms: { 加州: ["加利福尼亚州"] },
    law: "各州法律",
    ...terms({ 加州: [4], 州法: [4], 法律: [4], 加利: [12], 利福: [12], 福尼: [12], 尼亚: [12], 亚州: [12], 州: [12] }),
  };
  const en = { documents: [row("a"), law("California", ["california"], 1)], ...terms({ california: [12] }) };
  const index = await (await opened({ "zh-Hans": zh, en }, "zh-Hans")).withEnglish();
  assert.equal((await Toolkit.search(index, {}, { query: "加州法律" })).documents[0], 1);
});

test("a chosen value leaves the counts of its facet as they are", () => {
  const columns = { place: [[0], [0], [0], [1]], topic: [[0], [0, 1], [0], []] };
  const found = Toolkit.filter(4, () => true, columns, { place: [1] });
  assert.deepEqual(found.documents, [3]);
  assert.deepEqual(found.counts, { place: [3, 1], topic: [0, 0] });
});

test("a weak match comes after the good ones and is not counted among them", async () => {
  const index = await opened({ en: { documents: ["a", "b", "c"].map((path) => row(path)), ...terms({ police: [4, 0, 4] }) } });
  const { documents, good, counts } = await Toolkit.search(index, { kind: [[0], [0], [1]] }, { query: "police" });
  assert.deepEqual([documents, good, counts], [[0, 2, 1], 2, { kind: [1, 1] }]);
});

// ---------------------------------------------------------------- languages

test("pages in the reader's language come first, then what it says of others, then English", async () => {
  const entry = { title: "Policía", hasPage: 0 };
  const es = { documents: [row("a", { title: "", hasPage: 0 }), row("b", entry), row("c", { title: "Policía" })], ...terms({ policia: [12, 4] }) };
  const en = { documents: ["a", "b", "c"].map((path) => row(path, { title: "Police" })), ...terms({ policia: [4, 4] }) };
  const own = await opened({ es, en }, "es");
  const ask = async (index) => (await Toolkit.search(index, {}, { query: "policia" })).documents;
  assert.deepEqual(await ask(own), [2, 1]);
  const both = await own.withEnglish();
  assert.deepEqual(await ask(both), [2, 1, 0]);
  assert.deepEqual(both.documents.map(({ title }) => title.lang), ["en", "", ""]);
  assert.deepEqual(both.documents.map(({ isElsewhere }) => isElsewhere), [true, true, false]);
});

test("a slip is corrected, with its accents, and a language that knows the word is offered beside it", async () => {
  const files = {
    manifest: { es: "", pt: "" },
    es: { documents: [row("a", { title: "Víctimas" })], ...terms({ victimas: [4] }) },
    pt: terms({ vitimas: [4] }),
  };
  const index = await Toolkit.open("es", async (key) => (key === "manifest" ? files[key] : { ...EMPTY, ...files[key] }));
  const result = await Toolkit.search(index, {}, { query: "vitimas" });
  assert.deepEqual([result.documents, result.corrections], [[0], [["vitimas", "víctimas"]]]);
  assert.equal(await index.otherLanguage(result.foreign), "pt");
});

test("a run of unspaced text that nothing has is cut into words", () => {
  const cut = (known) => Toolkit.segmented("怎么找翻译", "zh", tokenizer, { isKnown: (text) => text === known }).split(" ");
  assert.ok(cut("").includes("翻译"));
  assert.deepEqual(cut("怎么找"), ["怎么找", "翻译"]);
});

// ---------------------------------------------------------------- the index

test("a missing or incomplete index fails the search and is requested again by the next one", async () => {
  const answers = [new Error("gone"), { ...EMPTY, words: "police" }, { ...EMPTY, documents: [row("a")], ...terms({ police: [0] }) }];
  const load = async () => {
    const content = answers.shift();
    if (content instanceof Error) throw content;
    return content;
  };
  const ask = async () => Toolkit.search(await Toolkit.open("en", load), {}, { query: "police" });
  await assert.rejects(ask(), /gone/);
  await assert.rejects(ask(), /not complete/);
  assert.deepEqual((await ask()).documents, [0]);
});

test("words that everybody writes are highlighted only if they were typed alone or in quotation marks", async () => {
  const synonyms = { tested: ["research and evaluation"], "trial error": ["research and evaluation"] };
  const file = {
    synonyms,
    stop_words: ["and"],
    documents: [row("a", { title: "Research and evaluation" })],
    ...terms({ and: [4], evaluation: [4], research: [4] }),
  };
  const index = await opened({ en: file });
  const highlighted = async (query) => Array.from((await Toolkit.search(index, {}, { query })).wordsOf(0).matchedWords);
  assert.deepEqual(await highlighted("tested"), ["research", "evaluation"]);
  assert.deepEqual(await highlighted("and"), ["and"]);
  assert.deepEqual(await highlighted("trial and error"), ["research", "evaluation"]);
  assert.deepEqual(await highlighted('"research and evaluation"'), ["research", "and", "evaluation"]);
  assert.deepEqual((await Toolkit.search(index, {}, { query: '"evaluation and research"' })).documents, []);
});

test("an index without documents answers nothing", async () => {
  const found = await Toolkit.search(await opened({}), {}, { query: "police" });
  assert.deepEqual([found.documents, found.unknown], [[], ["police"]]);
});

test("on a page for residents, no passage is shown that has only what was meant, and none of what was typed", async (t) => {
  t.after(((passagesOf) => () => (Toolkit.passagesOf = passagesOf))(Toolkit.passagesOf));
  Toolkit.passagesOf = () => [
    { anchor: "silent", text: "By text, of violence" },
    { anchor: "home", text: "Your husband, and violence" },
  ];
  const file = {
    synonyms: { "husband hits": ["violence"], beaten: ["violence"] },
    documents: [row("help", { sayings: ["husband hits"] })],
    ...terms({ husband: [1], violence: [1] }),
  };
  const index = await opened({ en: file });
  const anchorOf = async (query) => (await Toolkit.passage(index, await Toolkit.search(index, {}, { query }), 0))?.anchor;
  assert.equal(await anchorOf("husband hits"), "home");
  assert.equal(await anchorOf("beaten"), undefined);
});
