/* Text to the words that are searched: the twin of toolkit/index/tokens.py, which gives the reasons. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

/**
 * @typedef {Object} Folding  What toolkit/index/folding.json says.
 * @property {Object<string, string>} letters
 * @property {string[]} variants
 * @property {string} zeros
 * @property {string} kept
 * @property {string} unspaced
 * @property {string} alone
 * @property {string} joined
 * @property {string} coeng
 * @property {Array<[string, string]>} looks
 * @property {string[]} articles
 *
 * @typedef {Object} Word  A word of a text, folded.
 * @property {string} text
 * @property {string[]} [signs]  Of a run of unspaced text: its clusters.
 */

/** @param {Folding} table */
Toolkit.reader = (table) => {
  var kept = "[" + table.kept + "]";
  var unspaced = "[" + table.unspaced + "]";
  var isUnspaced = new RegExp("^" + unspaced, "u");
  var isKept = new RegExp(kept, "u");
  var isMark = /\p{M}/u;
  var mark = "(?=" + kept + ")\\p{M}";
  var word = new RegExp(unspaced + "+|(?:(?!" + unspaced + ")[\\p{L}\\p{N}]|" + mark + "|')+", "gu");
  // The same words in a text that is not folded yet, where marks still stand and apostrophes are curly.
  var raw = new RegExp(unspaced + "+|(?:(?!" + unspaced + ")[\\p{L}\\p{N}\\p{M}]|['’ʼ])+", "gu");
  var cluster = new RegExp(
    "[" + table.alone + "]|[\\p{L}\\p{N}](?:" + table.coeng + "[\\p{L}\\p{N}]|" + mark + "|[" + table.joined + "])*|.",
    "gsu"
  );
  var letters = Object.assign(Object.create(null), table.letters);
  var variants = table.variants.join("");
  for (var i = 0; i < variants.length; i += 2) letters[variants[i]] = variants[i + 1];
  for (var zero of table.zeros) {
    for (var digit = 0; digit < 10; digit++) letters[String.fromCodePoint(zero.codePointAt(0) + digit)] = String(digit);
  }

  /** @param {string} text @returns {string} */
  function fold(text) {
    var folded = "";
    for (var sign of text.normalize("NFKD").toLowerCase()) {
      if (sign > "\x7f" && isMark.test(sign) && !isKept.test(sign)) continue;
      folded += sign in letters ? letters[sign] : sign;
    }
    table.looks.forEach((look) => {
      folded = folded.split(look[0]).join(look[1]);
    });
    return folded;
  }

  /** @param {string} text @returns {string} */
  function bare(text) {
    text = text.replace(/^'+|'+$/g, "").replace(/'s$/, "").replace(/'/g, "");
    var article = table.articles.find((a) => text.startsWith(a) && text.length >= a.length + 3);
    return article ? text.slice(article.length) : text;
  }

  /** @param {string} text @returns {Word[]} */
  function words(text) {
    return (fold(text).match(word) || [])
      .map((found) => isUnspaced.test(found) ? { text: found, signs: found.match(cluster) } : { text: bare(found) })
      .filter((found) => found.text);
  }

  /** Neighbors in pairs, as the index has them. @param {string[]} signs @returns {string[]} */
  function pairs(signs) {
    return signs.slice(1).map((sign, i) => signs[i] + sign);
  }

  /** All tokens of a text, as `tokens` in Python. @param {string} text @returns {string[]} */
  function tokens(text) {
    return words(text).flatMap((found) => found.signs ? pairs(found.signs).concat(found.signs) : [found.text]);
  }

  /**
   * Where words stand in a text: [from, to, word], in order.
   * @param {string} text
   * @param {Set<string>} hits  Folded words, and folded pieces of unspaced text.
   * @returns {Array<[number, number, string]>}
   */
  function marks(text, hits) {
    /** @type {Array<[number, number, string]>} */
    var found = [];
    var pieces = Array.from(hits).filter((hit) => isUnspaced.test(hit));
    for (var match of text.matchAll(raw)) {
      var at = match.index;
      if (!isUnspaced.test(match[0])) {
        var own = bare(fold(match[0]));
        if (hits.has(own)) found.push([at, at + match[0].length, own]);
      } else if (pieces.length) {
        // Folding may change lengths, so each folded sign remembers where it came from.
        var folded = "";
        var from = [];
        for (var sign of match[0]) {
          var made = fold(sign);
          for (var i = 0; i < made.length; i++) from.push(at);
          folded += made;
          at += sign.length;
        }
        from.push(at);
        pieces.forEach((piece) => {
          for (var i = folded.indexOf(piece); i >= 0; i = folded.indexOf(piece, i + piece.length)) {
            found.push([from[i], from[i + piece.length], piece]);
          }
        });
      }
    }
    return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  return { fold, words, pairs, tokens, marks };
};

/**
 * The stretch of a text with the most marks, cut in pieces: [text, is marked].
 * @param {string} text
 * @param {Array<[number, number, string]>} marks
 * @param {number} size
 * @returns {Array<[string, boolean]>}
 */
Toolkit.excerpt = (text, marks, size) => {
  var best = 0;
  var start = 0;
  marks.forEach((mark, i) => {
    var inside = marks.slice(i).filter((other) => other[0] < mark[0] + size);
    // Different words say more than one word many times.
    var worth = new Set(inside.map((other) => other[2])).size + inside.length / 100;
    if (worth > best) {
      best = worth;
      start = mark[0];
    }
  });
  var from = Math.max(0, start - 60);
  if (text.length <= size) from = 0;
  else if (from) from = text.indexOf(" ", from) + 1 > start ? from : text.indexOf(" ", from) + 1;
  var to = Math.min(text.length, from + size);
  var space = text.lastIndexOf(" ", to);
  if (to < text.length && space > to - 25) to = space;
  /** @type {Array<[string, boolean]>} */
  var pieces = [[from ? "… " : "", false]];
  marks.forEach((mark) => {
    if (mark[0] < from || mark[1] > to) return;
    pieces.push([text.slice(from, mark[0]), false], [text.slice(mark[0], mark[1]), true]);
    from = mark[1];
  });
  pieces.push([text.slice(from, to) + (to < text.length ? " …" : ""), false]);
  return pieces.filter((piece) => piece[0]);
};

/**
 * How many letters must be added, dropped, changed or swapped with a neighbor (Damerau 1964, optimal string alignment);
 * `most + 1` if that is more than `most`.
 * @param {string} a @param {string} b @param {number} most @returns {number}
 */
Toolkit.distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  var before = [];
  var last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (var i = 1; i <= a.length; i++) {
    var row = [i];
    for (var j = 1; j <= b.length; j++) {
      var differs = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + differs);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min.apply(null, row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length];
};
