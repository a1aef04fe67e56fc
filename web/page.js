/* What every page does beyond plain HTML: the menu on a phone, and the choice of light or dark. */
"use strict";

(() => {
  const menu = document.querySelector(".menu");
  const nav = document.getElementById("site-nav");

  function showMenu(isOpen) {
    menu.setAttribute("aria-expanded", String(isOpen));
    nav.classList.toggle("is-open", isOpen);
  }

  menu.addEventListener("click", () => showMenu(menu.getAttribute("aria-expanded") !== "true"));
  nav.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      showMenu(false);
      menu.focus();
    }
  });

  const SCHEMES = ["auto", "light", "dark"];
  const { dataset } = document.documentElement;

  document.querySelector(".scheme").addEventListener("click", () => {
    const next = SCHEMES[(SCHEMES.indexOf(dataset.scheme || "auto") + 1) % SCHEMES.length];
    if (next === "auto") delete dataset.scheme;
    else dataset.scheme = next;
    try {
      localStorage.setItem("scheme", next);
    } catch (error) {
      // Without storage the choice lasts only until the next page.
    }
  });
})();
