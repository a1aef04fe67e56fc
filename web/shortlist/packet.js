/* The packet: the kept records, or a route with its records, as one document to print or to save as a PDF. */
"use strict";

(() => {
  const { element } = Toolkit;
  /** What a packet in short has of a record, on one sheet: the anchors of its parts, what to do first. */
  const IN_SHORT = ["lede", "first-step", "steps", "documents", "results", "studies", "what-it-takes", "legal-limits", "since", "contact", "call", "lessons", "unknown"];
  /** What a reader must know before copying it: no entry is left out while there is room for its first sentence. */
  const WARNINGS = ["legal-limits", "since"];
  /** What is left out first. */
  const LAST = ["lessons", "unknown"];
  const FACTS = ["results", "studies", "what-it-takes"];
  /**
   * How much of a record is on its sheet, the most first: the first amount that fits is taken. Of each are as many entries
   * there: of a list, of its steps, of its last parts and of its notes; and entries that are cut to their first sentence.
   */
  const AMOUNTS = [
    { listed: 3, steps: 8, last: 3, notes: 12, documents: 5, cut: [] },
    { listed: 3, steps: 8, last: 2, notes: 8, documents: 5, cut: ["since"] },
    { listed: 2, steps: 8, last: 1, notes: 8, documents: 4, cut: ["since", ...LAST] },
    { listed: 2, steps: 7, last: 1, notes: 6, documents: 3, cut: ["since", ...LAST, ...FACTS] },
    { listed: 1, steps: 6, last: 1, notes: 5, documents: 3, cut: ["since", ...LAST, ...FACTS] },
    { listed: 1, steps: 6, last: 0, notes: 4, documents: 3, cut: ["since", ...FACTS] },
    { listed: 1, steps: 6, last: 0, notes: 4, documents: 2, cut: ["since", "steps", "call", ...FACTS] },
    { listed: 1, steps: 5, last: 0, notes: 2, documents: 2, cut: ["since", "steps", "call", ...FACTS] },
  ];
  const ANNEX = "models/";
  /** As many are on a page: of lines of 8 points in short, of characters in whole pages. US Letter has the fewest. */
  const LINES = 61;
  const CHARACTERS = 2950;
  /** As many characters are on a line in short: of a sheet, of one of its two columns, of a note, which has smaller letters. */
  const WIDTHS = { sheet: 132, column: 62, note: 74 };
  /** As many entries of the contents are above the first record; of more, the contents are a page. */
  const MAX_ABOVE = 12;
  /** The end of a sentence: not after a title or an initial. */
  const SENTENCE_END = /[^\s.]{4,}[.!?]”?(?=\s+[^a-z])|[.!?]”?(?=\s*$)|[。።؟]/;
  /** What a sentence is not cut off from. */
  const BUT = /^\s*(?:But|However|Pero)\b/;

  /**
   * @param {HTMLElement} container
   * @param {Array<{entry: Entry, body: HTMLElement, prefix: string}>} chapters
   * @param {{title: string, isWhole: boolean}} choice
   * @param {Array<Array<{entry: Entry, nodes: HTMLElement[]}>>} contacts  Of the agencies in each chapter.
   */
  Toolkit.drawPacket = (container, chapters, choice, contacts, words, site) => {
    const packet = container.appendChild(element("article", choice.isWhole ? "packet packet--whole" : "packet"));
    const isOne = chapters.length === 1;
    const title = isOne ? null : drawCover(packet, choice.title, words);
    chapters.forEach((chapter, i) => (chapter.contacts = contacts[i]));
    const records = chapters.filter(({ entry }) => !entry.path.startsWith(ANNEX));
    const annexes = chapters.filter(({ entry }) => entry.path.startsWith(ANNEX));
    const contents = element("nav", "packet__contents");
    if (!isOne) packet.append(contents);
    const isApart = chapters.length > MAX_ABOVE;
    contents.classList.toggle("packet__contents--apart", isApart);
    contents.append(element("h2", "", words.t("contents")));
    contents.setAttribute("aria-label", words.t("contents").text);
    const list = contents.appendChild(element("ol"));
    const add = (chapter, isAnnex) => {
      const isFirst = !packet.querySelector(".packet__chapter");
      const taken = isApart || !isFirst ? 0 : linesOfCover(packet, chapters.length);
      const section = packet.appendChild(drawFitting(chapter, choice.isWhole, LINES - taken, words, site));
      if (isOne) section.lastChild.append(` · ${edition().join(" · ")}`);
      const link = list.appendChild(element("li")).appendChild(element("a", "", chapter.entry.title));
      link.href = "#" + section.id;
      if (isAnnex) link.before(element("span", "", words.t("annex")), " ");
    };
    records.forEach((chapter) => add(chapter, false));
    annexes.forEach((chapter) => add(chapter, true));
    if (choice.isWhole) {
      const all = new Map(contacts.flat().map((contact) => [contact.entry.path, contact]));
      if (all.size) {
        packet.append(drawContacts([...all.values()], words));
        const link = list.appendChild(element("li")).appendChild(element("a", "", words.t("call")));
        link.href = "#call";
      }
    }
    return title;
  };

  /** About how many pages a packet fills: in short, only practices begin one. Measured with all of them and Chromium, on US Letter. */
  Toolkit.pagesOnPaper = (packet, isWhole) => {
    const before = packet.querySelector(".packet__contents--apart") ? 1 : 0;
    const pages = Array.from(packet.querySelectorAll(".packet__chapter"), (chapter) => {
      const isApart = chapter.matches(".packet__chapter--apart");
      if (!isWhole) return isApart ? 1 : linesOf(chapter) / LINES;
      const addresses = Array.from(chapter.querySelectorAll(".notes a[href^=http]"), ({ href }) => href).join("");
      return Math.ceil((chapter.textContent.length + addresses.length) / CHARACTERS);
    });
    return Math.ceil(pages.reduce((sum, n) => sum + n, before));
  };

  /** About how many lines of 8 points a chapter in short fills. */
  function linesOf(chapter) {
    const [title, ...others] = chapter.children;
    const lines = others.map((part) => {
      if (part.matches(".packet__text")) return linesIn(part, WIDTHS.column) / 2 + 1;
      if (part.matches(".notes")) return (linesIn(part, WIDTHS.note) * 0.78) / 2 + 1;
      return Math.ceil(widthOf(part) / WIDTHS.sheet) + 0.5;
    });
    return lines.reduce((sum, n) => sum + n, 1 + 2 * Math.ceil(widthOf(title) / 80));
  }

  /** The lines of a column, whose headings have space above. */
  function linesIn(part, width) {
    const blocks = Array.from(part.querySelectorAll("h3, h4, p, li, blockquote, td"));
    const innermost = blocks.filter((block) => !block.querySelector("p, li"));
    const lines = innermost.map((block) => (block.matches("h3, h4") ? 0.9 : 0.15) + Math.ceil(widthOf(block) / width));
    return lines.reduce((sum, n) => sum + n, 0);
  }

  /** How wide a text is, in Latin letters: Chinese ones are as wide as two. */
  function widthOf({ textContent }) {
    return textContent.length + (textContent.match(/[\u2E80-\uFFEF]/g) ?? []).length;
  }

  /** The lines of the cover and of the contents; without a cover, of the edition at the foot. */
  function linesOfCover(packet, chapters) {
    const cover = packet.querySelector(".packet__cover");
    return cover ? 5 + chapters + Math.ceil(widthOf(cover) / WIDTHS.sheet) : 1;
  }

  /** A chapter with as much of its record as a sheet has room for; what is long by its kind is there whole. */
  function drawFitting(chapter, isWhole, room, words, site) {
    for (const amount of AMOUNTS) {
      const section = drawChapter(chapter, isWhole, amount, words, site);
      const isLong = isWhole || /^(?:routes|law)\//.test(chapter.entry.path);
      if (isLong || amount === AMOUNTS.at(-1) || linesOf(section) <= room) return section;
    }
  }

  function drawCover(packet, title, words) {
    const cover = packet.appendChild(element("section", "packet__cover"));
    const heading = cover.appendChild(element("h2", "", title));
    edition().forEach((line) => cover.append(element("p", "", line)));
    cover.append(element("p", "", words.t("packet_note")));
    return heading;
  }

  /** The day, the site, and its edition. @returns {string[]} */
  function edition() {
    const today = new Date().toLocaleDateString([document.documentElement.lang, "en-US"], { dateStyle: "long" });
    const edition = document.querySelector(".printed span")?.textContent.replace(/[\s·]+$/, "");
    return [today, document.querySelector(".brand strong").textContent, edition].filter(Boolean);
  }

  function drawChapter({ entry, body: whole, prefix, contacts }, isWhole, amount, words, site) {
    const body = whole.cloneNode(true);
    const section = element("section", "packet__chapter");
    section.id = prefix + "chapter";
    section.classList.toggle("packet__chapter--apart", entry.path.startsWith("practices/"));
    const head = section.appendChild(element("h2", "", entry.title));
    head.dir = "auto";
    section.append(element("p", "packet__kind", entry.kind));
    const isRoute = entry.path.startsWith("routes/");
    if (entry.rows.length) section.append(drawGlance(entry));
    const text = section.appendChild(Toolkit.inLanguageOf(entry, element("div", "packet__text")));
    if (isWhole || isRoute) text.append(...lowered(body).childNodes);
    else {
      const isLaw = entry.path.startsWith("law/");
      const shown = isLaw ? drawLaw(text, body, prefix) : drawShort(text, body, prefix, contacts, amount, words);
      const notes = Toolkit.citedNotes(body, shown, prefix);
      if (notes) {
        if (!isLaw) shorten(notes.firstChild, amount.notes, words);
        notes.prepend(element("h3", "", body.querySelector(`#${prefix}notes`).textContent));
        section.append(Toolkit.inLanguageOf(entry, notes));
      }
    }
    const address = section.appendChild(element("p", "packet__address", words.t("page_at")));
    const link = element("a");
    link.href = site.page(entry.path, entry.language !== site.language);
    link.textContent = webAddress(entry.path, link.href);
    link.dir = "ltr";
    address.append(" ", link);
    return section;
  }

  /** Where paper sends its reader: from disk, to the page's address on the web, if the site has one. */
  function webAddress(path, here) {
    if (location.protocol !== "file:") return here;
    const published = document.getElementById("printed-address").textContent;
    return published ? new URL(`${path}.html`, published).href : `${path}.html`;
  }

  function drawGlance({ rows }) {
    const list = element("dl", "packet__glance");
    rows.forEach(([label, values]) => {
      const row = list.appendChild(element("div"));
      row.append(element("dt", "", label));
      values.forEach((value) => row.append(element("dd", "", value)));
    });
    return list;
  }

  /** A law in short: under each topic what each statement comes to, whether it is in force and since when. */
  function drawLaw(text, body, prefix) {
    const parts = Toolkit.parts(body, prefix);
    const shown = parts.get("lede");
    parts.forEach((nodes, anchor) => {
      const list = element("ul");
      nodes.flatMap((node) => (node.matches("ul") ? [...node.children] : [])).forEach((statement) => {
        const words = statement.querySelectorAll(":scope > p:first-child > strong:first-child, :scope > p > em:first-child, :scope > em:first-child");
        if (words.length) list.appendChild(element("li")).append(...Array.from(words).flatMap((part) => [part, " "]));
      });
      const heading = body.querySelector(`#${prefix}${anchor}`);
      if (heading && list.children.length) shown.push(element("h3", "", heading.textContent), list);
    });
    text.append(...shown);
    return shown;
  }

  /** The parts in short, with the documents' names and whom to call. @returns {HTMLElement[]} */
  function drawShort(text, body, prefix, contacts, amount, words) {
    const parts = Toolkit.parts(body, prefix);
    const documents = (parts.get("documents") ?? []).flatMap((part) => Array.from(part.querySelectorAll("li p:first-child a")));
    if (documents.length) parts.set("documents", [namesOf(documents)]);
    if (contacts.length) parts.set("call", listContacts(contacts, "h4", words));
    const shown = IN_SHORT.flatMap((anchor) => {
      if (LAST.includes(anchor) && !amount.last) return [];
      const nodes = parts.get(anchor) ?? [];
      const lists = nodes.flatMap((node) => (node.matches("ul, ol") ? [node] : Array.from(node.querySelectorAll("ul, ol"))));
      lists.forEach((list) => {
        if (amount.cut.includes(anchor)) Array.from(list.children, cutToSentence);
        shorten(list, mostIn(anchor, amount), words);
      });
      const heading = anchor === "call" ? element("h3", "", words.t("call")) : headingOf(body, prefix, anchor);
      return nodes.length && heading ? [heading, ...nodes] : nodes;
    });
    text.append(...shown);
    return shown;
  }

  function headingOf(body, prefix, anchor) {
    const heading = body.querySelector(`#${prefix}${anchor}`);
    return heading && element("h3", "", heading.textContent);
  }

  /** The names of documents, as a list. */
  function namesOf(links) {
    const list = element("ul");
    links.forEach((link) => list.appendChild(element("li")).append(link.cloneNode(true)));
    return list;
  }

  /** As many entries of a part are there. */
  function mostIn(anchor, amount) {
    if (WARNINGS.includes(anchor)) return Math.max(amount.listed, 2) * (amount.last ? 2 : 1);
    if (LAST.includes(anchor)) return amount.last;
    return amount[anchor] ?? amount.listed;
  }

  /** Leaves the first entries of a list, and says how many more the page has. */
  function shorten(list, most, words) {
    const others = [...list.children].slice(most);
    if (others.length) others[0].replaceWith(element("li", "packet__more", words.t("more", { n: others.length })));
    others.slice(1).forEach((entry) => entry.remove());
  }

  /** Leaves the first sentence of an entry, with its notes. */
  function cutToSentence(entry) {
    const paragraph = entry.querySelector("p") ?? entry;
    const nodes = Array.from(paragraph.childNodes);
    for (const [i, node] of nodes.entries()) {
      const end = node.nodeType === Node.TEXT_NODE && SENTENCE_END.exec(node.data);
      if (!end) continue;
      const length = end.index + end[0].length;
      const isNote = (other) => other.matches?.("[role=doc-noteref]");
      const isWhole = !node.data.slice(length).trim();
      const others = nodes.slice(i + 1);
      while (isWhole && others.length && isNote(others[0])) others.shift();
      const rest = node.data.slice(length) + others.map((other) => other.textContent).join("");
      if (!rest.trim() || BUT.test(rest)) return;
      node.data = node.data.slice(0, length);
      others.forEach((other) => other.remove());
      paragraph.append(" …");
      return;
    }
  }

  /** A text with its headings a level lower: the title of the record is above them. */
  function lowered(body) {
    ["h3", "h2"].forEach((name) =>
      body.querySelectorAll(name).forEach((heading) => {
        const lower = element(name === "h2" ? "h3" : "h4");
        lower.id = heading.id;
        lower.append(...heading.childNodes);
        heading.replaceWith(lower);
      })
    );
    return body;
  }

  function drawContacts(contacts, words) {
    const section = element("section", "packet__chapter");
    section.id = "call";
    section.append(element("h2", "", words.t("call")), ...listContacts(contacts, "h3", words));
    return section;
  }

  /** Agencies and how to reach them. */
  function listContacts(contacts, level, words) {
    return contacts.map(({ entry, nodes }) => {
      const text = Toolkit.inLanguageOf(entry, element("div"));
      const copies = nodes.map((node) => node.cloneNode(true));
      text.append(...(copies.length ? copies : [element("p", "muted", words.t("overview.untold"))]));
      text.querySelectorAll("[role=doc-noteref]").forEach((note) => note.remove());
      const part = element("div", "packet__contact");
      part.append(element(level, "", entry.title), text);
      return part;
    });
  }
})();
