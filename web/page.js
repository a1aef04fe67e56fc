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
  document.querySelector(".scheme").addEventListener("click", function () {
    var name = SCHEMES[(SCHEMES.indexOf(root.dataset.scheme || "auto") + 1) % SCHEMES.length];
    if (name === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = name;
    try {
      localStorage.setItem("scheme", name);
    } catch (error) {
      // Then the choice lasts as long as the page.
    }
  });
})();
