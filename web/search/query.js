/* Turns a query into clauses: what a document must contain, and what may stand in its place. */
"use strict";

/**
 * @typedef {Object} Term  Something to look up in the index.
 * @property {string[]} tokens  One word; or, in order, the words of a phrase or the pairs of a run of unspaced text.
 * @property {string} text  As typed, folded.
 * @property {boolean} [isOpen]  Whether the reader may still be typing it: then it also matches longer words.
 *
 * @typedef {Object} Alternative
 * @property {Term[]} terms
 * @property {number} weight
 *
 * @typedef {Object} Clause  A part of the query. A document matches it if it has all terms of one alternative.
 * @property {Alternative[]} alternatives  The reader's words first, then their synonyms.
 * @property {boolean} [isStopword]
 */

/** A query has no more clauses; the rest of a pasted page is ignored. */
Toolkit.MAX_CLAUSES = 12;
/** The same limit in characters: to fold ten thousand of them would make the page hang. */
Toolkit.MAX_QUERY_LENGTH = 600;
/** The weight of a synonym; the weight of the word itself is 1. */
Toolkit.SYNONYM_WEIGHT = 0.8;
/** The weight of one word of a phrase that has synonyms. */
Toolkit.PART_WEIGHT = 0.3;
/** The number of words in the longest synonym (toolkit/sources/synonyms.py). */
Toolkit.MAX_SYNONYM_WORDS = 4;

/**
 * Returns the function that parses queries in one language.
 * @param {{synonyms: Object<string, string[]>, endings: Object<string, string[]>, stop_words: string[]}} metadata
 *   Of the language's index: the synonyms of the records' words, and what a suffix may replace.
 * @param {ReturnType<typeof Toolkit.tokenizer>} tokenizer
 * @returns {(query: string) => {clauses: Clause[], isTruncated: boolean}}
 */
Toolkit.parser = (metadata, tokenizer) => {
  const stopwords = new Set(metadata.stop_words.flatMap(tokenizer.tokens));
  const suffixes = Object.entries(metadata.endings);
  const recordWords = recordWordsBySynonym();
  return parse;

  function parse(query) {
    const text = query.slice(0, Toolkit.MAX_QUERY_LENGTH).normalize();
    const parts = text.split(/["“”„«»「」『』]/);
    const clauses = parts.flatMap((part, i) => {
      const words = tokenizer.words(part);
      // Every second part is in quotation marks, unless the closing one is missing.
      const isQuoted = i % 2 && i < parts.length - 1;
      if (isQuoted) return words.length ? [{ alternatives: [{ terms: [phraseTerm(words)], weight: 1 }] }] : [];
      const isLastWordOpen = i === parts.length - 1 && !/[\s\p{P}]$/u.test(part);
      return clausesOf(words, isLastWordOpen);
    });
    const required = clauses.filter((clause) => !clause.isStopword);
    // Stopwords are only searched if there is nothing else.
    const searched = required.length ? required : clauses;
    return {
      clauses: searched.slice(0, Toolkit.MAX_CLAUSES),
      isTruncated: searched.length > Toolkit.MAX_CLAUSES || query.length > Toolkit.MAX_QUERY_LENGTH,
    };
  }

  /** The words of records by the keys of their synonyms. @returns {Map<string, Set<string>>} */
  function recordWordsBySynonym() {
    const byKey = new Map();
    Object.entries(metadata.synonyms).forEach(([words, synonyms]) => {
      synonyms
        .flatMap((synonym) => synonymKeys(synonym.split(" ")))
        .forEach((key) => byKey.set(key, (byKey.get(key) || new Set()).add(words)));
    });
    return byKey;
  }

  /**
   * The keys under which a synonym is stored: phrases share one if they differ only in stopwords or forms of a word.
   * @param {string[]} phrase @returns {string[]}
   */
  function synonymKeys(phrase) {
    const withoutStopwords = phrase.filter((word) => !stopwords.has(word));
    const words = withoutStopwords.length > 1 ? withoutStopwords : phrase;
    if (words.length === 1) return Toolkit.baseForms(words[0], suffixes);
    return [words.map((word) => Toolkit.stem(word, suffixes)).join(" ")];
  }

  /** @param {Word[]} words @returns {Clause[]} */
  function clausesOf(words, isLastWordOpen) {
    const clauses = [];
    let at = 0;
    while (at < words.length) {
      const phrase = longestSynonym(words.slice(at, at + Toolkit.MAX_SYNONYM_WORDS));
      at += phrase.length;
      clauses.push(clauseOf(phrase, isLastWordOpen && at === words.length));
    }
    return clauses;
  }

  /** The longest beginning that is a synonym, or the first word. @param {Word[]} words */
  function longestSynonym(words) {
    let length = words.length;
    while (length > 1 && !meanings(words.slice(0, length)).size) length--;
    return words.slice(0, length);
  }

  /** @param {Word[]} phrase @returns {Clause} */
  function clauseOf(phrase, isLastWordOpen) {
    const terms = phrase.map((word, i) => wordTerm(word, isLastWordOpen && i === phrase.length - 1));
    const important = terms.filter((term) => !stopwords.has(term.text));
    const synonyms = Array.from(meanings(phrase), (text) => ({
      terms: tokenizer.words(text).map((word) => wordTerm(word, false)),
      weight: Toolkit.SYNONYM_WEIGHT,
    }));
    const parts = important.length > 1 ? important.map((term) => ({ terms: [term], weight: Toolkit.PART_WEIGHT })) : [];
    return {
      alternatives: [{ terms: important.length ? important : terms, weight: 1 }, ...synonyms, ...parts],
      isStopword: !synonyms.length && !important.length,
    };
  }

  /** The words of records for which a phrase is a synonym. @param {Word[]} phrase @returns {Set<string>} */
  function meanings(phrase) {
    const words = phrase.map((word) => word.text);
    if (words.length === 1 && stopwords.has(words[0])) return new Set();
    return new Set(synonymKeys(words).flatMap((key) => Array.from(recordWords.get(key) || [])));
  }

  /** @param {Word} word @returns {Term} */
  function wordTerm(word, isOpen) {
    if (word.clusters) {
      // A run of unspaced text is found within longer runs, so it is always open.
      const tokens = word.clusters.length > 1 ? tokenizer.pairs(word.clusters) : word.clusters;
      return { tokens, text: word.text, isOpen: false };
    }
    // Too many words begin with any one letter.
    return { tokens: [word.text], text: word.text, isOpen: isOpen && word.text.length > 1 };
  }

  /** Words that must stand side by side. @param {Word[]} words @returns {Term} */
  function phraseTerm(words) {
    if (words.length === 1 && words[0].clusters) return wordTerm(words[0], false);
    const tokens = words.flatMap((word) =>
      word.clusters ? tokenizer.pairs(word.clusters).concat(word.clusters.slice(-1)) : [word.text]
    );
    return { tokens, text: words.map((word) => word.text).join(" ") };
  }
};
