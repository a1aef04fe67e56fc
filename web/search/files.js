/* The files of an index (toolkit/index/__init__.py has the list), read when they are needed. */
"use strict";

/**
 * @typedef {Object} Shard  Words in order, and a piece of text for each: its postings or its places.
 * @property {string[]} words
 * @property {string[]} pieces
 *
 * @typedef {Object} Column  A facet's values, by card.
 * @property {Uint16Array} values
 * @property {Uint32Array | null} starts  Where each card's values begin; null if each card has one.
 * @property {number} size
 *
 * @typedef {Object} Term  A word of the index that does for a word of the question.
 * @property {string} word
 * @property {Shard} shard
 * @property {number} at  Its place in the shard.
 * @property {number} number  The shard's own number.
 * @property {number} weight
 */

/** How many signs stand for small numbers: those of ASCII from `#` on, without the backslash (toolkit/index/encode.py). */
Toolkit.SIGNS = 91;
/** Shards that the beginning of a word may lead through; a shorter beginning finds some of what it may become. */
Toolkit.MOST_SHARDS = 3;
/** What a form of the same word, its beginning, and a word that it may have meant count beside the word itself. */
Toolkit.FORM_WEIGHT = 0.7;
Toolkit.BEGINNING_WEIGHT = 0.6;

/** Numbers of one or two signs each. @param {string} text @param {number} signs @returns {Uint16Array} */
Toolkit.numbers = (text, signs) => {
  var made = new Uint16Array(text.length / signs);
  for (var i = 0; i < text.length; i++) {
    var at = Math.floor(i / signs);
    var code = text.charCodeAt(i);
    made[at] = made[at] * Toolkit.SIGNS + code - (code > 92 ? 36 : 35);
  }
  return made;
};

/**
 * A facet's values of every card. `starts` is null if each card has just one.
 * @param {[number, string, string, number?]} written
 * @returns {Column}
 */
Toolkit.column = (written) => {
  var starts = null;
  if (written[1]) {
    var counts = Toolkit.numbers(written[1], written[3] || 1);
    starts = new Uint32Array(counts.length + 1);
    counts.forEach((count, i) => (starts[i + 1] = starts[i] + count));
  }
  var values = Toolkit.numbers(written[2], written[0]);
  return { values, starts, size: values.reduce((most, value) => Math.max(most, value), -1) + 1 };
};

/** Numbers of one sign each, however large they are (`sign` in toolkit/index/encode.py). @param {string} text */
Toolkit.signs = (text) => {
  var made = new Uint32Array(text.length);
  var size = 0;
  for (var i = 0; i < text.length; i++) {
    var code = text.charCodeAt(i);
    if (code >> 10 === 54) code = text.codePointAt(i++); // a sign that takes two
    made[size++] = (code < 0xff800 ? code : code - 0xf2000) - 35;
  }
  return made.subarray(0, size);
};

/** @param {string[]} words @param {string} text  A piece for each word. @returns {Shard} */
Toolkit.shard = (words, text) => {
  var pieces = text.split(" ");
  if (pieces.length !== words.length) throw new Error("a shard is not whole");
  return { words, pieces };
};

