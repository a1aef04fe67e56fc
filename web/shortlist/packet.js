/* The packet: the kept records, or a route with its records, as one document to print or to save as a PDF. */
"use strict";

(() => {
  const { element } = Toolkit;
  /** What a packet in short has of a record, on one sheet: the anchors of its parts. */
  const IN_SHORT = ["lede", "results", "studies", "what-it-takes", "legal-limits", "since", "contact"];
  /** Those that are never shortened: what a reader must know before copying it. */
  const IN_FULL = ["legal-limits", "since"];
  /** As many of its documents are there. */
  const MAX_DOCUMENTS = 5;
  /** As many entries of a list are there; the others are on the record's page. */
  const MAX_LISTED = 3;
  const ANNEX = "models/";
  /** As many are on a page: of lines in short, of characters in whole pages. */
  const LINES = 57;
  const CHARACTERS = 2950;

  /**
   * @param {HTMLElement} container
   * @param {Array<{entry: Entry, body: HTMLElement, prefix: string}>} chapters
   * @param {{title: string, isWhole: boolean}} choice
   * @param {Array<Array<{entry: Entry, nodes: HTMLElement[]}>>} contacts  Of the agencies in each chapter.
   */
  Toolkit.drawPacket = (container, chapters, choice, contacts, words, site) => {
    const packet = container.appendChild(element("article", choice.isWhole ? "packet packet--whole" : "packet"));
    const title = drawCover(packet, choice.title, words);
    chapters.forEach((chapter, i) => (chapter.contacts = contacts[i]));
    const records = chapters.filter(({ entry }) => !entry.path.startsWith(ANNEX));
    const annexes = chapters.filter(({ entry }) => entry.path.startsWith(ANNEX));
    const contents = element("nav", "packet__contents");
    if (chapters.length > 1) packet.append(contents);
    contents.append(element("h2", "", words.t("contents")));
    contents.setAttribute("aria-label", words.t("contents").text);
    const list = contents.appendChild(element("ol"));
    const add = (chapter, isAnnex) => {
      const section = packet.appendChild(drawChapter(chapter, choice.isWhole, words, site));
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

  /** About how many pages a packet fills: of whole pages, each chapter begins one. Measured with nine packets and Chromium, on US Letter. */
  Toolkit.pagesOnPaper = (packet, isWhole) => {
    if (!isWhole) return Math.ceil(packet.querySelectorAll(".packet__chapter :is(p, li, h2, h3, dt)").length / LINES);
    const pages = Array.from(packet.querySelectorAll(".packet__chapter"), (chapter) => {
      const addresses = Array.from(chapter.querySelectorAll(".notes a[href^=http]"), ({ href }) => href).join("");
      return Math.ceil((chapter.textContent.length + addresses.length) / CHARACTERS);
    });
    return pages.reduce((sum, n) => sum + n, 0);
  };

  function drawCover(packet, title, words) {
    const cover = packet.appendChild(element("section", "packet__cover"));
    const heading = cover.appendChild(element("h2", "", title));
    const today = new Date().toLocaleDateString([document.documentElement.lang, "en-US"], { dateStyle: "long" });
    cover.append(element("p", "", today));
    cover.append(element("p", "", document.querySelector(".brand strong").textContent));
    const edition = document.querySelector(".printed span")?.textContent.replace(/[\s·]+$/, "");
    if (edition) cover.append(element("p", "", edition));
    cover.append(element("p", "", words.t("packet_note")));
    return heading;
  }

  function drawChapter({ entry, body, prefix, contacts }, isWhole, words, site) {
    const section = element("section", "packet__chapter");
    section.id = prefix + "chapter";
    const head = section.appendChild(element("h2", "", entry.title));
    head.dir = "auto";
    section.append(element("p", "packet__kind", entry.kind));
    const isRoute = entry.path.startsWith("routes/");
    if (entry.rows.length) section.append(drawGlance(entry));
    const text = section.appendChild(Toolkit.inLanguageOf(entry, element("div", "packet__text")));
    if (isWhole || isRoute) text.append(...lowered(body).childNodes);
    else {
      const isLaw = entry.path.startsWith("law/");
      const shown = isLaw ? drawLaw(text, body, prefix) : drawShort(text, body, prefix, words);
      if (contacts.length && !isLaw) text.append(...listContacts(contacts, "h4", words, element("h3", "", words.t("call"))));
      const notes = Toolkit.citedNotes(body, shown, prefix);
      if (notes) {
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

  /** The parts in short and the documents' names. @returns {HTMLElement[]} The parts. */
  function drawShort(text, body, prefix, words) {
    const parts = Toolkit.parts(body, prefix);
    const shown = IN_SHORT.flatMap((anchor) => {
      const nodes = parts.get(anchor) ?? [];
      if (!IN_FULL.includes(anchor)) nodes.forEach((node) => shorten(node, words));
      const heading = body.querySelector(`#${prefix}${anchor}`);
      return nodes.length && heading ? [element("h3", "", heading.textContent), ...nodes] : nodes;
    });
    text.append(...shown);
    const documents = parts.get("documents");
    if (documents) {
      text.append(element("h3", "", body.querySelector(`#${prefix}documents`)?.textContent));
      const list = text.appendChild(element("ul"));
      const links = documents.flatMap((part) => Array.from(part.querySelectorAll("li p:first-child a")));
      links.slice(0, MAX_DOCUMENTS).forEach((link) => list.appendChild(element("li")).append(link.cloneNode(true)));
    }
    return shown;
  }

  /** Leaves the first entries of a list, and says how many more the page has. */
  function shorten(part, words) {
    if (!part.matches("ul, ol")) return;
    const others = [...part.children].slice(MAX_LISTED);
    if (others.length) others[0].replaceWith(element("li", "", words.t("more", { n: others.length })));
    others.slice(1).forEach((entry) => entry.remove());
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
    section.append(...listContacts(contacts, "h3", words, element("h2", "", words.t("call"))));
    return section;
  }

  /** Agencies and how to reach them, under a heading. */
  function listContacts(contacts, level, words, heading) {
    const parts = contacts.map(({ entry, nodes }) => {
      const text = Toolkit.inLanguageOf(entry, element("div"));
      text.append(...(nodes.length ? nodes : [element("p", "muted", words.t("overview.untold"))]));
      text.querySelectorAll("[role=doc-noteref]").forEach((note) => note.remove());
      const part = element("div", "packet__contact");
      part.append(element(level, "", entry.title), text);
      return part;
    });
    return [heading, ...parts];
  }
})();
