/* "Fill in here": what a reader types stands in the document at once. Nothing is sent, and nothing is kept. */
"use strict";

(() => {
  const form = document.querySelector(".fill");
  const paper = document.querySelector(".paper");
  const before = document.querySelector(".before");
  const status = form.querySelector("output");
  const chosen = form.querySelector("select");

  const WORDS = "word/document.xml";
  const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  /** The style sheet of a web page to take away, which this page's rules for content would complain of. */
  const STYLE = /<style>.*?<\/style>/s;
  const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

  const LEFT_OUT =
    "p:has(> .why), .on-page, a[href^='#note-'], :is(p, li, tr):has(.blank[data-optional]:not(.is-filled))";
  const EMPTY = ["", ...JSON.parse(form.dataset.empty)];
  const fields = [...form.querySelectorAll("input")];
  /** How often something was typed, and how often until it was last taken away. */
  let typed = 0;
  let taken = 0;

  for (const blank of paper.querySelectorAll(".blank")) blank.dataset.label = blank.textContent;

  function fill({ name, value }) {
    for (const blank of paper.querySelectorAll(`.blank[data-blank="${name}"]`)) {
      blank.textContent = value.trim() || blank.dataset.label;
      blank.classList.toggle("is-filled", value.trim() !== "");
    }
    const empty = fields.filter((field) => !field.value.trim() && field.dataset.optional === undefined);
    Toolkit.write(form.querySelector(".empty"), EMPTY[empty.length]);
    status.textContent = "";
  }

  /** Whether another text is handed out than the page shows: in another language, or with English beside it. */
  const isOther = () => chosen && !form.dataset.copies && ("beside" in form.dataset || chosen.selectedIndex > 0);

  /** The web page to take away in the language that the reader chose, with the blanks filled in. */
  async function webPage() {
    const { names, html } = await files();
    const page = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
    for (const mark of page.querySelectorAll("mark")) {
      const { dataset, value } = form.elements[names[mark.textContent]];
      if (value.trim()) mark.replaceWith(value.trim());
      else if (dataset.optional !== undefined) mark.closest("tr, li, p")?.remove();
    }
    return { page, style: html.match(STYLE)[0] };
  }

  async function otherSheet() {
    const { body, documentElement } = (await webPage()).page;
    const { lang, dir } = documentElement;
    const sheet = Object.assign(document.createElement("div"), { className: "paper", lang, dir });
    sheet.append(...body.childNodes);
    return sheet;
  }

  /** The document as it is handed out, after what to settle first: without reasons, notes, the marks of blanks and what
   * needs an optional one. */
  function handout() {
    const copy = paper.cloneNode(true);
    if (before) copy.prepend(before.cloneNode(true));
    for (const extra of copy.querySelectorAll(LEFT_OUT)) extra.remove();
    for (const line of copy.querySelectorAll(".line")) line.append(" ", "_".repeat(40));
    for (const blank of copy.querySelectorAll(".blank")) {
      blank.replaceWith(blank.classList.contains("is-filled") ? blank.textContent : `[${blank.textContent}]`);
    }
    copy.className = "";
    return copy;
  }

  /** A card is printed as often as a sheet of paper has room for it. What to settle first is on a page of its own, and
   * takes the page's title with it: the sheet gets another. */
  async function print() {
    const root = document.documentElement;
    const sheet = isOther() ? await otherSheet() : paper;
    const copies = Array.from({ length: form.dataset.copies - 1 || 0 }, () => paper.cloneNode(true));
    for (const part of copies.flatMap((copy) => [...copy.querySelectorAll("[id]")])) part.removeAttribute("id");
    const kind = copies.length ? "prints-cards" : sheet === paper ? "prints-own" : "prints-other";
    const title = document.querySelector("h1").cloneNode(true);
    if (kind === "prints-own") before?.after(title);
    paper.after(...copies);
    paper.replaceWith(sheet);
    root.classList.add("prints-paper", kind);
    const restore = () => {
      root.classList.remove("prints-paper", kind);
      sheet.replaceWith(paper);
      title.remove();
      for (const copy of copies) copy.remove();
    };
    window.addEventListener("afterprint", restore, { once: true });
    window.print();
  }

  function download(content, type, name) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  }

  /** Copies by a selection, because a page from disk may not have the clipboard's own interface. */
  async function copy() {
    const shown = document.body.appendChild(isOther() ? await otherSheet() : handout());
    const selection = window.getSelection();
    selection.selectAllChildren(shown);
    document.execCommand("copy");
    selection.removeAllRanges();
    shown.remove();
    Toolkit.write(status, form.dataset.copied);
  }

  async function save() {
    const { page, style } = await webPage();
    const html = page.documentElement.outerHTML.replace("</head>", `${style}\n</head>`);
    download(`<!doctype html>\n${html}`, "text/html", fileName("html"));
  }

  /** A part of a Word file with the blanks filled in: `names` has the name of each by its text. */
  function filled(xml, names) {
    const part = new DOMParser().parseFromString(xml, "application/xml");
    for (const run of [...part.getElementsByTagName("w:r")]) {
      const highlight = run.getElementsByTagName("w:highlight")[0];
      const text = run.getElementsByTagName("w:t")[0];
      const field = highlight && form.elements[names[text.textContent]];
      const value = field?.value.replace(NOT_XML, "").trim();
      if (field?.dataset.optional !== undefined && !value) (run.closest("tr") ?? run.closest("p"))?.remove();
      if (!value) continue;
      text.textContent = value;
      highlight.remove();
    }
    return new XMLSerializer().serializeToString(part);
  }

  /** The address of the files in the language that the reader chose, as a script. */
  const script = () => chosen?.value ?? form.querySelector("[data-word]").dataset.word;

  const fileName = (ending) => script().split("/").pop().replace("docx.js", ending);

  async function run(address) {
    const element = Object.assign(document.createElement("script"), { src: address });
    const ended = new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }));
    document.head.append(element);
    await ended.finally(() => element.remove());
  }

  /** The Word file, the names of its blanks and the web page: a script hands them over, because a page from disk cannot
   * read other files. */
  async function files() {
    let handed;
    window.fillFiles = (base64, names, html) => (handed = { base64, names, html });
    await run(script());
    return handed;
  }

  async function word() {
    if (!window.fflate) await run(form.dataset.zip);
    const { base64, names } = await files();
    const { unzipSync, zipSync, strFromU8, strToU8 } = window.fflate;
    const parts = unzipSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    parts[WORDS] = strToU8(filled(strFromU8(parts[WORDS]), names));
    download(zipSync(parts), WORD_TYPE, fileName("docx"));
  }

  const actions = { print, copy, save, word };
  form.addEventListener("input", (event) => {
    fill(event.target);
    typed += 1;
  });
  form.addEventListener("click", async ({ target }) => {
    const action = actions[target.closest("button")?.value]; // what is clicked may be a part of the label
    if (!action) return;
    const given = typed;
    try {
      await action();
      taken = given;
    } catch (error) {
      Toolkit.write(status, form.dataset.broken); // a script did not arrive, or is damaged
      throw error;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (taken !== typed && fields.some((field) => field.value)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  fields.forEach(fill); // what the browser has kept of a page that the reader comes back to
})();
