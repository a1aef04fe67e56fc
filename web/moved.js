/* A page that listed records by the values of a facet has moved to the search: a value in the address is chosen there. */
"use strict";

(() => {
  const moved = document.querySelector("[data-facet]");
  const value = location.hash.slice(1);
  const link = new URL(moved.querySelector("a").href);
  if (value) link.hash = `${moved.dataset.facet}=${value}`;
  location.replace(link);
})();
