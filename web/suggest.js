/* The search box in the header: suggestions as the reader types, by the ARIA pattern "editable combobox with list
   autocomplete" (APG). The search itself is loaded when the box is first used. */
"use strict";

(() => {
  /** The pause after a letter before a search starts, in milliseconds. */
  const PAUSE = 120;
  const MAX_SUGGESTIONS = 7;
  const data = document.querySelector("[data-search]").dataset;

  /** Adds a script to the page. Scripts run in the order in which they are added. @param {string} address */
  function addScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  const box = /** @type {HTMLInputElement} */ (document.getElementById("search-box"));
  if (!box) return;
  const list = document.getElementById("search-list");
  const status = document.querySelector(".search__status");

  /** @type {Promise<{index: any, catalog: any}> | null} */
  let engine = null;

  /** Loads the search and its index, once. After a failure the next call tries again. */
  function loadEngine() {
    if (!engine) {
      // The manifest, which the index needs first, does not wait for the scripts.
      const scripts = [addScript(data.script), addScript(data.base + "search/" + "manifest" + ".js?" + Date.now())];
      engine = Promise.all(scripts).then(openIndex);
      engine.catch(() => (engine = null));
    }
    return engine;
  }

  async function openIndex() {
    const index = await Toolkit.open(data.language, Toolkit.loader(data.base));
    return { index, catalog: Toolkit.catalog(index.messages, data.language) };
  }

  // -------------------------------------------------------------- state

  /**
   * How the list relates to the text in the box:
   * - idle: the list is closed, or it answers the text.
   * - typing: the text has changed, and a timer waits for a pause before it starts the search.
   * - searching: the search runs. Arrow keys pressed meanwhile are counted as `steps` and take effect when the list is
   *   there; so does Enter after them (`isEntered`).
   * @type {{name: "idle"} | {name: "typing", timer: number} | {name: "searching", steps: number, isEntered: boolean}}
   */
  let state = { name: "idle" };
  /** The number of the latest search. The result of any other is dropped. */
  let latestSearch = 0;
  /** The number of the chosen option; -1 if there is none. */
  let active = -1;

  function become(next) {
    if (state.name === "typing") clearTimeout(state.timer);
    state = next;
  }

  function type() {
    choose(-1);
    become({ name: "typing", timer: setTimeout(search, PAUSE, 0) });
  }

  /** @param {number} steps  Of an arrow key that was pressed before the pause. */
  async function search(steps) {
    const typed = box.value;
    if (!typed.trim()) return close();
    const number = ++latestSearch;
    become({ name: "searching", steps, isEntered: false });
    try {
      const loaded = await loadEngine();
      const { catalog } = loaded;
      let found = await Toolkit.search(loaded.index, {}, { query: typed, isTyping: true });
      if (number === latestSearch) showResults(found, loaded.index, catalog, typed.trim());
      if (loaded.index.isWhole || found.documents.length >= MAX_SUGGESTIONS) return;
      // What answers in the reader's language is shown before the English index arrives.
      loaded.index = await loaded.index.withEnglish();
      found = await Toolkit.search(loaded.index, {}, { query: typed, isTyping: true });
      if (number === latestSearch && active < 0) showResults(found, loaded.index, catalog, typed.trim());
    } catch (error) {
      if (number !== latestSearch || state.name === "typing") return;
      const { isEntered } = state;
      close();
      // The find page says what is wrong.
      if (isEntered) enter();
    }
  }

  /** Shows results. While the reader types on, they are those of the text before. */
  function showResults(found, index, catalog, typed) {
    draw(found, index, catalog, typed);
    // The last option leads to all results.
    status.textContent = `${list.getAttribute("aria-label")}: ${list.children.length - 1}`;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(-1);
    if (state.name !== "searching") return;
    const { steps, isEntered } = state;
    become({ name: "idle" });
    move(steps);
    if (isEntered) enter();
  }

  function close() {
    latestSearch++;
    become({ name: "idle" });
    list.hidden = true;
    status.textContent = "";
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  // -------------------------------------------------------------- options

  function choose(number) {
    active = number;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  /** Moves from the box through the options and back to the box. @param {number} steps  Down; up if negative. */
  function move(steps) {
    const stops = list.children.length + 1;
    choose(((((active + 1 + steps) % stops) + stops) % stops) - 1);
  }

  function enter() {
    go(active >= 0 ? list.children[active].dataset.to : findAddress());
  }

  /** The page for residents, which has a button to leave it, leaves no entry in the history. */
  function go(address) {
    const next = Toolkit.kept.carry(address);
    if (document.querySelector("[data-exit]")) location.replace(next);
    else location.href = next;
  }

  function findAddress() {
    const query = box.value.trim();
    return data.base + data.root + "find.html" + (query && "#q=" + encodeURIComponent(query));
  }

  function draw(found, index, catalog, typed) {
    const { element } = Toolkit;
    list.textContent = "";
    found.documents.slice(0, MAX_SUGGESTIONS).forEach((doc) => {
      const page = index.documents[doc];
      const option = addOption(Toolkit.site().page(page.path, page.isElsewhere));
      // An English title starts on the same side as the others, even on a page written from right to left.
      const pieces = Toolkit.highlighted(index, found, doc, page.title.text);
      const text = Toolkit.setLanguage(Toolkit.appendPieces(element("span"), pieces), page.title.lang);
      const title = element("span", "search__title");
      title.append(text);
      const about = element("span", "search__about", catalog.t(page.kind));
      Toolkit.about(page, catalog).forEach((piece) => about.append(" · ", piece));
      option.append(title, about);
    });
    const all = addOption(findAddress());
    all.classList.add("search__all");
    all.append(element("span", "", catalog.t("all_results", { query: typed })));
  }

  function addOption(address) {
    const option = Toolkit.element("li", "search__option");
    option.id = "search-option-" + list.children.length;
    option.setAttribute("role", "option");
    option.dataset.to = address;
    list.append(option);
    return option;
  }

  // -------------------------------------------------------------- events

  function pressArrow(event, step) {
    event.preventDefault();
    if (state.name === "typing") search(step);
    else if (state.name === "searching") state.steps += step;
    else if (list.hidden) search(0);
    else move(step);
  }

  function pressEnter() {
    if (state.name === "searching" && state.steps) state.isEntered = true;
    else enter();
  }

  function pressEscape(event) {
    if (list.hidden) box.value = "";
    else event.preventDefault();
    close();
  }

  /** The keys that move the cursor in the box. */
  function returnToBox() {
    if (state.name === "searching") state.steps = 0;
    choose(-1);
  }

  const keys = new Map([
    ["ArrowDown", (event) => pressArrow(event, 1)],
    ["ArrowUp", (event) => pressArrow(event, -1)],
    ["Enter", pressEnter],
    ["Escape", pressEscape],
    ["Home", returnToBox],
    ["End", returnToBox],
    ["ArrowLeft", returnToBox],
    ["ArrowRight", returnToBox],
  ]);

  box.addEventListener("focus", () => loadEngine());
  box.addEventListener("input", type);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    // While a Japanese or Chinese word is composed, Enter and the arrows belong to the input method.
    if (!event.isComposing && keys.has(event.key)) keys.get(event.key)(event);
  });
  // The box keeps the focus: otherwise its blur would close the list before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-to]");
    if (option) go(option.dataset.to);
  });
  document.querySelector(".search__link").addEventListener("click", (event) => {
    event.preventDefault();
    go(findAddress());
  });
  // Whoever steps back to this page finds nothing of what was typed.
  window.addEventListener("pagehide", () => {
    close();
    box.value = "";
    list.textContent = "";
  });
})();
