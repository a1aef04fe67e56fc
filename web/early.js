/* Runs before the page is drawn: no flash of the wrong colors, fonts on their way, and scripts known to work. */
"use strict";

document.documentElement.classList.replace("no-js", "js");
if (location.protocol !== "file:") {
  // The faces of the first lines, asked for before the style sheet that names them is here.
  (document.currentScript.dataset.faces || "").split(" ").filter(Boolean).forEach(function (face) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "font";
    link.type = "font/woff2";
    link.crossOrigin = "";
    link.href = face;
    document.head.append(link);
  });
}
try {
  var chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch (error) {
  // Storage may be off, and is per file on file://: the device's own scheme is used then.
}
