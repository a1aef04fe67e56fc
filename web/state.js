/* "In your state": what the law of the state that the reader chose says on the topics of the page. The state is in the
   address, and web/keep.js takes it along; nothing is stored. */
"use strict";

// On the pages that list law, the chosen state leads to its page, once the button says so: keys pass over others.
(() => {
  const form = document.querySelector(".to-state form");
  if (!form) return;
  const select = form.querySelector("select");
  select.value = Toolkit.kept.state();
  if (!select.value) select.value = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!select.value) return;
    Toolkit.kept.choose(select.value);
    location.assign(Toolkit.kept.carry(new URL(select.selectedOptions[0].dataset.url, location.href).href));
  });
})();

(() => {
  const part = document.querySelector(".your-state");
  if (!part) return;
  const select = part.querySelector("select");
  const lines = part.querySelector(".your-state__lines");
  const site = document.querySelector("[data-search]").dataset;
  let law;

  /** The file of the language calls this: a script is all that a page from disk can read. */
  globalThis.stateLaw = (content) => {
    law = content;
  };

  function load() {
    if (law) return Promise.resolve();
    const script = Object.assign(document.createElement("script"), { src: part.dataset.law });
    const ended = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
    document.head.append(script);
    return ended;
  }

  /** An element with a text, which may be in another language than the page. */
  function element(tag, text, properties = {}) {
    const { text: words, lang } = typeof text === "string" ? { text } : text;
    const made = Object.assign(document.createElement(tag), { textContent: words }, properties);
    return lang ? Object.assign(made, { lang, dir: "ltr" }) : made;
  }

  /** A message with the value of its only placeholder. */
  function filled(text, value) {
    const fill = (words) => words.replace(/\{\w+\}/, () => value);
    return typeof text === "string" ? fill(text) : { ...text, text: fill(text.text) };
  }

  function statement([, standing, short]) {
    if (!standing) return [element("span", short)];
    const words = element("span", law.labels.standing[standing], { className: `standing standing--${standing}` });
    words.append(":");
    return [words, "\u00a0", element("span", short)];
  }

  /** A topic, linked to the state's page, and what the law says about it. */
  function topicLine(state, address, topic) {
    const item = document.createElement("li");
    item.append(element("a", law.labels.law_topic[topic], { href: `${address}#${topic}` }), ": ");
    const found = state.lines.filter((line) => line[0] === topic);
    found.forEach((line, i) => item.append(...(i ? ["; "] : []), ...statement(line)));
    if (!found.length) item.append(element("span", law.words["law.none"]));
    return item;
  }

  async function show() {
    const id = Toolkit.kept.state();
    select.value = id;
    if (!id || select.value !== id) {
      lines.replaceChildren();
      part.classList.remove("is-chosen");
      return;
    }
    await load();
    if (Toolkit.kept.state() !== id) return; // another was chosen in the meantime
    const state = law.states[id];
    const address = `${site.base}${state.isElsewhere ? site.home : site.root}law/${id}.html`;
    const first = document.createElement("p");
    first.append(element("a", state.title, { href: address }));
    if (state.checked) first.append(" ", element("span", filled(law.words["page.checked"], state.checked)));
    const list = document.createElement("ul");
    list.append(...part.dataset.topics.split(" ").map((topic) => topicLine(state, address, topic)));
    const notice = element("p", law.words["law.notice"]);
    const isLate = state.due && Date.now() > Date.parse(state.due);
    const late = isLate ? [element("p", filled(law.words["law.late"], state.dueDate), { className: "late" })] : [];
    lines.replaceChildren(first, ...late, list, notice);
    part.classList.add("is-chosen");
  }

  // On paper, and where the text of a model document is taken, it stands with what the agency settles first.
  document.querySelector(".body > .before")?.append(part);
  select.addEventListener("change", () => {
    Toolkit.kept.choose(select.value);
    show();
  });
  show();
})();
