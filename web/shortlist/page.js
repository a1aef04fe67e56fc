/* The shortlist page. What it shows is in its address: the list, the view, and what a comparison or packet is of. */
"use strict";

(() => {
  const { element, kept } = Toolkit;
  const MIN_COMPARED = 2;
  const MAX_COMPARED = 4;
  const MAX_CONTACTS = 3;
  const MAX_TITLE = 150;
  const site = Toolkit.site();
  /** The file of a language or of an entry's text. It has no hash in its name: like a page, it is asked for anew. */
  const readText = Toolkit.memoize(async (key) => {
    await Toolkit.script(`${site.base}${key}.js`);
    return Toolkit.received[key];
  });
  const main = document.getElementById("shortlist-view");
  const status = document.getElementById("shortlist-status");
  const say = (text) => Toolkit.setLanguage(status, text.lang).replaceChildren(text.text);

  async function start() {
    const index = await readText(`shortlist/${site.language}`);
    const page = new ShortlistPage(index, Toolkit.catalog(index.words, site.language));
    page.follow();
    await page.show();
    window.addEventListener("popstate", () => {
      // A link to a place on this page leaves what is written in a plan alone.
      if (location.search !== page.drawn || Toolkit.planFromHash(location.hash)) page.show().catch(showBroken);
    });
    window.addEventListener("pageshow", ({ persisted }) => persisted && page.show().catch(showBroken));
  }

  function showBroken(error) {
    status.textContent = document.getElementById("shortlist").dataset.broken;
    main.textContent = "";
    throw error;
  }

  class ShortlistPage {
    constructor(index, words) {
      this.index = index;
      this.words = words;
      /** What was drawn last; an older drawing that is still loading is dropped. */
      this.latest = 0;
      /** The query of the address that it was drawn for. */
      this.drawn = "";
    }

    /** Former addresses in the list become the present ones. */
    follow() {
      const present = kept.entries().map((entry) => (Object.hasOwn(this.index.former, entry) ? this.index.former[entry] : entry));
      if (present.join() !== kept.entries().join()) kept.change(Array.from(new Set(present)));
    }

    async show() {
      const drawing = ++this.latest;
      this.drawn = new URL(kept.carry(location.href)).search; // as it is after each step in the history
      const parameters = new URLSearchParams(location.search);
      const view = Object.hasOwn(VIEWS, parameters.get("view") ?? "") ? parameters.get("view") : "list";
      const asked = kept.named(location.href, "of");
      const named = asked ?? kept.named(location.href) ?? kept.entries();
      const { known, unknown, isCut } = Toolkit.resolve(named, this.index, kept.MAX_ENTRIES);
      const entries = known.map((path) => Toolkit.entry(path, this.index));
      const content = element("div");
      await VIEWS[view].call(this, content, entries, parameters);
      if (drawing !== this.latest) return;
      const tools = this.drawViews(view, known, asked !== null);
      const problems = [];
      if (unknown.length) problems.push(element("p", "notice", this.unknownText(unknown)));
      if (isCut) problems.push(element("p", "notice", this.words.t("cut", { n: kept.MAX_ENTRIES })));
      main.replaceChildren(tools, ...problems, content);
      document.querySelector("h1").textContent = this.words.t(view === "list" ? "title" : view).text;
      say(known.length ? { text: "" } : this.words.t("empty"));
      main.classList.toggle("is-empty", !known.length);
    }

    unknownText(unknown) {
      const named = unknown.slice(0, 5).map((name) => name.slice(0, 60));
      return this.words.t("unknown", { ids: named.join(", ") + (unknown.length > 5 ? " …" : "") });
    }

    /** The address of a view. */
    address(view, of) {
      const query = new URLSearchParams(view === "list" ? {} : { view });
      if (of) query.set("of", of.join());
      return kept.carry(`${location.pathname}?${query}`);
    }

    /** Links to the views. A route remains what all are of; what was chosen to compare is only compared. */
    drawViews(view, known, hasOf) {
      const nav = element("nav", "shortlist__views");
      nav.setAttribute("aria-label", this.words.t("views").text);
      const list = nav.appendChild(element("ul"));
      Object.keys(VIEWS).forEach((name) => {
        const link = list.appendChild(element("li")).appendChild(element("a", "", this.words.t(name)));
        const keepsOf = hasOf && name !== "list" && (name === "compare") === known.length > 1;
        link.href = this.address(name, keepsOf ? known : null);
        if (name === view) link.setAttribute("aria-current", "page");
      });
      return nav;
    }

    /** The whole texts of entries. */
    async texts(entries, letter = "r") {
      return Promise.all(
        entries.map(async ({ path, language }, i) => {
          const prefix = `${letter}${i + 1}-`;
          const html = await readText(`shortlist/${language}/${path}`);
          return { prefix, body: Toolkit.parsed(html, prefix, site, language !== site.language) };
        })
      );
    }

    // -------------------------------------------------------------- the list

    drawList(container, entries) {
      if (entries.length) this.drawEntries(container, entries, entries.length > MAX_COMPARED ? [] : entries);
      if (entries.length) this.drawShare(container);
      this.drawDevice(container);
    }

    /** @param {Entry[]} chosen  Those that are checked. */
    drawEntries(container, entries, chosen) {
      const form = container.appendChild(element("form", "shortlist__entries"));
      const list = form.appendChild(element("ol"));
      const paths = chosen.map(({ path }) => path);
      entries.forEach((entry) => list.append(this.drawEntry(entry, paths.includes(entry.path))));
      if (entries.length < MIN_COMPARED) return;
      const button = form.appendChild(element("p")).appendChild(element("button", "", this.words.t("compare_chosen")));
      button.after(" ", element("span", "help", this.words.t("compare_how")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const chosen = Array.from(form.querySelectorAll("input:checked"), ({ value }) => value);
        if (chosen.length < MIN_COMPARED || chosen.length > MAX_COMPARED) say(this.words.t("compare_how"));
        else location.href = this.address("compare", chosen);
      });
    }

    drawEntry(entry, isChosen) {
      const item = element("li");
      const box = item.appendChild(element("input"));
      Object.assign(box, { type: "checkbox", value: entry.path, checked: isChosen });
      box.setAttribute("aria-label", this.words.t("compare_name", { title: entry.title.text }).text);
      const text = item.appendChild(element("div"));
      const link = text.appendChild(element("a", "", entry.title));
      link.href = site.page(entry.path, entry.language !== site.language);
      text.append(element("p", "help", [entry.kind.text, entry.age.text].filter(Boolean).join(" · ")));
      const remove = item.appendChild(element("button", "", this.words.t("remove")));
      remove.type = "button";
      remove.setAttribute("aria-label", this.words.t("remove_name", { title: entry.title.text }).text);
      remove.addEventListener("click", () => {
        kept.change(kept.entries().filter((other) => other !== entry.path));
        const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("a")?.href;
        this.show().then(() => {
          const links = Array.from(main.querySelectorAll(".shortlist__entries a"));
          (links.find(({ href }) => href === next) ?? main.querySelector("a")).focus();
        });
      });
      return item;
    }

    drawShare(container) {
      const section = container.appendChild(element("section"));
      const isOnDisk = location.protocol === "file:";
      const text = this.words.t(isOnDisk ? "share_disk" : "share_text");
      section.append(element("h2", "", this.words.t("share")), element("p", "", text));
      const line = section.appendChild(element("p", "shortlist__actions"));
      const box = line.appendChild(element("input"));
      const { href, pathname, search } = new URL(this.address("list", null));
      // An address on this disk is of no use on another.
      Object.assign(box, { readOnly: true, value: isOnDisk ? pathname.split("/").pop() + search : href, dir: "ltr" });
      box.setAttribute("aria-label", this.words.t("address").text);
      const button = line.appendChild(element("button", "", this.words.t("copy")));
      button.type = "button";
      button.addEventListener("click", () => {
        box.select();
        document.execCommand("copy"); // a page from disk may not have the clipboard's own interface
        say(this.words.t("copied"));
      });
    }

    drawDevice(container) {
      const section = container.appendChild(element("section"));
      section.append(element("h2", "", this.words.t("device")), element("p", "", this.words.t("device_text")));
      const line = section.appendChild(element("p", "shortlist__actions"));
      const label = line.appendChild(element("label"));
      const box = label.appendChild(element("input"));
      Object.assign(box, { type: "checkbox", checked: kept.isRemembered() });
      label.append(" ", element("span", "", this.words.t("device_on")));
      box.addEventListener("change", () => {
        kept.remember(box.checked);
        if (box.checked && !kept.isRemembered()) {
          box.checked = false;
          say(this.words.t("device_blocked"));
        }
      });
      const forget = line.appendChild(element("button", "", this.words.t("forget")));
      forget.type = "button";
      forget.addEventListener("click", async () => {
        kept.remember(false);
        kept.change([]);
        history.replaceState(null, "", location.pathname);
        await this.show();
        say(this.words.t("forgotten"));
        main.querySelector("a").focus();
      });
    }

    // -------------------------------------------------------------- the other views

    async drawCompare(container, entries) {
      const compared = entries.slice(0, MAX_COMPARED);
      const { known } = Toolkit.resolve(kept.entries(), this.index, kept.MAX_ENTRIES);
      if (known.length > compared.length) {
        const choice = container.appendChild(element("details"));
        choice.open = entries.length !== compared.length;
        choice.append(element("summary", "", this.words.t("compare_how")));
        this.drawEntries(choice, known.map((path) => Toolkit.entry(path, this.index)), compared);
      } else if (compared.length < MIN_COMPARED) this.drawTooFew(container);
      if (compared.length < MIN_COMPARED) return;
      const texts = await this.texts(compared);
      const tools = container.appendChild(element("p", "shortlist__actions"));
      this.drawPrint(tools);
      Toolkit.drawComparison(container, compared, texts, this.index, this.words, site);
    }

    drawTooFew(container) {
      const line = container.appendChild(element("p", "", this.words.t("compare_two")));
      const link = element("a", "", this.words.t("kinds.practice.many"));
      link.href = site.page("practices/index", false);
      line.append(" ", link);
    }

    drawPrint(container) {
      const button = container.appendChild(element("button", "", this.words.t("print")));
      button.type = "button";
      button.addEventListener("click", () => window.print());
    }

    async drawPacketView(container, entries, parameters) {
      if (!entries.length) return;
      const route = entries.length === 1 && entries[0].path.startsWith("routes/") ? entries[0] : null;
      let chapters = entries;
      if (route) {
        const [{ body }] = await this.texts([route]);
        const linked = Toolkit.linked(body, site, this.index).filter((path) => path !== route.path);
        chapters = [route, ...linked.map((path) => Toolkit.entry(path, this.index))].slice(0, kept.MAX_ENTRIES);
      }
      const isWhole = parameters.get("text") === "whole";
      const title = (parameters.get("title") || (route ?? { title: this.words.t("packet_title") }).title.text).slice(0, MAX_TITLE);
      const texts = await this.texts(chapters);
      const contacts = await Promise.all(texts.map((text, i) => this.contacts(text, i)));
      const form = container.appendChild(element("form", "shortlist__options"));
      const heading = Toolkit.drawPacket(
        container,
        chapters.map((entry, i) => ({ entry, ...texts[i] })),
        { title, isWhole },
        contacts,
        this.words,
        site
      );
      this.drawPacketOptions(form, heading, isWhole);
      form.append(element("span", "help", this.words.t("pages", { n: Toolkit.pagesOnPaper(container, isWhole) })));
    }

    /** @param {HTMLElement | null} heading  Of the cover, which one record alone does not have. */
    drawPacketOptions(form, heading, isWhole) {
      form.addEventListener("submit", (event) => event.preventDefault());
      if (heading) this.drawTitleOption(form, heading);
      [false, true].forEach((whole) => {
        const choice = form.appendChild(element("label"));
        const radio = choice.appendChild(element("input"));
        Object.assign(radio, { type: "radio", name: "text", checked: whole === isWhole });
        choice.append(" ", element("span", "", this.words.t(whole ? "whole" : "in_short")));
        radio.addEventListener("change", async () => {
          const url = new URL(location.href);
          if (whole) url.searchParams.set("text", "whole");
          else url.searchParams.delete("text");
          if (heading) url.searchParams.set("title", heading.textContent);
          history.replaceState(null, "", kept.carry(url.href));
          await this.show();
          main.querySelectorAll("[name=text]")[Number(whole)].focus();
        });
      });
      this.drawPrint(form);
    }

    drawTitleOption(form, heading) {
      const label = form.appendChild(element("label", "", this.words.t("title_label")));
      const box = label.appendChild(element("input"));
      Object.assign(box, { value: heading.textContent, maxLength: MAX_TITLE, dir: "auto" });
      box.addEventListener("input", () => (heading.textContent = box.value));
    }

    /** How to reach the agencies that do what a chapter is about; without nodes if that is not known. */
    async contacts({ body, prefix }, chapter) {
      const parts = Toolkit.parts(body, prefix).get("who") ?? [body];
      const paths = new Set(parts.flatMap((part) => Toolkit.linked(part, site, this.index)));
      const agencies = Array.from(paths)
        .filter((path) => path.startsWith("agencies/"))
        .slice(0, MAX_CONTACTS)
        .map((path) => Toolkit.entry(path, this.index));
      const found = await this.texts(agencies, `c${chapter + 1}a`);
      return agencies.map((entry, i) => {
        return { entry, nodes: Toolkit.parts(found[i].body, found[i].prefix).get("contact") ?? [] };
      });
    }

    /** Where each record's page is, by the title, and every line on whom to call. */
    known() {
      const entries = Object.keys(this.index.records).map((path) => Toolkit.entry(path, this.index));
      const addresses = entries.map(({ path, title, language }) => [title.text, site.page(path, language !== site.language)]);
      const calls = entries.flatMap((entry) => entry.calls.map(({ text }) => text));
      return { addresses: new Map(addresses), calls: new Set(calls) };
    }

    async drawPlanView(container, entries) {
      const route = entries.length === 1 && entries[0].path.startsWith("routes/") ? entries[0] : null;
      const texts = await this.texts(entries);
      const untold = this.words.t("overview.untold").text;
      const stepOf = (entry, i) => recordStep(entry, texts[i], this.index, untold);
      const steps = route ? routeSteps(texts[0].body, this.index, untold) : entries.map(stepOf);
      const title = route ? route.title.text : this.words.t("plan_title").text;
      const linked = Toolkit.planFromHash(location.hash);
      if (linked === null) container.append(element("p", "notice", this.words.t("doing.plan.broken")));
      const plan = linked ?? { review: "", steps: steps.slice(0, Toolkit.MAX_STEPS) };
      Toolkit.drawPlan(container, plan, title, this.words, say, this.known());
    }
  }

  const blank = { hours: "", who: "", by: "", take: "", call: "", done: false };
  const MAX_CALLS = 4;
  const DOCUMENT = /^(?:models|policies|curricula|outreach|publications)\//;

  /** The titles of the documents that elements link to. */
  function documentsIn(elements, index) {
    const paths = new Set(elements.flatMap((part) => Toolkit.linked(part, site, index)));
    const documents = Array.from(paths).filter((path) => DOCUMENT.test(path));
    return documents.map((path) => Toolkit.entry(path, index).title.text).join("; ").slice(0, 500);
  }

  /** Whom to call about entries, an agency a line. @param {Entry[]} entries */
  function callsOf(entries) {
    const calls = new Set(entries.flatMap(({ calls }) => calls.map(({ text }) => text)));
    return Array.from(calls).slice(0, MAX_CALLS).join("\n");
  }

  /** Of each entry, only those whose place a step names: the first words of `Fargo Police Department: …`. */
  function namedIn(step, entry) {
    const isNamed = ({ text }) => step.includes(text.split(":")[0].replace(/ (?:Police|Sheriff|County|Department).*/, ""));
    const named = entry.calls.filter(isNamed);
    return { ...entry, calls: named.length ? named : entry.calls.slice(0, 1) };
  }

  /** The words of an element without the numbers of its notes. */
  function wordsOf(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll?.("[role=doc-noteref]").forEach((note) => note.remove());
    return copy.textContent.trim();
  }

  /** What a step took others, as a route says: what stands behind the second label of an entry, such as "What it took:". */
  function takenBy(elements) {
    const labels = elements.flatMap((part) => Array.from(part.querySelectorAll("li strong:not(:first-child)")));
    const texts = labels.map((label) => {
      const nodes = [];
      for (let next = label.nextSibling; next; next = next.nextSibling) nodes.push(next);
      return nodes.map(wordsOf).join(" ");
    });
    return texts.join(" ").replace(/\s+/g, " ").trim().slice(0, 500);
  }

  /** A step for each heading of a route. @returns {Step[]} */
  function routeSteps(body, index, untold) {
    return Array.from(body.querySelectorAll("h2"), (heading) => {
      const parts = [];
      for (let next = heading.nextElementSibling; next && !next.matches("h2"); next = next.nextElementSibling) parts.push(next);
      const paths = new Set(parts.flatMap((part) => Toolkit.linked(part, site, index)));
      const practices = Array.from(paths).filter((path) => path.startsWith("practices/"));
      const said = parts.map(wordsOf).join(" ");
      const call = callsOf(practices.map((path) => namedIn(said, Toolkit.entry(path, index))));
      const hours = takenBy(parts) || untold;
      return { ...blank, step: heading.textContent, hours, take: documentsIn(parts, index), call };
    });
  }

  /** A record as a step: its title and, if it says so, what to do first. @returns {Step} */
  function recordStep(entry, { body, prefix }, index, untold) {
    const parts = Toolkit.parts(body, prefix);
    const first = (parts.get("first-step") ?? []).map(wordsOf);
    const step = [entry.title.text, ...first].join(". ").slice(0, 500);
    const reported = body.querySelector(`#${prefix}hours + ul > li`);
    const hours = reported ? wordsOf(reported).slice(0, 500) : untold;
    const take = documentsIn(parts.get("documents") ?? [], index);
    return { ...blank, step, hours, take, call: callsOf([entry]) };
  }

  const VIEWS = {
    list: ShortlistPage.prototype.drawList,
    compare: ShortlistPage.prototype.drawCompare,
    packet: ShortlistPage.prototype.drawPacketView,
    plan: ShortlistPage.prototype.drawPlanView,
  };

  start().catch(showBroken);
})();
