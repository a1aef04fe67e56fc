/* Turns a query into clauses: what a document must contain, and what may stand in its place. */
"use strict";

/**
 * @typedef {Object} Term  Something to look up in the index.
 * @property {string[]} tokens  One word; or the words of a phrase or the pairs of a run of unspaced text, of which a
 *   document has all.
 * @property {string} text  As typed, folded.
 * @property {boolean} [isBeginning]  Whether it also matches longer words.
 * @property {boolean} [isPhrase]  Whether the words must stand side by side.
 *
 * @typedef {Object} Alternative
 * @property {Term[]} terms
 * @property {number} weight
 * @property {string} [meaning]  What records call what was typed, if these are their words.
 * @property {boolean} [isPart]  Whether it is only a part of what was typed.
 *
 * @typedef {Object} Clause  A part of the query. A document matches it if it has all terms of one alternative.
 * @property {Alternative[]} alternatives  The reader's words first, then what records call them.
 * @property {string} text  As typed, folded.
 * @property {boolean} [isStopword]
 * @property {boolean} [isExact]  In quotation marks, or all in capitals, as initials are: no spelling is corrected.
 */

/** A query has no more clauses; the rest of a pasted page is ignored. */
Toolkit.MAX_CLAUSES = 24; // Vietnamese is written in syllables
/** The same limit in characters: to fold ten thousand of them would make the page hang. */
Toolkit.MAX_QUERY_LENGTH = 600;
/** The weight of a synonym; the weight of the word itself is 1. */
Toolkit.SYNONYM_WEIGHT = 0.8;
/** The weight of one word of a phrase that has synonyms. */
Toolkit.PART_WEIGHT = 0.3;
/** The number of words in the longest synonym (toolkit/sources/word_lists.py). */
Toolkit.MAX_SYNONYM_WORDS = 4;

/**
 * Returns the function that parses queries in one language.
 * @param {{synonyms: Object<string, string[]>, stop_words: string[], endings: Object<string, string[]>, facets:
 *   any[]}} words  In the index: what records call what is typed, by the words typed; what may replace an ending.
 * @param {ReturnType<typeof Toolkit.tokenizer>} tokenizer
 * @param {(word: string) => boolean} isOnPages  Whether a page has this word.
 * @returns {(query: string, isTyping: boolean, isLiteral?: boolean) => {clauses: Clause[], isTruncated: boolean}}
 */
