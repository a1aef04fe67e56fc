/* Reads an index: one file a language, which toolkit/search/__init__.py describes, and the texts of pages. */
"use strict";

/**
 * @typedef {Object} SearchDocument  A page as results show it.
 * @property {string} path
 * @property {string} kind  The key of a message, as are `labels`.
 * @property {LocalizedText} title
 * @property {LocalizedText} summary
 * @property {LocalizedText[]} place  Agencies or place.
 * @property {string[]} labels  States, evidence, effort.
 * @property {boolean} isElsewhere  Whether its page is in the home language only.
 * @property {boolean} hasText  Whether there is a text to take passages from.
 * @property {boolean} isOutdated  Whether its English has changed since the translation.
 * @property {string | null} year  Of its newest source; empty if none has a date, null if it is no record.
 * @property {string[]} names  Of an agency, folded: the title first. Of a law, the name of its state.
 * @property {string[]} sayings  Of a page for residents, folded: its keywords.
 * @property {string} attachment  The name of its PDF.
 *
 * @typedef {Object} Match  A word of the index that matches a term of the query.
 * @property {string} word
 * @property {number[]} postings  One number a document (toolkit/search/postings.py).
 * @property {number} weight
 */

/** The language of untranslated texts. */
Toolkit.SOURCE_LANGUAGE = "en";
/** The weight of another form of a word; the weight of the word itself is 1. */
Toolkit.FORM_WEIGHT = 0.7;
/** The weight of a word that begins with what was typed so far. */
Toolkit.BEGINNING_WEIGHT = 0.6;

/**
 * A word, and the word with each suffix replaced. Two words are forms of each other if they share one of these:
 * `policies` and `policy`, but not `police`.
 * @param {string} word @param {Array<[string, string[]]>} suffixes  Each with what may replace it. @returns {string[]}
 */
Toolkit.baseForms = (word, suffixes) => {
  const forms = [word];
  suffixes.forEach(([suffix, replacements]) => {
    const size = word.length - suffix.length;
    if (size > 2 && word.endsWith(suffix)) replacements.forEach((other) => forms.push(word.slice(0, size) + other));
  });
  return forms;
};

/** The states that an index has something on, each with its id and its name. @returns {Array<[string, string]>} */
Toolkit.statesIn = ({ facets = [] }) => {
  const facet = facets.find(([name]) => name === "states");
  return facet ? facet[2].map((id, i) => [id, Toolkit.localized(facet[3][i]).text]) : [];
};

/** The numbers that `packed` in toolkit/search/postings.py wrote as text. @param {string} text @returns {number[]} */
Toolkit.unpacked = (text) => {
  const numbers = [];
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const symbol = code - (code > 92 ? 36 : 35); // without the backslash
    number = number * 45 + (symbol % 45);
    if (symbol >= 45) continue;
    numbers.push(number);
    number = 0;
  }
  return numbers;
};

/**
 * The words of an index, with what a typed word matches among them.
 * @param {{words: string, postings: string, endings: Object<string, string[]>}} file
 */
Toolkit.vocabulary = (file) => {
  const { endings } = file;
  const [words, postings] = [file.words, file.postings].map((text) => (text ? text.split(" ") : []));
  if (words.length !== postings.length) throw new Error("the index is not complete");
  const suffixes = Object.entries(endings);
  const places = new Map(words.map((word, i) => [word, i]));
  const matchOf = (word, weight) => ({ word, postings: Toolkit.unpacked(postings[places.get(word)]), weight });
  /** @type {Map<string, string[]>} Words by each of their base forms. */
  const byForm = new Map();
  words.forEach((word) => {
    Toolkit.baseForms(word, suffixes).forEach((form) => {
      if (byForm.has(form)) byForm.get(form).push(word);
      else byForm.set(form, [word]);
    });
  });
  return { words, postings, has: (word) => places.has(word), exactly, forms };

  /** The word itself, if the index has it. @returns {Match[]} */
  function exactly(word) {
    return places.has(word) ? [matchOf(word, 1)] : [];
  }

  /** A word and its forms; if it is a beginning, also the words that begin with it. @returns {Match[]} */
  function forms(word, isBeginning) {
    const related = Toolkit.baseForms(word, suffixes).flatMap((form) => byForm.get(form) || []);
    const others = new Set(related.filter((other) => other !== word));
    const matches = Array.from(others, (other) => matchOf(other, Toolkit.FORM_WEIGHT));
    const longer = isBeginning ? words.filter((other) => other.startsWith(word) && other !== word && !others.has(other)) : [];
    const beginnings = longer.map((other) => matchOf(other, (Toolkit.BEGINNING_WEIGHT * word.length) / other.length));
    return exactly(word).concat(matches, beginnings);
  }
};

/**
 * What answers queries in a language: an index of that language, or the English one beside it.
 * @typedef {Object} Part
 * @property {string} language
 * @property {ReturnType<typeof Toolkit.vocabulary>} vocabulary
 * @property {ReturnType<typeof Toolkit.parser>} parse
 * @property {Set<string>} stopWords
 * @property {number[]} norms  How much the length of each document reduces the weight of a word.
 * @property {string} lawWords  What the law of all states is about.
 * @property {(text: string) => boolean} isKnown  Whether a run of unspaced text is a word: what people type, what pages
 *   call it, a function word, or a state.
 * @property {boolean} isForAgencies  Whether agencies search in the language, too.
 * @property {(doc: number) => boolean} answersFor  Whether it may lead to a document.
 */

