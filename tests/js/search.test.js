/* The engine, by `node --test tests/js`. Small indexes are made by Python in tests/test_index.py; here are pure parts. */
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { Toolkit, loader } = require("./load.js");

const folding = JSON.parse(fs.readFileSync(path.join(__dirname, "../../toolkit/index/folding.json"), "utf8"));
const reader = Toolkit.reader(folding);
const HEAD = { called: { "immigration enforcement": ["la migra"], police: ["cops"] }, endings: { s: [""] }, little: ["the", "la"] };
const slots = (typed) => Toolkit.parse(typed, HEAD, reader).groups.map((g) => g.alternatives.map((a) => a.slots.map((s) => s.tokens)));

test("accents, tone marks, capitals and Arabic forms do not matter", () => {
  assert.deepEqual(reader.tokens("Đường Nguyễn"), ["duong", "nguyen"]);
  assert.deepEqual(reader.tokens("والمدرسة"), reader.tokens("المدرسه"));
  assert.deepEqual(reader.tokens("ผู้ช่วย"), reader.tokens("ผูชวย"));
});

test("traditional Chinese finds simplified", () => {
  assert.deepEqual(reader.tokens("翻譯"), reader.tokens("翻译"));
});

test("little words are dropped unless nothing else was typed", () => {
  assert.deepEqual(slots("the police "), [[[["police"]]]]);
  assert.deepEqual(slots("the "), [[[["the"]]]]);
});

test("a phrase of several words has its synonyms beside it", () => {
  assert.deepEqual(slots("la migra "), [[[["migra"]], [["immigration"], ["enforcement"]]]]);
});

test("a form of an explained word is explained too", () => {
  assert.deepEqual(slots("cop "), [[[["cop"]], [["police"]]]]);
});

test("a form of an explained phrase is explained too", () => {
  assert.deepEqual(slots("las migras "), [[[["las"]]], [[["migras"]]]]);
  assert.deepEqual(slots("la migras "), [[[["migras"]], [["immigration"], ["enforcement"]]]]);
});

test("each word of an explained phrase says a little", () => {
  const head = { called: { "traffic stop": ["pulled over"] }, endings: {}, little: [] };
  const { alternatives } = Toolkit.parse("pulled over ", head, reader).groups[0];
  assert.deepEqual(alternatives.map((own) => own.slots.map((slot) => slot.text)), [["pulled", "over"], ["traffic", "stop"], ["pulled"], ["over"]]);
});

test("words in quotation marks of any kind are one slot", () => {
  for (const typed of ['"la migra"', "“la migra”", "«la migra»"]) assert.deepEqual(slots(typed), [[[["la", "migra"]]]]);
});

test("a lone quotation mark says nothing", () => {
  assert.deepEqual(slots('"police '), [[[["police"]]]]);
  assert.deepEqual(slots('"'), []);
});

test("only the word at the end is still open", () => {
  const open = (typed) => Toolkit.parse(typed, HEAD, reader).groups.map((g) => g.alternatives[0].slots[0].isOpen);
  assert.deepEqual(open("chief inter"), [false, true]);
  assert.deepEqual(open("chief inter "), [false, false]);
});

test("an unspaced run becomes pairs in order", () => {
  assert.deepEqual(slots("警察と"), [[[["警察", "察と"]]]]);
});

test("whatever is typed, it is read", () => {
  const odd = ["x".repeat(10000), "a ".repeat(5000), "😀😀", "\u202e\u200f", '"', "<script>alert(1)</script>", "(.*)+$[", "\ud800", "constructor __proto__ hasOwnProperty"];
  for (const typed of odd) {
    const { groups } = Toolkit.parse(typed, HEAD, reader);
    assert.ok(groups.length <= Toolkit.MOST_GROUPS);
  }
  assert.equal(Toolkit.parse("a ".repeat(5000), HEAD, reader).isCut, true);
});

test("marks stand on the text as it was written", () => {
  const text = "Los Ángeles, la Policía; 警察です";
  const marked = reader.marks(text, new Set(["angeles", "policia", "警察"])).map(([a, b]) => text.slice(a, b));
  assert.deepEqual(marked, ["Ángeles", "Policía", "警察"]);
});

