/* Runs before the page is drawn: no flash of the wrong colors, and scripts known to work. */
"use strict";

document.documentElement.classList.replace("no-js", "js");
try {
  var chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch (error) {
  // Storage may be off, and is per file on file://: the device's own scheme is used then.
}
