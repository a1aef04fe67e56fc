/* Two to four records side by side, as a table: what their pages say at a glance, and the parts of their texts. */
"use strict";

(() => {
  const { element } = Toolkit;
  /** What a reader decides by, first: the anchors of these parts. Whom to call follows them. */
  const DECIDING = ["lede", "results", "studies", "what-it-takes", "legal-limits", "since"];

  /**
   * @param {HTMLElement} container @param {Entry[]} entries
   * @param {Array<{body: HTMLElement, prefix: string}>} texts  Of the entries.
   */
  Toolkit.drawComparison = (container, entries, texts, index, words, site) => {
    const parts = texts.map(({ body, prefix }) => Toolkit.parts(body, prefix));
    const rows = inOrder(callRow(entries, words), glanceRows(entries), textRows(entries, parts, index, words));
    const label = container.appendChild(element("label", "compare__only"));
    const box = label.appendChild(element("input"));
    box.type = "checkbox";
    // A phone shows no columns: there it begins with the differences, each behind its heading.
    const isPhone = matchMedia("(max-width: 44.99em)").matches;
    box.checked = isPhone;
    label.append(" ", element("span", "", words.t("only_differences")));
    const same = container.appendChild(element("p", "", words.t("all_same")));
    const table = container.appendChild(element("table", "compare"));
    table.setAttribute("role", "table"); // which the layout of phones would take away, as it does the others
    table.append(element("caption", "", words.t("compare_caption")));
    drawHead(table, entries, words, site);
    const drawn = rows.map((row) => drawRow(table, row, entries, words));
    if (isPhone) drawn.forEach(({ line }) => fold(line));
    drawNotes(container, entries, texts, table, words);

    function show() {
      drawn.forEach(({ line, isSame }) => (line.hidden = box.checked && isSame));
      same.hidden = drawn.some(({ line }) => !line.hidden);
    }
    box.addEventListener("change", show);
    show();
  };

  /** First what a reader decides by; then what can be compared, and what only one of the entries has. */
  function inOrder(call, glance, texts) {
    const place = ({ anchor }) => DECIDING.indexOf(anchor);
    const first = texts.filter((row) => place(row) >= 0).sort((a, b) => place(a) - place(b));
    const others = [...glance, ...texts.filter((row) => place(row) < 0)];
    const isShared = ({ cells }) => Number(cells.filter((content) => content.length).length > 1);
    others.sort((a, b) => isShared(b) - isShared(a)); // the sort is stable
    return [...first, call, ...others];
  }

  function callRow(entries, words) {
    return { label: words.t("call"), cells: entries.map(({ calls }) => calls.map(Toolkit.contactLine)) };
  }

  /** A row for each label that any entry has, in the order of the first. */
  function glanceRows(entries) {
    const rows = new Map();
    entries.forEach(({ rows: glance }, i) => {
      glance.forEach(([label, values]) => {
        if (!rows.has(label.text)) rows.set(label.text, { label, cells: entries.map(() => []) });
        rows.get(label.text).cells[i] = values.map((value) => element("div", "", value));
      });
    });
    return Array.from(rows.values());
  }

  function textRows(entries, parts, index, words) {
    const anchors = new Set(parts.flatMap((of) => Array.from(of.keys()))); // in the order of the pages
    const compared = Array.from(anchors).filter((anchor) => anchor === "lede" || Object.hasOwn(index.headings, anchor));
    return compared.map((anchor) => ({
      anchor,
      label: anchor === "lede" ? words.t("in_short") : Toolkit.localized(index.headings[anchor]),
      cells: entries.map((entry, i) => {
        const nodes = (parts[i].get(anchor) ?? []).map((node) => node.cloneNode(true));
        if (!nodes.length) return [];
        const cell = Toolkit.inLanguageOf(entry, element("div"));
        cell.append(...nodes);
        cell.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
        // The row is the heading here.
        cell.querySelectorAll("h3").forEach((heading) => heading.replaceWith(boldLine(heading)));
        return [cell];
      }),
    }));
  }

  function boldLine(heading) {
    const line = element("p");
    line.appendChild(element("strong")).append(...heading.childNodes);
    return line;
  }

  function drawHead(table, entries, words, site) {
    const head = table.appendChild(element("thead"));
    head.setAttribute("role", "rowgroup");
    const line = head.appendChild(element("tr"));
    line.setAttribute("role", "row");
    const cell = (content) => {
      const made = line.appendChild(element("th"));
      made.scope = "col";
      made.setAttribute("role", "columnheader");
      made.append(content);
      return made;
    };
    cell(element("span", "", words.t("what")));
    entries.forEach(({ path, title, kind, age, language }) => {
      const link = element("a", "", title);
      link.href = site.page(path, language !== site.language);
      cell(link).append(element("span", "compare__kind", kind), element("span", "compare__kind", age));
    });
  }

  function drawRow(table, { label, cells }, entries, words) {
    const body = table.tBodies[0] ?? table.appendChild(element("tbody"));
    body.setAttribute("role", "rowgroup");
    const line = body.appendChild(element("tr"));
    line.setAttribute("role", "row");
    const head = line.appendChild(element("th", "", label));
    head.scope = "row";
    head.setAttribute("role", "rowheader");
    cells.forEach((content, i) => {
      const cell = line.appendChild(element("td"));
      cell.setAttribute("role", "cell");
      // On phones the columns have no heads.
      const of = cell.appendChild(element("span", "compare__of", entries[i].title));
      of.setAttribute("aria-hidden", "true");
      if (content.length) cell.append(...content);
      else drawNothing(cell, words);
    });
    const said = cells.map((content) => content.map((node) => node.textContent.trim()).join("\n"));
    return { line, isSame: said.every((text) => text === said[0]) };
  }

  /** Folds a row behind its heading, which opens it. */
  function fold(line) {
    const [head] = line.cells;
    const button = element("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const set = (isFolded) => {
      line.classList.toggle("is-folded", isFolded);
      button.setAttribute("aria-expanded", String(!isFolded));
    };
    button.addEventListener("click", () => set(!line.classList.contains("is-folded")));
    set(true);
  }

  /** A dash; who does not see it hears what it means. */
  function drawNothing(cell, words) {
    const dash = cell.appendChild(element("span", "muted", "–"));
    dash.setAttribute("aria-hidden", "true");
    cell.append(element("span", "visually-hidden", words.t("nothing_there")));
  }

  function drawNotes(container, entries, texts, table, words) {
    const section = container.appendChild(element("section", "compare__notes"));
    section.append(element("h2", "", words.t("page.notes")));
    entries.forEach((entry, i) => {
      const { body, prefix } = texts[i];
      const notes = Toolkit.citedNotes(body, [table], prefix);
      if (!notes) return;
      section.append(element("h3", "", entry.title), Toolkit.inLanguageOf(entry, notes));
    });
  }
})();
