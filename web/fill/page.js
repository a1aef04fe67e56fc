/* "Fill in here": what a reader types stands in the document at once, in the language that the reader chose. Nothing is
   sent, and nothing is kept. */
"use strict";

(() => {
  const { files, handed } = Toolkit;
  const form = document.querySelector(".fill");
  const paper = document.querySelector(".paper");
  const status = form.querySelector("output");
  const chosen = document.getElementById("fill-word");
  const unread = document.querySelector(".files .unread");
  const table = document.querySelector(".files table");

  const LEFT_OUT =
    "p:has(> .why), .on-page, a[href^='#note-'], :is(p, li, tr):has(.blank[data-optional]:not(.is-filled))";
  const EMPTY = ["", ...JSON.parse(form.dataset.empty)];
  const fields = [...form.querySelectorAll("input:not([type='file'])")];
  /** How often something was typed that does not stand in the address, and how often until it was last taken away. */
  let typed = 0;
  let taken = 0;
  /** The text that the page shows, what is in it, its blanks with what stands in them while they are empty, and the logo. */
  let shown = paper;
  let content = paper;
  let blanks = blanksOf(paper);
  let logo = null;
  /** The sheets that were read, by their address: what is printed must be there at once. */
  const sheets = new Map();
  /** Undoes what was changed for paper; nothing while the page is on the screen. */
  let restore = null;

  function blanksOf(sheet) {
    return [...sheet.querySelectorAll(".blank")].map((blank) => [blank, [...blank.childNodes]]);
  }

  const hasSheet = form.querySelector("[data-word]") !== null;
  const hasText = (field) => field.value.trim() !== "";
  const isRequired = (field) => field.dataset.optional === undefined;
  const others = (field) => fields.filter((other) => other !== field && other.dataset.blank === field.dataset.blank);
  /** Whether a sentence is there in another language only, so that it must be translated. */
  const isToTranslate = (field) => !hasText(field) && ("given" in field.dataset || others(field).some(hasText));
  const isOptional = (name) => fields.some((field) => field.dataset.blank === name && !isRequired(field));

  /** What stands in a blank of a text in a language: the value, or a request for its translation, which is a `gap`. A
   * sentence is never printed in another language. With neither, and if it may be empty, its line `isLeftOut`. */
  function answer(name, language) {
    const boxes = fields.filter((field) => field.dataset.blank === name);
    if (!boxes.length) return { value: "", gap: "", isLeftOut: false }; // a document without this blank
    const [tag] = Intl.getCanonicalLocales(language); // `prs` and `fa-AF` are one
    const box = boxes.find((field) => Intl.getCanonicalLocales(field.lang || [])[0] === tag) ?? boxes[0];
    const gap = isToTranslate(box) && form.dataset.translate.replace("{language}", () => box.dataset.name);
    return { value: box.value.trim(), gap: gap || "", isLeftOut: !hasText(box) && !gap && !isRequired(box) };
  }

  function fill() {
    for (const [blank, label] of blanks) {
      const { value, gap } = answer(blank.dataset.blank, blank.closest("[lang]").lang);
      blank.replaceChildren(...(value ? [files.isolated(value)] : gap ? [files.request(gap)] : label));
      blank.classList.toggle("is-filled", Boolean(value || gap));
    }
    files.adopt(content, Boolean(answer("agency", document.documentElement.lang).value));
    for (const picture of content.querySelectorAll(".logo")) picture.remove();
    if (logo) {
      files.placeLogo(content, files.picture(logo, answer("agency", document.documentElement.lang).value));
    }
    prepare();
    const asked = fields.filter((field) => !field.closest("[hidden]"));
    const empty = asked.filter((field) => !hasText(field) && (isRequired(field) || isToTranslate(field)));
    Toolkit.write(form.querySelector(".empty"), EMPTY[empty.length]);
    status.textContent = "";
  }

  /** Asks for words in the languages of what is handed out. */
  function ask() {
    const languages = (chosen?.selectedOptions[0] ?? form).dataset.languages.split(" ");
    for (const box of form.querySelectorAll(".ask")) box.hidden = !languages.includes(box.dataset.language);
    for (const field of form.querySelectorAll("p:has(> .ask)")) field.hidden = !field.querySelector(".ask:not([hidden])");
    if (chosen) offer();
    fill();
  }

  /** Offers the files of the language that the reader chose, shows the first page, and says if nobody has reviewed it. */
  function offer() {
    const { unread: message, picture } = chosen.selectedOptions[0].dataset;
    Toolkit.write(unread, message);
    document.querySelector(".files .look").src = picture;
    const cells = table.tBodies[0].rows[chosen.selectedIndex].querySelectorAll("a");
    document.querySelectorAll(".files .get a").forEach((link, i) => (link.href = cells[i].href));
  }

  /** What the law of the reader's state says, a line each; nothing if no state is chosen. */
  const stateLaw = () =>
    [...document.querySelectorAll(".your-state.is-chosen :is(h2, .your-state__lines :is(p, li))")].map((line) =>
      line.textContent.trim()
    );

  /** The address of the files in the language that the reader chose, as a script. */
  const script = () => chosen?.value ?? form.querySelector("[data-word]").dataset.word;
  /** The name of what is handed out in an address: a language, perhaps with English beside it: `es-en`. */
  const variant = (address) => address.split(".").at(-3);
  const fileName = (ending) => script().split("/").pop().replace("docx.js", ending);

  /** Whether another text is handed out than the page shows: in another language, or with English beside it. */
  const isOther = () => chosen?.selectedIndex > 0;

  /** Shows the text that is handed out, as a sheet if the page shows another, unless the reader has chosen another
   * meanwhile. */
  async function show(isSheet = isOther()) {
    const address = script();
    const next = isSheet ? await sheetAt(address) : paper;
    if (address === script()) put(next);
  }

  /** The sheet of the files at an address. */
  async function sheetAt(address) {
    if (!sheets.has(address)) sheets.set(address, files.sheet(await files.read(address), isOptional));
    return sheets.get(address);
  }

  function put(next) {
    if (next !== shown) {
      shown.replaceWith(next);
      shown = next;
      content = shown.shadowRoot?.querySelector("body") ?? shown;
      blanks = blanksOf(content);
    }
    fill();
  }

  /** The document as it is handed out: without reasons, notes, the marks of blanks and what needs an optional one. */
  function handout() {
    const copy = document.createElement("div");
    copy.lang = content.closest("[lang]").lang;
    copy.append(...[...content.childNodes].map((node) => node.cloneNode(true)));
    for (const extra of copy.querySelectorAll(LEFT_OUT)) extra.remove();
    for (const line of copy.querySelectorAll(".line")) line.append(" ", "_".repeat(40));
    for (const blank of copy.querySelectorAll(".blank")) {
      if (blank.classList.contains("is-filled")) blank.replaceWith(...blank.childNodes);
      else blank.replaceWith(`[${blank.textContent}]`);
    }
    return copy;
  }

  /** Prints the sheet of the files, with its own look and size of paper. */
  async function print() {
    await show(hasSheet);
    turnToPaper();
    window.print();
  }

  /** Shows nothing but the sheet while it is printed. */
  function turnToPaper() {
    const root = document.documentElement;
    const others = document.adoptedStyleSheets;
    root.classList.add("prints-paper");
    document.adoptedStyleSheets = [...others, files.styleSheet(shown.dataset.page ?? "")];
    restore = () => {
      restore = null;
      root.classList.remove("prints-paper");
      document.adoptedStyleSheets = others;
      attempt(() => show());
    };
  }

  /** Whether something stands in a blank, so that the reader means the document, and not the page about it. */
  const isGiven = () => logo !== null || fields.some(hasText);

  /** Reads the sheet before it is printed, because a browser that prints does not wait. */
  function prepare() {
    if (hasSheet && isGiven()) sheetAt(script()).catch(() => {}); // a button tells of it
  }

  /** Copies by a selection, because a page from disk may not have the clipboard's own interface. */
  function copy() {
    const copied = document.body.appendChild(handout());
    const selection = window.getSelection();
    selection.selectAllChildren(copied);
    document.execCommand("copy");
    selection.removeAllRanges();
    copied.remove();
    Toolkit.write(status, form.dataset.copied);
  }

  async function save() {
    const page = files.webPage(await files.read(script()), answer, logo, stateLaw());
    files.download(page, "text/html", fileName("html"));
  }

  async function word() {
    const zip = await files.zip(form.dataset.zip);
    const file = files.word(await files.read(script()), answer, logo, zip, stateLaw());
    files.download(file, files.WORD_TYPE, fileName("docx"));
  }

  /** Does something for which a script or a file may not arrive, or be damaged. */
  async function attempt(action) {
    try {
      await action();
    } catch (error) {
      Toolkit.write(status, form.dataset.broken);
      throw error;
    }
  }

  const actions = { print, copy, save, word };

  form.addEventListener("input", async ({ target }) => {
    if (target.type === "file") return;
    if (handed.NAMES.includes(target.dataset.blank)) handed.set(target.dataset.blank, target.value);
    else typed += 1;
    fill();
    if (isOther() && shown === paper) await attempt(show);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    attempt(async () => {
      logo = target.files.length ? await files.logo(target.files[0]) : null;
      await show();
    });
  });
  chosen?.addEventListener("input", () => {
    handed.set("language", chosen.selectedIndex ? variant(chosen.value) : "");
    ask();
    attempt(show);
  });
  form.addEventListener("click", ({ target }) => {
    const action = actions[target.closest("button")?.value]; // what is clicked may be a part of the label
    if (!action) return;
    const given = typed;
    attempt(async () => {
      await show();
      await action();
      taken = given;
    });
  });
  // The parts of a sheet are not in the page's own tree, so no address leads to them.
  document.querySelector("nav.jump")?.addEventListener("click", (event) => {
    const number = shown === paper ? null : event.target.closest("a")?.hash.match(/^#part-(\d+)$/);
    if (!number) return;
    event.preventDefault();
    const headings = content.querySelectorAll("h2, h1.part");
    (headings[number[1] - 1] ?? shown).scrollIntoView();
  });
  window.addEventListener("beforeprint", () => {
    if (restore || !isGiven()) return;
    put(sheets.get(script()) ?? shown);
    turnToPaper();
  });
  window.addEventListener("afterprint", () => restore?.());
  window.addEventListener("beforeunload", (event) => {
    if (taken !== typed && fields.some((field) => field.value)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const field of fields) field.value ||= handed.get(field.dataset.blank);
  const language = handed.get("language");
  const options = [...(chosen?.options ?? [])];
  const wanted =
    options.find((option) => variant(option.value) === language) ??
    options.find((option) => option.dataset.languages.split(" ")[0] === language.replace(/-en$/, ""));
  if (wanted) wanted.selected = true;
  ask(); // what the browser has kept of a page that the reader comes back to
  if (isOther() && chosen.selectedIndex > 0) attempt(show);
})();
