/* Tests of the search's parts, by `node --test tests/js`. The Python tests search whole indexes (ask.js). */
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { Toolkit, loader } = require("./load.js");

const folding = JSON.parse(fs.readFileSync(path.join(__dirname, "../../toolkit/search/folding.json"), "utf8"));
const tokenizer = Toolkit.tokenizer(folding);
const METADATA = {
  synonyms: { "immigration enforcement": ["la migra"], police: ["cops"] },
  endings: { s: [""] },
  stop_words: ["the", "la"],
};
const EMPTY = { ...METADATA, language: "en", base: "", documents: 0, block: 2, lengths: "", shards: [] };
const parse = Toolkit.parser(METADATA, tokenizer);
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

test("distance counts a swap as one change and gives up early", () => {
  assert.equal(Toolkit.distance("police", "poilce", 2), 1);
  assert.equal(Toolkit.distance("police", "polis", 2), 2);
  assert.equal(Toolkit.distance("police", "liaison", 2), 3);
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
  const metadata = { synonyms: { "traffic stop": ["pulled over"] }, endings: {}, stop_words: [] };
  const { alternatives } = Toolkit.parser(metadata, tokenizer)("pulled over ").clauses[0];
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

test("only the last word is open, until a space follows it", () => {
  const areOpen = (query) => parse(query).clauses.map(({ alternatives }) => alternatives[0].terms[0].isOpen);
  assert.deepEqual(areOpen("chief inter"), [false, true]);
  assert.deepEqual(areOpen("chief inter "), [false, false]);
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

test("results match all clauses; if there are few, most; if there are still few, any one", () => {
  const few = (count) => Array(Toolkit.FEW_RESULTS - 1).fill(count);
  assert.equal(Toolkit.requiredClauses(Uint8Array.from([3, ...few(3), 2]), 3), 3);
  assert.equal(Toolkit.requiredClauses(Uint8Array.from([3, ...few(2), 1]), 3), 2);
  assert.equal(Toolkit.requiredClauses(Uint8Array.from([3, ...few(1)]), 3), 1);
  assert.equal(Toolkit.requiredClauses(Uint8Array.from([1, 0, 0]), 3), 1);
  assert.equal(Toolkit.requiredClauses(Uint8Array.from([0, 0]), 0), 0);
});

test("a chosen value leaves the counts of its facet as they are", () => {
  const columns = { place: Toolkit.column([1, "", "###$"]), topic: Toolkit.column([1, "$%$#", "#$#$"]) };
  const found = Toolkit.filter(4, () => true, columns, { place: [1] });
  assert.deepEqual(found.documents, [3]);
  assert.deepEqual(Array.from(found.counts.place), [3, 1]);
  assert.deepEqual(Array.from(found.counts.topic), [0, 0]);
});

// ---------------------------------------------------------------- files of the index

test("a document may have more values than one digit can count", () => {
  const column = Toolkit.column([1, "$+#$", "#".repeat(99) + "$", 2]);
  assert.deepEqual(Array.from(column.starts), [0, 99, 100]);
});

test("one character stands for a number, however large it is", () => {
  const numbers = [0, 57, 92, 55260, 55261, 57308, 57309, 65500, 65501, 999999];
  const codes = [35, 92, 127, 0xd7ff, 0xff800, 0xfffff, 0xe000, 0xffff, 0x10000, 1000034];
  assert.deepEqual(Array.from(Toolkit.decodeCharacters(String.fromCodePoint(...codes))), numbers);
});

test("an incomplete shard is an error, not a wrong answer", () => {
  assert.throws(() => Toolkit.shard(["a", "b"], "#'%"), /not complete/);
});

test("a missing shard fails the search and is requested again by the next one", async () => {
  let fails = true;
  const files = {
    "en/head": { ...EMPTY, t: "3f2a9c1b", p: "3f2a9c1b", x: "3f2a9c1b", documents: 1, lengths: "#", shards: ["police"] },
    folding,
    "en/t/0": ["police", "#"],
  };
  const load = (key) => (key === "en/t/0" && fails ? Promise.reject(new Error("gone")) : Promise.resolve(files[key]));
  const index = await Toolkit.open("en", load);
  await assert.rejects(Toolkit.search(index, {}, { query: "police " }), /gone/);
  fails = false;
  assert.deepEqual((await Toolkit.search(index, {}, { query: "police " })).documents, [0]);
});

test("an index without documents answers nothing", async () => {
  const files = { folding, "en/v": "", "en/head": EMPTY };
  const index = await Toolkit.open("en", loader((key) => `Toolkit.data("", ${JSON.stringify(files[key])})`));
  assert.deepEqual((await Toolkit.search(index, {}, { query: "police" })).documents, []);
});
