/* "Keep" on every record and route. The list is in the address, and each link on the site takes it along; so nothing is
   stored. Only if the reader turns that on, the browser remembers it: `Toolkit.kept.remember`. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

(() => {
  /** Entries of a list: an address of this length is read by every server. */
  const MAX_ENTRIES = 50;
  const MAX_LENGTH = 6000;
  const STORED = "kept";
  const bar = document.querySelector("[data-keepable]");
  const label = bar.querySelector(":scope > span:last-child");
  const { base, root, home } = document.querySelector("[data-search]").dataset;
  const site = new URL(base, location.href).href;
  const ADDRESS = new RegExp(`^(?:${bar.dataset.keepable})/(?!index$)[a-z0-9]+(?:-[a-z0-9]+)*$`);

  /** Whether a text may be the address of a record or route. */
  const isAddress = (text) => text.length < 120 && ADDRESS.test(text);

  /** All entries that a parameter of an address names, whatever they are; null if it does not have the parameter. */
  const named = (url, name = "keep") => {
    const text = new URL(url).searchParams.get(name);
    return text === null ? null : Array.from(new Set(text.slice(0, MAX_LENGTH).split(",").filter(Boolean)));
  };
  const readable = (entries) => entries && entries.filter(isAddress).slice(0, MAX_ENTRIES);

  function stored() {
    try {
      const text = localStorage.getItem(STORED);
      return text === null ? null : readable(text.slice(0, MAX_LENGTH).split(","));
    } catch (error) {
      return null; // the browser may block storage, above all on file://
    }
  }

  function store(entries) {
    try {
      if (entries) localStorage.setItem(STORED, entries.join());
      else localStorage.removeItem(STORED);
    } catch (error) {
      // Then the list stays in the address only.
    }
  }

  /** After a step back, the list of the page where it last changed: that page's address has it, this one's does not. */
  function changedElsewhere() {
    const entries = window.navigation?.entries() ?? [];
    const changed = entries.filter((entry) => entry.getState()?.kept);
    const latest = changed.sort((a, b) => b.getState().kept - a.getState().kept)[0];
    return latest && latest.url ? readable(named(latest.url) ?? []) : null;
  }

  const isStepBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

  const changed = isStepBack() && changedElsewhere();
  let entries = changed || readable(named(location.href)) || stored() || [];
  /** The state whose law the reader wishes to see. It goes the same way, but is never stored. */
  let state = new URL(location.href).searchParams.get("state") || "";
  if (!/^[a-z]{2}$/.test(state)) state = "";

  /** The link to the page for residents, which says in which languages that page exists, each by its folder. */
  const help = document.querySelector("[data-languages]");
  const helpLanguages = help ? help.dataset.languages.split(" ") : [];
  const { language } = document.querySelector("[data-search]").dataset;
  /** Of a reader of English pages, the language that they come from: there is help in it. It is never stored, either. */
  let reader = root === home ? new URL(location.href).searchParams.get("from") : language;
  if (!helpLanguages.includes(reader)) reader = "";

  /** Pages that all languages share. */
  const SHARED = ["0-START-HERE.html", "START-HERE.html"];

  /** Whether an address on this site is one of the language that has every page, and no other's. @param {URL} url */
  function isHome({ href }) {
    const [folder] = href.slice(site.length).split(/[/?#]/);
    return href.startsWith(site + home) && (home !== "" || ![...helpLanguages, ...SHARED].includes(folder));
  }

  /**
   * An address of this site with the list and the state in it, and on English pages the reader's language; any other as it is.
   * @param {string} address @returns {string}
   */
  function carry(address) {
    const url = new URL(address, location.href);
    if (!url.href.startsWith(site)) return address;
    url.searchParams.delete("keep");
    url.searchParams.delete("state");
    url.searchParams.delete("from");
    if (state) url.searchParams.set("state", state);
    if (reader && isHome(url)) url.searchParams.set("from", reader);
    const query = url.searchParams.toString();
    const list = entries.length ? `keep=${entries.join()}` : "";
    url.search = [query, list].filter(Boolean).join("&");
    return url.href;
  }

  /** The address of a page on this site, from the folder of its language: `practices/id-night`. */
  function pathOf(address) {
    const url = new URL(address, location.href);
    const name = url.origin + url.pathname;
    const folders = [root, home].map((folder) => new URL(base + folder, location.href));
    const starts = folders.map(({ origin, pathname }) => origin + pathname).sort((a, b) => b.length - a.length);
    const start = starts.find((folder) => name.startsWith(folder));
    return start && name.endsWith(".html") ? name.slice(start.length, -5) : "";
  }

  function change(next) {
    const added = next.filter((entry) => !entries.includes(entry));
    const remembered = stored();
    if (remembered) {
      const rest = remembered.filter((entry) => !entries.includes(entry) || next.includes(entry));
      store(Array.from(new Set(rest.concat(added))).slice(0, MAX_ENTRIES));
    }
    entries = next.slice(0, MAX_ENTRIES);
    history.replaceState(history.state, "", carry(location.href));
    window.navigation?.updateCurrentEntry({ state: { kept: Date.now() } });
    show();
  }

  function choose(id) {
    state = id;
    history.replaceState(history.state, "", carry(location.href));
  }

  const toggle = (entry) =>
    change(entries.includes(entry) ? entries.filter((other) => other !== entry) : entries.concat(entry));

  function show() {
    document.querySelectorAll("button.keep").forEach((button) => {
      const isKept = entries.includes(button.value);
      button.setAttribute("aria-pressed", String(isKept));
      write(button, isKept ? bar.dataset.kept : bar.dataset.keep);
    });
    bar.classList.toggle("is-empty", !entries.length);
    write(label, entries.length ? bar.dataset.bar.replace("{n}", entries.length) : bar.dataset.title);
  }

  /** A message without the isolates around it, which say that it is English, because the language lacks it (`marks.py`). */
  const bare = (text) => text.replace(/[\u2066\u2069]/g, "");

  /** Shows a message, and says if it is English. */
  function write(element, text) {
    element.textContent = bare(text);
    for (const [name, value] of [["lang", "en"], ["dir", "ltr"]]) {
      if (text.startsWith("\u2066")) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
  }

  /** A button that keeps a record. @param {string} entry @param {string} title */
  function keepButton(entry, title) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "keep";
    button.value = entry;
    button.setAttribute("aria-label", bare(bar.dataset.name).replace("{title}", () => title));
    button.addEventListener("click", () => toggle(entry));
    return button;
  }

  /** Adds buttons to the entries of lists in a part of the page. @param {ParentNode} part */
  function decorate(part) {
    part.querySelectorAll(".cards li, .list tr:not(.laws tr), .weigh tbody tr, .near li, .result").forEach((item) => {
      const link = item.querySelector("a[href]");
      const entry = link && pathOf(link.href);
      if (!entry || !isAddress(entry) || item.querySelector("button.keep")) return;
      link.closest("th")?.setAttribute("aria-label", link.textContent); // a row's name, without the button's
      if (item.matches("tr, .near li")) link.after(keepButton(entry, link.textContent));
      else item.append(keepButton(entry, link.textContent));
    });
    show();
  }

  Toolkit.bare = bare;
  Toolkit.write = write;
  Toolkit.kept = {
    MAX_ENTRIES,
    isAddress,
    named,
    change,
    carry,
    choose,
    state: () => state,
    decorate,
    entries: () => entries,
    isRemembered: () => stored() !== null,
    remember: (isOn) => store(isOn ? entries : null),
  };

  /** On English pages, "Help" leads to help in the language that the reader comes from. */
  function leadToHelp() {
    const { pathname } = help;
    const address = help.href.replace(site + home, `${site}${reader}/`);
    for (const link of document.querySelectorAll("a[href]:not(.own-language a, .languages a)")) {
      if (link.pathname === pathname) link.href = address;
    }
  }

  if (reader && root === home) leadToHelp();
  if (changed) history.replaceState(history.state, "", carry(location.href));
  const here = pathOf(location.href);
  const place = document.querySelector("[data-keep-here]");
  if (place && isAddress(here)) place.prepend(keepButton(here, document.querySelector("h1").textContent));
  decorate(document);

  ["focusin", "pointerdown", "click"].forEach((event) =>
    document.addEventListener(event, ({ target }) => {
      const link = target.closest?.("a[href]:not([href^='#'])");
      const address = link && new URL(link.getAttribute("href"), location.href); // the map's links have no `pathname`
      if (address?.pathname.endsWith(".html")) link.setAttribute("href", carry(address.href));
    })
  );
  window.addEventListener("popstate", () => history.replaceState(history.state, "", carry(location.href)));

  // A page that the browser has kept alive is as it was before the step forward.
  window.addEventListener("pageshow", ({ persisted }) => {
    const latest = persisted && changedElsewhere();
    if (!latest) return;
    entries = latest;
    history.replaceState(history.state, "", carry(location.href));
    show();
  });
})();
