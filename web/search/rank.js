/* Finds and ranks the documents that match a query and filters. Nothing here touches the page.

   `doc` is the number of a document. */
"use strict";

/** If fewer documents match all clauses of a query, those that match most of them are results, too. */
Toolkit.FEW_RESULTS = 20;
/** The term frequency for each strength of a posting, 0 to 3 (toolkit/search/postings.py). */
Toolkit.FREQUENCIES = [1, 2.4, 5, 11];
/** The weight of a corrected word; the weight of a word that the reader typed is 1. */
Toolkit.CORRECTION_WEIGHT = 0.5;
/** How soon further occurrences of a word stop mattering (BM25's k1). */
Toolkit.K1 = 2.2;

/**
 * @typedef {Object} FoundTerm  A term and what matches it, in the language's index and in the fallback index.
 * @property {Array<Match[] | Array<{match: Match, places: Shard}>>} found  For each index: words of which any one
 *   matches; or the words of a phrase, in order.
 * @property {boolean} isPhrase
 * @property {string[]} words  The words that match, to highlight them.
 *
 * @typedef {Array<{weight: number, terms: FoundTerm[]}>} FoundClause  Its alternatives.
 */

/**
 * Looks up all clauses. The closest known word replaces a word that the index does not have.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Clause[]} clauses
 * @returns {Promise<{clauses: FoundClause[], corrections: Array<[string, string]>}>}  [typed, corrected]
 */
Toolkit.lookUp = async (index, clauses) => {
  const found = await Promise.all(clauses.map(lookUpClause));
  return {
    clauses: found.map(({ alternatives }) => alternatives),
    corrections: found.flatMap(({ correction }) => (correction ? [correction] : [])),
  };

  async function lookUpClause(clause) {
    const alternatives = await Promise.all(clause.alternatives.map(lookUpAlternative));
    const typed = clause.alternatives[0].terms[0];
    const isOneTerm = alternatives.length === 1 && alternatives[0].terms.length === 1;
    const isUnknown = isOneTerm && !alternatives[0].terms[0].words.length;
    const canBeCorrected = typed.tokens.length === 1 && typed.text.length >= 4 && !/\p{N}/u.test(typed.text);
    const corrected = isUnknown && canBeCorrected ? await index.correctSpelling(typed.text) : null;
    if (!corrected) return { alternatives };
    const others = index
      .parse(corrected)
      .clauses[0].alternatives.map(({ terms, weight }) => ({ terms, weight: weight * Toolkit.CORRECTION_WEIGHT }));
    return {
      alternatives: await Promise.all(others.map(lookUpAlternative)),
      correction: [typed.text, corrected],
    };
  }

  async function lookUpAlternative({ terms, weight }) {
    return { weight, terms: await Promise.all(terms.map(lookUpTerm)) };
  }

  /** @param {Term} term @returns {Promise<FoundTerm>} */
  async function lookUpTerm({ tokens, text, isOpen }) {
    const isPhrase = tokens.length > 1;
    const found = await Promise.all(
      index.languageIndexes.map((one) => (isPhrase ? one.phrase(tokens) : one.forms(tokens[0], isOpen)))
    );
    return { found, isPhrase, words: isPhrase ? text.split(" ") : found.flat().map((match) => match.word) };
  }
};

/**
 * The score of each document for one term; 0 if it does not match.
 * @param {{norms: Float32Array, untranslated: Uint16Array}} index
 * @param {FoundTerm} term
 * @returns {Float32Array}
 */
