/* The find page apart from its events: what it shows for a state and a result, and how it draws it. */
"use strict";

/**
 * @typedef {Object} Facet
 * @property {string} name
 * @property {LocalizedText} label
 * @property {boolean} isScale  Whether the order of its values has a meaning.
 * @property {Array<{id: string, label: LocalizedText, total: number}>} values  `total` documents have the value.
 *
 * @typedef {Object} State  What the reader asked for, as in the page's address.
 * @property {string} query
 * @property {Object<string, number[]>} chosen  Numbers of values by facet.
 * @property {string} sort  One of `Toolkit.SORTS`, or `best`.
 * @property {boolean} isLiteral  Whether only the typed words count.
 */

/** The facets that readers are always offered; the others are behind "More filters". */
Toolkit.MAIN_FACETS = ["kind", "topics", "communities", "states", "size", "evidence"];
/** What each sort order sorts by; `best`, which is not listed, uses only the score. */
Toolkit.SORTS = ["new", "effort", "evidence"];

// ---------------------------------------------------------------- what to show

/**
 * @param {any[]} values  In the index file `facets`: name, label, ids, their labels, `isScale` and column of each facet.
 * @param {Object<string, number[]>} totals  By facet and value.
 * @returns {Facet[]}
 */
Toolkit.facets = (values, totals) =>
  values.map(([name, label, ids, labels, isScale]) => ({
    name,
    label: Toolkit.localized(label),
    isScale: Boolean(isScale),
    values: ids.map((id, number) => ({ id, label: Toolkit.localized(labels[number]), total: totals[name][number] || 0 })),
  }));

/**
 * The state in an address. It is in the fragment, which browsers send to no server; in an older address, in the query.
 * Values that no longer exist are ignored.
 * @param {{hash: string, search: string}} address @param {Facet[]} facets @returns {State}
 */
Toolkit.stateFromAddress = ({ hash, search }, facets) => {
  const parameters = new URLSearchParams(hash.includes("=") ? hash.slice(1) : search);
  const chosen = {};
  facets.forEach(({ name, values }) => {
    const numbers = parameters.getAll(name).map((id) => values.findIndex((value) => value.id === id));
    const known = Array.from(new Set(numbers)).filter((number) => number >= 0);
    if (known.length) chosen[name] = known;
  });
  const sort = parameters.get("sort") || "";
  return {
    query: (parameters.get("q") || "").slice(0, Toolkit.MAX_QUERY_LENGTH),
    chosen,
    sort: Toolkit.SORTS.includes(sort) ? sort : "best",
    isLiteral: parameters.has("exact"),
  };
};

/**
 * The fragment of the address for a state: empty, or with its `#`.
 * @param {State} state @param {Facet[]} facets @returns {string}
 */
Toolkit.fragmentFromState = (state, facets) => {
  const parameters = new URLSearchParams();
  if (state.query.trim()) parameters.set("q", state.query.trim());
  Object.entries(state.chosen).forEach(([name, numbers]) => {
    const { values } = facets.find((facet) => facet.name === name);
    numbers.forEach((number) => parameters.append(name, values[number].id));
  });
  if (state.sort !== "best") parameters.set("sort", state.sort);
  if (state.isLiteral) parameters.set("exact", "1");
  const text = parameters.toString();
  return text && "#" + text;
};

/**
 * The chosen values with a value added or removed.
 * @param {Object<string, number[]>} chosen @param {string} facet @param {number} value @param {boolean} isChosen
 */
Toolkit.withChoice = (chosen, facet, value, isChosen) => {
  const { [facet]: numbers = [], ...others } = chosen;
  const rest = numbers.filter((number) => number !== value);
  const changed = isChosen ? rest.concat(value) : rest;
  if (!changed.length) return others;
  // A facet that has choices already keeps its place in the address.
  return { ...chosen, [facet]: changed };
};

