/* "Fill in here": what a reader types stands in the document at once. Nothing is sent, and nothing is kept. */
"use strict";

(() => {
  const form = document.querySelector(".fill");
  const paper = document.querySelector(".paper");
  const status = form.querySelector("output");

  for (const blank of paper.querySelectorAll(".blank")) blank.dataset.label = blank.textContent;

  function fill({ name, value }) {
    for (const blank of paper.querySelectorAll(`.blank[data-blank="${name}"]`)) {
      blank.textContent = value.trim() || blank.dataset.label;
      blank.classList.toggle("is-filled", value.trim() !== "");
    }
    status.textContent = "";
  }

  /** The document as it is handed out: without reasons, notes and the marks of blanks. */
  function handout() {
    const copy = paper.cloneNode(true);
    for (const extra of copy.querySelectorAll("p:has(> .why), a[href^='#note-']")) extra.remove();
    for (const line of copy.querySelectorAll(".line")) line.append(" ", "_".repeat(40));
    for (const blank of copy.querySelectorAll(".blank:not(.is-filled)")) blank.textContent = `[${blank.textContent}]`;
    copy.prepend(Object.assign(document.createElement("p"), { textContent: form.dataset.drafted }));
    copy.className = "";
    return copy;
  }

  function print() {
    const root = document.documentElement;
    root.classList.add("prints-paper");
    window.addEventListener("afterprint", () => root.classList.remove("prints-paper"), { once: true });
    window.print();
  }

  /** Copies by a selection, because a page from disk may not have the clipboard's own interface. */
  function copy() {
    const shown = document.body.appendChild(handout());
    const selection = window.getSelection();
    selection.selectAllChildren(shown);
    document.execCommand("copy");
    selection.removeAllRanges();
    shown.remove();
    status.textContent = form.dataset.copied;
  }

  function save() {
    const title = document.querySelector("h1").textContent;
    const page = document.implementation.createHTMLDocument(title);
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dir = getComputedStyle(document.body).direction;
    const charset = page.createElement("meta");
    charset.setAttribute("charset", "utf-8");
    page.head.prepend(charset);
    page.body.append(Object.assign(page.createElement("h1"), { textContent: title }), page.importNode(handout(), true));
    const html = `<!doctype html>\n${page.documentElement.outerHTML}`;
    const url = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    Object.assign(document.createElement("a"), { href: url, download: form.dataset.file }).click();
    URL.revokeObjectURL(url);
  }

  const actions = { print, copy, save };
  form.addEventListener("input", (event) => fill(event.target));
  form.addEventListener("click", (event) => actions[event.target.value]?.());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelectorAll("input").forEach(fill); // what the browser has kept of a page that the reader comes back to
})();
