/* A record in a frame on another site. The address names its file: embed.html#es/practices/id-night. */
"use strict";

(() => {
  /** Language, folder of the kind, id: nothing that leads out of the folder of data. */
  const NAME = /^#[A-Za-z-]{2,20}\/[a-z-]+\/[a-z0-9-]+$/;

  /** A text of a record without what is markup in it: citations, links, stress. */
  function plain(text) {
    return text.replace(/\s*\[@[^\]]*\]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*/g, "");
  }

  async function show() {
    if (!NAME.test(location.hash)) return;
    const answer = await fetch("api/v1/" + location.hash.slice(1) + ".json");
    if (!answer.ok) return;
    const { language, page, record, translation } = await answer.json();
    const isEnglish = (text) => translation && translation.texts["/" + text] === "missing";
    const link = document.createElement("a");
    link.textContent = plain(record.title);
    link.lang = isEnglish("title") ? "en" : language;
    Object.assign(link, { href: page, target: "_blank", rel: "noopener" });
    document.querySelector("h1").replaceChildren(link);
    const summary = document.getElementById("summary");
    summary.textContent = plain(record.summary);
    summary.lang = isEnglish("summary") ? "en" : language;
  }

  show();
  addEventListener("hashchange", show);
})();
