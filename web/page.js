/* What every page does beyond plain HTML: the menu on a phone, the choice of light or dark, and the age of a copy. */
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

  // On the web, a new edition takes the place of the last. A copy on a stick stays as it is.
  const MONTHS = location.protocol === "file:" ? 2 : 12;
  const notice = document.querySelector("[data-edition]");
  const days = notice ? (Date.now() - Date.parse(notice.dataset.edition)) / 86400000 : 0;
  const months = Math.floor((days * 12) / 365.25);
  if (months >= MONTHS) {
    const age = notice.firstChild;
    age.textContent = age.textContent.replace("{n}", months.toLocaleString(document.documentElement.lang));
    notice.hidden = false;
  }
})();
