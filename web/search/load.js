/* Loads the files of the search index, and what every script needs to show text: messages and elements.

   An index file is a script that calls `Toolkit.data`: a script tag is the only request that works over HTTP, from disk
   (`file://`) and under `script-src 'self'` alike.

   A page may load this script twice, so the files in this folder declare nothing at their top level. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

(() => {
  /** @type {Object<string, any>} Contents of index files that have run, by key, until a loader takes them. */
  const received = (Toolkit.received = Toolkit.received || Object.create(null)); // two scripts of a page may have this

  /** Every index file calls this with its key and its content. */
  Toolkit.data = (key, content) => {
    received[key] = content;
  };

  /** Adds a script to the page and waits until it has run. @param {string} address @returns {Promise<void>} */
  Toolkit.script = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.fetchPriority = "high"; // before the fonts
      script.onload = script.onerror = (event) => {
        script.remove();
        if (event.type === "load") resolve();
        else reject(new Error("could not load " + address));
      };
      document.head.append(script);
    });

  /**
   * The address of the site and the language of the page.
   * A page that is not in it `isElsewhere`: in the language that has every page.
   * @returns {{base: string, language: string, folder: (isElsewhere: boolean) => string,
   *   page: (path: string, isElsewhere: boolean) => string}}
   */
  Toolkit.site = () => {
    const data = document.querySelector("[data-search]").dataset;
    const folder = (isElsewhere) => data.base + (isElsewhere ? data.home : data.root);
    return {
      base: data.base,
      language: data.language,
      folder,
      page: (path, isElsewhere) => folder(isElsewhere) + path + ".html",
    };
  };

  /**
   * Makes a function read each key only once. After a failure the next call tries again.
   * @template {(key: any, ...more: any[]) => Promise<any>} Read @param {Read} read @returns {Read}
   */
  Toolkit.memoize = (read) => {
    const results = new Map();
    return (key, ...more) => {
      if (!results.has(key)) {
        const result = read(key, ...more);
        result.catch(() => results.delete(key));
        results.set(key, result);
      }
      return results.get(key);
    };
  };

  /**
   * Returns a function that gives the content of a file by its key: a language's index `es`, or the text of a page
   * `shortlist/es/practices/id-night`. It requests each file once.
   *
   * An index has a hash of its content in its name, which the manifest knows. The manifest is named by a hash of these
   * scripts, so they never read an index that they do not understand.
   * The build writes that name in place of the literal below.
   * @param {string} base @returns {(key: string) => Promise<any>}
   */
  Toolkit.loader = (base) => {
    const addressOf = async (key) => {
      if (key.includes("/")) return `${key}.js`;
      // The time in the address prevents a browser or proxy from answering with the manifest of an earlier build.
      const ending = key === "manifest" ? `js?${Date.now()}` : `${(await load("manifest"))[key]}.js`;
      return `search/${key}.${ending}`;
    };
    const load = Toolkit.memoize(async (key) => {
      // The search box requests the manifest together with these scripts.
      await Toolkit.ahead; // web/ahead.js may have requested it
      if (!(key in received)) await Toolkit.script(base + (await addressOf(key)));
      if (!(key in received)) throw new Error("no content for " + key);
      const content = received[key];
      delete received[key];
      return content;
    });
    return load;
  };

  /**
   * @typedef {Object} LocalizedText
   * @property {string} text
   * @property {string} [lang]  Its language, if that is not the page's.
   *
   * @param {string | LocalizedText} text @param {string} [lang]  Used unless the text states its language.
   * @returns {LocalizedText}
   */
  Toolkit.localized = (text, lang) =>
    typeof text === "string" ? { text, lang } : { text: text.text, lang: text.lang || lang };

  /**
   * The messages of the interface. `t` gives a message, `n` the message for a number in the right plural form, `number`
   * a number as it is written in the United States.
   * @param {Object<string, string | LocalizedText>} messages @param {string} language
   */
  Toolkit.catalog = (messages, language) => {
    const byKey = new Map(Object.entries(messages));
    const plurals = new Intl.PluralRules(language);
    // As around the readers: Lao 4.000 would be read as 4.
    const numbers = new Intl.NumberFormat("en-US");

    /** @param {string} key @param {Object<string, string | number>} [values] @returns {LocalizedText} */
    function t(key, values = {}) {
      const message = Toolkit.localized(byKey.get(key) || key);
      const text = message.text.replace(/\{(\w+)\}/g, (_, name) =>
        typeof values[name] === "number" ? numbers.format(values[name]) : values[name]
      );
      return { text, lang: message.lang };
    }

    return {
      t,
      n: (key, n, values = {}) => {
        // The plural forms of CLDR: `one`, `few`, `other` ...
        const form = key + "." + plurals.select(n);
        return t(byKey.has(form) ? form : key + ".other", { ...values, n });
      },
      number: (value) => numbers.format(value),
    };
  };

  /**
   * Creates an element. Text from contributors enters the page only here and in `appendPieces`, never as HTML.
   * @param {string} tag @param {string} [className] @param {string | LocalizedText} [text]
   */
  Toolkit.element = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) {
      const localized = Toolkit.localized(text);
      Toolkit.setLanguage(element, localized.lang).textContent = localized.text;
    }
    return element;
  };

  /** States the language of an element, if it is not the page's. Its letters determine the direction. */
  Toolkit.setLanguage = (element, lang) => {
    if (lang) Object.assign(element, { lang, dir: "auto" });
    return element;
  };

  /** Appends pieces of a text to an element. @param {Array<[string, boolean]>} pieces  [text, is highlighted] */
  Toolkit.appendPieces = (element, pieces) => {
    pieces.forEach(([text, isHighlighted]) => {
      element.append(isHighlighted ? Toolkit.element("mark", "", text) : text);
    });
    return element;
  };
})();
