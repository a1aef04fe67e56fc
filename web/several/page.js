/* Several model documents at once: their Word files in one package, the agency's name and number filled in. Nothing is sent,
   and nothing is kept. */
"use strict";

(() => {
  const { files, handed } = Toolkit;
  const form = document.querySelector(".several form");
  const button = form.querySelector("button");
  const status = form.querySelector("output");
  const ENGLISH = "en";

  /** The statuses of translations that a reader is told about. */
  const NOTICED = ["machine", "draft"];

  const checked = (name) => [...form.querySelectorAll(`[name="${name}"]:checked`)];
  const textOf = (box) => box.parentNode.textContent.trim();
  /** The languages that a document has, each with the status of the translation. */
  const statusesOf = (box) => JSON.parse(box.dataset.statuses);

  /** The languages in which a document is made: those chosen that it has, or else English, which staff get in any case. */
  function languagesOf(box) {
    const wanted = checked("language").map((language) => language.value);
    const made = wanted.filter((language) => language in statusesOf(box));
    const isEnglishAdded = !made.length || ("forStaff" in box.dataset && !made.includes(ENGLISH));
    return isEnglishAdded ? [ENGLISH, ...made] : made;
  }

  const names = () => checked("document").flatMap((box) => languagesOf(box).map((language) => `${box.value}.${language}`));

  function count() {
    const number = names().length;
    button.disabled = !number;
    Toolkit.write(button, number ? form.dataset.count.replace("{n}", number) : form.dataset.zipped);
    const lines = [...lacks(), ...unread()];
    status.replaceChildren(...lines.map((textContent) => Object.assign(document.createElement("p"), { textContent })));
  }

  /** Which of the chosen translations nobody has reviewed, a line for each status. */
  function unread() {
    return NOTICED.flatMap((status) => {
      const named = checked("language").filter(({ value }) =>
        checked("document").some((box) => statusesOf(box)[value] === status)
      );
      const line = Toolkit.bare(form.dataset[status]);
      return named.length ? [line.replace("{languages}", () => named.map(textOf).join(", "))] : [];
    });
  }

  /** What each document lacks of the languages chosen, a line each. */
  function lacks() {
    return checked("document").flatMap((box) => {
      const missing = checked("language").filter((language) => !(language.value in statusesOf(box)));
      const named = missing.map(textOf).join(", ");
      const line = form.dataset.lacks.replace("{title}", () => textOf(box));
      return named ? [line.replace("{languages}", () => named)] : [];
    });
  }

  /** What stands in a blank: others stay, with their `labels`, to be filled in with Word, or are left out if `optional`. */
  function answer(name, optional, labels) {
    const field = form.elements.namedItem(name);
    const value = ["agency", "phone"].includes(name) ? field.value.trim() : "";
    const isLeftOut = !value && optional.includes(name);
    return { value, gap: isLeftOut ? "" : (labels[name] ?? ""), isLeftOut };
  }

  /** The labels of a document's blanks in its language, each with the English one after it, by name; empty in English. */
  async function labelsOf({ names }, id) {
    const english = (await files.read(`${form.dataset.files}/${id}.${ENGLISH}.docx.js`)).names;
    const own = Object.entries(names).filter(([label]) => !(label in english));
    const labels = own.map(([label, name]) => {
      const [englishLabel] = Object.entries(english).find(([, other]) => other === name) ?? [label];
      return [name, [label, englishLabel].map((text) => text.slice(1, -1)).join(" · ")];
    });
    return Object.fromEntries(labels);
  }

  async function make() {
    const zip = await files.zip(form.dataset.zip);
    const picture = form.elements.namedItem("logo").files[0];
    const logo = picture ? await files.logo(picture) : null;
    const made = {};
    for (const name of names()) {
      const read = await files.read(`${form.dataset.files}/${name}.docx.js`);
      const labels = await labelsOf(read, name.split(".")[0]);
      const file = files.word(read, (blank) => answer(blank, read.optional, labels), logo, zip);
      made[`${name}.docx`] = [file, { level: 0 }]; // it is packed already
    }
    files.download(zip.zipSync(made), "application/zip", "documents.zip");
  }

  form.addEventListener("input", ({ target }) => {
    if (handed.NAMES.includes(target.name) && target.type === "text") handed.set(target.name, target.value);
    count();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await make();
    } catch (error) {
      Toolkit.write(status, form.dataset.broken);
      throw error;
    } finally {
      button.disabled = false;
    }
  });

  for (const name of ["agency", "phone"]) form.elements.namedItem(name).value ||= handed.get(name);
  const handedLanguage = handed.get("language").replace(/-en$/, "");
  const language = form.querySelector(`[name="language"][value="${CSS.escape(handedLanguage)}"]`);
  if (language) language.checked = true;
  if (location.hash === "#several") form.closest("details").open = true;
  count();
})();
