/* What a reader gives once for all documents: the agency's name, its number and the language. They stand in the address
   after `#`, which no server sees, and a link to another document or to the list takes them along. Nothing is stored. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

(() => {
  const NAMES = ["agency", "phone", "language"];
  const MAX_LENGTH = 200;
  const PAGES = /\/(models\/[^/]+|documents\/index)\.html$/;

  /** What an address hands over, by name. @param {string} hash @returns {Object<string, string>} */
  function read(hash) {
    const given = new URLSearchParams(hash.slice(1));
    const pairs = NAMES.map((name) => [name, (given.get(name) || "").slice(0, MAX_LENGTH)]);
    return Object.fromEntries(pairs.filter(([, value]) => value));
  }

  /** Values as an address has them; empty if there are none. @param {Object<string, string>} values */
  function write(values) {
    const pairs = NAMES.filter((name) => values[name]).map((name) => `${name}=${encodeURIComponent(values[name])}`);
    return pairs.length ? `#${pairs.join("&")}` : "";
  }

  let values = read(globalThis.location?.hash || "");

  function show() {
    const url = new URL(location.href);
    url.hash = write(values);
    history.replaceState(history.state, "", url.href);
  }

  Toolkit.handed = {
    NAMES,
    read,
    write,
    get: (name) => values[name] || "",
    /** @param {string} name @param {string} value */
    set(name, value) {
      values = { ...values, [name]: value.trim().slice(0, MAX_LENGTH) };
      show();
    },
  };

  if (!globalThis.document) return; // in a test of the functions above

  ["focusin", "pointerdown", "click"].forEach((event) =>
    document.addEventListener(event, ({ target }) => {
      const link = target.closest?.("a[href]:not([href^='#'], [download])");
      if (!link || !write(values)) return;
      const url = new URL(link.getAttribute("href"), location.href);
      if (url.origin !== location.origin || !PAGES.test(url.pathname)) return;
      if (url.hash && !write(read(url.hash))) return; // it leads to a part of that page
      url.hash = write(values);
      link.setAttribute("href", url.href);
    })
  );

  // A link to a part of this page takes the place of the values in the address.
  window.addEventListener("hashchange", () => {
    const given = read(location.hash);
    if (write(given)) values = given;
    else if (write(values)) show();
  });
})();
