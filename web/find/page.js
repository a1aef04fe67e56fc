/* The find page. Its state is in the fragment of its address, so it can be shared and bookmarked, and no server hears of
   it. It is a single entry of the history: what was asked before cannot be stepped back to. */
"use strict";

(() => {
  /** The pause after a letter before a search starts, in milliseconds. */
  const PAUSE = 150;
  /** The number of results that are added at a time. */
  const STEP = 10;
  const MAX_TOPICS = 6;
  const BEHIND_SHEET =
    "[data-md-component=skip], [data-exit], .site-header, .head, .find__ask, .find__chips, .find__skip, " +
    ".find__results, .site-footer";

  const site = Toolkit.site();
  const load = Toolkit.loader(site.base);
  const byId = (name) => document.getElementById("find-" + name);
  /** @type {HTMLInputElement} */
  const queryBox = byId("query");
  /** @type {HTMLSelectElement} */
  const sortBox = byId("sort");

  async function start() {
    const index = await Toolkit.open(site.language, load);
    const columns = Object.fromEntries(index.facets.map(([name, , , , , column]) => [name, column]));
    const totals = Toolkit.filter(index.documents.length, () => true, columns, {}).counts;
    const facets = Toolkit.facets(index.facets, totals);
    new FindPage(index, columns, facets, Toolkit.catalog(index.messages, site.language)).begin();
  }

  /** Tells assistive technology whether the results are still those of an earlier search. */
  function setBusy(isBusy) {
    document.querySelector(".find__results").setAttribute("aria-busy", String(isBusy));
  }

  function showBroken(error) {
    console.error(error);
    setBusy(false);
    byId("status").textContent = byId("status").dataset.broken;
    byId("list").textContent = "";
    byId("more").hidden = byId("save").hidden = true;
    byId("shown").textContent = "";
  }

  class FindPage {
    /** @param {Facet[]} facets */
    constructor(index, columns, facets, catalog) {
      this.index = index;
      this.columns = columns;
      this.facets = facets;
      this.catalog = catalog;
      /** @type {State} */
      this.state = Toolkit.stateFromAddress(location, facets);
      /** The number of the latest search. The result of any other is dropped. */
      this.latestSearch = 0;
      /** The timer of the pause after a letter; 0 if none runs. */
      this.timer = 0;
      /** Whether the latest change was a letter: then the last word may go on. */
      this.isTyping = false;
      this.updateFilters = Toolkit.drawFilters(byId("facets"), facets, catalog, (...choice) => this.choose(...choice));
    }

    begin() {
      queryBox.addEventListener("input", () => this.type());
      queryBox.addEventListener("change", () => this.submit());
      sortBox.addEventListener("change", () => this.change({ sort: sortBox.value }));
      window.addEventListener("hashchange", () => this.readAddress());
      prepareSheet();
      // Not by its address: that has the question.
      byId("skip").addEventListener("click", (event) => {
        event.preventDefault();
        byId("results").focus();
      });
      // The browser may have restored what was typed.
      queryBox.value = queryBox.value || this.state.query;
      this.state.query = queryBox.value;
      this.writeAddress();
      this.search().then(() => this.goToCount());
    }

    /** Whoever asked on another page goes on at the number of results. */
    goToCount() {
      const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
      if (isNew && this.state.query && document.activeElement === document.body) byId("status").focus({ preventScroll: true });
    }

    // ------------------------------------------------------------ the state and the address

    writeAddress() {
      const address = location.pathname + Toolkit.fragmentFromState(this.state, this.facets);
      history.replaceState(history.state, "", Toolkit.kept.carry(address));
    }

    /** Takes the state from another fragment: one that was typed or pasted, or one of a link within the page. */
    readAddress() {
      if (!location.hash.includes("=")) return this.writeAddress();
      this.state = Toolkit.stateFromAddress(location, this.facets);
      this.isTyping = false;
      this.search();
    }

    /** Takes a new state, with the query as it is in the box. @param {Partial<State>} changes */
    change(changes, isLetter = false) {
      this.state = { ...this.state, query: queryBox.value, ...changes };
      this.writeAddress();
      this.isTyping = isLetter;
      this.search();
    }

    /** What was typed is complete, even if it came too fast to be searched: its last word is a word and no beginning. */
    submit() {
      if (queryBox.value !== this.state.query) this.change({ isLiteral: false });
      else if (this.isTyping) this.change({});
    }

    choose(facet, value, isChosen) {
      this.change({ chosen: Toolkit.withChoice(this.state.chosen, facet, value, isChosen) });
    }

    type() {
      clearTimeout(this.timer);
      setBusy(true);
      this.timer = setTimeout(() => {
        if (queryBox.value === this.state.query) this.search();
        else this.change({ isLiteral: false }, true);
      }, PAUSE);
    }

    // ------------------------------------------------------------ searching

    async search() {
      const number = ++this.latestSearch;
      clearTimeout(this.timer);
      this.timer = 0;
      setBusy(true);
      if (queryBox.value !== this.state.query) queryBox.value = this.state.query;
      sortBox.value = this.state.sort;
      try {
        await this.answer(number);
        if (!this.index.isWhole) {
          // What answers in the reader's language is shown before the English index arrives.
          this.index = await this.index.withEnglish();
          if (number === this.latestSearch) await this.answer(number);
        }
        if (number === this.latestSearch) setBusy(this.timer > 0);
      } catch (error) {
        this.fail(number, error);
      }
    }

    /** Searches and shows the results. @param {number} search  Its number. */
    async answer(search) {
      const result = await Toolkit.search(this.index, this.columns, {
        query: this.state.query,
        isTyping: this.isTyping,
        isLiteral: this.state.isLiteral,
        chosen: this.state.chosen,
        sortKeys: this.sortKeys(),
        isDescending: this.state.sort === "new",
      });
      const isFinal = this.index.isWhole;
      if (search !== this.latestSearch || (!result.documents.length && !isFinal)) return;
      this.show(result);
      await this.addResults(result, 0, search);
      if (isFinal) await this.offerLanguage(result, search);
    }

    /** @param {number} search  Its number. */
    fail(search, error) {
      if (search === this.latestSearch) showBroken(error);
    }

    /** Dates are no facet: readers filter by period, and sort by month. */
    sortKeys() {
      if (this.state.sort === "new") return this.index.dates;
      const column = this.columns[this.state.sort];
      return column && column.map(([value]) => value);
    }

    // ------------------------------------------------------------ showing the result

    /** Shows everything about a result except its documents. */
    show(result) {
      byId("status").textContent = "";
      Toolkit.statusOf(result, this.state, this.catalog).forEach((sentence) => {
        byId("status").append(Toolkit.element("span", "", sentence), " ");
      });
      byId("count").textContent = " (" + this.catalog.number(result.good) + ")";
      const good = result.documents.slice(0, result.good);
      this.updateFilters(result.counts, this.state.chosen, Toolkit.offeredFacets(this.columns, good, this.state.chosen));
      this.showChips();
      const searchLiterally = () => this.change({ isLiteral: true });
      Toolkit.drawOffers(byId("offers"), result, this.state.query.trim(), this.catalog, searchLiterally);
      Toolkit.drawMeanings(byId("also"), result, this.catalog, searchLiterally);
      Toolkit.drawHelp(byId("help"), this.helpFor(result), this.catalog);
      byId("save").hidden = !result.documents.length;
      byId("save").onclick = () => this.save(result);
      byId("list").textContent = "";
      byId("more").hidden = true;
      byId("shown").textContent = "";
    }

    /** Gives the reader the good matches as a table: ids, titles, addresses, and the labels of every filter. */
    save(result) {
      const published = document.querySelector("link[rel=canonical]");
      const here = published ? published.href : location.href;
      const header = ["id", byId("save").dataset.title, "URL", ...this.facets.map(({ label }) => label.text)];
      const rows = result.documents.slice(0, result.good).map((doc) => {
        const { path, title, isElsewhere } = this.index.documents[doc];
        const address = new URL(site.page(path, isElsewhere), here).href;
        const labelsOf = ({ name, values }) => this.columns[name][doc].map((value) => values[value].label.text).join("\n");
        return [path.split("/").pop(), title.text, address, ...this.facets.map(labelsOf)];
      });
      const url = URL.createObjectURL(new Blob([Toolkit.csv([header, ...rows])], { type: "text/csv" }));
      Object.assign(document.createElement("a"), { href: url, download: "toolkit.csv" }).click();
      URL.revokeObjectURL(url);
    }

    /** @param {string} name @returns {Facet["values"]}  Empty if there is no such facet. */
    valuesOf(name) {
      const facet = this.facets.find((candidate) => candidate.name === name);
      return facet ? facet.values : [];
    }

    showChips() {
      const chips = Object.entries(this.state.chosen).flatMap(([facet, values]) =>
        values.map((value) => ({ facet, value, label: this.valuesOf(facet)[value].label }))
      );
      byId("number").textContent = chips.length ? " (" + this.catalog.number(chips.length) + ")" : "";
      const remove = (chip) => {
        this.choose(chip.facet, chip.value, false);
        queryBox.focus();
      };
      const clear = () => {
        this.change({ chosen: {} });
        queryBox.focus();
      };
      Toolkit.drawChips(byId("chips"), chips, this.catalog, remove, clear);
    }

    /** What helps when nothing matches, or when the question is in a script in which this language is not written. */
    helpFor(result) {
      const isForeign = result.unknown.some((word) => !Toolkit.isInScriptOf(word, site.language));
      if (result.documents.length && !isForeign) return null;
      const topics = this.valuesOf("topics");
      const closest = Toolkit.closestValues(this.state.query, topics, MAX_TOPICS, this.index.tokenizer);
      return {
        isEmpty: !result.documents.length,
        isForeign,
        unfiltered: Object.keys(this.state.chosen).length ? result.unfiltered : 0,
        clear: () => this.change({ chosen: {} }),
        topics: closest.map((number) => ({
          label: topics[number].label,
          choose: () => this.change({ query: "", chosen: { topics: [number] } }),
        })),
      };
    }

    /** Offers another language that knows what this one does not. @param {number} search  Its number. */
    async offerLanguage(result, search) {
      if (!result.foreign.length) return;
      const language = await this.index.otherLanguage(result.foreign).catch(() => "");
      if (search !== this.latestSearch || !language) return;
      Toolkit.offerLanguage(byId("offers"), language, this.state.query.trim(), this.catalog);
    }

    /** Adds the next documents of a result to the list. @param {number} search  Its number. */
    async addResults(result, from, search) {
      // The weaker matches begin with a step of their own.
      const next = Math.min(from + STEP, from < result.good ? result.good : result.documents.length);
      // The button may have been pressed twice.
      if (search !== this.latestSearch || byId("list").children.length !== from) return;
      const documents = result.documents.slice(from, next);
      const items = documents.map((doc) => Toolkit.drawResult(doc, this.index, result, this.catalog, site));
      if (from === result.good && from) {
        const end = this.catalog.n("good", from, { left: result.documents.length - from });
        items[0].prepend(Toolkit.element("p", "result__end", end));
      }
      byId("list").append(...items);
      Toolkit.kept.decorate(byId("list"));
      const end = next < result.good ? result.good : result.documents.length;
      const left = end - next;
      // On paper, where the button is missing.
      const counts = { "{n}": next, "{total}": end };
      Toolkit.write(byId("shown"), byId("shown").dataset.shown.replace(/{\w+}/g, (name) => counts[name]));
      byId("more").hidden = !left;
      byId("more").replaceChildren(Toolkit.element("span", "", this.catalog.t("more", { n: left })));
      byId("more").onclick = async () => {
        const length = byId("list").children.length;
        await this.addResults(result, next, search).catch((error) => this.fail(search, error));
        // The button has moved down; with a keyboard the reader continues at the first new result.
        const first = byId("list").children[length];
        if (first && search === this.latestSearch) first.querySelector("a").focus();
      };
      await Promise.all(items.map((item, i) => this.addPassage(item, documents[i], result)));
    }

    /** Adds to a drawn result the passage that explains it; a result whose text does not arrive stays without. */
    async addPassage(item, doc, result) {
      const passage = await Toolkit.passage(this.index, result, doc).catch(() => null);
      if (passage) Toolkit.addPassage(item, passage, doc, this.index, result, this.catalog, site);
    }
  }

  /** On a phone the filters are a sheet over the page. */
  function prepareSheet() {
    const sheet = byId("filters");
    const isOpen = () => sheet.classList.contains("is-open");

    function show(opens) {
      sheet.classList.toggle("is-open", opens);
      byId("open").setAttribute("aria-expanded", String(opens));
      if (opens) {
        sheet.setAttribute("role", "dialog");
        sheet.setAttribute("aria-modal", "true");
      } else {
        sheet.removeAttribute("role");
        sheet.removeAttribute("aria-modal");
      }
      // Nothing behind the sheet can be reached.
      document.querySelectorAll(BEHIND_SHEET).forEach((part) => (part.inert = opens));
      (opens ? sheet.querySelector("summary") : byId("open")).focus();
    }

    byId("open").addEventListener("click", () => show(!isOpen()));
    byId("done").addEventListener("click", () => show(false));
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOpen()) show(false);
    });
  }

  start().catch(showBroken);
})();