Toolkit.scoreTerm = (index, term) => {
  const { norms, untranslated } = index;
  const total = norms.length;
  const scores = new Float32Array(total);
  term.found.forEach((matches, isFallback) => {
    // The fallback index only answers for untranslated documents; it has the others, too.
    const isAnswering = (doc) => !isFallback || untranslated[doc];
    if (term.isPhrase) scorePhrase(matches, isAnswering);
    else scoreWords(matches, isAnswering);
  });
  const matching = scores.reduce((sum, score) => sum + (score ? 1 : 0), 0);
  const rarity = Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
  for (let doc = 0; doc < total; doc++) scores[doc] *= rarity;
  return scores;

  /** @param {Match[]} matches @param {(doc: number) => any} isAnswering  Whether the index answers for a document. */
  function scoreWords(matches, isAnswering) {
    matches.forEach((match) => {
      readPostings(match, (doc, strength) => {
        const score = match.weight * saturated(doc, strength);
        if (score > scores[doc] && isAnswering(doc)) scores[doc] = score;
      });
    });
  }

  /** Follows the places of the first word through the other words, each of which must stand one place further on. */
  function scorePhrase(words, isAnswering) {
    /** @type {Map<number, number[]> | null} The places by document where the phrase so far ends. */
    let ends = null;
    const sums = new Map();
    words.forEach(({ match, places }) => {
      const numbers = Toolkit.decodeCharacters(places.texts[match.at]);
      let at = 0;
      const nextEnds = new Map();
      readPostings(match, (doc, strength) => {
        const previous = ends && ends.get(doc);
        const here = [];
        let place = 0;
        // A number is twice the distance from the place before, plus 1 unless it is the first place in a document.
        do {
          place += numbers[at++] >> 1;
          if (!ends || (previous && previous.includes(place - 1))) here.push(place);
        } while (numbers[at] & 1);
        if (here.length && isAnswering(doc)) {
          nextEnds.set(doc, here);
          sums.set(doc, (sums.get(doc) || 0) + saturated(doc, strength));
        }
      });
      ends = nextEnds;
    });
    if (ends) ends.forEach((_, doc) => (scores[doc] = sums.get(doc)));
  }

  /**
   * Calls `receive` for each document that has the word. A posting is a number: its two lowest bits are the strength of
   * the word in the document, the others are how many documents lie between this one and the one before.
   * @param {Match} match @param {(doc: number, strength: number) => void} receive
   */
  function readPostings({ shard, at }, receive) {
    let doc = -1;
    Toolkit.decodeCharacters(shard.texts[at]).forEach((posting) => {
      doc += (posting >>> 2) + 1;
      if (doc >= total) throw new Error("a posting names no document");
      receive(doc, posting & 3);
    });
  }

  /** What a word adds to the score of a document: more for more occurrences, but less and less (BM25). */
  function saturated(doc, strength) {
    const frequency = Toolkit.FREQUENCIES[strength];
    return (frequency * (Toolkit.K1 + 1)) / (frequency + Toolkit.K1 * norms[doc]);
  }
};

/**
 * How many clauses each document matches, and its score for all of them.
 * @param {FoundClause[]} clauses
 * @returns {{matched: Uint8Array, scores: Float32Array}}
 */
Toolkit.score = (index, clauses) => {
  const total = index.norms.length;
  const matched = new Uint8Array(total);
  const scores = new Float32Array(total);
  clauses.forEach((alternatives) => {
    const best = new Float32Array(total);
    alternatives.forEach(({ terms, weight }) => {
      const byTerm = terms.map((term) => Toolkit.scoreTerm(index, term));
      for (let doc = 0; doc < total; doc++) {
        const hasAll = byTerm.every((termScores) => termScores[doc]);
        const sum = hasAll ? byTerm.reduce((subtotal, termScores) => subtotal + termScores[doc], 0) : 0;
        best[doc] = Math.max(best[doc], sum * weight);
      }
    });
    for (let doc = 0; doc < total; doc++) {
      if (!best[doc]) continue;
      matched[doc]++;
      scores[doc] += best[doc];
    }
  });
  return { matched, scores };
};

/**
 * How many clauses a result must match: all; if few documents match all, most; if few match most, any one.
 * @param {Uint8Array} matched  Clauses by document. @param {number} clauses @returns {number}
 */
Toolkit.requiredClauses = (matched, clauses) => {
  const documents = new Array(clauses + 1).fill(0);
  matched.forEach((count) => documents[count]++);
  let found = 0;
  for (let required = clauses; required > 0; required--) {
    found += documents[required];
    if (found >= Toolkit.FEW_RESULTS) return required;
  }
  return clauses ? 1 : 0;
};