/** The sentences above the results. @param {State} state @returns {LocalizedText[]} */
Toolkit.statusOf = (result, state, catalog) => {
  const total = result.good;
  if (!state.query.trim() && !Object.keys(state.chosen).length) return [catalog.n("everything", total)];
  const left = result.documents.length - total;
  const found = left ? catalog.n("good", total, { left }) : catalog.n("found", total);
  const sentences = [catalog.t("sentence", { text: found.text })];
  result.corrections.forEach(([typed, shown]) => sentences.push(catalog.t("instead", { typed, shown })));
  if (result.unknown.length) sentences.push(catalog.t("nothing_has", { words: result.unknown.join(", ") }));
  else if (total && result.clauses > 1 && !result.withAll) sentences.push(catalog.t("some_words"));
  if (result.isTruncated) sentences.push(catalog.t("words_cut", { n: Toolkit.MAX_CLAUSES }));
  return sentences;
};

/**
 * The values of a facet whose labels look most like a query, and among these the more frequent ones.
 * @param {string} query @param {Facet["values"]} values @param {number} count @returns {number[]}  Their numbers.
 */
Toolkit.closestValues = (query, values, count, tokenizer) => {
  const wordsOf = (text) => tokenizer.words(text).map((word) => word.text);
  const queryWords = wordsOf(query);
  return values
    .map(({ label, total }, number) => {
      const distances = wordsOf(label.text).flatMap((a) =>
        queryWords.map((b) => Toolkit.spellingCost(b, a, 9) / Math.max(a.length, b.length))
      );
      return { number, total, distance: Math.min(1, ...distances) };
    })
    .sort((a, b) => a.distance - b.distance || b.total - a.total)
    .slice(0, count)
    .map(({ number }) => number);
};

/**
 * A table as RFC 4180 writes it, with the byte order mark by which Excel knows UTF-8. No cell is run as a formula.
 * @param {string[][]} rows
 */
Toolkit.csv = (rows) => {
  const cell = (text) => '"' + text.replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""') + '"';
  return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
};

/**
 * The facets that help with these documents: at least half of them have a value, and not all the same. A main facet needs
 * any value, and a facet with a choice is always offered.
 * @param {Object<string, number[][]>} columns @param {number[]} documents @param {Object<string, number[]>} chosen
 * @returns {Set<string>}
 */
Toolkit.offeredFacets = (columns, documents, chosen) => {
  const isOffered = ([name, column]) => {
    if (chosen[name]) return true;
    const values = documents.map((doc) => column[doc]).filter((numbers) => numbers.length);
    const isMain = Toolkit.MAIN_FACETS.includes(name);
    const isVaried = new Set(values.map(String)).size > 1;
    return isMain ? values.length > 0 : isVaried && values.length >= documents.length / 2;
  };
  return new Set(Object.entries(columns).filter(isOffered).map(([name]) => name));
};

// ---------------------------------------------------------------- how to draw it