Toolkit.parser = (words, tokenizer, isOnPages = () => false) => {
  const suffixes = Object.entries(words.endings);
  const stopwords = new Set(words.stop_words);
  const meaningsByKey = new Map(Object.entries(words.synonyms));
  const statesByCode = new Map(Toolkit.statesIn(words));
  return parse;

  /** `isTyping`: the last word may go on. `isLiteral`: without synonyms. */
  function parse(query, isTyping, isLiteral = false) {
    const text = query.slice(0, Toolkit.MAX_QUERY_LENGTH).normalize();
    const parts = text.split(/["“”„«»「」『』]/);
    const clauses = parts.flatMap((part, i) => {
      // Every second part is in quotation marks, unless the closing one is missing.
      const isQuoted = i % 2 && i < parts.length - 1;
      if (isQuoted) return phraseClauses(tokenizer.words(part));
      const pieces = part.split("*");
      return pieces.flatMap((piece, j) => {
        const isLast = i === parts.length - 1 && j === pieces.length - 1;
        const isOpen = (isLast ? isTyping : j < pieces.length - 1) && !/[\s\p{P}]$/u.test(piece);
        const isAlone = tokenizer.words(text).length === 1;
        return clausesOf(tokenizer.words(piece), isOpen, isLiteral).map((clause) => {
          const isExact = isAllCapitals(clause.text, piece);
          return { ...withState(clause, isAlone || (isExact && text !== text.toUpperCase())), isExact };
        });
      });
    });
    const required = clauses.filter((clause) => !clause.isStopword);
    // Stopwords are only searched if there is nothing else.
    const searched = required.length ? required : clauses;
    return {
      clauses: searched.slice(0, Toolkit.MAX_CLAUSES),
      isTruncated: searched.length > Toolkit.MAX_CLAUSES || query.length > Toolkit.MAX_QUERY_LENGTH,
    };
  }

  /**
   * A clause that is a postal code leads to its state, too. Many codes are words of some language, such as `de`, so a
   * word that some page has is one only if `isCode`: if it stands alone or was typed in capitals.
   */
  function withState(clause, isCode) {
    const state = statesByCode.get(clause.text);
    if (!state || !(isCode || !isOnPages(clause.text))) return clause;
    const terms = tokenizer.words(state).map((word) => wordTerm(word, false));
    return { ...clause, alternatives: [...clause.alternatives, { terms, weight: 1, meaning: state }], isStopword: false };
  }

  /** Whether a word was typed in capitals, as initials are. Many scripts have none. */
  function isAllCapitals(word, text) {
    const capitals = word.toUpperCase();
    return capitals !== word && new RegExp(`(^|\\P{L})${capitals}(?!\\p{L})`, "u").test(text);
  }

  /** @param {Word[]} words @returns {Clause[]} */
  function clausesOf(words, isOpen, isLiteral) {
    const clauses = [];
    let at = 0;
    while (at < words.length) {
      const phrase = isLiteral ? words.slice(at, at + 1) : longestSynonym(words.slice(at, at + Toolkit.MAX_SYNONYM_WORDS));
      at += phrase.length;
      clauses.push(clauseOf(phrase, isOpen && at === words.length, isLiteral));
    }
    return clauses;
  }

  /** The longest beginning that is a synonym, or the first word. @param {Word[]} words */
  function longestSynonym(words) {
    let length = words.length;
    while (length > 1 && !meanings(words.slice(0, length)).length) length--;
    return words.slice(0, length);
  }

  /** @param {Word[]} phrase @returns {Clause} */
  function clauseOf(phrase, isOpen, isLiteral) {
    const terms = phrase.map((word, i) => wordTerm(word, isOpen && i === phrase.length - 1));
    const important = terms.filter((term) => !stopwords.has(term.text));
    const synonyms = (isLiteral ? [] : meanings(phrase)).map((meaning) => ({
      terms: tokenizer.words(meaning).map((word) => wordTerm(word, false)),
      weight: Toolkit.SYNONYM_WEIGHT,
      meaning,
    }));
    const partOf = (term) => ({ terms: [term], weight: Toolkit.PART_WEIGHT, isPart: true });
    const parts = important.length > 1 ? important.map(partOf) : [];
    return {
      text: phrase.map((word) => word.text).join(" "),
      alternatives: [{ terms: important.length ? important : terms, weight: 1 }, ...synonyms, ...parts],
      isStopword: !synonyms.length && !important.length,
    };
  }

  /**
   * What records call a phrase, or one of which it is a form: `newly` is one of `new`, but not of `news`.
   * @param {Word[]} phrase @returns {string[]}
   */
  function meanings(phrase) {
    const texts = phrase.map((word) => word.text);
    if (texts.length === 1 && stopwords.has(texts[0])) return [];
    const important = texts.filter((text) => !stopwords.has(text));
    const key = (important.length > 1 ? important : texts).join(" ");
    return Toolkit.baseForms(key, suffixes).map((form) => meaningsByKey.get(form)).find(Boolean) || [];
  }

  /** @param {Word} word @returns {Term} */
  function wordTerm(word, isBeginning) {
    if (word.clusters) {
      // A run of unspaced text is found within longer runs: by its pairs, or as the first of a pair.
      const isSingle = word.clusters.length === 1;
      return { tokens: isSingle ? word.clusters : tokenizer.pairs(word.clusters), text: word.text, isBeginning: isSingle };
    }
    // Too many words begin with any one letter.
    return { tokens: [word.text], text: word.text, isBeginning: isBeginning && word.text.length > 1 };
  }

  /** Words that must stand side by side. @param {Word[]} words @returns {Clause[]} */
  function phraseClauses(words) {
    if (!words.length) return [];
    const tokens = words.flatMap((word) => wordTerm(word, false).tokens);
    const text = words.map((word) => word.text).join(" ");
    const isPhrase = tokens.length > 1;
    return [{ text, alternatives: [{ terms: [{ tokens, text, isPhrase }], weight: 1 }], isExact: true }];
  }
};

/**
 * A query whose runs of unspaced text are cut into words: those that have synonyms, and the others as the browser cuts
 * them; where it cannot, into any two neighboring characters. Characters that stand alone say too little.
 * @param {string} query @param {string} language @param {ReturnType<typeof Toolkit.tokenizer>} tokenizer
 * @param {{isKnown: (text: string) => boolean}} part
 */
Toolkit.segmented = (query, language, tokenizer, { isKnown }) => {
  const isLong = (piece) => tokenizer.words(piece).some(({ clusters }) => clusters && clusters.length > 1);
  const segment = (text, clusters) => {
    if (!Intl.Segmenter) return tokenizer.pairs(clusters);
    const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
    return Array.from(segments, (found) => found.segment);
  };
  const cut = ({ text, clusters }) => {
    if (!clusters || clusters.length < 3) return [text];
    const pieces = Toolkit.splitAtKnown(clusters, isKnown).flatMap((run) => (isKnown(run.join("")) ? [run.join("")] : segment(run.join(""), run)));
    const words = pieces.filter(isLong);
    return words.length ? words : pieces;
  };
  return tokenizer.words(query).flatMap(cut).join(" ");
};

/** The longest word that can be known, in characters. */
Toolkit.LONGEST_KNOWN = 20;

/** A run of characters, split so that each known word in it stands alone. @param {string[]} clusters @returns {string[][]} */
Toolkit.splitAtKnown = (clusters, isKnown) => {
  for (let size = Math.min(Toolkit.LONGEST_KNOWN, clusters.length); size > 1; size--) {
    for (let at = 0; at + size <= clusters.length; at++) {
      const found = clusters.slice(at, at + size);
      if (!isKnown(found.join(""))) continue;
      const rest = [clusters.slice(0, at), clusters.slice(at + size)].map((run) => Toolkit.splitAtKnown(run, isKnown));
      return [...rest[0], found, ...rest[1]];
    }
  }
  return clusters.length ? [clusters] : [];
};
