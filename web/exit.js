/* Leaves the page for residents, or Search, at once: by the button, by the second skip link, or by Shift pressed three times. */
"use strict";

(() => {
  const PRESSES = 3;
  const PATIENCE = 5000; // milliseconds, between two presses and for the other site to answer
  const BLANK = "about:blank";
  const button = document.querySelector(".exit__button");
  const status = document.querySelector(".exit__status");
  const help = document.querySelector("[data-help]"); // on Search: the link to the page for residents
  const lights = button.querySelector(".exit__lights");
  let presses = 0;
  let wasModified = false;
  let timer;

  function leave() {
    const overlay = document.createElement("div");
    overlay.className = "exit-overlay";
    overlay.setAttribute("role", "alert");
    document.body.classList.add("is-leaving");
    document.body.append(overlay);
    overlay.textContent = button.dataset.loading; // after it is in the page: screen readers announce the change
    // A copy on a disk may have no network, and an error page would name the site that did not answer.
    const isOffline = location.protocol === "file:" || !navigator.onLine;
    location.replace(isOffline ? BLANK : button.href);
    setTimeout(() => location.replace(BLANK), PATIENCE);
  }

  function show(number, message) {
    presses = number;
    lights.className = `exit__lights is-${number}`;
    status.textContent = message;
  }

  /* Shift alone: when Shift makes a capital letter, the letter's event comes before and says so. */
  function count(event) {
    if (event.key === "Shift" && !wasModified) {
      clearTimeout(timer);
      if (presses + 1 === PRESSES) return leave();
      show(presses + 1, presses ? button.dataset.pressOne : button.dataset.pressTwo);
      timer = setTimeout(() => show(0, button.dataset.expired), PATIENCE);
    } else if (presses) {
      clearTimeout(timer);
      show(0, button.dataset.expired);
    }
    wasModified = event.shiftKey;
  }

  /* A step within this page, to it in another language, or to the page for residents leaves no other entry in the history. */
  function stayOne(event) {
    const link = event.target.closest("a[href]");
    const isNewTab = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || isNewTab || event.defaultPrevented) return;
    if (!link.hreflang && ![location.pathname, help?.pathname].includes(link.pathname)) return;
    event.preventDefault();
    location.replace(link.href);
  }

  document.addEventListener("keyup", count, true);
  document.querySelectorAll("[data-exit]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    }),
  );
  document.addEventListener("click", stayOne);
  // On paper, too, the English that a machine translated is under each part.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".english").forEach((english) => (english.open = true));
  });
})();
