/* Reloads a page that `serve` shows once it has changed. The server appends this to `page.js`, with the number of the
   last build in place of BUILD. */
"use strict";

(() => {
  let build = "BUILD";
  /** @type {EventSource | undefined} */
  let builds;

  const fetchPage = () => fetch(location.href).then((response) => response.text());
  const loaded = fetchPage();

  /* A hidden page does not listen, for a browser keeps at most six connections to a server. It catches up when it is
     seen again. */
  function listen() {
    if (builds) builds.close();
    if (document.hidden) return;
    builds = new EventSource("/__builds?" + build);
    builds.onmessage = async (event) => {
      build = event.lastEventId;
      // After a change of scripts or styles every page is another, else only those whose content is.
      if (event.data === "all" || (await fetchPage()) !== (await loaded)) location.reload();
    };
  }

  document.addEventListener("visibilitychange", listen);
  listen();
})();
