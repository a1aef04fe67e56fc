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

  /** The languages in which a document is made: those chosen that it has, or else English. */
  function languagesOf(box) {
    const wanted = checked("language").map((language) => language.value);
    const made = wanted.filter((language) => language in statusesOf(box));
    return made.length ? made : [ENGLISH];
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

  /** What stands in a blank: others stay as they are, to be filled in with Word, or are left out if they are `optional`. */
  function answer(name, optional) {
    const field = form.elements.namedItem(name);
    const value = ["agency", "phone"].includes(name) ? field.value.trim() : "";
    return { value, gap: "", isLeftOut: !value && optional.includes(name) };
  }

  async function make() {
    const zip = await files.zip(form.dataset.zip);
    const file = form.elements.namedItem("logo").files[0];
    const logo = file ? await files.logo(file) : null;
    const made = {};
    for (const name of names()) {
      const read = await files.read(`${form.dataset.files}/${name}.docx.js`);
      made[`${name}.docx`] = [files.word(read, (blank) => answer(blank, read.optional), logo, zip), { level: 0 }]; // it is packed already
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
  count();
})();
