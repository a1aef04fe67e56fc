/* What every page can do beyond plain HTML: the menu on a phone, light and dark. */
"use strict";

(function () {
  var root = document.documentElement;

  var menu = document.querySelector(".menu");
  var nav = document.getElementById("site-nav");
  function show(isOpen) {
    menu.setAttribute("aria-expanded", String(isOpen));
    nav.classList.toggle("is-open", isOpen);
  }
  menu.addEventListener("click", function () {
    show(menu.getAttribute("aria-expanded") !== "true");
  });
  nav.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      show(false);
      menu.focus();
    }
  });

  var SCHEMES = ["auto", "light", "dark"];
  var scheme = document.querySelector(".scheme");
  var labels = scheme.dataset.schemeLabels.split("|");
  var now = scheme.querySelector(".scheme__now");
  function apply(name) {
    if (name === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = name;
    now.textContent = labels[SCHEMES.indexOf(name)];
    try {
      localStorage.setItem("scheme", name);
    } catch (error) {
      // Then the choice lasts as long as the page.
    }
  }
  apply(root.dataset.scheme || "auto");
  scheme.addEventListener("click", function () {
    apply(SCHEMES[(SCHEMES.indexOf(root.dataset.scheme || "auto") + 1) % SCHEMES.length]);
  });
})();
