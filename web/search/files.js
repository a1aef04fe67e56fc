/* Reads an index: its files, which toolkit/search/__init__.py lists, are requested when they are needed. */
"use strict";

/**
 * @typedef {Object} Match  A word of the index that matches a term of the query.
 * @property {string} word
 * @property {number[]} postings  One number a document (toolkit/search/postings.py).
 * @property {number} piece  The number of the file that has it,
 * @property {number} at  and its position there.
 * @property {number} weight
 */

/** The language of untranslated texts. */
Toolkit.SOURCE_LANGUAGE = "en";
/** The beginning of a word is looked up in no more files, so a short one finds only some of the words. */
Toolkit.MAX_PIECES = 3;
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

/**
 * The beginning that all forms of a word share: the shortest of its base forms without what may replace a suffix.
 * @param {string} word @param {Array<[string, string[]]>} suffixes @returns {string}
 */
Toolkit.stem = (word, suffixes) => {
  let shortest = word;
  const replacements = suffixes.flatMap(([, others]) => others);
  Toolkit.baseForms(word, suffixes).forEach((form) => {
    replacements.forEach((ending) => {
      const size = form.length - (form.endsWith(ending) ? ending.length : 0);
      if (size > 2 && size < shortest.length) shortest = form.slice(0, size);
    });
  });
  return shortest;
};

/**
 * The index of one language. Of untranslated documents it has only the keywords, which are in its language anyway.
 * @param {string} language @param {any} head  The language's file `head`. @param {(key: string) => Promise<any>} load
 */
Toolkit.languageIndex = (language, head, load) => {
  const suffixes = Object.entries(head.endings);
  return { documents: head.documents, forms, phrase, vocabulary: () => load(language + "/v"), passages };

  /**
   * The words that begin with `prefix`, of those to which `weigh` gives a weight.
   * @param {string} prefix @param {(word: string) => number} weigh @returns {Promise<Match[]>}
   */
  async function matches(prefix, weigh) {
    /** @type {Match[]} */
    const found = [];
    // Words with the prefix may already stand in the last piece that begins before it.
    const after = head.pieces.findIndex((word) => word > prefix);
    const first = Math.max(0, (after < 0 ? head.pieces.length : after) - 1);
    const last = Math.min(first + Toolkit.MAX_PIECES, head.pieces.length);
    for (let piece = first; piece < last; piece++) {
      if (piece > first && !head.pieces[piece].startsWith(prefix)) break;
      const [words, postings] = await load(language + "/t/" + piece);
      if (words.length !== postings.length) throw new Error("the piece is not complete");
      words.forEach((word, at) => {
        const weight = word.startsWith(prefix) && weigh(word);
        if (weight) found.push({ word, postings: postings[at], piece, at, weight });
      });
    }
    return found;
  }

  /** The word itself, if the index has it. @param {string} word @returns {Promise<Match[]>} */
  function exactly(word) {
    return matches(word, (other) => Number(other === word));
  }

  /** The words of a phrase with their places; nothing if the index does not have them all. @param {string[]} tokens */
  async function phrase(tokens) {
    const found = await Promise.all(tokens.map(exactly));
    if (!found.every((words) => words.length)) return [];
    const places = async ([match]) => ({ match, places: (await load(language + "/p/" + match.piece))[match.at] });
    return Promise.all(found.map(places));
  }

  /**
   * A word and its forms; if it is a beginning, also the words that begin with it.
   * @param {string} word @param {boolean} isBeginning
   */
  async function forms(word, isBeginning) {
    const ownForms = Toolkit.baseForms(word, suffixes);
    const weigh = (other) => {
      if (other === word) return 0;
      if (Toolkit.baseForms(other, suffixes).some((form) => ownForms.includes(form))) return Toolkit.FORM_WEIGHT;
      return isBeginning && other.startsWith(word) ? (Toolkit.BEGINNING_WEIGHT * word.length) / other.length : 0;
    };
    // The word is looked up by itself, because it may be more than `MAX_PIECES` after the first word with its stem.
    const found = await Promise.all([exactly(word), matches(Toolkit.stem(word, suffixes), weigh)]);
    return found.flat();
  }

  /** The passages of a document. @param {number} doc */
  async function passages(doc) {
    return (await load(language + "/x/" + Math.floor(doc / head.together)))[doc % head.together];
  }
};

/**
 * The index that answers queries in one language. Untranslated documents are read from the fallback index: that of the
 * language in which they were written. All languages number the documents alike.
 * @param {string} language @param {(key: string) => Promise<any>} load
 */
Toolkit.open = async (language, load) => {
  const [head, words] = await Promise.all([load(language + "/head"), load(language + "/words")]);
  const languageIndexes = [Toolkit.languageIndex(language, head, load)];
  // A 0 stands for an untranslated document. `untranslated` is also the position of the document's index above.
  const untranslated = head.documents.map((document) => (document ? 0 : 1));
  if (untranslated.includes(1)) {
    const source = Toolkit.SOURCE_LANGUAGE;
    languageIndexes.push(Toolkit.languageIndex(source, await load(source + "/head"), load));
  }
  const documents = untranslated.map((i, doc) => languageIndexes[i].documents[doc]);
  const tokenizer = Toolkit.tokenizer(Toolkit.folding);
  return {
    language,
    tokenizer,
    parse: Toolkit.parser(words, Object.entries(head.endings), tokenizer),
    isStopWord: (word) => words.stop_words.includes(word),
    hasStopWords: words.stop_words.length > 0,
    messages: words.messages,
    languageIndexes,
    documents,
    norms: lengthNorms(),
    untranslated,
    otherLanguages,
    passages: (doc) => languageIndexes[untranslated[doc]].passages(doc),
  };

  /**
   * How much the length of each document reduces the weight of a word: BM25 with a b of 0.5, because short documents
   * are often stubs.
   */
  function lengthNorms() {
    const lengths = documents.map((document) => document[document.length - 1]);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    return lengths.map((length) => 0.5 + (0.5 * length) / (mean || 1));
  }

  /**
   * How many of these words each other language of the site knows, of the languages in the words' script.
   * @param {string[]} words @returns {Promise<Array<{language: string, known: string[]}>>}  The most first.
   */
  async function otherLanguages(words) {
    const others = Object.keys(await load("manifest")).filter((other) => other !== language);
    const candidates = others.filter((other) => Toolkit.isInScriptOf(words.join(" "), other));
    const knowing = async (other) => {
      const [vocabulary] = await load(other + "/v");
      return { language: other, known: words.filter((word) => vocabulary.includes(word)) };
    };
    return (await Promise.all(candidates.map(knowing))).sort((a, b) => b.known.length - a.known.length);
  }
};

/** Whether a text has letters of the script in which a language is usually written. */
Toolkit.isInScriptOf = (text, language) => {
  const script = (new Intl.Locale(language).maximize().script || "Latn").replace(/Han[st]/, "Hani");
  return new RegExp(`\\p{Script=${script}}`, "u").test(text);
};
