/* Reads an index: its files, which toolkit/search/__init__.py lists, are requested when they are needed. */
"use strict";

/**
 * @typedef {Object} Shard  Some of the words of an index, in order, with a text for each: its postings or its places.
 * @property {string[]} words
 * @property {string[]} texts
 *
 * @typedef {Object} Column  The values of a facet, document by document.
 * @property {Uint16Array} values
 * @property {Uint32Array | null} starts  Where the values of each document begin; null if each has one value.
 * @property {number} size  The number of different values.
 *
 * @typedef {Object} Match  A word of the index that matches a term of the query.
 * @property {string} word
 * @property {Shard} shard  Its postings are here,
 * @property {number} at  at this position.
 * @property {number} number  The number of the shard.
 * @property {number} weight
 */

/** The digits of small numbers are the ASCII characters from `#` to `~` except `\` (toolkit/search/encoding.py). */
Toolkit.BASE = 91;
/** The beginning of a word is looked up in no more shards, so a short one finds only some of the words. */
Toolkit.MAX_SHARDS = 3;
/** The weight of another form of a word; the weight of the word itself is 1. */
Toolkit.FORM_WEIGHT = 0.7;
/** The weight of a word that begins with what was typed so far. */
Toolkit.BEGINNING_WEIGHT = 0.6;

/**
 * Reads numbers with a fixed number of digits in base 91.
 * @param {string} text @param {number} digits @returns {Uint16Array}
 */
Toolkit.decodeDigits = (text, digits) => {
  const numbers = new Uint16Array(text.length / digits);
  for (let i = 0; i < text.length; i++) {
    const at = Math.floor(i / digits);
    const code = text.charCodeAt(i);
    // The digits after `\`, which is 92, are one less than their distance from `#`.
    numbers[at] = numbers[at] * Toolkit.BASE + code - (code > 92 ? 36 : 35);
  }
  return numbers;
};

/**
 * Reads numbers that are written as one character each: the code point is 35 more than the number. Surrogates cannot
 * stand alone in a text, so 0xF2000 is added to a code point from 0xD800 to 0xDFFF (toolkit/search/encoding.py).
 * @param {string} text @returns {Uint32Array}
 */
Toolkit.decodeCharacters = (text) => {
  const numbers = new Uint32Array(text.length);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    // A high surrogate, 0xD800 to 0xDBFF: the character takes two code units.
    if (code >> 10 === 54) code = text.codePointAt(i++);
    numbers[size++] = (code < 0xff800 ? code : code - 0xf2000) - 35;
  }
  return numbers.subarray(0, size);
};

/**
 * Reads the file of a facet.
 * @param {[number, string, string, number?]} content  The digits of a value; how many values each document has, or
 *   nothing if each has one; the values; the digits of how many, if more than one.
 * @returns {Column}
 */
Toolkit.column = ([valueDigits, counts, valueText, countDigits]) => {
  let starts = null;
  if (counts) {
    const numbers = Toolkit.decodeDigits(counts, countDigits || 1);
    starts = new Uint32Array(numbers.length + 1);
    numbers.forEach((count, i) => (starts[i + 1] = starts[i] + count));
  }
  const values = Toolkit.decodeDigits(valueText, valueDigits);
  return { values, starts, size: values.reduce((largest, value) => Math.max(largest, value), -1) + 1 };
};

/** @param {string[]} words @param {string} text  The texts of the words, joined by spaces. @returns {Shard} */
Toolkit.shard = (words, text) => {
  const texts = text.split(" ");
  if (texts.length !== words.length) throw new Error("the shard is not complete");
  return { words, texts };
};

/** The first position in an ordered list with a text that is not before `word`. @param {string[]} list */
Toolkit.lowerBound = (list, word) => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

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
 * @param {any} metadata  The language's file `head`.
 * @param {(key: string, ending?: string) => Promise<any>} load  Gives the content of an index file by its key.
 */
