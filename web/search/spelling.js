/* What a misspelled word may stand for. A mistake that people often make costs less than one that they seldom make. */
"use strict";

(() => {
  /** A letter that was dropped. */
  const DROPPED = 1;
  /** Any letter in place of another. */
  const CHANGED = 1.05;
  /** A letter too many. */
  const ADDED = 1.15;
  /** In its place the letter on the next key, another vowel, or one that sounds alike. */
  const NEAR = 0.6;
  /** Doubled, swapped with the next, or dropped where it is not heard. */
  const SLIP = 0.5;
  /** What it costs more if the first letter is wrong: seldom is it a mistake. */
  const FIRST = 0.45;
  /** Languages whose words are short. */
  const SHORT_WORDS = ["am", "ar", "hmn", "prs", "vi"];
  const VOWELS = "aeiouy";
  /** Letters that sound alike somewhere, and those whose keys meet. */
  const SOUNDS = "ckqs bv sz gj mn td ptk خحج سصث تط دذض زظ قك ءأعا".split(" ");
  const KEYS = "qwas wesd erdf rtfg tygh yuhj uijk iokl opl aszx sdxc dfcv fgvb ghbn hjnm jkm".split(" ");
  const areIn = (groups, a, b) => groups.some((letters) => letters.includes(a) && letters.includes(b));

  /** @type {Map<string, number>} What each change has cost so far: there are few letters, and many words. */
  const changes = new Map();

  function changeCost(a, b) {
    if (a === b) return 0;
    if (!changes.has(a + b)) changes.set(a + b, areIn([VOWELS, ...SOUNDS, ...KEYS], a, b) ? NEAR : CHANGED);
    return changes.get(a + b);
  }

  /** What it costs to drop each letter of a word: little if it is not heard, or like its neighbor. */
  function dropCosts(word) {
    return Array.from(word, (letter, i) => {
      const isLike = (next) => next && (letter === next || areIn(SOUNDS, letter, next));
      const isQuiet = VOWELS.includes(letter) || letter === "h" || isLike(word[i - 1]) || isLike(word[i + 1]);
      return isQuiet ? SLIP : DROPPED;
    });
  }

  /**
   * What it costs to have typed `typed` for `meant` (a weighted optimal string alignment: Damerau 1964); more than
   * `limit` if it costs more.
   * @param {string} typed @param {string} meant @param {number} limit @returns {number}
   */
  Toolkit.spellingCost = (typed, meant, limit) => {
    if (Math.abs(typed.length - meant.length) * SLIP > limit) return Infinity;
    const dropped = dropCosts(meant);
    let beforePrevious = [];
    let previous = [0];
    dropped.forEach((cost, j) => previous.push(previous[j] + cost));
    for (let i = 1; i <= typed.length; i++) {
      const a = typed[i - 1];
      const added = a === typed[i - 2] || a === typed[i] ? SLIP : ADDED;
      const row = [previous[0] + added];
      for (let j = 1; j <= meant.length; j++) {
        const b = meant[j - 1];
        row[j] = Math.min(previous[j] + added, row[j - 1] + dropped[j - 1], previous[j - 1] + changeCost(a, b));
        const isSwap = i > 1 && j > 1 && a === meant[j - 2] && typed[i - 2] === b;
        if (isSwap) row[j] = Math.min(row[j], beforePrevious[j - 2] + SLIP);
      }
      if (Math.min(...row) > limit) return Infinity;
      beforePrevious = previous;
      previous = row;
    }
    // With a second mistake it is another word: nigerian, liberian.
    const cost = previous[meant.length];
    return typed[0] === meant[0] ? cost : cost > ADDED ? Infinity : cost + FIRST;
  };

  /**
   * The most that mistakes in a word may cost: about two, one in a shorter word, and only a slip in a short one, or words
   * of which no page speaks stand for others: drones, ship. Where words are short, one letter may be wrong in any.
   */
  function limitOf(word, language) {
    if (word.length > 7 || (word.length > 2 && SHORT_WORDS.includes(language))) return 1.6;
    return word.length > 4 ? 1 : word.length > 3 ? 0.55 : 0;
  }

  /** A word of the index that may be meant. */
  const MAY_BE_MEANT = /^[^\p{N}]{3,24}$/u;

  /**
   * The words that a misspelled one may stand for, the most likely first, each with what it costs.
   * @param {string} typed @param {string} language
   * @param {{words: string[], postings: string[]}} vocabulary  With the packed postings of each word.
   * @returns {Array<[string, number]>}
   */
  Toolkit.corrections = (typed, language, { words, postings }) => {
    const limit = limitOf(typed, language);
    const found = [];
    words.forEach((word, i) => {
      const cost = Toolkit.spellingCost(typed, word, limit);
      // Of equally close words the commoner one comes first.
      if (cost <= limit && MAY_BE_MEANT.test(word)) found.push([word, cost, cost - Math.log2(1 + postings[i].length) / 50]);
    });
    return found.sort((a, b) => a[2] - b[2]).map(([word, cost]) => [word, cost]);
  };
})();
