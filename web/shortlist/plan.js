/* The plan: steps with who does them and by when, and when to look at it again; also as a sheet to print. It is only on
   the page until the reader saves it as a file or puts it in the address. */
"use strict";

/**
 * @typedef {Object} Step
 * @property {string} step @property {string} hours @property {string} who @property {string} by  `2026-11-30`
 * @property {string} take @property {boolean} done
 * @property {string} call  Whom to call, an agency a line. The reader does not write it.
 * @typedef {Object} Plan
 * @property {string} review  The day to look at it again. @property {Step[]} steps
 */

Toolkit.MAX_STEPS = 100;
Toolkit.STEP_TEXTS = ["step", "hours", "who", "by", "take"];

Toolkit.PLAN_HASH = "#plan=";
/** A longer address is cut by some programs that pass it on. */
Toolkit.MAX_PLAN_HASH = 8000;

/** The plan in a saved file; null if it is none. Whatever else is in it is left out. @returns {Plan | null} */
Toolkit.planFromFile = (text) => {
  const cut = (value) => String(value ?? "").slice(0, 500);
  try {
    const { review, steps } = JSON.parse(text);
    if (!Array.isArray(steps)) return null;
    const whole = steps.slice(0, Toolkit.MAX_STEPS).map((saved) => {
      const step = Object.fromEntries([...Toolkit.STEP_TEXTS, "call"].map((name) => [name, cut(saved?.[name])]));
      return { ...step, done: saved?.done === true };
    });
    return { review: cut(review), steps: whole };
  } catch (error) {
    return null;
  }
};

