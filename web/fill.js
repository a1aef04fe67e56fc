/* "Fill in here": what a reader types stands in the document at once. Nothing is sent, and nothing is kept. */
"use strict";

(() => {
  const form = document.querySelector(".fill");
  const paper = document.querySelector(".paper");
  const status = form.querySelector("output");
  const chosen = form.querySelector("select");

  const WORDS = "word/document.xml";
  const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  /** The style sheet of a web page to take away, which this page's rules for content would complain of. */
  const STYLE = /<style>.*?<\/style>/s;
  const LANGUAGE = /<html lang="([^"]*)"/;
  const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

  /** A phone number, and what joins groups of Arabic digits in one: as `toolkit/pages/isolated.py`. */
  const NUMBER = /([+(]?\p{Nd}(?:[\s().‐‑–-]{0,3}\p{Nd}){6,}(?![/:]?\p{Nd}))/u;
  const AFTER_ARABIC_DIGIT = /([٠-٩])([^\p{Nd}]+)(?=\p{Nd})/gu;

  const LEFT_OUT =
    "p:has(> .why), .on-page, a[href^='#note-'], :is(p, li, tr):has(.blank[data-optional]:not(.is-filled))";
  const EMPTY = ["", ...JSON.parse(form.dataset.empty)];
  const fields = [...form.querySelectorAll("input")];
  /** How often something was typed, and how often until it was last taken away. */
  let typed = 0;
  let taken = 0;

  const blanks = [...paper.querySelectorAll(".blank")].map((blank) => [blank, [...blank.childNodes]]);
  const hasText = (field) => field.value.trim() !== "";
  const isRequired = (field) => field.dataset.optional === undefined;
  const others = (field) => fields.filter((other) => other !== field && other.dataset.blank === field.dataset.blank);
  /** Whether a sentence is there in another language only, so that it must be translated. */
  const isToTranslate = (field) => !hasText(field) && ("given" in field.dataset || others(field).some(hasText));

  /** What stands in a blank of a text in a language: the value, or a request for its translation, which is a `gap`. A
   * sentence is never printed in another language. With neither, and if it may be empty, its line `isLeftOut`. */
  function answer(name, language) {
    const boxes = fields.filter((field) => field.dataset.blank === name);
    const [tag] = Intl.getCanonicalLocales(language); // `prs` and `fa-AF` are one
    const box = boxes.find((field) => Intl.getCanonicalLocales(field.lang || [])[0] === tag) ?? boxes[0];
    const gap = isToTranslate(box) && form.dataset.translate.replace("{language}", () => box.dataset.name);
    return { value: box.value.trim(), gap: gap || "", isLeftOut: !hasText(box) && !gap && !isRequired(box) };
  }

  /** A value in its own direction, whatever is around it, and each phone number in it from left to right. */
  function isolated(value) {
    const parts = value.split(NUMBER).map((part, i) => {
      return i % 2 ? Object.assign(document.createElement("bdo"), { dir: "ltr", textContent: part }) : part;
    });
    const element = document.createElement("bdi");
    element.append(...parts);
    return element;
  }

  /** A request for a translation, in the language of this page. */
  function request(gap) {
    const element = document.createElement("mark");
    Toolkit.write(element, gap);
    element.lang ||= document.documentElement.lang;
    element.dir ||= document.body.dir;
    element.prepend("[");
    element.append("]");
    return element;
  }

  function fill() {
    for (const [blank, label] of blanks) {
      const { value, gap } = answer(blank.dataset.blank, blank.closest("[lang]").lang);
      blank.replaceChildren(...(value ? [isolated(value)] : gap ? [request(gap)] : label));
      blank.classList.toggle("is-filled", Boolean(value || gap));
    }
    const asked = fields.filter((field) => !field.closest("[hidden]"));
    const empty = asked.filter((field) => !hasText(field) && (isRequired(field) || isToTranslate(field)));
    Toolkit.write(form.querySelector(".empty"), EMPTY[empty.length]);
    status.textContent = "";
  }

  /** Asks for words in the languages of what is handed out; a card is printed in the language of this page. */
  function ask() {
    const languages = (chosen?.selectedOptions[0] ?? form).dataset.languages.split(" ");
    if (form.dataset.copies) languages.push(form.dataset.languages.split(" ")[0]);
    for (const box of form.querySelectorAll(".ask")) box.hidden = !languages.includes(box.dataset.language);
    for (const field of form.querySelectorAll("p:has(> .ask)")) field.hidden = !field.querySelector(".ask:not([hidden])");
    fill();
  }

  /** Whether another text is handed out than the page shows: in another language, or with English beside it. */
  const isOther = () => chosen && !form.dataset.copies && ("beside" in form.dataset || chosen.selectedIndex > 0);

  /** The web page to take away in the language that the reader chose, with the blanks filled in. */
  async function webPage() {
    const { names, html } = await files();
    const page = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
    for (const mark of page.querySelectorAll("mark")) {
      const { value, gap, isLeftOut } = answer(names[mark.textContent], mark.closest("[lang]").lang);
      if (isLeftOut) mark.closest("tr, li, p")?.remove();
      else if (value) mark.replaceWith(isolated(value));
      else if (gap) mark.replaceWith(request(gap));
    }
    return { page, style: html.match(STYLE)[0] };
  }

  async function otherSheet() {
    const { body, documentElement } = (await webPage()).page;
    const { lang, dir } = documentElement;
    for (const part of body.querySelectorAll(".apart")) part.remove();
    const sheet = Object.assign(document.createElement("div"), { className: "paper", lang, dir });
    sheet.append(...body.childNodes);
    return sheet;
  }

  /** The document as it is handed out: without reasons, notes, the marks of blanks and what needs an optional one. */
  function handout() {
    const copy = paper.cloneNode(true);
    for (const extra of copy.querySelectorAll(LEFT_OUT)) extra.remove();
    for (const line of copy.querySelectorAll(".line")) line.append(" ", "_".repeat(40));
    for (const blank of copy.querySelectorAll(".blank")) {
      if (blank.classList.contains("is-filled")) blank.replaceWith(...blank.childNodes);
      else blank.replaceWith(`[${blank.textContent}]`);
    }
    copy.className = "";
    return copy;
  }

  /** A card is printed as often as a sheet of paper has room for it. What to settle first is not printed. */
  async function print() {
    const root = document.documentElement;
    const sheet = isOther() ? await otherSheet() : paper;
    const copies = Array.from({ length: form.dataset.copies - 1 || 0 }, () => paper.cloneNode(true));
    for (const part of copies.flatMap((copy) => [...copy.querySelectorAll("[id]")])) part.removeAttribute("id");
    const kind = copies.length ? "prints-cards" : sheet === paper ? "prints-own" : "prints-other";
    paper.after(...copies);
    paper.replaceWith(sheet);
    root.classList.add("prints-paper", kind);
    const restore = () => {
      root.classList.remove("prints-paper", kind);
      sheet.replaceWith(paper);
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

  /** A part of a Word file with the blanks filled in: `names` has the name of each by its text, `language` is its own. */
  function filled(xml, names, language) {
    const part = new DOMParser().parseFromString(xml, "application/xml");
    for (const run of [...part.getElementsByTagName("w:r")]) {
      if (!run.getElementsByTagName("w:highlight").length) continue;
      const other = run.getElementsByTagName("w:lang")[0]?.getAttribute("w:val");
      const { value, gap, isLeftOut } = answer(names[run.textContent], other ?? language);
      if (isLeftOut) (run.closest("tr") ?? run.closest("p"))?.remove();
      else if (value) run.replaceWith(...valueRuns(run, value.replace(NOT_XML, "")));
      else if (gap) {
        const { textContent, dir } = request(gap);
        run.getElementsByTagName("w:t")[0].textContent = `\u2068${textContent}\u2069`;
        if (dir === "ltr") run.getElementsByTagName("w:rtl")[0]?.remove();
      }
    }
    return new XMLSerializer().serializeToString(part);
  }

  /** The runs of a value in place of its blank's. Word keeps a number in order that stands in a run of its own. */
  function valueRuns(run, value) {
    const parts = value.split(NUMBER).map((part, i) => ({ part, isNumber: i % 2 === 1 }));
    const shown = parts.filter(({ part }) => part);
    const isNumberOnly = shown.length === 1 && shown[0].isNumber;
    return shown.map(({ part, isNumber }, i) => {
      const text = isNumber ? `\u2066${part.replace(AFTER_ARABIC_DIGIT, "$1$2\u200e")}\u2069` : part;
      const start = i === 0 && !isNumberOnly ? "\u2068" : "";
      const end = i === shown.length - 1 && !isNumberOnly ? "\u2069" : "";
      return valueRun(run, start + text + end, isNumber);
    });
  }

  /** A run like that of a blank with another text; a number's hyphens break no line. */
  function valueRun(run, text, isNumber) {
    const made = run.cloneNode(true);
    for (const name of ["w:highlight", ...(isNumber ? ["w:rtl"] : [])]) made.getElementsByTagName(name)[0]?.remove();
    const blank = made.getElementsByTagName("w:t")[0];
    const pieces = isNumber ? text.split("-") : [text];
    const words = pieces.flatMap((piece, i) => {
      const element = Object.assign(blank.cloneNode(), { textContent: piece });
      element.setAttribute("xml:space", "preserve");
      return i ? [made.ownerDocument.createElementNS(blank.namespaceURI, "w:noBreakHyphen"), element] : [element];
    });
    blank.replaceWith(...words);
    return made;
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
    const { base64, names, html } = await files();
    const { unzipSync, zipSync, strFromU8, strToU8 } = window.fflate;
    const parts = unzipSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    parts[WORDS] = strToU8(filled(strFromU8(parts[WORDS]), names, html.match(LANGUAGE)[1]));
    download(zipSync(parts), WORD_TYPE, fileName("docx"));
  }

  const actions = { print, copy, save, word };
  form.addEventListener("input", ({ target }) => {
    if (target === chosen) ask();
    else fill();
    typed += target === chosen ? 0 : 1;
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
  ask(); // what the browser has kept of a page that the reader comes back to
})();
