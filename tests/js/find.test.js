/* Tests of what the find page shows, without a page: the pure functions of web/find/view.js, and messages. */
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { Toolkit } = require("./load.js");

const FACETS = Toolkit.facets(
  [
    ["kind", "Kind", ["practice", "policy"], ["Practices", { text: "Policies", lang: "en" }], 0],
    ["effort", "Effort", ["days", "weeks"], ["Days", "Weeks"], 1],
  ],
  { kind: [5, 2], effort: [1, 0] }
);
const catalog = Toolkit.catalog(
  {
    "found.one": "{n} result",
    "found.other": "{n} results",
    "everything.other": "{n} pages in all.",
    "good.other": "{n} good matches, {left} more",
    instead: "Showing {shown} for {typed}.",
    sentence: "{text}.",
    nothing_has: "Nothing has {words}.",
    some_words: { text: "Some of the words.", lang: "en" },
    plain: "Text",
  },
  "en"
);

test("a label keeps its own language", () => {
  const labels = FACETS[0].values.map((value) => value.label);
  assert.deepEqual(labels, [{ text: "Practices", lang: undefined }, { text: "Policies", lang: "en" }]);
});

test("an address gives the state that it was made from", () => {
  const hash = "#q=traffic+stop&kind=policy&kind=practice&effort=weeks&sort=new&exact=1";
  const state = Toolkit.stateFromAddress({ hash, search: "?keep=practices/id-night" }, FACETS);
  assert.deepEqual(state, { query: "traffic stop", chosen: { kind: [1, 0], effort: [1] }, sort: "new", isLiteral: true });
  assert.equal(Toolkit.fragmentFromState(state, FACETS), hash);
  assert.equal(Toolkit.fragmentFromState(Toolkit.stateFromAddress({ hash: "", search: "" }, FACETS), FACETS), "");
});

test("an older address, with the state in its query, gives it too, also with a place in the page", () => {
  const state = Toolkit.stateFromAddress({ hash: "#content", search: "?q=tea&effort=weeks" }, FACETS);
  assert.equal(Toolkit.fragmentFromState(state, FACETS), "#q=tea&effort=weeks");
});

test("what an address says more than once or wrongly is ignored", () => {
  const hash = "#kind=policy&kind=policy&kind=gone&color=red&sort=toString";
  const state = Toolkit.stateFromAddress({ hash, search: "" }, FACETS);
  assert.deepEqual(state, { query: "", chosen: { kind: [1] }, sort: "best", isLiteral: false });
});

test("a choice adds a value, removes it, and leaves no empty facet", () => {
  const one = Toolkit.withChoice({ effort: [1] }, "kind", 0, true);
  assert.deepEqual(one, { effort: [1], kind: [0] });
  const two = Toolkit.withChoice(one, "kind", 1, true);
  assert.deepEqual(two, { effort: [1], kind: [0, 1] });
  assert.deepEqual(Toolkit.withChoice(two, "kind", 0, false), { effort: [1], kind: [1] });
  assert.deepEqual(Toolkit.withChoice(one, "kind", 0, false), { effort: [1] });
});

test("the status says what was corrected and what is missing", () => {
  const statusOf = (query, documents, result) => {
    const whole = { documents, good: documents.length, clauses: 0, withAll: 0, corrections: [], unknown: [], ...result };
    return Toolkit.statusOf(whole, { query, chosen: {} }, catalog).map((sentence) => sentence.text);
  };
  assert.deepEqual(statusOf("", [1, 2], {}), ["2 pages in all."]);
  assert.deepEqual(statusOf("polcie", [1], { clauses: 1, withAll: 1, corrections: [["polcie", "police"]] }), [
    "1 result.",
    "Showing police for polcie.",
  ]);
  assert.deepEqual(statusOf("a b", [1, 2], { clauses: 2 }), ["2 results.", "Some of the words."]);
  assert.deepEqual(statusOf("a", [1, 2, 3], { clauses: 1, withAll: 3, good: 2 }), ["2 good matches, 1 more."]);
  assert.deepEqual(statusOf("a b", [1, 2], { clauses: 2, unknown: ["b"] }), ["2 results.", "Nothing has b."]);
});

test("a message without values, and a text that is no message, are given as they are", () => {
  assert.deepEqual(catalog.t("plain"), { text: "Text", lang: undefined });
  assert.deepEqual(catalog.t("What happened"), { text: "What happened", lang: undefined });
  assert.deepEqual(catalog.t("constructor"), { text: "constructor", lang: undefined });
  assert.deepEqual(catalog.t("some_words"), { text: "Some of the words.", lang: "en" });
});

test("a table keeps commas, quotes and lines in their cells, and runs none", () => {
  const table = Toolkit.csv([["Título", "URL"], ['Say "no", please', "a\nb"], ["=1+1", "-2"], ["a=b", ""]]);
  assert.equal(
    table,
    '\ufeff"Título","URL"\r\n"Say ""no"", please","a\nb"\r\n"\'=1+1","\'-2"\r\n"a=b",""\r\n'
  );
});

test("a facet is offered if half of the results have it and differ in it", () => {
  const columns = { kind: [[0], [0], [1]], evidence: [[], [], []], cost: [[0], [1], []], purpose: [[], [], [0]], format: [[0], [0], [0]] };
  assert.deepEqual(Array.from(Toolkit.offeredFacets(columns, [0, 1, 2], {})), ["kind", "cost"]);
  assert.deepEqual(Array.from(Toolkit.offeredFacets(columns, [2], { purpose: [0] })), ["kind", "purpose"]);
});
