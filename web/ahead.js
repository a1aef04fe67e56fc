/* Requests the index while the page that searches is still loading: its scripts wait for style sheets, this one does not. */
"use strict";

(() => {
  if (globalThis.Toolkit) return;
  const { base, language } = document.currentScript.dataset;
  const received = Object.create(null);
  /** Until `web/search/load.js` takes over, which finds here what has arrived. */
  globalThis.Toolkit = { received, data: (key, content) => (received[key] = content), ahead: request() };

  async function request() {
    await load("manifest" + ".js?" + Date.now());
    const hashes = received["manifest"] || {};
    if (language in hashes) await load(`${language}.${hashes[language]}.js`);
  }

  /** Whatever fails is requested again by who needs it. */
  function load(name) {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `${base}search/${name}`;
      script.fetchPriority = "high"; // before the fonts
      script.onload = script.onerror = resolve;
      document.head.append(script);
    });
  }
})();
