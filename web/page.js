/* What every page does beyond plain HTML: the menus, the way out in them, the choice of light or dark, the place in another
   language, the address on paper, what is past its day, and the edition and age of a copy. */
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

  /** Leaves the site with no way back to this page: for an empty one where there may be no network. */
  document.querySelector(".leave a")?.addEventListener("click", (event) => {
    event.preventDefault();
    const isOffline = location.protocol === "file:" || !navigator.onLine;
    location.replace(isOffline ? "about:blank" : event.currentTarget.href);
  });

  const languages = document.querySelector(".languages details");
  if (languages) {
    languages.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !languages.open) return;
      languages.open = false;
      languages.querySelector("summary").focus();
    });
  }

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

  const player = document.querySelector("audio");

  /** Plays a moment of the recording in the page's player. Without this, the link opens the recording there. */
  function playMoment(event) {
    const link = event.target.closest("a[href*='#t=']");
    if (!link || link.href.split("#")[0] !== player.src) return; // such as of a video elsewhere
    event.preventDefault();
    player.currentTime = Number(link.hash.slice(3));
    player.play();
    player.focus();
  }

  if (player) document.querySelector(".body").addEventListener("click", playMoment);

  /** The anchor of the part that is on the screen; what else the address has there, such as a question, stays. */
  function place() {
    const { hash } = location;
    if (!window.scrollY || (hash && !document.getElementById(hash.slice(1)))) return hash;
    const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
    const above = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 4);
    return above.length ? `#${above.pop().id}` : "";
  }

  /**
   * Makes a link to the page in another language lead to the same question, filters and place. Who chooses a language comes
   * from no other.
   */
  function keepPlace({ target }) {
    const link = target.closest(".languages a, .own-language a");
    if (!link) return;
    const { searchParams } = new URL(location.href);
    searchParams.delete("from");
    link.search = searchParams;
    // To a start page, if this page does not exist in that language.
    if (link.pathname.split("/").pop() === location.pathname.split("/").pop()) link.hash = place();
  }

  ["focusin", "pointerdown", "click"].forEach((event) => document.addEventListener(event, keepPlace));

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

  const folded = document.querySelectorAll("details.fold");

  /** Opens the folded part of the page that the address leads into: not every browser does this by itself. */
  function unfoldTarget() {
    document.getElementById(location.hash.slice(1))?.closest("details.fold")?.setAttribute("open", "");
  }

  unfoldTarget();
  window.addEventListener("hashchange", unfoldTarget);

  // Where the page was printed from, with the question of the find page; from disk its address on the web stays.
  window.addEventListener("beforeprint", () => {
    folded.forEach((part) => part.setAttribute("open", ""));
    if (location.protocol !== "file:") document.getElementById("printed-address").textContent = location.href;
  });
  // On the web, a new edition takes the place of the last. A copy on a stick stays as it is.
  const MONTHS_UNTIL_OLD = location.protocol === "file:" ? 2 : 12;
  const isPast = (day) => Date.now() > Date.parse(day);
  for (const notice of document.querySelectorAll("[data-due]")) notice.hidden = !isPast(notice.dataset.due);
  for (const place of document.querySelectorAll("[data-late]")) {
    if (isPast(place.dataset.late)) Toolkit.write(place, place.dataset.words);
  }

  const MS_PER_MONTH = (365.25 / 12) * 86400000;

  /** Says which edition this is, and how old if it is old. The site's edition.js calls it: pages do not change with it. */
  globalThis.showEdition = ({ day, digest, dated }) => {
    const { language } = document.querySelector("[data-search]").dataset;
    const label = dated[language];
    for (const place of document.querySelectorAll(".edition")) {
      const date = document.createElement("span");
      Object.assign(date, typeof label === "string" ? { textContent: label } : { ...label, textContent: label.text });
      const code = Object.assign(document.createElement("code"), { textContent: digest, dir: "ltr" });
      place.append(date, " ", code, " · ");
    }
    const months = Math.floor((Date.now() - Date.parse(day)) / MS_PER_MONTH);
    if (!(months >= MONTHS_UNTIL_OLD)) return; // or no record says when it was checked
    const notice = document.querySelector(".copy-age");
    const age = notice.querySelector("strong [lang]") ?? notice.querySelector("strong"); // perhaps marked as English
    age.textContent = age.textContent.replace("{n}", months);
    notice.hidden = false;
  };
})();
