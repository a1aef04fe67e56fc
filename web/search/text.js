/* Splits text into the words that are searched, as toolkit/search/tokens.py does; the reasons are given there. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

/**
 * @typedef {Object} Word  A folded word of a text.
 * @property {string} text
 * @property {string[]} [clusters]  The characters that a reader sees, if the word is a run of unspaced text.
 *
 * @typedef {[number, number, string]} Mark  A word in a text: its start, its end, and the folded word.
 */

/** @param {any} folding  The content of toolkit/search/folding.json. */
Toolkit.tokenizer = (folding) => {
  const unspaced = `[${folding.unspaced}]`;
  const mark = `(?=[${folding.scripts_with_marks}])\\p{M}`;
  const isUnspaced = new RegExp("^" + unspaced, "u");
  const isInScriptWithMarks = new RegExp(`[${folding.scripts_with_marks}]`, "u");
  const isMark = /\p{M}/u;
  const wordPattern = new RegExp(`${unspaced}+|(?:(?!${unspaced})[\\p{L}\\p{N}]|${mark}|')+`, "gu");
  // The same words in text that is not folded: it still has all marks, and apostrophes may be curly.
  const unfoldedWordPattern = new RegExp(`${unspaced}+|(?:(?!${unspaced})[\\p{L}\\p{N}\\p{M}]|['’ʼ])+`, "gu");
  const clusterPattern = new RegExp(
    `[${folding.alone}]|[\\p{L}\\p{N}](?:${folding.coeng}[\\p{L}\\p{N}]|${mark}|[${folding.joined}])*|.`,
    "gsu"
  );
  const foldedCharacters = characterTable(folding);

  /** @param {string} text @returns {string} */
  function fold(text) {
    let folded = "";
    for (const character of text.normalize("NFKD").toLowerCase()) {
      if (character > "\x7f" && isMark.test(character) && !isInScriptWithMarks.test(character)) continue;
      folded += foldedCharacters.has(character) ? foldedCharacters.get(character) : character;
    }
    for (const [written, meant] of folding.lookalikes) folded = folded.split(written).join(meant);
    return folded;
  }

  /** Removes apostrophes, the English `'s` and the Arabic article from a folded word. @param {string} word */
  function stripWord(word) {
    const stripped = word.replace(/^'+|'+$/g, "").replace(/'s$/, "").replace(/'/g, "");
    const article = folding.articles.find((a) => stripped.startsWith(a) && stripped.length >= a.length + 3);
    return article ? stripped.slice(article.length) : stripped;
  }

  /** @param {string} text @returns {Word[]} */
  function words(text) {
    return (fold(text).match(wordPattern) || [])
      .map((word) =>
        isUnspaced.test(word) ? { text: word, clusters: word.match(clusterPattern) } : { text: stripWord(word) }
      )
      .filter((word) => word.text);
  }

  /** Each cluster with the next one: the index holds these pairs, and the last cluster of a run. @param {string[]} clusters @returns {string[]} */
  function pairs(clusters) {
    return clusters.slice(1).map((cluster, i) => clusters[i] + cluster);
  }

  /** All tokens of a text, as `tokens_by_position` in Python. @param {string} text @returns {string[]} */
  function tokens(text) {
    return words(text).flatMap((word) => word.clusters ? pairs(word.clusters).concat(word.clusters.slice(-1)) : [word.text]);
  }

  /**
   * The places of words in a text, in order.
   * @param {string} text
   * @param {Set<string>} matched  Folded words, and folded pieces of unspaced text.
   * @returns {Mark[]}
   */
  function marks(text, matched) {
    /** @type {Mark[]} */
    const found = [];
    const pieces = Array.from(matched).filter((word) => isUnspaced.test(word));
    for (const match of text.matchAll(unfoldedWordPattern)) {
      if (!isUnspaced.test(match[0])) {
        const word = stripWord(fold(match[0]));
        if (matched.has(word)) found.push([match.index, match.index + match[0].length, word]);
      } else if (pieces.length) {
        found.push(...marksInRun(match[0], match.index, pieces));
      }
    }
    return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  /** The places of pieces in a run of unspaced text that starts at `start`. @returns {Mark[]} */
  function marksInRun(run, start, pieces) {
    /** @type {Mark[]} */
    const found = [];
    let folded = "";
    // Folding may change the length, so each folded code unit gets its place in the original text.
    const original = [];
    let at = start;
    for (const character of run) {
      const part = fold(character);
      for (let i = 0; i < part.length; i++) original.push(at);
      folded += part;
      at += character.length;
    }
    original.push(at);
    for (const piece of pieces) {
      for (let i = folded.indexOf(piece); i >= 0; i = folded.indexOf(piece, i + piece.length)) {
        found.push([original[i], original[i + piece.length], piece]);
      }
    }
    return found;
  }

  return { fold, words, pairs, tokens, marks };

  /** What replaces each character in folded text. @returns {Map<string, string>} */
  function characterTable({ letters, variants, zeros }) {
    const table = new Map(Object.entries(letters));
    const joined = variants.join("");
    for (let i = 0; i < joined.length; i += 2) table.set(joined[i], joined[i + 1]);
    for (const zero of zeros) {
      for (let digit = 0; digit < 10; digit++) {
        table.set(String.fromCodePoint(zero.codePointAt(0) + digit), String(digit));
      }
    }
    return table;
  }
};

/**
 * The part of a text with the most marks, in pieces: [text, is highlighted].
 * @param {string} text
 * @param {Mark[]} marks
 * @param {number} size
 * @returns {Array<[string, boolean]>}
 */
Toolkit.excerpt = (text, marks, size) => {
  const firstMark = bestStart();
  let from = startOfExcerpt();
  let to = Math.min(text.length, from + size);
  const space = text.lastIndexOf(" ", to);
  if (to < text.length && space > to - 25) to = space;
  /** @type {Array<[string, boolean]>} */
  const pieces = [[from ? "… " : "", false]];
  marks.forEach(([start, end]) => {
    if (start < from || end > to) return;
    pieces.push([text.slice(from, start), false], [text.slice(start, end), true]);
    from = end;
  });
  pieces.push([text.slice(from, to) + (to < text.length ? " …" : ""), false]);
  return pieces.filter(([piece]) => piece);

  /** The start of the mark that begins the best excerpt. */
  function bestStart() {
    let best = 0;
    let start = 0;
    marks.forEach((mark, i) => {
      const inside = marks.slice(i).filter((other) => other[0] < mark[0] + size);
      // Different words are worth more than one word many times.
      const worth = new Set(inside.map((other) => other[2])).size + inside.length / 100;
      if (worth > best) {
        best = worth;
        start = mark[0];
      }
    });
    return start;
  }

  /** A little before the first mark, at the start of a word. */
  function startOfExcerpt() {
    const before = Math.max(0, firstMark - 60);
    if (text.length <= size || !before) return 0;
    const word = text.indexOf(" ", before) + 1;
    return word > firstMark ? before : word;
  }
};
