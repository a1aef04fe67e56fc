/* The table of practices, sorted and filtered in place. What the reader asks for is in the address of the page. */
"use strict";

(() => {
  const weigh = document.querySelector(".weigh");
  const form = weigh.querySelector("form");
  const body = weigh.querySelector("tbody");
  /** In the order in which the page was written: the strongest evidence first. */
  const rows = [...body.rows];
  const selects = [...form.querySelectorAll("select")];
  const heads = [...weigh.querySelectorAll("[data-sort]")];
  const { sort } = form.elements;
  /** The parameter of an address that is the shortlist's. */
  const NOT_OURS = "keep";

  const values = (row, name) => row.dataset[name].split(" ").filter(Boolean);

  /** Where a row stands by its best value; at the end if it has none. */
  function place(row, name) {
    if (name === "period") return row.dataset.year ? -row.dataset.year : Infinity;
    const choices = [...(form.elements[name]?.options ?? [])].map((option) => option.value);
    return Math.min(Infinity, ...values(row, name).map((value) => choices.indexOf(value)));
  }

  function draw(notice = "") {
    const asked = selects.filter((select) => select !== sort && select.value);
    const places = new Map(rows.map((row, i) => [row, [place(row, sort.value), i]]));
    const ordered = rows.slice().sort((a, b) => {
      const [[first, i], [second, j]] = [places.get(a), places.get(b)];
      return first === second ? i - j : first < second ? -1 : 1;
    });
    rows.forEach((row) => (row.hidden = !asked.every(({ name, value }) => values(row, name).includes(value))));
    body.append(...ordered);
    heads.forEach((head) => {
      if (head.dataset.sort === sort.value) head.setAttribute("aria-sort", head.dataset.order);
      else head.removeAttribute("aria-sort");
    });
    const shown = { n: rows.filter((row) => !row.hidden).length, total: rows.length };
    const text = weigh.dataset.shown.replace(/\{(n|total)\}/g, (_, name) => shown[name]);
    form.querySelector("output").textContent = [text, notice].filter(Boolean).join(" · ");
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

  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      sort.value = head.dataset.sort;
      write();
    });
    head.append(button);
  });
  form.reset(); // the address says what is chosen, not what the browser kept
  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  read();
})();