(() => {
  const { element } = Toolkit;
  /** The number of values that a facet shows until the reader asks for all. */
  const MAX_VALUES = 8;
  /** So many of the words that were searched beside those typed are named. */
  const MAX_MEANINGS = 6;
  const { MAIN_FACETS } = Toolkit;
  /** The facets that are open at first. */
  const OPEN_FACETS = MAIN_FACETS.slice(0, 2);

  /** @param {number} doc @returns {HTMLElement} */
  Toolkit.drawResult = (doc, index, result, catalog, site) => {
    const document = index.documents[doc];
    const { path, title, summary } = document;
    const item = element("li", "result");
    const kind = /^kinds\.(.*)\.one$/.exec(document.kind);
    if (kind) item.dataset.key = kind[1] + "/" + path.split("/").pop();
    const heading = item.appendChild(element("h2", "result__title"));
    const link = Toolkit.setLanguage(heading.appendChild(element("a")), title.lang);
    link.href = site.page(path, document.isElsewhere);
    Toolkit.appendPieces(link, Toolkit.highlighted(index, result, doc, title.text));
    const about = item.appendChild(element("p", "result__about"));
    about.append(element("strong", "", catalog.t(document.kind)));
    Toolkit.about(document, catalog).forEach((piece) => about.append(" · ", piece));
    const addNotice = (key) => about.append(" ", element("span", "result__language", catalog.t(key)));
    if (document.isElsewhere) addNotice("in_english");
    if (document.isOutdated) addNotice("translation.outdated_notice");
    const line = Toolkit.setLanguage(item.appendChild(element("p", "result__summary")), summary.lang);
    Toolkit.appendPieces(line, Toolkit.highlighted(index, result, doc, summary.text));
    return item;
  };

  /** Adds a passage to a drawn result, under its summary. @param {Passage} passage @param {number} doc */
  Toolkit.addPassage = (item, passage, doc, index, result, catalog, site) => {
    const document = index.documents[doc];
    const foreign = document.isElsewhere ? Toolkit.SOURCE_LANGUAGE : "";
    const line = element("p", "result__passage");
    const heading = passage.isFile
      ? catalog.t("document.file_page", { file: document.attachment, page: passage.page })
      : Toolkit.localized(passage.heading, foreign);
    if (heading.text) {
      const part = line.appendChild(element("a", "result__part", heading));
      part.href = passage.isFile ? site.base + passage.anchor : site.page(document.path, document.isElsewhere) + "#" + passage.anchor;
      line.append(" ");
    }
    const text = Toolkit.setLanguage(line.appendChild(element("span")), passage.language || foreign);
    Toolkit.appendPieces(text, Toolkit.highlighted(index, result, doc, passage.text, Toolkit.PASSAGE_LENGTH));
    item.querySelector(".result__summary").after(line);
  };

  /**
   * Draws the filters. The function that it returns updates counts and choices in place, so that the focus stays where
   * it is.
   * @param {Element} container
   * @param {Facet[]} facets
   * @param {(facet: string, value: number, isChosen: boolean) => void} onChange
   * @returns {(counts: Object<string, number[]>, chosen: Object<string, number[]>, offered: Set<string>) => void}
   */
  Toolkit.drawFilters = (container, facets, catalog, onChange) => {
    const more = element("details", "facet");
    more.append(element("summary", "", catalog.t("more_filters")));
    const updates = facets.map((facet) => {
      const place = MAIN_FACETS.includes(facet.name) ? container : more;
      return { name: facet.name, isMore: place === more, update: drawFacet(place, facet, catalog, onChange) };
    });
    container.append(more);
    return (counts, chosen, offered) => {
      updates.forEach(({ name, update }) => update(counts[name], chosen[name] || [], offered.has(name)));
      more.hidden = !updates.some(({ name, isMore }) => isMore && offered.has(name));
      if (updates.some(({ name, isMore }) => isMore && chosen[name])) more.open = true;
    };
  };

  /** @param {Facet} facet @returns {(counts: number[], chosen: number[], isOffered: boolean) => void}  Its update. */
  function drawFacet(container, facet, catalog, onChange) {
    const details = container.appendChild(element("details", "facet"));
    details.open = OPEN_FACETS.includes(facet.name);
    details.append(element("summary", "", facet.label));
    const group = details.appendChild(element("fieldset"));
    group.append(element("legend", "visually-hidden", facet.label));
    const list = group.appendChild(element("ul"));
    const rows = valueOrder(facet).map((number) => drawValue(list, facet, number, onChange));
    let showsAll = false;
    const toggle = drawButton(group, "facet__more", "", toggleAll);

    function toggleAll() {
      showsAll = !showsAll;
      showValues();
    }

    /** Shows the values of most results, in their usual order, and the chosen ones; or all that some result has. */
    function showValues() {
      const possible = rows.filter((row) => row.count || row.box.checked);
      // The sort is stable, so of equally frequent values the first ones stay.
      const frequent = possible.slice().sort((a, b) => b.count - a.count).slice(0, MAX_VALUES);
      rows.forEach((row) => {
        row.item.hidden = !possible.includes(row) || !(showsAll || row.box.checked || frequent.includes(row));
      });
      toggle.hidden = possible.length <= MAX_VALUES;
      toggle.setAttribute("aria-expanded", String(showsAll));
      const text = catalog.t(showsAll ? "fewer_values" : "more_values", { n: possible.length });
      toggle.replaceChildren(element("span", "", text));
    }

    return (counts, chosen, isOffered) => {
      rows.forEach((row) => {
        row.count = counts[row.number] || 0;
        row.box.checked = chosen.includes(row.number);
        row.counter.textContent = catalog.number(row.count);
      });
      details.hidden = !isOffered;
      if (chosen.length) details.open = true;
      showValues();
    };
  }

  /** The numbers of a facet's values: those of a scale in its order, others by frequency. @param {Facet} facet */
  function valueOrder({ values, isScale }) {
    const numbers = values.map((_, number) => number);
    return isScale ? numbers : numbers.sort((a, b) => values[b].total - values[a].total || a - b);
  }

  function drawValue(list, facet, number, onChange) {
    const item = list.appendChild(element("li"));
    const label = item.appendChild(element("label"));
    const box = label.appendChild(element("input"));
    box.type = "checkbox";
    box.addEventListener("change", () => onChange(facet.name, number, box.checked));
    label.append(element("span", "facet__value", facet.values[number].label), " ");
    const counter = label.appendChild(element("span", "count"));
    return { item, box, counter, number, count: 0 };
  }

  /**
   * Draws the chosen values, each as a button that removes it.
   * @param {Array<{facet: string, value: number, label: LocalizedText}>} chips
   */
  Toolkit.drawChips = (container, chips, catalog, onRemove, onClear) => {
    container.textContent = "";
    container.hidden = !chips.length;
    const add = (className, text, act) => drawButton(container.appendChild(element("li")), className, text, act);
    chips.forEach((chip) => {
      const button = add("chip", chip.label, () => onRemove(chip));
      button.setAttribute("aria-label", catalog.t("remove", { value: chip.label.text }).text);
    });
    if (chips.length > 1) add("chip chip--all", catalog.t("clear"), onClear);
  };

  /** Draws, under the results, what was searched beside the typed words. */
  Toolkit.drawMeanings = (container, result, catalog, searchLiterally) => {
    container.textContent = "";
    if (!result.meanings.length) return;
    const words = result.meanings.slice(0, MAX_MEANINGS).join(", ");
    container.append(element("span", "", catalog.t("also", { words })), " ");
    if (!result.corrections.length) drawButton(container, "chip", catalog.t("only_typed"), searchLiterally);
  };

  /** Draws what else could be searched: only the typed words. */
  Toolkit.drawOffers = (container, result, query, catalog, searchLiterally) => {
    container.textContent = "";
    if (result.corrections.length) drawButton(container, "chip", catalog.t("literally", { query }), searchLiterally);
  };

  /** Adds a link to the search in a language that knows the words. @param {string} language */
  Toolkit.offerLanguage = (container, language, query, catalog) => {
    // The menu of languages has the page in that language, and the language's own name.
    const page = document.querySelector(`.languages a[hreflang="${language}"]`);
    if (!page) return;
    const link = container.appendChild(element("a", "", catalog.t("in_language", { language: page.textContent })));
    link.href = page.href;
    link.hreflang = language;
    link.hash = new URLSearchParams({ q: query }).toString();
  };

  /**
   * Draws what helps when nothing matches: the page for residents first, if the question is in a script of its own.
   * @typedef {Object} Help
   * @property {boolean} isEmpty  Whether nothing matches.
   * @property {boolean} isForeign  Whether the question is in a script in which the page's language is not written.
   * @property {number} unfiltered  How many documents match without the filters.
   * @property {Array<{label: LocalizedText, choose: () => void}>} topics
   * @property {() => void} clear  Removes the filters.
   *
   * @param {Help | null} help  Null if no help is needed.
   */
  Toolkit.drawHelp = (container, help, catalog) => {
    container.textContent = "";
    if (!help) return;
    const residents = document.querySelector("[data-help]");
    if (help.isEmpty) container.append(element("p", "find__nothing", catalog.t("nothing")));
    if (help.isForeign) {
      if (residents) container.appendChild(element("p")).append(residents.cloneNode(true));
      return;
    }
    if (help.unfiltered) {
      drawButton(container.appendChild(element("p")), "chip", catalog.n("unfiltered", help.unfiltered), help.clear);
    }
    container.append(element("p", "", catalog.t("nothing_help")));
    const list = container.appendChild(element("ul", "find__topics"));
    help.topics.forEach((topic) => drawButton(list.appendChild(element("li")), "chip", topic.label, topic.choose));
  };

  /** The text has an element of its own, because its language may differ from that of the button's label. */
  function drawButton(container, className, text, onClick) {
    const button = container.appendChild(element("button", className));
    button.append(element("span", "", text));
    button.type = "button";
    button.addEventListener("click", onClick);
    return button;
  }
})();