test("an excerpt is a piece of the text with the marks in it", () => {
  const text = "one ".repeat(100) + "police station " + "two ".repeat(100);
  const pieces = Toolkit.excerpt(text, reader.marks(text, new Set(["police", "station"])), 120);
  assert.deepEqual(pieces.filter((p) => p[1]).map((p) => p[0]), ["police", "station"]);
  assert.ok(text.includes(pieces.map((p) => p[0]).join("").replace(/^… | …$/g, "")));
});

test("distance counts swaps as one and gives up early", () => {
  assert.equal(Toolkit.distance("police", "poilce", 2), 1);
  assert.equal(Toolkit.distance("police", "polis", 2), 2);
  assert.equal(Toolkit.distance("police", "liaison", 2), 3);
});

test("policies is a form of policy and not of police", () => {
  const endings = [["s", [""]], ["ies", ["y"]]];
  const shares = (a, b) => Toolkit.bases(a, endings).some((base) => Toolkit.bases(b, endings).includes(base));
  assert.ok(shares("policies", "policy"));
  assert.ok(!shares("policies", "police"));
});

test("all words; if few have all, most; if few have most, some", () => {
  const many = (words) => Array(Toolkit.FEW - 1).fill(words);
  assert.equal(Toolkit.needed(Uint8Array.from([3, ...many(3), 2]), 3), 3);
  assert.equal(Toolkit.needed(Uint8Array.from([3, ...many(2), 1]), 3), 2);
  assert.equal(Toolkit.needed(Uint8Array.from([3, ...many(1)]), 3), 1);
  assert.equal(Toolkit.needed(Uint8Array.from([1, 0, 0]), 3), 1);
  assert.equal(Toolkit.needed(Uint8Array.from([0, 0]), 0), 0);
});

test("a choice never hides its siblings", () => {
  const columns = { place: Toolkit.column([1, "", "###$"]), topic: Toolkit.column([1, "$%$#", "#$#$"]) };
  const found = Toolkit.filter(4, () => true, columns, { place: [1] });
  assert.deepEqual(found.cards, [3]);
  assert.deepEqual(Array.from(found.counts.place), [3, 1]);
  assert.deepEqual(Array.from(found.counts.topic), [0, 0]);
});

test("a card may have more values than one sign can count", () => {
  const column = Toolkit.column([1, "$+#$", "#".repeat(99) + "$", 2]);
  assert.deepEqual(Array.from(column.starts), [0, 99, 100]);
});

test("a sign stands for a number, however large it is", () => {
  const numbers = [0, 57, 92, 55260, 55261, 57308, 57309, 65500, 65501, 999999];
  const codes = [35, 92, 127, 0xd7ff, 0xff800, 0xfffff, 0xe000, 0xffff, 0x10000, 1000034];
  assert.deepEqual(Array.from(Toolkit.signs(String.fromCodePoint(...codes))), numbers);
});

test("a shard that was cut short is an error, not a wrong answer", () => {
  assert.throws(() => Toolkit.shard(["a", "b"], "#'%"), /not whole/);
});

test("a missing shard fails the search and is asked for again", async () => {
  let fails = true;
  const files = {
    "en/head": { t: "3f2a9c1b", p: "3f2a9c1b", x: "3f2a9c1b", cards: 1, block: 2, lengths: "#", foreign: "", shards: ["police"], called: {}, endings: {}, little: [], language: "en" },
    folding,
    "en/t/0": ["police", "#"],
  };
  const load = (key) => (key === "en/t/0" && fails ? Promise.reject(new Error("gone")) : Promise.resolve(files[key]));
  const index = await Toolkit.open("en", load);
  await assert.rejects(Toolkit.search(index, {}, { query: "police " }), /gone/);
  fails = false;
  assert.deepEqual((await Toolkit.search(index, {}, { query: "police " })).cards, [0]);
});

test("an index without cards answers nothing", async () => {
  const head = { cards: 0, block: 2, lengths: "", foreign: "", shards: [], called: {}, endings: {}, little: [], language: "en" };
  const index = await Toolkit.open("en", loader((key) => `Toolkit.data("", ${JSON.stringify(key === "folding" ? folding : key === "en/v" ? "" : head)})`));
  assert.deepEqual((await Toolkit.search(index, {}, { query: "police" })).cards, []);
});