/**
 * The index that answers queries in one language. All languages number the documents alike. Pages that the language does
 * not have are also found by the English index, after its own: `withEnglish` gives the index of both.
 * @param {string} language @param {(key: string) => Promise<any>} load
 */
Toolkit.open = async (language, load) => {
  const file = await load(language);
  const tokenizer = Toolkit.tokenizer(Toolkit.folding);
  const own = file.documents.map((row) => Toolkit.documentOf(row, ""));
  const index = {
    language,
    tokenizer,
    documents: own,
    parts: [partOf(file, language, ({ title }) => title.text)],
    messages: file.messages,
    facets: file.facets,
    dates: file.dates,
    isWhole: own.every(({ isElsewhere }) => !isElsewhere),
    text,
    attachedPages,
    otherLanguage,
  };
  return { ...index, withEnglish };

  async function withEnglish() {
    const english = await load(Toolkit.SOURCE_LANGUAGE);
    const documents = own.map((document, doc) => {
      if (document.title.text) return document;
      const shown = Toolkit.documentOf(english.documents[doc], Toolkit.SOURCE_LANGUAGE);
      // What readers call it in their language leads to it, too.
      return { ...shown, names: [...document.names, ...shown.names], isElsewhere: true };
    });
    // By keywords, a language's index leads to pages of which it has nothing else.
    const parts = [partOf(file, language, () => true), partOf(english, Toolkit.SOURCE_LANGUAGE, ({ isElsewhere }) => isElsewhere)];
    return { ...index, documents, parts, isWhole: true };
  }

  /** @param {(document: SearchDocument) => any} isAnswered  Whether it may lead to a document. @returns {Part} */
  function partOf(file, language, isAnswered) {
    const lengths = file.documents.map((row) => row[row.length - 1]);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    const vocabulary = Toolkit.vocabulary(file);
    const states = Toolkit.statesIn(file).map(([, name]) => tokenizer.fold(name));
    const known = new Set([...Object.entries(file.synonyms).flat(2), ...file.stop_words, ...states].map(tokenizer.fold));
    return {
      language,
      vocabulary,
      parse: Toolkit.parser(file, tokenizer, vocabulary.has),
      stopWords: new Set(file.stop_words),
      lawWords: file.law || "",
      isKnown: (text) => known.has(text),
      isForAgencies: Boolean(file.agencies_ask),
      // BM25 with a b of 0.5, because short documents are often stubs.
      norms: lengths.map((length) => 0.5 + (0.5 * length) / (mean || 1)),
      answersFor: (doc) => Boolean(isAnswered(own[doc])),
    };
  }

  /** The text of a page as HTML; empty if it has none that is published apart. @returns {Promise<string>} */
  async function text({ path, isElsewhere, hasText }) {
    return hasText ? load(`shortlist/${isElsewhere ? file.home : language}/${path}`) : "";
  }

  /** The pages of a document's PDF. @returns {Promise<string[]>} */
  async function attachedPages({ path, attachment }) {
    return attachment ? load("shortlist/attached/" + path) : [];
  }

  /**
   * The other language of the site that knows the most of these words, if it knows more of them than this one, or is
   * written in their script; else empty.
   * @param {string[]} words @returns {Promise<string>}
   */
  async function otherLanguage(words) {
    const text = words.join(" ");
    const others = Object.keys(await load("manifest")).filter((other) => other !== language);
    const candidates = others.filter((other) => Toolkit.isInScriptOf(text, other));
    const files = await Promise.all(candidates.map(load));
    const known = files.map(countKnown);
    const most = Math.max(0, ...known);
    const isForeignScript = !Toolkit.isInScriptOf(text, language);
    return most > countKnown(file) || (isForeignScript && candidates.length) ? candidates[known.indexOf(most)] : "";

    function countKnown(other) {
      const vocabulary = ` ${other.words} `;
      return words.filter((word) => vocabulary.includes(` ${word} `)).length;
    }
  }
};

/**
 * A document from its row in an index.
 * @param {any[]} row  As `shown_values` in toolkit/search/index.py makes it. @param {string} language  Of its texts.
 * @returns {SearchDocument}
 */
Toolkit.documentOf = (row, language) => {
  const [path, kind, title, summary, place, labels, hasPage, hasText, isOutdated, year, names, sayings, attachment] = row;
  return {
    path,
    kind,
    title: Toolkit.localized(title, language),
    summary: Toolkit.localized(summary, language),
    place: place.map((name) => Toolkit.localized(name, language)),
    labels,
    isElsewhere: !hasPage,
    hasText: Boolean(hasText),
    isOutdated: Boolean(isOutdated),
    year,
    names,
    sayings,
    attachment,
  };
};

/** Whether a text has letters of the script in which a language is usually written. */
Toolkit.isInScriptOf = (text, language) => {
  const script = (new Intl.Locale(language).maximize().script || "Latn").replace(/Han[st]/, "Hani");
  return new RegExp(`\\p{Script=${script}}`, "u").test(text);
};
