/* Keeps a page up to date while `serve` runs: the server adds this to `page.js`. After a build the page is loaded again if
   it changed, where its reader is. What is wrong is shown over the last good version until it is mended. */
"use strict";

(() => {
  const EVERY = 400; // milliseconds
  const fetchPage = () => fetch(location.href).then((response) => response.text());
  const loaded = fetchPage();
  const problems = document.createElement("pre");
  Object.assign(problems.style, {
    position: "fixed",
    inset: "auto 0 0",
    zIndex: 99,
    maxHeight: "50vh",
    margin: 0,
    padding: "0.75rem 1rem",
    overflow: "auto",
    whiteSpace: "pre-wrap",
    borderTop: "4px solid #b00020",
    background: "#fff",
    color: "#1a1a1a",
  });
  problems.setAttribute("role", "status");
  problems.lang = "en";
  problems.dir = "ltr";
  problems.hidden = true;
  document.body.append(problems);
  let build;

  async function follow() {
    const state = await fetch("/__state").then((response) => response.json());
    if (problems.textContent !== state.problems) problems.textContent = state.problems;
    problems.hidden = !state.problems;
    const isNew = build !== undefined && build !== state.build;
    build = state.build;
    if (isNew && (await fetchPage()) !== (await loaded)) location.reload();
  }

  setInterval(() => document.hidden || follow().catch(() => {}), EVERY); // the server may have ended
})();
