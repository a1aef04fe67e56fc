/* The table of practices, sorted and filtered in place. What the reader asks for is in the address of the page. */
"use strict";

(() => {
  const weigh = document.querySelector(".weigh");
  const form = weigh.querySelector("form");
  const body = weigh.querySelector("tbody");
  /** In the order in which the page was written: the strongest evidence first. */
  const rows = [...body.rows];
  const selects = [...form.querySelectorAll("select")];
  const { sort } = form.elements;
  /** The parameter of an address that is the shortlist's. */
  const NOT_OURS = "keep";
  /** Where a row stands in each order; what is not reported stands at the end. */
  const RANKS = {
    evidence: () => 0, // the order of the page
    period: ({ dataset }) => (dataset.year ? -dataset.year : Infinity),
    effort: ({ dataset }) => (dataset.effort ? Number(dataset.effort) : Infinity),
  };

  const values = (row, name) => row.dataset[name].split(" ").filter(Boolean);

  function draw(notice = "") {
    const asked = selects.filter((select) => select !== sort && select.value);
    const places = new Map(rows.map((row, i) => [row, [RANKS[sort.value](row), i]]));
    const ordered = rows.slice().sort((a, b) => {
      const [[first, i], [second, j]] = [places.get(a), places.get(b)];
      return first === second ? i - j : first < second ? -1 : 1;
    });
    rows.forEach((row) => (row.hidden = !asked.every(({ name, value }) => values(row, name).includes(value))));
    body.append(...ordered);
    const shown = { n: rows.filter((row) => !row.hidden).length, total: rows.length };
    const text = weigh.dataset.shown.replace(/\{(n|total)\}/g, (_, name) => shown[name]);
    Toolkit.write(form.querySelector("output"), [text, notice].filter(Boolean).join(" · "));
  }

  /** The state in the address: what no choice has is left out, and that is told. */
  function read() {
    let isWhole = true;
    for (const [name, value] of new URLSearchParams(location.search)) {
      const select = selects.find((other) => other.name === name);
      const option = select && [...select.options].find((other) => other.value === value);
      if (option) option.selected = true;
      else if (name !== NOT_OURS) isWhole = false;
    }
    draw(isWhole ? "" : weigh.dataset.leftOut);
    document.documentElement.classList.remove("is-asked");
  }

  function write() {
    const chosen = selects.filter((select) => select.value && !(select === sort && !select.selectedIndex));
    const query = new URLSearchParams(chosen.map(({ name, value }) => [name, value])).toString();
    const address = location.pathname + (query && "?" + query) + location.hash;
    history.replaceState(history.state, "", Toolkit.kept.carry(address));
    draw();
  }

  form.reset(); // the address says what is chosen, not what the browser kept
  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  read();
})();
