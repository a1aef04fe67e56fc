/* Agencies like mine: those nearest to what the reader says come first, each with the reason, and routes that suit it are
   marked. Nothing is sent; what the reader says is in the address of the page. */
"use strict";

(() => {
  /** What it is worth to have something in common. Size and community say most about what a department can do. */
  const WORTH = { communities: 3, size: 3, languages: 2, setting: 2, states: 2 };
  /** What a size is worth that is so many steps from the reader's, where it is not the same. */
  const SIZE_STEPS = [0, 1, -1, -1];
  /** The parameter of an address that is the shortlist's. */
  const NOT_OURS = "keep";
  /** As many of each list are shown until the reader asks for all. */
  const SHOWN = 6;

  const near = document.querySelector(".near");
  const form = near.querySelector("form");
  const labels = new Map([...form.querySelectorAll("[data-field]")].map(({ dataset }) => [dataset.field, dataset.label]));
  const sizes = [...form.elements.size.options].map((option) => option.value);
  const lists = [...near.querySelectorAll(".near__lists section")].map((section) => ({
    list: section.querySelector("ol"),
    others: section.querySelector(".near__others"),
    more: section.querySelector(".near__all:not(.near__others)"),
    items: [...section.querySelectorAll("li")].map(prepared),
    showsLike: false,
    showsAll: false,
  }));

  const routes = [...near.querySelectorAll("li[data-fits]")].map((item) => ({
    item,
    why: reason(item),
    fits: item.dataset.fits.split(" "),
  }));

  function reason(item) {
    const why = item.appendChild(document.createElement("p"));
    why.className = "near__why";
    return why;
  }

  function prepared(item) {
    const why = reason(item);
    const facts = [...item.querySelectorAll("[data-fact]")];
    return { item, why, facts };
  }

  /** What the reader said: the values of each field that has any. */
  function answers() {
    const asked = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value) asked.set(name, [...(asked.get(name) ?? []), value]);
    }
    return asked;
  }

  function compared({ facts }, asked) {
    let worth = 0;
    const same = [];
    const unknown = [];
    asked.forEach((values, field) => {
      const known = facts.filter(({ dataset }) => dataset.fact === field);
      const shared = known.filter(({ dataset }) => values.includes(dataset.id));
      worth += WORTH[field] * shared.length;
      if (field === "size" && known.length && !shared.length) {
        const steps = known.map(({ dataset }) => Math.abs(sizes.indexOf(dataset.id) - sizes.indexOf(values[0])));
        worth += SIZE_STEPS[Math.min(...steps)];
      }
      same.push(...shared.map((fact) => fact.textContent).filter((text) => !same.includes(text)));
      if (!known.length) unknown.push(labels.get(field));
    });
    return { worth, same, unknown };
  }

  /** The words of an answer. */
  function answer(field, value) {
    const choice = [...form.querySelectorAll(`[name=${field}] > option, input[name=${field}]`)].find((other) => other.value === value);
    return (choice.closest("label") ?? choice).textContent.trim();
  }

  /** Whether an entry shares an answer to every question. */
  function isLike({ facts }, asked) {
    return [...asked].every(([field, values]) => facts.some(({ dataset }) => dataset.fact === field && values.includes(dataset.id)));
  }

  const said = (pattern, texts) => (texts.length ? pattern.replace("{what}", () => texts.join(" · ")) : "");

  /** What is checked stands beside the question, so that its answers can stay folded. */
  function nameChecked(asked) {
    near.querySelectorAll("details").forEach((question) => {
      const { field, label } = question.querySelector("fieldset").dataset;
      const checked = (asked.get(field) ?? []).map((value) => answer(field, value)).join(" · ");
      question.querySelector("summary").textContent = checked ? `${label}: ${checked}` : label;
    });
  }

  function draw(notice = "") {
    const asked = answers();
    nameChecked(asked);
    near.classList.toggle("is-answered", asked.size > 0);
    let isAnyNear = false;
    const answered = [...asked].flatMap(([field, values]) => values.map((value) => answer(field, value)));
    lists.forEach(({ list, others, more, items, showsLike, showsAll }) => {
      const results = items.map((entry) => ({ ...entry, ...compared(entry, asked) }));
      results.sort((a, b) => b.worth - a.worth); // stable: equals stay in alphabetical order
      results.forEach(({ item, why, facts, worth, same, unknown }, i) => {
        isAnyNear ||= worth > 0;
        why.textContent = [said(near.dataset.same, same), said(near.dataset.notKnown, unknown)].filter(Boolean).join(". ");
        item.hidden = !showsAll && i >= SHOWN && !(showsLike && isLike({ facts }, asked));
      });
      const like = asked.size ? results.filter((entry) => entry.item.hidden && isLike(entry, asked)) : [];
      others.textContent = near.dataset.others.replace("{what}", () => answered.join(" · ")).replace("{n}", like.length);
      others.hidden = !like.length;
      more.hidden = showsAll || items.length <= SHOWN;
      list.append(...results.map(({ item }) => item));
    });
    routes.forEach(({ item, why, fits }) => {
      const suited = [...asked].flatMap(([field, values]) =>
        values.filter((value) => fits.includes(field) || fits.includes(`${field}/${value}`)).map((value) => answer(field, value))
      );
      item.classList.toggle("is-near", suited.length > 0);
      item.hidden = asked.size > 0 && !suited.length;
      why.textContent = said(near.dataset.fits, suited);
    });
    const section = near.querySelector(".near__routes");
    if (section) section.hidden = routes.every(({ item }) => item.hidden);
    const order = asked.size ? near.dataset[isAnyNear ? "nearest" : "none"] : "";
    const [agencies] = lists;
    const isAnyLike = agencies.items.some((entry) => isLike(entry, asked));
    const missing = isAnyNear && !isAnyLike ? said(near.dataset.noAgency, answered) : "";
    form.querySelector("output").textContent = [missing, order, notice].filter(Boolean).join(" ");
  }

  /** The answers in the address: what no choice has is left out, and that is told. */
  function read() {
    let isWhole = true;
    for (const [name, value] of new URLSearchParams(location.search)) {
      const fields = [...form.elements].filter((field) => field.name === name);
      const options = fields.flatMap((field) => [...(field.options ?? [field])]);
      const option = value && options.find((other) => other.value === value);
      if (option) option[option.type === "checkbox" ? "checked" : "selected"] = true;
      else if (name !== NOT_OURS) isWhole = false;
    }
    draw(isWhole ? "" : near.dataset.leftOut);
    document.documentElement.classList.remove("is-asked");
    near.classList.add("is-ready");
  }

  function write() {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    const address = location.pathname + (query && "?" + query) + location.hash;
    history.replaceState(history.state, "", Toolkit.kept.carry(address));
    lists.forEach((list) => Object.assign(list, { showsLike: false, showsAll: false }));
    draw();
  }

  form.reset(); // the address says what is answered, not what the browser kept
  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  lists.forEach((list) => {
    const show = (shown) => {
      Object.assign(list, shown);
      draw();
      list.list.querySelectorAll("li:not([hidden]) > a")[SHOWN].focus();
    };
    list.others.addEventListener("click", () => show({ showsLike: true }));
    list.more.addEventListener("click", () => show({ showsAll: true }));
  });
  read();
})();
