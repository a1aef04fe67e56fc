/* The plan: steps with who does them and by when, also as a sheet to print. It is only on the page until the reader
   saves it as a file. */
"use strict";

/**
 * @typedef {Object} Step
 * @property {string} step @property {string} hours @property {string} who @property {string} by  `2026-11-30`
 * @property {string} take @property {boolean} done
 */

Toolkit.MAX_STEPS = 100;
Toolkit.STEP_TEXTS = ["step", "hours", "who", "by", "take"];

/** The steps in a saved file; null if it is none. Whatever else is in it is left out. @returns {Step[] | null} */
Toolkit.planFromFile = (text) => {
  try {
    const { steps } = JSON.parse(text);
    if (!Array.isArray(steps)) return null;
    return steps.slice(0, Toolkit.MAX_STEPS).map((saved) => {
      const step = Object.fromEntries(Toolkit.STEP_TEXTS.map((name) => [name, String(saved?.[name] ?? "").slice(0, 500)]));
      return { ...step, done: saved?.done === true };
    });
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
  const TYPES = { step: "textarea", hours: "input", who: "input", by: "date", take: "textarea" };

  /** @param {HTMLElement} container @param {Step[]} steps  What the plan begins with. @param {string} title */
  Toolkit.drawPlan = (container, steps, title, words, status) => {
    const tools = container.appendChild(element("p", "shortlist__actions"));
    const sheet = container.appendChild(element("section", "plan"));
    sheet.append(element("h2", "", title));
    const table = sheet.appendChild(element("table", "plan__steps"));
    let isSaved = true;

    function draw() {
      table.replaceChildren(element("caption", "plan__caption", words.t("plan_note")));
      const head = table.appendChild(element("thead")).appendChild(element("tr"));
      ["done", ...Toolkit.STEP_TEXTS].forEach((name) => {
        head.appendChild(element("th", "plan__" + name, words.t(name))).scope = "col";
      });
      const body = table.appendChild(element("tbody"));
      steps.forEach((step, i) => body.append(drawStep(step, i)));
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
        input.value = step[field];
        input.toggleAttribute("data-empty", !input.value);
        name(input, field, i);
        input.addEventListener("input", () => {
          input.toggleAttribute("data-empty", !input.value);
          change(step, field, input.value);
        });
      });
      return line;
    }

    const name = (input, field, i) => input.setAttribute("aria-label", `${words.t(field).text} ${i + 1}`);

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
      Toolkit.save("plan.json", "application/json", JSON.stringify({ plan: 1, title, steps }, null, 1));
      isSaved = true;
    });
    const chooser = tools.appendChild(element("input"));
    Object.assign(chooser, { type: "file", accept: ".json,application/json", hidden: true });
    button("open_plan", () => chooser.click());
    chooser.addEventListener("change", async () => {
      const opened = chooser.files[0] && Toolkit.planFromFile(await chooser.files[0].text());
      chooser.value = "";
      if (opened) steps.splice(0, steps.length, ...opened);
      status(words.t(opened ? "plan_opened" : "plan_broken"));
      draw();
    });
    button("calendar", () => {
      const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      Toolkit.save("plan.ics", "text/calendar", Toolkit.calendar(steps, now));
    });
    button("add_step", () => {
      if (steps.length >= Toolkit.MAX_STEPS) return;
      steps.push({ step: "", hours: "", who: "", by: "", take: "", done: false });
      isSaved = false;
      draw();
      table.querySelector("tbody tr:last-child textarea").focus();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isSaved && container.isConnected) event.preventDefault();
    });
    draw();
  };
})();
