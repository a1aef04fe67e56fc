/* A question to groups of words: what must be found, and what else would do. */
"use strict";

/**
 * @typedef {Object} Slot  One thing to find.
 * @property {string[]} tokens  One word; or the words of a phrase or the pairs of a run, which must stand in this order.
 * @property {string} text  As typed, folded.
 * @property {boolean} [isOpen]  Still being typed: its beginning is enough.
 *
 * @typedef {Object} Group  Something that the reader asked for; a card has it if it has all slots of one alternative.
 * @property {Array<{slots: Slot[], weight: number}>} alternatives  The reader's own words first.
 */

/** More words than anybody types; the rest of a pasted page is not looked up. */
Toolkit.MOST_GROUPS = 12;
/** A synonym says less than the word itself. */
Toolkit.SYNONYM_WEIGHT = 0.8;
/** One word of a phrase that has synonyms says little of it. */
Toolkit.PART_WEIGHT = 0.3;
/** Words in the longest synonym (toolkit/gather/synonyms.py). */
Toolkit.LONGEST = 4;

/**
 * @param {string} typed
 * @param {{called: Object<string, string[]>, endings: Object<string, string[]>, little: string[]}} head  Of the language's index.
 * @param {ReturnType<typeof Toolkit.reader>} reader
 * @returns {{groups: Group[], isCut: boolean}}
 */
Toolkit.parse = (typed, head, reader) => {
  // Ten thousand characters are not a question; folding them all would take the page's breath.
  var text = typed.slice(0, 600).normalize();
  /** @type {Group[]} */
  var groups = [];
  var little = new Set(head.little.flatMap(reader.tokens));
  var endings = Object.entries(head.endings);
  var explained = head.explained || (head.explained = explanations());
  var parts = text.split(/["“”„«»「」『』]/);
  parts.forEach((part, i) => {
    var words = reader.words(part);
    // Between two quotation marks. A lone one says nothing.
    if (i % 2 && i < parts.length - 1) {
      if (words.length) groups.push({ alternatives: [{ slots: [phrase(words)], weight: 1 }] });
      return;
    }
    var isLast = i === parts.length - 1 && !/[\s\p{P}]$/u.test(part);
    addWords(words, isLast);
  });
  var needed = groups.filter((group) => !group.isLittle);
  if (needed.length) groups = needed;
  return {
    groups: groups.slice(0, Toolkit.MOST_GROUPS),
    isCut: groups.length > Toolkit.MOST_GROUPS || typed.length > 600,
  };

  /** By what people say, in all its forms, what records say for it. */
  function explanations() {
    var by = new Map();
    Object.entries(head.called).forEach((pair) =>
      pair[1].flatMap((said) => keys(said.split(" "))).forEach((key) => by.set(key, (by.get(key) || new Set()).add(pair[0])))
    );
    return by;
  }

  /** What words of the same forms have in common, whatever little words stand between. @param {string[]} said @returns {string[]} */
  function keys(said) {
    var kept = said.filter((word) => !little.has(word));
    if (kept.length > 1) said = kept;
    return said.length > 1 ? [said.map((word) => Toolkit.start(word, endings)).join(" ")] : Toolkit.bases(said[0], endings);
  }

  function addWords(words, isLast) {
    for (var at = 0; at < words.length; at += own.length) {
      var own = words.slice(at, at + Toolkit.LONGEST);
      while (own.length > 1 && !meanings(own).size) own.pop();
      var meant = meanings(own);
      var slots = own.map((word, i) => slot(word, isLast && at + i === words.length - 1));
      var kept = slots.filter((word) => !little.has(word.text));
      var alternatives = [{ slots: kept.length ? kept : slots, weight: 1 }];
      meant.forEach((text) => {
        alternatives.push({ slots: reader.words(text).map((word) => slot(word)), weight: Toolkit.SYNONYM_WEIGHT });
      });
      if (kept.length > 1) kept.forEach((word) => alternatives.push({ slots: [word], weight: Toolkit.PART_WEIGHT }));
      groups.push({ alternatives, isLittle: !meant.size && !kept.length });
    }
  }

  /** What words are said for. @returns {Set<string>} */
  function meanings(words) {
    var said = words.map((word) => word.text);
    var isLittle = said.length === 1 && little.has(said[0]);
    return new Set(isLittle ? [] : keys(said).flatMap((key) => Array.from(explained.get(key) || [])));
  }

  /** @returns {Slot} */
  function slot(word, isOpen) {
    var tokens = !word.signs ? [word.text] : word.signs.length > 1 ? reader.pairs(word.signs) : word.signs;
    // One letter begins too many words to say anything; a run is found anywhere, so it is always open.
    return { tokens, text: word.text, isOpen: Boolean(isOpen) && !word.signs && word.text.length > 1 };
  }

  /** The words of a phrase side by side, and the pairs of a run in it. @returns {Slot} */
  function phrase(words) {
    var tokens = [];
    words.forEach((word) => {
      if (!word.signs) tokens.push(word.text);
      else tokens = tokens.concat(reader.pairs(word.signs), word.signs.slice(-1));
    });
    if (words.length === 1 && words[0].signs) return slot(words[0]);
    return { tokens, text: words.map((word) => word.text).join(" ") };
  }
};