Toolkit.languageIndex = (metadata, load) => {
  const suffixes = Object.entries(metadata.endings);
  const postings = Toolkit.memoize(async (number) => {
    const [words, text] = await file("t", number);
    return Toolkit.shard(words.split("\n"), text);
  });
  const places = Toolkit.memoize(async (number) => {
    const [{ words }, text] = await Promise.all([postings(number), file("p", number)]);
    return Toolkit.shard(words, text);
  });

  return { forms, phrase, words, storedDocument, lengths: Toolkit.decodeDigits(metadata.lengths, 1) };

  /**
   * A numbered file. The metadata has one string for each folder with the hashes of its files: 8 characters each, in
   * the order of their numbers.
   * @param {string} folder  `t` for postings, `p` for places, `x` for stored documents. @param {number} number
   */
  function file(folder, number) {
    const hash = metadata[folder].slice(8 * number, 8 * (number + 1));
    return load(metadata.language + "/" + folder + "/" + number, hash + ".js");
  }

  /**
   * The words that begin with `prefix`, of those to which `weigh` gives a weight.
   * @param {string} prefix @param {(word: string) => number} weigh @returns {Promise<Match[]>}
   */
  async function matches(prefix, weigh) {
    /** @type {Match[]} */
    const found = [];
    // The first word of each shard. Words with the prefix may already stand in the last shard that begins before it.
    const firstWords = metadata.shards;
    const bound = Toolkit.lowerBound(firstWords, prefix);
    const first = firstWords[bound] === prefix ? bound : Math.max(0, bound - 1);
    const end = Math.min(first + Toolkit.MAX_SHARDS, firstWords.length);
    for (let number = first; number < end; number++) {
      if (number > first && !firstWords[number].startsWith(prefix)) return found;
      const shard = await postings(number);
      for (let at = Toolkit.lowerBound(shard.words, prefix); at < shard.words.length; at++) {
        const word = shard.words[at];
        if (!word.startsWith(prefix)) return found;
        const weight = weigh(word);
        if (weight) found.push({ word, shard, at, number, weight });
      }
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
    return Promise.all(found.map(async ([match]) => ({ match, places: await places(match.number) })));
  }

  /**
   * A word, its forms and, if the reader may still be typing it, the words that begin with it.
   * @param {string} word @param {boolean} isOpen
   */
  async function forms(word, isOpen) {
    const ownForms = Toolkit.baseForms(word, suffixes);
    const weigh = (other) => {
      if (other === word) return 0;
      if (Toolkit.baseForms(other, suffixes).some((form) => ownForms.includes(form))) return Toolkit.FORM_WEIGHT;
      return isOpen && other.startsWith(word) ? (Toolkit.BEGINNING_WEIGHT * word.length) / other.length : 0;
    };
    // The word is looked up by itself, because it may be more than `MAX_SHARDS` after the first word with its stem.
    const found = await Promise.all([exactly(word), matches(Toolkit.stem(word, suffixes), weigh)]);
    return found.flat();
  }

  /** Every word that a misspelled one may stand for, each followed by one character for its frequency. */
  async function words() {
    return (await load(metadata.language + "/v")).split("\n");
  }

  /** What results show of a document. `metadata.block` documents are in a file. @param {number} number */
  async function storedDocument(number) {
    const block = await file("x", Math.floor(number / metadata.block));
    return block[number % metadata.block];
  }
};

/**
 * The index that answers queries in one language. Untranslated documents are read from the fallback index: that of the
 * language in which they were written. All languages number the documents alike.
 * @param {string} language
 * @param {(key: string, ending?: string) => Promise<any>} load
 */
Toolkit.open = async (language, load) => {
  const [metadata, folding] = await Promise.all([load(language + "/head"), load("folding")]);
  const languageIndexes = [Toolkit.languageIndex(metadata, load)];
  if (metadata.base) languageIndexes.push(Toolkit.languageIndex(await load(metadata.base + "/head"), load));
  const tokenizer = Toolkit.tokenizer(folding);
  // Only an untranslated document has the length 0. `untranslated` is also the position of the document's index above.
  const untranslated = languageIndexes[0].lengths.map((length) => (metadata.base && !length ? 1 : 0));
  // An index stores only its translated documents, numbered in their order. The fallback index stores all documents.
  let translated = 0;
  const storedNumbers = Uint32Array.from(untranslated, (isUntranslated, doc) => (isUntranslated ? doc : translated++));
  return {
    language,
    metadata,
    tokenizer,
    parse: Toolkit.parser(metadata, tokenizer),
    languageIndexes,
    norms: lengthNorms(),
    untranslated,
    correctSpelling,
    storedDocument,
  };

  /**
   * How much the length of each document reduces the weight of a word: BM25 with a b of 0.6, because short documents
   * are often stubs.
   */
  function lengthNorms() {
    // A length is stored in quarter doublings of eight words.
    const lengths = Float32Array.from(untranslated, (i, doc) => 8 * (2 ** (languageIndexes[i].lengths[doc] / 4) - 1));
    const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    return lengths.map((length) => 0.4 + (0.6 * length) / (mean || 1));
  }

  /**
   * The known word that an unknown word most likely stands for.
   * @param {string} word @returns {Promise<string | null>}
   */
  async function correctSpelling(word) {
    const known = await Promise.all(languageIndexes.map((index) => index.words()));
    // `#` is the lowest frequency.
    const synonyms = Object.values(metadata.synonyms).flat().map((synonym) => synonym + "#");
    let best = null;
    let lowest = Infinity;
    [...known, synonyms].flat().forEach((entry) => {
      const other = entry.slice(0, -1);
      const cost = Toolkit.spellingCost(word, other, entry.charCodeAt(other.length));
      if (cost < lowest) {
        lowest = cost;
        best = other;
      }
    });
    return best;
  }

  /** What results show of a document. @param {number} doc */
  function storedDocument(doc) {
    return languageIndexes[untranslated[doc]].storedDocument(storedNumbers[doc]);
  }
};

/**
 * How unlikely it is that a misspelled word stands for another; Infinity if it does not.
 * @param {string} word @param {string} other @param {number} frequency  Of the other word: it takes off up to 0.1.
 */
Toolkit.spellingCost = (word, other, frequency) => {
  const limit = word.length > 6 ? 2 : 1;
  const distance = Toolkit.distance(word, other, limit);
  if (distance > limit) return Infinity;
  // Two mistakes at the beginning usually mean another word: `getting` is not `meeting`. So does one in a short word:
  // `brown` is not `grown`.
  const mustShareBeginning = distance > 1 || word.length < 6;
  if (mustShareBeginning && other.slice(0, distance) !== word.slice(0, distance)) return Infinity;
  // A wrong first letter is rarer than others; of equally close words the more frequent one wins.
  return distance + (other[0] === word[0] ? 0 : 0.4) - frequency / 1000;
};
