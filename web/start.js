/* The start page: takes what was said of a department to the page "Agencies like mine". */
"use strict";

(() => {
  const form = document.querySelector(".ask-near form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = [...new FormData(form)].filter(([, value]) => value);
    const address = new URL(form.dataset.action, location.href);
    address.search = new URLSearchParams(answers);
    location.assign(Toolkit.kept.carry(address.href));
  });
})();
