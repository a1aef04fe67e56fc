/* The entries of a shortlist: which of them there are, and their texts as the records' own pages have them. */
"use strict";

/**
 * @typedef {Object} Entry  A record or route.
 * @property {string} path  `practices/id-night`
 * @property {LocalizedText} title
 * @property {LocalizedText} kind
 * @property {LocalizedText} age
 * @property {Array<[LocalizedText, LocalizedText[]]>} rows  Of "At a glance": labels and values.
 * @property {string} language  Of its text and page.
 * @property {LocalizedText[]} calls  Whom to call: an agency, its number or address, and what that is.
 */

/**
 * Which entries of an address there are; former addresses lead to the present ones.
 * @param {string[]} named @param {{records: Object, former: Object<string, string>}} index @param {number} max
 * @returns {{known: string[], unknown: string[], isCut: boolean}}
 */
Toolkit.resolve = (named, { records, former }, max) => {
  const present = named.map((name) => (Object.hasOwn(former, name) ? former[name] : name));
  const known = Array.from(new Set(present.filter((name) => Object.hasOwn(records, name))));
  const unknown = named.filter((_, i) => !Object.hasOwn(records, present[i]));
  return { known: known.slice(0, max), unknown, isCut: known.length > max };
};

/** @param {string} path @param {{records: Object, texts: any[]}} index @returns {Entry} */
Toolkit.entry = (path, { records, texts }) => {
  const [title, kind, age, rows, calls, language] = records[path];
  const text = (number) => Toolkit.localized(texts[number]);
  const shown = rows.map(([label, values]) => [text(label), values.map(text)]);
  const found = { kind: text(kind), age: text(age), rows: shown, calls: calls.map(text) };
  return { path, title: Toolkit.localized(title), ...found, language };
};

/** What leads to somebody in a text: a web address, a mail address, a telephone number. */
Toolkit.CONTACT = /https?:\/\/[^\s]+[^\s.,;)]|[\w.+-]+@[\w.-]+\w|\+?\d[\d ()-]{6,}\d/;

/** A line on whom to call, its number or address as a link. @param {LocalizedText} text @returns {HTMLElement} */
Toolkit.contactLine = (text) => {
  const line = Toolkit.element("div", "", text);
  const found = Toolkit.CONTACT.exec(text.text);
  if (!found) return line;
  const [address] = found;
  const link = Toolkit.element("a", "", address);
  if (address.includes("@")) link.href = `mailto:${address}`;
  else link.href = address.includes("://") ? address : `tel:${address.replace(/[ ()]/g, "")}`;
  link.dir = "ltr";
  line.replaceChildren(text.text.slice(0, found.index), link, text.text.slice(found.index + address.length));
  return line;
};

/**
 * The text of an entry as elements. Its anchors get a prefix, so that several texts can stand on one page; its links
 * lead where those of its own page lead.
 * @param {string} html  Made by the build from the record, as its page is. @param {string} prefix
 * @returns {HTMLElement}
 */
Toolkit.parsed = (html, prefix, site, isElsewhere) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  body.querySelectorAll("[id]").forEach((element) => (element.id = prefix + element.id));
  body.querySelectorAll("a[href]").forEach((link) => {
    const address = link.getAttribute("href");
    if (address.startsWith("#")) link.setAttribute("href", "#" + prefix + address.slice(1));
    else if (address.startsWith("../")) link.setAttribute("href", site.base + address.slice(3));
    else if (!/^[a-z]+:/.test(address)) link.setAttribute("href", site.folder(isElsewhere) + address);
  });
  return body;
};

/** The parts of a text by the anchor of their heading, without it; what precedes the first heading is `lede`. */
Toolkit.parts = (body, prefix) => {
  const parts = new Map([["lede", []]]);
  let part = parts.get("lede");
  Array.from(body.children).forEach((element) => {
    // A part may stand in a box of its own: "What happened later".
    const inner = element.matches("div") && element.querySelector(":scope > h2");
    if (inner) parts.set(inner.id.slice(prefix.length), Array.from(element.children).filter((child) => child !== inner));
    else if (element.matches("h2")) parts.set(element.id.slice(prefix.length), (part = []));
    else part.push(element);
  });
  return parts;
};

/** The records that a text links to, in its order. @returns {string[]} */
Toolkit.linked = (element, site, index) => {
  const folders = [site.folder(false), site.folder(true)].sort((a, b) => b.length - a.length);
  const paths = Array.from(element.querySelectorAll("a[href]"), (link) => {
    const address = link.getAttribute("href");
    const folder = folders.find((start) => address.startsWith(start)) ?? "";
    return address.slice(folder.length).replace(/\.html.*$/, "");
  });
  return Toolkit.resolve(paths, index, paths.length).known;
};

/** The notes of a text that these elements cite, as a list with the numbers that they have on its page. */
Toolkit.citedNotes = (body, shown, prefix) => {
  const list = Toolkit.element("ol");
  body.querySelectorAll(".notes li").forEach((note, i) => {
    const anchor = `#${prefix}note-${i + 1}`;
    if (!shown.some((element) => element.querySelector(`a[href="${anchor}"]`))) return;
    const copy = note.cloneNode(true);
    copy.querySelectorAll("[role=doc-backlink]").forEach((link) => link.remove());
    copy.value = i + 1;
    list.append(copy);
  });
  if (!list.children.length) return null;
  const notes = Toolkit.element("div", "notes");
  notes.append(list);
  return notes;
};

/** An element for words of an entry, marked if they are in another language than the page. */
Toolkit.inLanguageOf = ({ language }, element) =>
  document.documentElement.lang === Intl.getCanonicalLocales(language)[0] ? element : Object.assign(element, { lang: language, dir: "ltr" });
