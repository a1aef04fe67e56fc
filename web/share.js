/* "Share what you do": what a reader types becomes the text of a record's file at once. Nothing is sent, and nothing is
   kept, until the reader saves, copies or sends it. The browser itself says what is missing or has the wrong form. */
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
  const LONGEST_ADDRESS = 6000; // of a new issue or mail: forges and mail programs cut longer ones

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

  function add(list) {
    const number = (list.added = (list.added ?? 0) + 1);
    const entry = list.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const node of [entry, ...entry.querySelectorAll("*")]) {
      for (const { name, value } of [...node.attributes]) {
        if (value.includes("#")) node.setAttribute(name, value.replace("#", number));
      }
    }
    refuseFuture(entry);
    list.querySelector(":scope > [data-add]").before(entry);
    refresh();
    return entry;
  }

  function remove(entry) {
    const next = entry.nextElementSibling;
    entry.remove();
    refresh();
    (next.matches("[data-add]") ? next : next.querySelector("[data-value]")).focus();
  }

  // ------------------------------------------------------------------ what was typed

  const entries = (list) => [...list.querySelectorAll(":scope > [data-entry]")];

  /** The fields of a record, a source or an entry of a group; without those of the groups in it. */
  const fieldsOf = (part) =>
    [...part.querySelectorAll("[data-field]")].filter((field) => field.closest("[data-record]") === part);

  /** The sources, each with a key of its own, made from its publisher and year. */
  function typedSources() {
    const keys = new Set();
    return entries(sources).map((entry, i) => {
      const source = values(entry, []);
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

  /** The values of a record's or source's fields, those left empty left out. */
  function values(part, cited) {
    const record = {};
    for (const field of fieldsOf(part)) {
      const { field: name, group, list, number } = field.dataset;
      const found =
        group !== undefined
          ? entries(field).map((entry) => values(entry, cited))
          : [...field.querySelectorAll("[data-value]")].map((each) => typed(each, cited)).filter(Boolean);
      if (found.length) record[name] = list !== undefined ? found : number !== undefined ? Number(found[0]) : found[0];
    }
    return record;
  }

  /** What the check would say of what was typed, in the reader's language; the browser itself says what is missing. */
  function problemOf(control, cited) {
    const { most, wrong, dated } = control.dataset;
    const text = typed(control, cited) ?? "";
    const said = text.replace(/\[@[^\]]*\]$/u, "");
    const [length, longest] = [[...text].length, Number(most)].map((number) => number.toLocaleString("en-US"));
    if (control.validity.patternMismatch) return wrong;
    if ([...text].length > Number(most)) return form.dataset.long.replace("{n}", length).replace("{most}", longest);
    if (dated !== undefined && said.includes("$") && !YEAR.test(said)) return form.dataset.wrongSum;
    const isLinkless = !control.matches("textarea") || !said.replace(LINKS, "").includes("](");
    return isLinkless && !text.includes("![") ? "" : form.dataset.wrongLink;
  }

  /** Say beside a control what is wrong with it. */
  function tell(control) {
    const problem = control.validity.customError ? control.validationMessage : "";
    const id = `${control.id}-wrong`;
    if (problem && !document.getElementById(id)) {
      const place = Object.assign(element("p"), { id, className: "share__wrong" });
      place.setAttribute("role", "status");
      control.after(place);
      control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby")} ${id}`);
    }
    const place = document.getElementById(id);
    if (place) place.textContent = problem;
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

  /** The part of the form for the record of the chosen kind. */
  const chosen = () => records.find(({ dataset }) => dataset.record === kind.value);
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
      const record = values(newAgency, cited);
      id = slug(record.title ?? "") || "new-agency";
      written[`agencies/${id}.yml`] = finished(record, "agency", "agencies");
    }
    const record = { ...values(chosen(), cited), agencies: [id].filter(Boolean) };
    const { folder } = chosen().dataset;
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
  function pageOf(part) {
    const cited = typedSources();
    const notes = [];
    const facts = element("dl");
    const texts = [];
    for (const field of fieldsOf(part)) {
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
    agency.required = kind.value !== "publication";
    document.querySelector("[for=share-agency] span").hidden = !agency.required;
    agency.options[0].text = Toolkit.bare(agency.options[0].dataset[agency.required ? "choose" : "none"]);
    design.required = genre.value === "study" || entries(findings).length > 0;
    newAgency.hidden = newAgency.disabled = agency.value !== "new";
    year.required = Boolean(stage.value);
    year.disabled = !stage.value;
    records.forEach((part) => (part.hidden = part.disabled = part !== chosen()));
    const cited = typedSources();
    const used = sourcesOf(values(chosen(), cited), cited);
    const years = used.map(({ date }) => Number(date?.slice(0, 4))).filter(Boolean);
    const isKnown = years.length && (stage.value !== "ended" || years.length === used.length);
    year.max = isKnown ? Math.min(Math.max(...years), latest) : latest; // no source of an earlier year can say so
    for (const control of form.querySelectorAll("[data-value]:not([data-cite])")) {
      control.setCustomValidity(problemOf(control, cited));
      const isPasted = control.value.length > Number(control.dataset.most); // nobody types that much unaware
      if (isPasted || control.hasAttribute("aria-invalid")) tell(control);
    }
    preview.replaceChildren(...pageOf(chosen()));
    shown.textContent = asText();
    status.textContent = "";
  }

  function save() {
    for (const [path, text] of Object.entries(files())) {
      const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
      Object.assign(document.createElement("a"), { href: url, download: path.split("/").pop() }).click();
      URL.revokeObjectURL(url);
    }
  }

  function copy() {
    window.getSelection().selectAllChildren(shown);
    document.execCommand("copy");
    Toolkit.write(status, form.dataset.copied);
  }

  function send() {
    const address = (body) =>
      form.dataset.report
        .replace("TITLE", () => encodeURIComponent(title()))
        .replace("BODY", () => encodeURIComponent(body));
    const whole = address(`\`\`\`yaml\n${asText()}\`\`\`\n`);
    if (whole.length > LONGEST_ADDRESS) copy(); // the reader pastes it
    window.open(whole.length > LONGEST_ADDRESS ? address("") : whole, "_blank", "noopener");
  }

  const actions = { save, copy, send };
  form.addEventListener("input", refresh);
  form.addEventListener("change", ({ target }) => {
    if (!tidy(target.value)) target.value = ""; // spaces alone are nothing
    if (target.matches("[data-most]")) tell(target);
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button"); // what is clicked may be a part of its label in another language
    if (!button) return;
    if (button.matches("[data-add]")) add(button.parentElement).querySelector("[data-value]").focus();
    else if (button.matches("[data-remove]")) remove(button.closest("[data-entry]"));
    else if (actions[button.value] && form.reportValidity()) actions[button.value]();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeunload", (event) => {
    if (title()) event.preventDefault();
  });
  refuseFuture(form);
  const latest = Number(year.max);
  add(sources);
})();
