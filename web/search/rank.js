/* A question and filters to the cards that answer them. Nothing here touches the page. */
"use strict";

/** Fewer answers than these with all words, and cards with most of the words are answers too. */
Toolkit.FEW = 20;
/** What strengths 0 to 3 of a posting count (toolkit/index/lanes.py). */
Toolkit.COUNTS = [1, 2.4, 5, 11];
/** What the nearest known word counts beside the unknown one that was typed. */
Toolkit.GUESS_WEIGHT = 0.5;
/** How soon more of the same word says nothing more (BM25's k1). */
Toolkit.K1 = 2.2;

/**
 * The words of the index for every group; an unknown word is replaced by the nearest known one.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Group[]} groups
 */
Toolkit.expand = (index, groups) => {
  /** @type {Array<[string, string]>} */
  var instead = [];

  function slot(own) {
    var isRow = own.tokens.length > 1;
    return Promise.all(
      index.shelves.map((shelf) => (isRow ? shelf.sequence(own.tokens) : shelf.forms(own.tokens[0], own.isOpen)))
    ).then((found) => ({ found, isRow, hits: isRow ? own.text.split(" ") : found.flat().map((term) => term.word) }));
  }

  function alternative(own) {
    return Promise.all(own.slots.map(slot)).then((slots) => ({ weight: own.weight, slots }));
  }

  return Promise.all(
    groups.map((group) => {
      return Promise.all(group.alternatives.map(alternative)).then((made) => {
        var typed = group.alternatives[0].slots[0];
        var isUnknown = made.length === 1 && made[0].slots.length === 1 && !made[0].slots[0].hits.length;
        if (!isUnknown || typed.tokens.length > 1 || typed.text.length < 4 || /\p{N}/u.test(typed.text)) return made;
        return index.meant(typed.text).then((other) => {
          if (!other) return made;
          instead.push([typed.text, other]);
          var again = Toolkit.parse(other, index.head, index.reader).groups;
          again[0].alternatives.forEach((own) => (own.weight *= Toolkit.GUESS_WEIGHT));
          return Promise.all(again[0].alternatives.map(alternative));
        });
      });
    })
  ).then((expanded) => ({ groups: expanded, instead }));
};

/**
 * Each card's score for one slot; 0 if it has not what the slot asks for.
 * @param {{norms: Float32Array}} index
 */
Toolkit.scoreSlot = (index, slot) => {
  var norms = index.norms;
  var total = norms.length;
  var scores = new Float32Array(total);

  /** Calls `seen(card, strength)` for every posting of a term. */
  function read(term, seen) {
    var card = -1;
    Toolkit.signs(term.shard.pieces[term.at]).forEach((posting) => {
      card += (posting >>> 2) + 1;
      if (card >= total) throw new Error("a posting leads nowhere");
      seen(card, posting & 3);
    });
  }

  function scale(list, by) {
    for (var i = 0; i < list.length; i++) list[i] *= by;
  }

  function rarity(cards) {
    return Math.log(1 + (total - cards + 0.5) / (cards + 0.5));
  }

  function worth(card, strength) {
    var count = Toolkit.COUNTS[strength];
    return (count * (Toolkit.K1 + 1)) / (count + Toolkit.K1 * norms[card]);
  }

  // The base speaks for the cards that nobody has translated.
  slot.found.forEach((terms, isBase) => {
    if (slot.isRow) return inRow(terms, isBase);
    terms.forEach((term) => {
      read(term, (card, strength) => {
        var score = term.weight * worth(card, strength);
        if (score > scores[card] && (!isBase || index.foreign[card])) scores[card] = score;
      });
    });
  });
  scale(scores, rarity(scores.reduce((sum, score) => sum + (score ? 1 : 0), 0)));
  return scores;

  // Words that must stand side by side: the places of the first, moved on by one with each that follows.
  function inRow(steps, isBase) {
    var ends = null;
    var sums = new Map();
    steps.forEach((step) => {
      var places = Toolkit.signs(step.places.pieces[step.term.at]);
      var at = 0;
      var next = new Map();
      read(step.term, (card, strength) => {
        var before = ends && ends.get(card);
        var place = 0;
        var here = [];
        // An odd number is how far on the word stands once more in the same card.
        do {
          place += places[at++] >> 1;
          if (!ends || (before && before.includes(place - 1))) here.push(place);
        } while (places[at] & 1);
        if (here.length && (!isBase || index.foreign[card])) {
          next.set(card, here);
          sums.set(card, (sums.get(card) || 0) + worth(card, strength));
        }
      });
      ends = next;
    });
    if (ends) ends.forEach((_, card) => (scores[card] = sums.get(card)));
  }
};

/**
 * How many groups each card has, and how well.
 * @returns {{has: Uint8Array, scores: Float32Array}}
 */
