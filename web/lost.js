/* The page for an address that is not there: it does not know where the site begins. It asks for this script in every
   folder above that address; the one that answers is in the site's `web/`, wherever it is hosted. */
"use strict";

(() => {
  const search = document.querySelector("[data-search]");
  const sections = Array.from(document.querySelectorAll(".lost"));
  if (search.dataset.found) return;
  search.dataset.found = "true";

  const root = new URL("..", document.currentScript.src).pathname;
  /** Where the build says that the site begins. */
  const written = search.dataset.base;
  const atHome = (address) => root + address.slice(written.length);

  ["base", "script"].forEach((name) => (search.dataset[name] = atHome(search.dataset[name])));
  document.querySelectorAll("[href^='/']").forEach((link) => {
    const address = atHome(link.getAttribute("href"));
    if (address !== link.getAttribute("href")) link.setAttribute("href", address);
  });

  // Without this script, the page says it in all languages.
  const asked = location.pathname.slice(root.length).split("/")[0];
  const shown = sections.find(({ lang }) => lang === asked) || sections[0];
  sections.forEach((section) => (section.hidden = section !== shown));
  document.title = shown.querySelector("h1").textContent + " · " + document.title.split(" · ").pop();
  Object.assign(search.dataset, { language: shown.lang, root: shown.dataset.root });

  // Most records have a page in English only, which other languages once showed under their own address.
  const path = location.pathname.slice((root + shown.dataset.root).length);
  const english = root + search.dataset.home + path;
  if (shown.lang === asked && english !== location.pathname) {
    const offer = shown.querySelector(".lost__elsewhere");
    offer.querySelector("a").href = english;
    offer.hidden = false;
  }
  Object.assign(document.getElementById("search-list"), { lang: shown.lang, dir: shown.dir });

  search.dataset.scripts.split(" ").forEach((address) => {
    const script = document.createElement("script");
    script.src = atHome(address);
    script.async = false;
    document.body.append(script);
  });
})();
