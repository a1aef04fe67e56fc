/* Tests of the shortlist without a page: which entries there are, plans from files, and calendars. */
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { Toolkit } = require("./load.js");

const INDEX = {
  records: { "practices/a": [], "practices/b": [], "models/c": [] },
  former: { "practices/old": "practices/a", "practices/gone": "practices/never" },
};
const STEP = { step: "", hours: "", who: "", by: "", take: "", call: "", done: false };

test("a former address is the present one, once, and what is unknown is told as it was written", () => {
  const named = ["practices/old", "practices/b", "practices/a", "practices/x", "practices/gone", "constructor"];
  assert.deepEqual(Toolkit.resolve(named, INDEX, 9), {
    known: ["practices/a", "practices/b"],
    unknown: ["practices/x", "practices/gone", "constructor"],
    isCut: false,
  });
});

test("a list that is too long is cut", () => {
  assert.deepEqual(Toolkit.resolve(Object.keys(INDEX.records), INDEX, 2).known, ["practices/a", "practices/b"]);
  assert.equal(Toolkit.resolve(Object.keys(INDEX.records), INDEX, 2).isCut, true);
});

test("a file gives only the texts of a plan, cut, and nothing if it is no plan", () => {
  const saved = { review: 20270301, title: "x", steps: [{ step: "x".repeat(900), by: 7, done: "yes", evil: 1 }, null, { done: true }] };
  assert.deepEqual(Toolkit.planFromFile(JSON.stringify(saved)), {
    review: "20270301",
    steps: [{ ...STEP, step: "x".repeat(500), by: "7" }, STEP, { ...STEP, done: true }],
  });
  assert.equal(Toolkit.planFromFile(JSON.stringify({ steps: Array(1000).fill({}) })).steps.length, Toolkit.MAX_STEPS);
  const none = ["", "{}", "null", '{"steps": {}}', "<html>", '{"steps": [{"who": {"toString": 1}}]}'];
  for (const text of none) assert.equal(Toolkit.planFromFile(text), null);
});

test("the number or address in a line on whom to call is found, and nothing else in it", () => {
  const lines = {
    "Rivertown Police: 712-555-0100 · Desk (number of 2021)": "712-555-0100",
    "Rivertown Police: +1 712 555 0100 · Desk": "+1 712 555 0100",
    "Rivertown Police: help@rivertown.example · Desk": "help@rivertown.example",
    "Rivertown Police: https://rivertown.example/desk?a=1 · Page": "https://rivertown.example/desk?a=1",
    "Rivertown Police: no number since 2021": undefined,
  };
  for (const [line, found] of Object.entries(lines)) assert.equal(Toolkit.CONTACT.exec(line)?.[0], found);
});

test("a plan in an address is read back whole, in any script, and one that is damaged or too long is none", () => {
  const plan = { review: "2027-03-01", steps: [{ ...STEP, who: "شرطة 警察 <b>&#?", done: true }, STEP] };
  const hash = Toolkit.planHash(plan);
  assert.match(hash, /^#plan=[\w-]+$/);
  assert.deepEqual(Toolkit.planFromHash(hash), plan);
  assert.equal(Toolkit.planHash({ ...plan, steps: Array(50).fill({ ...STEP, step: "x".repeat(500) }) }), "");
  const damaged = [hash.slice(0, -9), "#plan=", "#plan=%3Cscript%3E", `#plan=${"x".repeat(9000)}`, `#plan=${btoa("[]")}`];
  for (const bad of damaged) assert.equal(Toolkit.planFromHash(bad), null);
  for (const other of ["", "#content", "#planning"]) assert.equal(Toolkit.planFromHash(other), undefined);
});

test("a calendar has the dated steps, escaped and folded at 75 octets", () => {
  const step = { ...STEP, step: "Ask, then; listen\\", who: "شرطة ".repeat(30), by: "2026-12-01" };
  const calendar = Toolkit.calendar([STEP, { ...STEP, by: "soon" }, step], "20261127T120000Z");
  const lines = calendar.split("\r\n");
  assert.equal(lines.filter((line) => line === "BEGIN:VEVENT").length, 1);
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
  assert.ok(calendar.replace(/\r\n /g, "").includes(`SUMMARY:Ask\\, then\\; listen\\\\ (${"شرطة ".repeat(30)})`));
  assert.ok(lines.includes("DTSTART;VALUE=DATE:20261201"));
});