Toolkit.score = (index, groups) => {
  var total = index.norms.length;
  var has = new Uint8Array(total);
  var scores = new Float32Array(total);
  groups.forEach((alternatives) => {
    var best = new Float32Array(total);
    alternatives.forEach((own) => {
      var slots = own.slots.map((slot) => Toolkit.scoreSlot(index, slot));
      for (var card = 0; card < total; card++) {
        var sum = 0;
        for (var i = 0; i < slots.length; i++) {
          if (!slots[i][card]) {
            sum = 0;
            break;
          }
          sum += slots[i][card];
        }
        best[card] = Math.max(best[card], sum * own.weight);
      }
    });
    for (var card = 0; card < total; card++) {
      if (!best[card]) continue;
      has[card]++;
      scores[card] += best[card];
    }
  });
  return { has, scores };
};

/**
 * How many groups a card must have: all; if few have all, most; if few have most, any.
 * @param {Uint8Array} has @param {number} groups @returns {number}
 */
Toolkit.needed = (has, groups) => {
  var having = new Array(groups + 1).fill(0);
  has.forEach((count) => having[count]++);
  var found = 0;
  for (var need = groups; need > 0; need--) {
    found += having[need];
    if (found >= Toolkit.FEW) return need;
  }
  return groups ? 1 : 0;
};

/**
 * The cards that pass the filters, and how many would with each value: those that pass all other filters.
 * @param {number} total
 * @param {(card: number) => boolean} isFound
 * @param {Object<string, Column>} columns
 * @param {Object<string, number[]>} chosen  Numbers of values by facet. Of one facet, any will do.
 */
Toolkit.filter = (total, isFound, columns, chosen) => {
  var names = Object.keys(columns);
  var wanted = names.map((name) => (chosen[name] && chosen[name].length ? new Set(chosen[name]) : null));
  var lists = names.map((name) => columns[name]);
  var counts = lists.map((list) => new Uint32Array(list.size));
  var found = [];
  var unfiltered = 0;
  for (var card = 0; card < total; card++) {
    if (!isFound(card)) continue;
    unfiltered++;
    var failed = -1;
    var fails = 0;
    for (var c = 0; c < lists.length && fails < 2; c++) {
      if (wanted[c] && !hasAny(lists[c], card, wanted[c])) {
        failed = c;
        fails++;
      }
    }
    if (fails > 1) continue;
    if (!fails) found.push(card);
    for (c = 0; c < lists.length; c++) {
      if (fails && c !== failed) continue;
      var list = lists[c];
      if (!list.starts) counts[c][list.values[card]]++;
      else for (var i = list.starts[card]; i < list.starts[card + 1]; i++) counts[c][list.values[i]]++;
    }
  }
  return { cards: found, unfiltered, counts: Object.fromEntries(names.map((name, i) => [name, counts[i]])) };

  function hasAny(list, card, values) {
    if (!list.starts) return values.has(list.values[card]);
    for (var i = list.starts[card]; i < list.starts[card + 1]; i++) if (values.has(list.values[i])) return true;
    return false;
  }
};

/**
 * @typedef {Object} Asked
 * @property {string} query
 * @property {Object<string, number[]>} [chosen]
 * @property {Column & {isDown: boolean}} [order]  What to sort by before the
 *   score: dates, or a facet with an order.
 *
 * Everything that is found, best first.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Object<string, Column>} columns
 * @param {Asked} asked
 */
Toolkit.search = (index, columns, asked) => {
  var parsed = Toolkit.parse(asked.query, index.head, index.reader);
  return Toolkit.expand(index, parsed.groups).then((expanded) => {
    var size = expanded.groups.length;
    var scored = Toolkit.score(index, expanded.groups);
    var need = Toolkit.needed(scored.has, size);
    // Signs alone, such as a smile, are a question without an answer; an empty box is no question.
    var isNothing = !size && asked.query.trim() !== "";
    var result = Toolkit.filter(index.norms.length, (card) => !isNothing && scored.has[card] >= need, columns, asked.chosen || {});
    var order = asked.order;

    // The least comes first, or the greatest; cards without a value come last.
    function key(card) {
      if (!order) return 0;
      var at = order.starts ? order.starts[card] : card;
      if (order.starts && at === order.starts[card + 1]) return 1e6;
      return order.isDown ? -order.values[at] : order.values[at];
    }

    result.cards.sort(
      (a, b) =>
        index.foreign[a] - index.foreign[b] ||
        key(a) - key(b) ||
        // A card that has more of the words is worth more, but not more than one that says some of them much louder.
        scored.scores[b] * scored.has[b] - scored.scores[a] * scored.has[a] ||
        a - b
    );
    var hits = expanded.groups.flatMap((group) => group.flatMap((own) => own.slots.flatMap((slot) => slot.hits)));
    return Object.assign(result, {
      groups: size,
      withAll: result.cards.filter((card) => scored.has[card] === size).length,
      instead: expanded.instead,
      isCut: parsed.isCut,
      hits: new Set(hits),
    });
  });
};
