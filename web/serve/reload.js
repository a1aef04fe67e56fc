/* Reloads a page when `serve` has rebuilt it. The server appends this file to `page.js`, with the number of the latest
   build in place of BUILD. */
"use strict";

(() => {
  let build = "BUILD";
  /** @type {EventSource | undefined} */
  let events;

  const fetchPage = () => fetch(location.href).then((response) => response.text());
  const loaded = fetchPage();

  /* A hidden page does not listen, because a browser opens at most six connections to a server. It catches up when it
     is shown again. */
  function listen() {
    if (events) events.close();
    if (document.hidden) return;
    events = new EventSource("/__builds?" + build);
    events.onmessage = async (event) => {
      build = event.lastEventId;
      // When scripts or styles change, every page reloads; otherwise, only pages whose content has changed.
      if (event.data === "all" || (await fetchPage()) !== (await loaded)) location.reload();
    };
  }

  document.addEventListener("visibilitychange", listen);
  listen();
})();
