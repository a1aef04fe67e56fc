/*
 * One record or a list of records in a frame on another site. The address names them: embed.html#es/practices/id-night
 * or embed.html#es/practices?topics=interpreting&communities=hmong, with the filters as the list's file has them.
 */
"use strict";

(() => {
  /** Language, folder of the kind, and an id or filters: nothing that leads out of the folder of data. */
  const NAME = /^#([A-Za-z-]{2,20})\/([a-z-]+)(?:\/([a-z0-9-]+)|\?([a-z_=&0-9-]+))?$/;

  /** A text of a record without what is markup in it: citations, links, stress. */
  function plain(text) {
    return text.replace(/\s*\[@[^\]]*\]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*/g, "");
  }

  /** A heading that leads to the record's page, and its summary, each marked with its language. */
  function card({ page, title, summary }, languageOf) {
    const link = document.createElement("a");
    Object.assign(link, { textContent: plain(title), lang: languageOf("title"), href: page, target: "_blank", rel: "noopener" });
    const heading = document.createElement("h1");
    const text = document.createElement("p");
    heading.dir = text.dir = "auto";
    heading.append(link);
    Object.assign(text, { textContent: plain(summary), lang: languageOf("summary") });
    return [heading, text];
  }

  function oneRecord({ language, page, record, translation }) {
    const isEnglish = (text) => translation && translation.texts["/" + text] === "missing";
    return card({ page, ...record }, (text) => (isEnglish(text) ? "en" : language));
  }

  /** The records that have one of the values of each filter. */
  function list(entries, filters, language) {
    const names = [...new Set(filters.keys())];
    const has = (facets, name) =>
      Object.hasOwn(facets, name) && filters.getAll(name).some((value) => facets[name].includes(value));
    const isAmong = ({ facets }) => names.every((name) => has(facets, name));
    return entries.filter(isAmong).flatMap((entry) => card(entry, () => language));
  }

  async function show() {
    const records = document.getElementById("records");
    records.replaceChildren();
    const [, language, folder, id, filters] = NAME.exec(location.hash) || [];
    if (!language) return;
    const answer = await fetch(`api/v1/${language}/${folder}/${id || "index"}.json`);
    if (!answer.ok) return;
    const data = await answer.json();
    records.replaceChildren(...(id ? oneRecord(data) : list(data, new URLSearchParams(filters), language)));
  }

  show();
  addEventListener("hashchange", show);
})();
