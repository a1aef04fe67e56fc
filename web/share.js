/* "Share what you do": what a reader types becomes the text of a record's file at once. Nothing is sent until the reader
   saves, copies or sends it, and nothing is kept unless the reader asks for a draft. */
"use strict";

(() => {
  const form = document.getElementById("share");
  const sources = document.getElementById("share-sources");
  const kind = document.getElementById("share-kind");
  const records = [...form.querySelectorAll("[data-folder]")];
  const agency = document.getElementById("share-agency");
  const newAgency = document.getElementById("share-new-agency");
  /** How far a practice has come, and in which year, which has no meaning without it. */
  const stage = document.getElementById("practice-stage");
  const year = document.getElementById("practice-as_of");
  /** How a study was done, which must be said of one, and of whatever found something. */
  const design = document.getElementById("publication-design");
  const genre = document.getElementById("publication-genre");
  const findings = form.querySelector("[data-record=publication] [data-field=findings]");
  const preview = document.getElementById("share-preview");
  const shown = document.getElementById("share-text");
  const status = form.querySelector("output");
  /** What the check wants of statements: links of these forms, and a year beside a sum. */
  const LINKS = new RegExp(form.dataset.links, "gu");
  const YEAR = new RegExp(form.dataset.years, "u");
  const SMALL_WORDS = new Set("a an and at by for from in of on or the to with".split(" "));
  const LONGEST_ADDRESS = 7500; // forges refuse those above 8 KB
  const DRAFT = "share-draft";
  const keep = document.getElementById("share-keep");
  const sending = document.getElementById("share-send");
  /** What is said of two files, which a forge takes one at a time. */
  const two = document.getElementById("share-two");

  /** A name for a record, or for a source, from its title: as `new_command.slug`. */
  function slug(title) {
    const letters = title.toLowerCase().normalize("NFKD").replace(/[^\x20-\x7e]|'/g, "");
    return (letters.match(/[a-z0-9]+/g) ?? []).filter((word) => !SMALL_WORDS.has(word)).slice(0, 5).join("-");
  }

  /** Refuse years, months and days that have begun nowhere yet (UTC+14 is the first): no source has such a date. */
  function refuseFuture(part) {
    const [year, month, day] = new Date(Date.now() + 14 * 3600000).toISOString().slice(0, 10).split("-");
    const after = (start, last, end) =>
      Array.from({ length: end - last }, (_, i) => start + String(Number(last) + 1 + i).padStart(2, "0"));
    const days = after(`${year}-${month}-`, day, 31);
    const future = [...after("", year, 2100), ...after(`${year}-`, month, 12), ...days].join("|");
    for (const control of part.querySelectorAll("[data-field=date] [pattern]")) {
      control.pattern = `(?!${future})(?:${control.pattern})`;
    }
    for (const control of part.querySelectorAll("[type=number][max='2100']")) control.max = year;
  }

  /** Controls that nobody sees (`fields.INVISIBLE`), without those that are spaces. */
  const INVISIBLE = /[\0-\x08\x0e-\x1f\x7f-\x9f\xad\u202a\u202b\u202d\u202e\u2060\ufeff\ue000-\uf8ff]/gu;
  const BESIDE_LATIN = /([\0-~]|^)\u200b+/gu; // between words such as Lao it is right
  const HTML = /<[a-z/!?][^>]*>?|&(?:amp|apos|gt|lt|nbsp|quot|#\w+);/giu;

  /** A text as a record may have it: without HTML, and without citations, which the form adds itself. */
  function tidy(text) {
    const seen = text.replace(INVISIBLE, "").replace(BESIDE_LATIN, "$1").replace(HTML, "");
    return seen.replace(/\[@[^\]]*\]?/gu, "").replace(/\s+/gu, " ").trim();
  }

  // ------------------------------------------------------------------ lists that grow

  function add(list, number = (list.added ?? 0) + 1) {
    list.added = number;
    const entry = list.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const node of [entry, ...entry.querySelectorAll("*")]) {
      for (const { name, value } of [...node.attributes]) {
        if (value.includes("#")) node.setAttribute(name, value.replace("#", number));
      }
    }
    entry.dataset.number = number;
    refuseFuture(entry);
    list.querySelector(":scope > [data-add]").before(entry);
    refresh();
    return entry;
  }

  function remove(entry) {
    const next = entry.nextElementSibling;
    entry.remove();
    refresh();
    saveDraft();
    (next.matches("[data-add]") ? next : next.querySelector("[data-value]")).focus();
  }

  // ------------------------------------------------------------------ what was typed

  const entries = (list) => [...list.querySelectorAll(":scope > [data-entry]")];

  /** The fields of a record, a source or an entry of a group; without those of the groups in it. */
  const fieldsOf = (part) =>
    [...part.querySelectorAll("[data-field]")].filter((field) => field.closest("[data-record]") === part);
  /** The fields of the record of the chosen kind, which is in two parts of the form. */
  const chosenFields = () => chosen().flatMap(fieldsOf);

  /** The sources, each with a key of its own, made from its publisher and year. */
  function typedSources() {
    const keys = new Set();
    return entries(sources).map((entry, i) => {
      const source = values(fieldsOf(entry), []);
      let key = slug(`${source.publisher ?? source.title ?? ""} ${source.date?.slice(0, 4) ?? ""}`) || "source";
      if (keys.has(key)) key += `-${i + 1}`;
      keys.add(key);
      return { key, ...source };
    });
  }

  /** The value of a control, with its source if it needs one; empty if nothing was typed or ticked. */
  function typed(control, cited) {
    if (control.disabled) return "";
    if (control.type === "checkbox") return control.checked ? control.value : "";
    if (control.matches("[data-cite]")) return cited[control.selectedIndex]?.key;
    const text = tidy(control.value);
    const cite = control.parentElement.querySelector("[data-cite]");
    if (!cite) return text.replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1"); // only statements may have a link
    return text && `${text}[@${cited[cite.selectedIndex]?.key}]`;
  }

  /** The values of fields, those left empty left out. */
  function values(fields, cited) {
    const record = {};
    for (const field of fields) {
      const { field: name, group, list, number } = field.dataset;
      const found =
        group !== undefined
          ? entries(field).map((entry) => values(fieldsOf(entry), cited))
          : [...field.querySelectorAll("[data-value]")].map((each) => typed(each, cited)).filter(Boolean);
      if (found.length) record[name] = list !== undefined ? found : number !== undefined ? Number(found[0]) : found[0];
    }
    return record;
  }

  const filled = (message, parts) => message.replace(/\{(\w+)\}/gu, (_, name) => parts[name]);

  /** What the check would say of what was typed, in the reader's language. */
  function problemOf(control, cited) {
    const { most, wrong, dated } = control.dataset;
    const text = typed(control, cited) ?? "";
    const said = text.replace(/\[@[^\]]*\]$/u, "");
    const [length, longest] = [[...text].length, Number(most)].map((number) => number.toLocaleString("en-US"));
    const { badInput, patternMismatch, rangeOverflow, rangeUnderflow, stepMismatch, valueMissing } = control.validity;
    if (badInput || rangeOverflow || rangeUnderflow || stepMismatch) {
      return filled(form.dataset.wrongRange, { least: control.min, most: control.max });
    }
    if (valueMissing) return form.dataset.wrongMissing;
    if (patternMismatch) return wrong;
    if ([...text].length > Number(most)) return filled(form.dataset.wrongLong, { n: length, most: longest });
    if (dated !== undefined && said.includes("$") && !YEAR.test(said)) return form.dataset.wrongSum;
    const isLinkless = !control.matches("textarea") || !said.replace(LINKS, "").includes("](");
    return isLinkless && !text.includes("![") ? "" : form.dataset.wrongLink;
  }

  /** Say beside a control what is wrong with it. */
  function tell(control) {
    const problem = control.willValidate ? control.validationMessage : "";
    const id = `${control.id}-wrong`;
    if (problem && !document.getElementById(id)) {
      const place = Object.assign(element("p"), { id, className: "share__wrong" });
      place.setAttribute("role", "status");
      control.after(place);
      control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
    }
    const place = document.getElementById(id);
    if (place && place.dataset.says !== problem) {
      place.dataset.says = problem; // written anew, it would be announced anew
      Toolkit.write(place, problem);
    }
    if (problem) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  // ------------------------------------------------------------------ the files

  /** A record as YAML: JSON's texts are YAML's, too. */
  function yaml(record) {
    const rows = [];
    for (const [name, value] of Object.entries(record)) {
      if (typeof value !== "object") rows.push(`${name}: ${JSON.stringify(value)}`);
      else if (!Array.isArray(value)) rows.push(`${name}:`, ...yaml(value).trimEnd().split("\n").map((row) => `  ${row}`));
      else if (value.length) {
        rows.push(`${name}:`);
        for (const entry of value) {
          const pairs = typeof entry === "string" ? [JSON.stringify(entry)] : yaml(entry).trimEnd().split("\n");
          pairs.forEach((pair, i) => rows.push(`${i ? "    " : "  - "}${pair}`));
        }
      }
    }
    return `${rows.join("\n")}\n`;
  }

  /** The parts of the form for the record of the chosen kind: what it must have, and the rest. */
  const chosen = () => records.filter(({ dataset }) => dataset.record === kind.value);
  const title = () => tidy(document.getElementById(`${kind.value}-title`).value);

  /** The sources that a record cites. */
  function sourcesOf(record, cited) {
    const text = JSON.stringify(record);
    return cited.filter(({ key }) => text.includes(`[@${key}]`) || text.includes(`"cite":"${key}"`));
  }

  /** The text of each file by its path: the record's, and its agency's if that is new. */
  function files() {
    const cited = typedSources();
    const today = new Date();
    const checked = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
    /** A record with its sources, below the line by which editors find its JSON Schema, as `new` writes it. */
    const finished = (record, name, folder) => {
      const up = folder.replace(/[^/]+/gu, "..");
      const head = form.dataset.schemas && `# yaml-language-server: $schema=${up}/${form.dataset.schemas}/${name}.json\n`;
      return head + yaml({ ...record, checked, sources: sourcesOf(record, cited) });
    };
    const written = {};
    let id = agency.value;
    if (id === "new") {
      const record = values(fieldsOf(newAgency), cited);
      id = slug(record.title ?? "") || "new-agency";
      written[`agencies/${id}.yml`] = finished(record, "agency", "agencies");
    }
    const record = { ...values(chosenFields(), cited), agencies: [id].filter(Boolean) };
    const { folder } = chosen()[0].dataset;
    written[`${folder}/${slug(title()) || `new-${kind.value}`}.yml`] = finished(record, kind.value, folder);
    return written;
  }

  const asText = () =>
    Object.entries(files())
      .map(([path, text]) => `# ${path}\n${text}`)
      .join("\n");

  // ------------------------------------------------------------------ the page

  /** An element with these texts and elements in it. */
  function element(tag, ...content) {
    const made = document.createElement(tag);
    made.append(...content);
    return made;
  }

  /** An element with a message in it, which may be in English. */
  function worded(tag, message) {
    const made = element(tag);
    Toolkit.write(made, message);
    return made;
  }

  /** A statement with its links, and with the number of its note. @param {string[]} notes  Keys, as they are cited. */
  function statement(text, notes) {
    const parts = text.split(/(\[@[^\]]*\]|\[[^\]]*\]\([^)\s]*\))/u).map((part) => {
      const [, name, address] = part.match(/^\[([^\]]*)\]\(((?:https:\/\/|tel:|mailto:)[^)\s]*)\)$/u) ?? [];
      if (address) return Object.assign(element("a", name), { href: address });
      if (!part.startsWith("[@")) return part;
      const key = part.slice(2, -1);
      if (!notes.includes(key)) notes.push(key);
      return element("sup", String(notes.indexOf(key) + 1));
    });
    return element("span", ...parts);
  }

  /** What a control adds to the page: the words of a choice, or what was typed. */
  function words(control, cited) {
    if (control.type === "checkbox") return control.checked ? control.parentElement.textContent.trim() : "";
    return control.matches("select") ? control.value && control.selectedOptions[0].text : typed(control, cited);
  }

  /** An entry of a group: what is not a statement stands out, and a key of a source is the number of its note. */
  const entryOf = (entry, cited, notes) =>
    fieldsOf(entry).flatMap((field) => {
      const control = field.querySelector("[data-value]");
      if (control.matches("[data-cite]")) return [statement(`[@${typed(control, cited)}]`, notes)];
      const text = words(control, cited);
      if (!text) return [];
      if (field.dataset.field === "speaker") return [` — ${text}`];
      if (control.matches("textarea")) return [" ", statement(text, notes)];
      return [" ", element("strong", control.matches("select") ? `${text}.` : text)];
    });

  /** The record as a page: its title, what it is in short, its facts, its statements, and the notes that they cite. */
  function pageOf(fields) {
    const cited = typedSources();
    const notes = [];
    const facts = element("dl");
    const texts = [];
    for (const field of fields) {
      const { field: name, label } = field.dataset;
      const controls = [...field.querySelectorAll("[data-value]:not([data-cite])")];
      const found = controls.map((control) => words(control, cited)).filter(Boolean);
      if (!found.length || name === "asked") continue; // it is searched, and no page shows it
      if (field.matches("[data-group][data-list]")) {
        const tag = name === "quotes" ? "blockquote" : "li";
        const groups = entries(field).map((entry) => element(tag, ...entryOf(entry, cited, notes)));
        const list = name === "modules" ? "ol" : "ul";
        texts.push(worded("h4", label), ...(tag === "li" ? [element(list, ...groups)] : groups));
      } else if (name === "title") texts.push(element("h3", statement(found[0], notes)));
      else if (name === "summary") texts.push(element("p", statement(found[0], notes)));
      else if (!found[0].endsWith("]")) facts.append(worded("dt", label), element("dd", found.join("; ")));
      else {
        const list = element(name === "steps" ? "ol" : "ul", ...found.map((text) => element("li", statement(text, notes))));
        texts.push(worded("h4", label), list);
      }
    }
    const sources = notes.map((key) => cited.find((source) => source.key === key) ?? {});
    const list = sources.map(({ title, publisher, date }) => element("li", [title, publisher, date].filter(Boolean).join(". ")));
    return [...texts, facts, ...(list.length ? [worded("h4", preview.dataset.notes), element("ol", ...list)] : [])];
  }

  // ------------------------------------------------------------------ what the reader sees and does

  function refresh() {
    const titles = entries(sources).map((entry, i) => {
      const name = form.dataset.source.replace("{n}", i + 1);
      Toolkit.write(entry.querySelector("legend"), name);
      const title = tidy(entry.querySelector("[data-field=title] [data-value]").value);
      return Toolkit.bare(title ? `${name}: ${title}` : name);
    });
    for (const select of form.querySelectorAll("[data-cite]")) {
      const chosen = Math.max(select.selectedIndex, 0);
      select.replaceChildren(...titles.map((title) => new Option(title.slice(0, 60))));
      select.selectedIndex = Math.min(chosen, titles.length - 1);
    }
    for (const group of form.querySelectorAll("[data-group]")) {
      const number = entries(group).length;
      const { label, list } = group.dataset;
      if (list === undefined) group.querySelector(":scope > [data-add]").hidden = number > 0;
      else entries(group).forEach((entry, i) => Toolkit.write(entry.querySelector("legend"), `${label} ${i + 1}`));
    }
    for (const button of form.querySelectorAll("[data-remove]")) {
      const list = button.closest("[data-entry]").parentElement;
      const number = entries(list).indexOf(button.closest("[data-entry]"));
      const name = list === sources ? titles[number] : `${list.dataset.label} ${number + 1}`;
      button.setAttribute("aria-label", Toolkit.bare(`${form.dataset.remove}: ${name}`));
    }
    agency.required = kind.value !== "publication";
    document.querySelector("[for=share-agency] span").hidden = !agency.required;
    agency.options[0].text = Toolkit.bare(agency.options[0].dataset[agency.required ? "choose" : "none"]);
    design.required = genre.value === "study" || entries(findings).length > 0;
    newAgency.hidden = newAgency.disabled = agency.value !== "new";
    year.required = Boolean(stage.value);
    year.disabled = !stage.value;
    records.forEach((part) => (part.hidden = part.disabled = !chosen().includes(part)));
    form.classList.toggle("share--one-source", entries(sources).length < 2);
    const cited = typedSources();
    const used = sourcesOf(values(chosenFields(), cited), cited);
    const years = used.map(({ date }) => Number(date?.slice(0, 4))).filter(Boolean);
    const isKnown = years.length && (stage.value !== "ended" || years.length === used.length);
    year.max = isKnown ? Math.min(Math.max(...years), latest) : latest; // no source of an earlier year can say so
    for (const control of form.querySelectorAll("[data-value]:not([data-cite]), [data-asked]")) {
      control.setCustomValidity("");
      control.setCustomValidity(problemOf(control, cited));
      const isPasted = control.value.length > Number(control.dataset.most); // nobody types that much unaware
      if (isPasted || control.hasAttribute("aria-invalid")) tell(control);
    }
    preview.replaceChildren(...pageOf(chosenFields()));
    shown.textContent = asText();
    if (form.dataset.newFile || form.dataset.mail) showSending(Object.keys(files()));
    status.textContent = "";
  }

  /** A button that sends all by mail, or one a file for the forge, which takes one file at a time. */
  function showSending(paths) {
    two.hidden = !form.dataset.newFile || paths.length === 1;
    const parts = [form.dataset.agency, kind.selectedOptions[0].text];
    const buttons = (two.hidden ? paths.slice(0, 1) : paths).map((path, i) => {
      const button = Object.assign(document.createElement("button"), { type: "button", value: "send" });
      button.dataset.path = path;
      Toolkit.write(button, two.hidden ? form.dataset.send : filled(form.dataset.part, { n: i + 1, what: parts[i] }));
      return button;
    });
    sending.replaceChildren(...buttons);
  }

  function save() {
    for (const [path, text] of Object.entries(files())) {
      const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
      Object.assign(document.createElement("a"), { href: url, download: path.split("/").pop() }).click();
      URL.revokeObjectURL(url);
    }
    Toolkit.write(status, filled(form.dataset.saysSaved, { files: Object.keys(files()).join(", ") }));
  }

  function copy() {
    window.getSelection().selectAllChildren(shown);
    document.execCommand("copy");
    Toolkit.write(status, form.dataset.saysCopied);
  }

  /** Open the forge's page for this new file, or a mail. The reader pastes all files into the mail, and into the page what
      is too long for its address. */
  function send({ dataset: { path } }) {
    const { newFile, mail, saysOpened, saysPasted, saysThen } = form.dataset;
    const text = newFile ? files()[path] : asText();
    const [, folder, name] = path.match(/^(.*)\/(.*)$/u);
    const address = (body) =>
      newFile
        ? filled(newFile, { folder, name: encodeURIComponent(name), text: encodeURIComponent(body) })
        : `mailto:${mail}?subject=${encodeURIComponent(title())}`;
    const whole = address(text);
    const isWhole = whole.length <= LONGEST_ADDRESS && whole !== address("");
    if (!isWhole) copyText(text);
    const opened = isWhole ? whole : address("");
    if (newFile) window.open(opened, "_blank", "noopener");
    else Object.assign(document.createElement("a"), { href: opened }).click();
    Toolkit.write(status, isWhole ? saysOpened : saysPasted);
    if (!two.hidden && path === Object.keys(files())[0]) status.append(" ", worded("span", saysThen));
  }

  /** Copy a text, which may be that of one file of two. */
  function copyText(text) {
    shown.closest("details").open = true; // what is hidden cannot be selected
    shown.textContent = text;
    copy();
    shown.textContent = asText();
  }

  // ------------------------------------------------------------------ a draft, if the reader asks for it

  const controls = () => [...form.querySelectorAll("select, input, textarea")].filter(({ id }) => id && id !== keep.id);
  const lists = () => [sources, ...form.querySelectorAll("[id$=-list]")];

  /** Keep what was typed on this device, if the reader wants that; else nothing is there. */
  function saveDraft() {
    const added = {};
    for (const list of lists()) {
      const numbers = entries(list).map((entry) => Number(entry.dataset.number));
      if (numbers.length) added[list.id] = numbers;
    }
    const typed = {};
    for (const control of controls()) {
      if (control.type === "checkbox") typed[control.id] = control.checked;
      else typed[control.id] = control.matches("[data-cite]") ? control.selectedIndex : control.value;
    }
    try {
      if (keep.checked) localStorage.setItem(DRAFT, JSON.stringify({ added, typed }));
      else localStorage.removeItem(DRAFT);
    } catch (error) {
      keep.checked = false;
      Toolkit.write(status, form.dataset.saysBlocked);
    }
  }

  /** The draft on this device; null if there is none. */
  function storedDraft() {
    try {
      return JSON.parse(localStorage.getItem(DRAFT));
    } catch (error) {
      return null; // the browser may block storage, above all on file://
    }
  }

  /** Fill in the form from a draft. Fields that the form no longer has are left out. */
  function restore({ added, typed }) {
    keep.checked = true;
    for (const list of lists()) for (const number of added[list.id] ?? []) add(list, number);
    const isCite = (control) => control.matches("[data-cite]");
    for (const control of controls().sort((a, b) => isCite(a) - isCite(b))) {
      const value = typed[control.id];
      if (value === undefined) continue;
      if (control.type === "checkbox") control.checked = value;
      else if (isCite(control)) control.selectedIndex = value;
      else control.value = value;
    }
    refresh();
    Toolkit.write(status, form.dataset.saysKept);
  }

  /** Say beside each control what is wrong, and go to the first; whether nothing is. */
  function isRight() {
    const wrong = [...form.elements].filter((control) => control.willValidate && !control.validity.valid);
    wrong.forEach(tell);
    for (let around = wrong[0]?.closest("details"); around; around = around.parentElement.closest("details")) {
      around.open = true;
    }
    wrong[0]?.focus();
    return !wrong.length;
  }

  const actions = { save, copy, send };
  form.addEventListener("input", () => {
    refresh();
    saveDraft();
  });
  form.addEventListener("change", ({ target }) => {
    if (!tidy(target.value)) target.value = ""; // spaces alone are nothing
    if (target.matches("[data-value]:not([data-cite]), [data-asked]")) tell(target);
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button"); // what is clicked may be a part of its label in another language
    if (!button) return;
    if (button.matches("[data-add]")) {
      add(button.parentElement).querySelector("[data-value]").focus();
      saveDraft();
    } else if (button.matches("[data-remove]")) remove(button.closest("[data-entry]"));
    else if (actions[button.value] && isRight()) actions[button.value](button);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeunload", (event) => {
    if (title() && !keep.checked) event.preventDefault();
  });
  refuseFuture(form);
  const latest = Number(year.max);
  const draft = storedDraft();
  if (draft?.added && draft?.typed) restore(draft);
  else add(sources);
})();