/** The end of an address that has a plan in it (base64url, RFC 4648); empty if it would be too long. @param {Plan} plan */
Toolkit.planHash = (plan) => {
  const text = JSON.stringify(plan, (_, value) => (value === "" || value === false ? undefined : value));
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  const code = btoa(bytes.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  return code.length > Toolkit.MAX_PLAN_HASH ? "" : Toolkit.PLAN_HASH + code;
};

/** The plan in an address: null if it is damaged, undefined if there is none. @returns {Plan | null | undefined} */
Toolkit.planFromHash = (hash) => {
  if (!hash.startsWith(Toolkit.PLAN_HASH)) return undefined;
  const code = hash.slice(Toolkit.PLAN_HASH.length);
  if (code.length > Toolkit.MAX_PLAN_HASH || !/^[\w-]+$/.test(code)) return null;
  try {
    const bytes = atob(code.replace(/-/g, "+").replace(/_/g, "/"));
    return Toolkit.planFromFile(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch (error) {
    return null;
  }
};

/**
 * The dated steps as all-day events (RFC 5545), lines folded at 75 octets.
 * @param {Step[]} steps @param {string} now  `20261127T120000Z` @returns {string}
 */
Toolkit.calendar = (steps, now) => {
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
  const events = steps
    .filter(({ by }) => /^\d{4}-\d\d-\d\d$/.test(by))
    .flatMap(({ step, who, by, take, done }, i) => [
      "BEGIN:VEVENT",
      `UID:${now}-${i + 1}@plan.invalid`,
      `DTSTAMP:${now}`,
      `DTSTART;VALUE=DATE:${by.replace(/-/g, "")}`,
      `SUMMARY:${escaped(who ? `${step} (${who})` : step)}`,
      ...(take ? [`DESCRIPTION:${escaped(take)}`] : []),
      ...(done ? ["STATUS:CONFIRMED"] : []),
      "END:VEVENT",
    ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//plan//EN", ...events, "END:VCALENDAR"];
  return lines.flatMap(Toolkit.folded).join("\r\n") + "\r\n";
};

/** A line of a calendar, cut so that no line has more than 75 octets (RFC 5545, 3.1). @returns {string[]} */
Toolkit.folded = (line) => {
  const lines = [""];
  let size = 0;
  Array.from(line).forEach((character) => {
    const octets = new TextEncoder().encode(character).length;
    if (size + octets > 75) {
      lines.push(" ");
      size = 1;
    }
    lines[lines.length - 1] += character;
    size += octets;
  });
  return lines;
};

/** Gives the reader a file. */
Toolkit.save = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
};

(() => {
  const { element } = Toolkit;
  const TYPES = { step: "textarea", hours: "textarea", who: "input", by: "date", take: "textarea" };

  const NO_STEP = { step: "", hours: "", who: "", by: "", take: "", call: "", done: false };

  /**
   * @param {HTMLElement} container @param {Plan} plan  What it begins with. @param {string} title
   * @param {{addresses: Map<string, string>, calls: Set<string>}} known  The toolkit's pages by their titles, and its
   *     lines on whom to call: what else is in a plan leads nowhere.
   */
  Toolkit.drawPlan = (container, plan, title, words, status, known) => {
    const tools = container.appendChild(element("p", "shortlist__actions"));
    const sheet = container.appendChild(element("section", "plan"));
    sheet.append(element("h2", "", title));
    const label = sheet.appendChild(element("p", "plan__review")).appendChild(element("label", "", words.t("doing.plan.review")));
    label.append(" ");
    const review = label.appendChild(element("input"));
    review.type = "date";
    review.addEventListener("input", () => edit(review, plan, "review"));
    const table = sheet.appendChild(element("table", "plan__steps"));
    let isSaved = true;

    function draw() {
      fill(review, plan.review);
      table.replaceChildren(element("caption", "plan__caption", words.t("plan_note")));
      const head = table.appendChild(element("thead")).appendChild(element("tr"));
      ["done", ...Toolkit.STEP_TEXTS].forEach((name) => {
        head.appendChild(element("th", "plan__" + name, words.t(name))).scope = "col";
      });
      const body = table.appendChild(element("tbody"));
      plan.steps.forEach((step, i) => body.append(drawStep(step, i)));
    }

    function drawStep(step, i) {
      const line = element("tr");
      const box = line.appendChild(element("td", "plan__done")).appendChild(element("input"));
      box.type = "checkbox";
      box.checked = step.done;
      name(box, "done", i);
      box.addEventListener("change", () => change(step, "done", box.checked));
      Toolkit.STEP_TEXTS.forEach((field) => {
        const cell = line.appendChild(element("td", "plan__" + field));
        const label = cell.appendChild(element("span", "plan__label", words.t(field)));
        label.setAttribute("aria-hidden", "true");
        const input = cell.appendChild(element(TYPES[field] === "textarea" ? "textarea" : "input"));
        if (TYPES[field] === "date") input.type = "date";
        else input.maxLength = 500;
        if (TYPES[field] === "textarea") input.rows = 1;
        input.dir = "auto";
        name(input, field, i);
        if (field === "step" && step.call) cell.append(drawCalls(step.call));
        if (field === "take") drawTaken(cell, input, step);
        else {
          fill(input, step[field]);
          input.addEventListener("input", () => edit(input, step, field));
        }
      });
      return line;
    }

    /** Whom to call about a step: those who did it. */
    function drawCalls(call) {
      const calls = element("div", "plan__calls");
      calls.append(element("strong", "", words.t("call")));
      const line = (text) => (known.calls.has(text) ? Toolkit.contactLine({ text }) : element("div", "", { text }));
      calls.append(...call.split("\n").map(line));
      return calls;
    }

    /** The documents that are to be taken: the toolkit's as links, each with a button, what else in the box. */
    function drawTaken(cell, input, step) {
      const texts = step.take.split("; ").filter(Boolean);
      const titles = texts.filter((text) => known.addresses.has(text));
      fill(input, texts.filter((text) => !known.addresses.has(text)).join("; "));
      const keep = () => change(step, "take", [...titles, input.value].filter(Boolean).join("; "));
      input.addEventListener("input", () => {
        input.toggleAttribute("data-empty", !input.value);
        keep();
      });
      if (!titles.length) return;
      const list = element("ul", "plan__links");
      input.before(list);
      [...titles].forEach((title) => {
        const item = list.appendChild(element("li"));
        const link = item.appendChild(element("a", "", title));
        link.href = known.addresses.get(title);
        const remove = item.appendChild(element("button", "", "×"));
        remove.type = "button";
        remove.setAttribute("aria-label", words.t("remove_name", { title }).text);
        remove.addEventListener("click", () => {
          titles.splice(titles.indexOf(title), 1);
          item.remove();
          keep();
          input.focus();
        });
      });
    }

    const name = (input, field, i) => input.setAttribute("aria-label", `${words.t(field).text} ${i + 1}`);

    function fill(input, value) {
      input.value = value;
      input.toggleAttribute("data-empty", !input.value);
    }

    function edit(input, part, field) {
      input.toggleAttribute("data-empty", !input.value);
      change(part, field, input.value);
    }

    /** Puts the plan in the address, unless it is too long. */
    function link(note = words.t("doing.plan.linked")) {
      const hash = Toolkit.planHash(plan);
      history.replaceState(history.state, "", hash || location.pathname + location.search);
      isSaved ||= hash !== "";
      status(hash ? note : words.t("doing.plan.long"));
    }

    /** What is in the address stays as it is on the page. */
    function follow() {
      if (location.hash.startsWith(Toolkit.PLAN_HASH)) link({ text: "" });
    }

    function change(step, field, value) {
      step[field] = value;
      isSaved = false;
    }

    function button(key, act) {
      const made = tools.appendChild(element("button", "", words.t(key)));
      made.type = "button";
      made.addEventListener("click", act);
      tools.append(" ");
      return made;
    }

    button("print", () => window.print());
    button("save_plan", () => {
      Toolkit.save("plan.json", "application/json", JSON.stringify({ plan: 1, title, ...plan }, null, 1));
      isSaved = true;
    });
    button("doing.plan.link", () => link());
    const chooser = tools.appendChild(element("input"));
    Object.assign(chooser, { type: "file", accept: ".json,application/json", hidden: true });
    button("open_plan", () => chooser.click());
    chooser.addEventListener("change", async () => {
      const opened = chooser.files[0] && Toolkit.planFromFile(await chooser.files[0].text());
      chooser.value = "";
      if (opened) Object.assign(plan, opened);
      draw();
      if (opened) follow();
      status(words.t(opened ? "plan_opened" : "plan_broken"));
    });
    button("calendar", () => {
      const again = { ...NO_STEP, step: words.t("doing.plan.again", { title }).text, by: plan.review };
      const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      Toolkit.save("plan.ics", "text/calendar", Toolkit.calendar([...plan.steps, again], now));
    });
    button("add_step", () => {
      if (plan.steps.length >= Toolkit.MAX_STEPS) return;
      plan.steps.push({ ...NO_STEP });
      isSaved = false;
      draw();
      table.querySelector("tbody tr:last-child textarea").focus();
    });
    sheet.addEventListener("change", follow);
    window.addEventListener("beforeunload", (event) => {
      if (!isSaved && container.isConnected) event.preventDefault();
    });
    draw();
  };
})();