/** The first place in an ordered list that is not before `word`. @param {string[]} list @param {string} word */
Toolkit.placeOf = (list, word) => {
  var low = 0;
  var high = list.length;
  while (low < high) {
    var middle = (low + high) >> 1;
    if (list[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * What a word may be a form of: itself, and itself with an ending changed. Two words are forms of each other if they
 * share one of these: `policies` and `policy`, but not `police`.
 * @param {string} word @param {Array<[string, string[]]>} endings @returns {string[]}
 */
Toolkit.bases = (word, endings) => {
  var found = [word];
  endings.forEach((pair) => {
    var size = word.length - pair[0].length;
    if (size > 2 && word.endsWith(pair[0])) pair[1].forEach((end) => found.push(word.slice(0, size) + end));
  });
  return found;
};

/**
 * What all forms of a word begin with: what is left when an ending, or what stood there before, is taken away.
 * @param {string} word @param {Array<[string, string[]]>} endings @returns {string}
 */
Toolkit.start = (word, endings) => {
  var shortest = word;
  Toolkit.bases(word, endings).forEach((base) => {
    endings.forEach((pair) => {
      pair[1].forEach((end) => {
        var size = base.length - (base.endsWith(end) ? end.length : 0);
        if (size > 2 && size < shortest.length) shortest = base.slice(0, size);
      });
    });
  });
  return shortest;
};

/**
 * The words of one language's files. `load` gives the content of a file by its key.
 * @param {any} head
 * @param {(key: string) => Promise<any>} load
 */
Toolkit.shelf = (head, load) => {
  var endings = Object.entries(head.endings);
  /** @type {Object<string, Promise<Shard>>} */
  var shards = {};

  /** One of many files of a folder, whose hashes the head has. @param {string} folder @param {number} number */
  function file(folder, number) {
    return load(head.language + "/" + folder + "/" + number, head[folder].substr(8 * number, 8) + ".js");
  }

  /** @param {string} folder `t` for postings, `p` for places @param {number} number @returns {Promise<Shard>} */
  function shard(folder, number) {
    var key = folder + number;
    if (!shards[key]) {
      shards[key] = (
        folder === "t"
          ? file(folder, number).then((found) => Toolkit.shard(found[0].split("\n"), found[1]))
          : Promise.all([shard("t", number), file(folder, number)]).then((both) => Toolkit.shard(both[0].words, both[1]))
      ).catch((error) => {
        delete shards[key];
        throw error;
      });
    }
    return shards[key];
  }

  /**
   * The words of the index that begin with `start` and that `weigh` gives a weight.
   * @param {string} start @param {(word: string) => number} weigh @returns {Promise<Term[]>}
   */
  function collect(start, weigh) {
    /** @type {Term[]} */
    var found = [];
    if (!head.shards.length) return Promise.resolve(found);
    var place = Toolkit.placeOf(head.shards, start);
    return (function next(number, left) {
      return shard("t", number).then((own) => {
        for (var at = Toolkit.placeOf(own.words, start); at < own.words.length; at++) {
          if (!own.words[at].startsWith(start)) return found;
          var weight = weigh(own.words[at]);
          if (weight) found.push({ word: own.words[at], shard: own, at, number, weight });
        }
        var following = head.shards[number + 1];
        var goesOn = following && (following < start || following.startsWith(start));
        return goesOn && left > 1 ? next(number + 1, left - 1) : found;
      });
    })(head.shards[place] === start ? place : Math.max(0, place - 1), Toolkit.MOST_SHARDS);
  }

  /** Just this word. @param {string} word @returns {Promise<Term[]>} */
  function exactly(word) {
    return collect(word, (other) => Number(other === word));
  }

  /** Words that must stand side by side, with their places; none if one is unknown. @param {string[]} words */
  function sequence(words) {
    return Promise.all(words.map(exactly)).then((found) => {
      if (!found.every((terms) => terms.length)) return [];
      return Promise.all(
        found.map((terms) => shard("p", terms[0].number).then((places) => ({ term: terms[0], places })))
      );
    });
  }

  /** A word, its forms, and while it is typed what it begins. @param {string} word @param {boolean} isOpen */
  function forms(word, isOpen) {
    var own = Toolkit.bases(word, endings);
    // Between the beginning and the word itself there may be more shards than are read.
    return Promise.all([exactly(word), collect(Toolkit.start(word, endings), weigh)]).then((both) => both.flat());

    function weigh(other) {
      if (other === word) return 0;
      if (Toolkit.bases(other, endings).some((base) => own.includes(base))) return Toolkit.FORM_WEIGHT;
      return isOpen && other.startsWith(word) ? (Toolkit.BEGINNING_WEIGHT * word.length) / other.length : 0;
    }
  }

  return {
    forms,
    sequence,
    lengths: Toolkit.numbers(head.lengths, 1),
    words: () => load(head.language + "/v").then((text) => text.split("\n")),
    row: (number) => file("x", Math.floor(number / head.block)).then((block) => block[number % head.block]),
  };
};

/**
 * An index of one language. Texts that nobody has translated are read from the files of the language that they were
 * written in, the base.
 * @param {string} language
 * @param {(key: string) => Promise<any>} load
 */
Toolkit.open = (language, load) => {
  return Promise.all([load(language + "/head"), load("folding")]).then((got) => {
    var head = got[0];
    return (head.base ? load(head.base + "/head") : Promise.resolve()).then((base) => {
      var shelves = (base ? [head, base] : [head]).map((one) => Toolkit.shelf(one, load));
      // Only a card whose texts are all in the base has no length of its own.
      var foreign = shelves[0].lengths.map((step) => (base && !step ? 1 : 0));
      var lengths = Float32Array.from(foreign, (at, card) => 8 * (Math.pow(2, shelves[at].lengths[card] / 4) - 1));
      var mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);

      /** The known word that an unknown one was most likely meant to be. @returns {Promise<string | null>} */
      function meant(word) {
        var most = word.length > 6 ? 2 : 1;
        return Promise.all(shelves.map((shelf) => shelf.words())).then((known) => {
          var best = null;
          var least = most + 1;
          known.push(Object.values(head.called).flat().map((said) => said + "#"));
          known.flat().forEach((entry) => {
            var size = entry.length - 1;
            if (Math.abs(size - word.length) > most) return;
            var other = entry.slice(0, size);
            // A wrong first letter is rarer; of equals, the word that more cards have.
            var away = Toolkit.distance(word, other, most);
            if (away > most) return;
            // Two mistakes that begin with the first letters are more often another word: `getting` is not `meeting`.
            // So is one in a short word: `brown` is not `grown`.
            if ((away > 1 || word.length < 6) && other.slice(0, away) !== word.slice(0, away)) return;
            away += (other[0] === word[0] ? 0 : 0.4) - entry.charCodeAt(size) / 1000;
            if (away < least) {
              least = away;
              best = other;
            }
          });
          return best;
        });
      }

      return {
        language,
        head,
        reader: Toolkit.reader(got[1]),
        shelves,
        // How much a card's length takes from a word's weight (BM25's b is 0.6: short cards are often mere stubs).
        norms: lengths.map((length) => 0.4 + (0.6 * length) / (mean || 1)),
        foreign,
        meant,
        /** What a result shows. @param {number} card */
        row: (card) => {
          var before = foreign[card] ? card : foreign.subarray(0, card).reduce((own, one) => own + 1 - one, 0);
          return shelves[foreign[card]].row(before);
        },
      };
    });
  });
};
