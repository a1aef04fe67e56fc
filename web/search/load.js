/* Files of the index by script tag: the one way that works on the web, from disk, and under `script-src 'self'`. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

(() => {
  /** @type {Object<string, any>} */
  var arrived = Object.create(null);

  /** What each file of the index calls. */
  Toolkit.data = (key, value) => {
    arrived[key] = value;
  };

  /** Add a script and wait for it. @param {string} address @returns {Promise<void>} */
  Toolkit.script = (address) => {
    return new Promise((done, failed) => {
      var script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = script.onerror = (event) => {
        script.remove();
        event.type === "load" ? done() : failed(new Error("no " + address));
      };
      document.head.append(script);
    });
  };

  /**
   * Where the site and the page's language are.
   * @returns {{base: string, language: string, page: (path: string) => string}}
   */
  Toolkit.site = () => {
    var data = document.querySelector("[data-search]").dataset;
    return {
      base: data.base,
      language: data.language,
      page: (path) => data.base + data.root + path + ".html",
    };
  };

  /**
   * Gives files of the index by their key, each asked for once. All but the manifest are named by their content, so that
   * no two indexes are ever mixed: a name ends with a hash, from the manifest or, for a shard, from its language's head.
   * The manifest's own name says which scripts it is for (toolkit/index/scripts.py).
   * @param {string} base @returns {(key: string, end?: string) => Promise<any>}
   */
  Toolkit.loader = (base) => {
    /** @type {Object<string, Promise<any>>} */
    var asked = Object.create(null);
    return function load(key, end) {
      if (!asked[key]) {
        // A manifest that a browser or a proxy kept may be old.
        asked[key] = Promise.resolve(end || load("manifest", "js?" + Date.now()).then((found) => found[key] + ".js"))
          .then((end) => Toolkit.script(base + "search/" + key + "." + end))
          .then(() => {
            if (!(key in arrived)) throw new Error("no " + key);
            var value = arrived[key];
            delete arrived[key];
            return value;
          });
        asked[key].catch(() => delete asked[key]);
      }
      return asked[key];
    };
  };

  /** The toolkit's words. @param {Object<string, string>} words @param {string} language */
  Toolkit.speaker = (words, language) => {
    var plural = new Intl.PluralRules(language);
    var number = new Intl.NumberFormat(language);

    /** @param {string} key @param {Object<string, string | number>} [values] */
    function say(key, values) {
      // What is no key is a heading of a page's own.
      var told = words[key] || { text: key, lang: values.language };
      var text = (told.text || told).replace(/\{(\w+)\}/g, (_, name) => {
        var value = values[name];
        return typeof value === "number" ? number.format(value) : value;
      });
      return told.lang ? Toolkit.said(text, told.lang) : text;
    }

    return {
      say,
      number: (value) => number.format(value),
      /** The text for that many, in the plural form of CLDR. */
      count: (key, n) => {
        var form = key + "." + plural.select(n);
        return say(form in words ? form : key + ".other", { n });
      },
    };
  };

  /** An element with a class and a text; contributed text comes in no other way. */
  Toolkit.element = (tag, className, text) => {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) Toolkit.mark(made, text.lang).textContent = text;
    return made;
  };

  /** Say that an element's text is in a language, if that is another than the page's; its letters say the direction. */
  Toolkit.mark = (element, language) => {
    if (language) Object.assign(element, { lang: language, dir: "auto" });
    return element;
  };

  /** Append pieces of text, some of them marked. @param {Element} to @param {Array<[string, boolean]>} pieces */
  Toolkit.write = (to, pieces) => {
    pieces.forEach((piece) => {
      to.append(piece[1] ? Toolkit.element("mark", "", piece[0]) : piece[0]);
    });
    return to;
  };
})();
