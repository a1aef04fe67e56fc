/* Runs before the page is drawn: says that scripts run, requests fonts, and sets the colors before they can flash. */
"use strict";

document.documentElement.classList.replace("no-js", "js");
// A table that the address asks to be sorted is not seen before it is: web/weigh.js.
if (location.search) document.documentElement.classList.add("is-asked");
if (location.protocol !== "file:") {
  // The fonts of the first lines, before the style sheet that names them has arrived.
  (document.currentScript.dataset.fonts || "")
    .split(" ")
    .filter(Boolean)
    .forEach((font) => {
      const link = document.createElement("link");
      link.rel = "preload";
      link.as = "font";
      link.type = "font/woff2";
      link.crossOrigin = "";
      link.href = font;
      document.head.append(link);
    });
}
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch (error) {
  // Without storage (the browser may block it, above all on file://) the page follows the device's color scheme.
}