/**
 * The documents that pass the filters, and for each value of a facet how many documents would pass if it were chosen:
 * those that pass the filters of all other facets.
 * @param {number} total
 * @param {(doc: number) => boolean} matches
 * @param {Object<string, Column>} columns
 * @param {Object<string, number[]>} chosen  Numbers of values by facet. A document needs one value of each facet.
 */
Toolkit.filter = (total, matches, columns, chosen) => {
  const facets = Object.entries(columns).map(([name, column]) => ({
    column,
    chosen: chosen[name] && chosen[name].length ? new Set(chosen[name]) : null,
    counts: new Uint32Array(column.size),
  }));
  const filters = facets.filter((facet) => facet.chosen);
  const documents = [];
  let unfiltered = 0;
  for (let doc = 0; doc < total; doc++) {
    if (!matches(doc)) continue;
    unfiltered++;
    const failed = filters.filter((facet) => !hasChosenValue(facet, doc));
    if (failed.length > 1) continue;
    if (!failed.length) documents.push(doc);
    (failed.length ? failed : facets).forEach((facet) => countValues(facet, doc));
  }
  const counts = Object.fromEntries(Object.keys(columns).map((name, i) => [name, facets[i].counts]));
  return { documents, unfiltered, counts };

  function hasChosenValue({ column, chosen }, doc) {
    for (let i = firstValue(column, doc); i < firstValue(column, doc + 1); i++) {
      if (chosen.has(column.values[i])) return true;
    }
    return false;
  }

  function countValues({ column, counts }, doc) {
    for (let i = firstValue(column, doc); i < firstValue(column, doc + 1); i++) counts[column.values[i]]++;
  }

  /** Where the values of a document begin. @param {Column} column */
  function firstValue(column, doc) {
    return column.starts ? column.starts[doc] : doc;
  }
};

/**
 * @typedef {Object} SearchRequest
 * @property {string} query
 * @property {Object<string, number[]>} [chosen]  Numbers of values by facet.
 * @property {Column} [sortColumn]  What to sort by before the score: dates, or a facet whose values have an order.
 * @property {boolean} [isDescending]
 *
 * All results, the best first.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Object<string, Column>} columns
 * @param {SearchRequest} request
 */
Toolkit.search = async (index, columns, request) => {
  const parsed = index.parse(request.query);
  const { clauses, corrections } = await Toolkit.lookUp(index, parsed.clauses);
  const { matched, scores } = Toolkit.score(index, clauses);
  const required = Toolkit.requiredClauses(matched, clauses.length);
  // A query without a single word, such as a smiley, matches nothing; without a query all documents match.
  const isUnanswerable = !clauses.length && request.query.trim() !== "";
  const matches = (doc) => !isUnanswerable && matched[doc] >= required;
  const { documents, unfiltered, counts } = Toolkit.filter(matched.length, matches, columns, request.chosen || {});
  documents.sort(
    (a, b) =>
      index.untranslated[a] - index.untranslated[b] ||
      sortKey(a) - sortKey(b) ||
      // Matching more clauses helps, but not against a much better match of fewer.
      scores[b] * matched[b] - scores[a] * matched[a] ||
      a - b
  );
  const terms = clauses.flat().flatMap((alternative) => alternative.terms);
  return {
    documents,
    unfiltered,
    counts,
    clauses: clauses.length,
    withAll: documents.filter((doc) => matched[doc] === clauses.length).length,
    corrections,
    isTruncated: parsed.isTruncated,
    matchedWords: new Set(terms.flatMap((term) => term.words)),
  };

  /** The order by the column alone. Documents without a value come last. */
  function sortKey(doc) {
    if (!request.sortColumn) return 0;
    const { starts, values } = request.sortColumn;
    if (starts && starts[doc] === starts[doc + 1]) return Number.MAX_SAFE_INTEGER;
    const value = values[starts ? starts[doc] : doc];
    return request.isDescending ? -value : value;
  }
};
