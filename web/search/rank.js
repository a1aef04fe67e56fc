/* Finds and ranks the documents that match a query and filters. Nothing here touches the page.

   `doc` is the number of a document. */
"use strict";

/** If fewer documents match all clauses of a query, those that match most of them are results, too. */
Toolkit.FEW_RESULTS = 20;
/** A result whose score is at least this share of the best one's is a good match; the others wait behind a button. */
Toolkit.GOOD_SHARE = 0.4;
/** The term frequency for each strength of a posting, 0 to 4 (toolkit/search/postings.py). Words of a title have the last. */
Toolkit.FREQUENCIES = [0.3, 1, 2.4, 5, 20];
/** How much more a document is worth whose title has all clauses; less if it has some of them. */
Toolkit.TITLE_BONUS = 0.2;
/** The weight of a corrected word; the weight of a word that the reader typed is 1. */
Toolkit.CORRECTION_WEIGHT = 0.5;
/** The weight of a document in another language. */
Toolkit.UNTRANSLATED_WEIGHT = 0.5;
/**
 * Who asks for a flyer would rather have one to fill in than read about another's; who asks what to do, a page that leads
 * through several. Other kinds weigh 1.
 */
Toolkit.KIND_WEIGHTS = { "kinds.model.one": 1.12, kind_page: 1.12 };
/** An unknown word that is at least so long may be the beginning of others. */
Toolkit.MIN_BEGINNING = 5;
/** How soon further occurrences of a word stop mattering (BM25's k1). */
Toolkit.K1 = 2.2;
/** A word stands for no more corrections, */
Toolkit.MAX_CORRECTIONS = 4;
/** each of which costs at most so much more than the likeliest: short words have many neighbors. */
Toolkit.CORRECTION_MARGIN = 0.25;

/**
 * @typedef {Object} FoundTerm  A term and what matches it, in the language's index and in the fallback index.
 * @property {Array<Match[] | Array<{match: Match, places: number[]}>>} found  For each index: words of which any one
 *   matches; or the words of a phrase, in order.
 * @property {boolean} isPhrase
 * @property {string} text  As typed, folded.
 * @property {string[]} words  The words that match, to highlight them.
 *
 * @typedef {Object} FoundClause
 * @property {string} text  As typed, folded.
 * @property {Array<{weight: number, terms: FoundTerm[], meaning?: string}>} alternatives
 * @property {string[]} [correction]  What was searched in its place.
 * @property {boolean} isUnknown  Whether nothing has it, not even a correction.
 */

/**
 * Looks up all clauses. A word that neither this language's texts nor those of the site's other languages have is
 * replaced by the likeliest correction that finds something.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Clause[]} clauses
 * @param {boolean} isLiteral  Whether nothing may be corrected.
 * @returns {Promise<{clauses: FoundClause[], language: string}>}  `language` knows more of the words than this one.
 */
Toolkit.lookUp = async (index, clauses, isLiteral) => {
  const found = await Promise.all(clauses.map(lookUpClause));
  const unknown = found.filter((clause) => clause.isUnknown);
  if (!unknown.length) return { clauses: found, language: "" };
  const words = Array.from(new Set(clauses.flatMap((clause) => clause.text.split(" "))));
  const others = await index.otherLanguages(words);
  const foreign = new Set(others.flatMap((other) => other.known));
  const corrected = await Promise.all(found.map((clause, i) => correct(clause, clauses[i], foreign)));
  const known = words.length - unknown.length;
  const isForeignScript = others.length > 0 && !Toolkit.isInScriptOf(words.join(" "), index.language);
  const isBetter = isForeignScript || others.some((other) => other.known.length > known);
  return { clauses: corrected, language: isBetter ? others[0].language : "" };

  async function lookUpClause({ text, alternatives }) {
    const lookedUp = await Promise.all(alternatives.map(lookUpAlternative));
    const isUnknown = !lookedUp.some(({ terms }) => terms.every((term) => term.words.length));
    return { text, alternatives: lookedUp, isUnknown };
  }

  async function lookUpAlternative({ terms, ...rest }) {
    return { ...rest, terms: await Promise.all(terms.map(lookUpTerm)) };
  }

  /** @param {Term} term @returns {Promise<FoundTerm>} */
  async function lookUpTerm({ tokens, text, isBeginning }) {
    const isPhrase = tokens.length > 1;
    const found = await Promise.all(
      index.languageIndexes.map((one) => (isPhrase ? one.phrase(tokens) : one.forms(tokens[0], isBeginning)))
    );
    const matching = found.flat();
    return { found, isPhrase, text, words: isPhrase && matching.length ? text.split(" ") : matching.map(({ word }) => word) };
  }

  /** @param {FoundClause} clause @param {Clause} typed @param {Set<string>} foreign  Words of other languages. */
  async function correct(clause, typed, foreign) {
    const { text } = clause;
    const isWord = typed.alternatives[0].terms[0].tokens.length === 1 && !/\p{N}/u.test(text);
    if (!clause.isUnknown || !isWord || typed.isExact || isLiteral || foreign.has(text)) return clause;
    const vocabularies = await Promise.all(index.languageIndexes.map((one) => one.vocabulary()));
    const likely = Toolkit.corrections(text, index.language, vocabularies).filter(([word]) => !index.isStopWord(word));
    const margin = Toolkit.CORRECTION_MARGIN;
    const words = likely.filter(([, cost]) => cost <= likely[0][1] + margin).slice(0, Toolkit.MAX_CORRECTIONS);
    const lookedUp = await Promise.all(words.map(([word]) => lookUpClause(index.parse(word, false).clauses[0])));
    const found = lookedUp.filter(({ isUnknown }) => !isUnknown);
    // Who submits what they had typed so far looks for what begins so.
    if (!found.length) return text.length < Toolkit.MIN_BEGINNING ? clause : lookUpClause(index.parse(text, true).clauses[0]);
    const alternatives = found.flatMap((other) => other.alternatives);
    const weaker = alternatives.map((other) => ({ ...other, weight: other.weight * Toolkit.CORRECTION_WEIGHT }));
    const correction = found.map((other) => other.text);
    return { text, alternatives: weaker, correction, isUnknown: false };
  }
};

/**
 * The score of each document for one term, 0 if it does not match, whether its title has the term, and how rare that is.
 * @param {{norms: number[], untranslated: number[]}} index
 * @param {FoundTerm} term
 * @returns {{scores: Float32Array, isInTitle: Uint8Array, rarity: number}}
 */
Toolkit.scoreTerm = (index, term) => {
  const { norms, untranslated } = index;
  const total = norms.length;
  const scores = new Float32Array(total);
  const isInTitle = new Uint8Array(total);
  term.found.forEach((matches, isFallback) => {
    // The fallback index only answers for untranslated documents; it has the others, too.
    const isAnswering = (doc) => !isFallback || untranslated[doc];
    if (term.isPhrase) scorePhrase(matches, isAnswering);
    else scoreWords(matches, isAnswering);
  });
  const matching = scores.reduce((sum, score) => sum + (score ? 1 : 0), 0);
  const rarity = Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
  return { scores: scores.map((score) => score * rarity), isInTitle, rarity: matching ? rarity : Infinity };

  function scoreWords(matches, isAnswering) {
    matches.forEach((match) => {
      readPostings(match, (doc, strength) => {
        if (isAnswering(doc)) scores[doc] = Math.max(scores[doc], match.weight * saturated(doc, strength));
      });
    });
  }

  /** Follows the places of the first word through the other words, each of which must stand one place further on. */
  function scorePhrase(words, isAnswering) {
    /** @type {Map<number, number[]> | null} The places by document where the phrase so far ends. */
    let ends = null;
    const sums = new Map();
    words.forEach(({ match, places }) => {
      let at = 0;
      const nextEnds = new Map();
      readPostings(match, (doc, strength) => {
        const previous = ends && ends.get(doc);
        const here = [];
        let place = 0;
        // A number is twice the distance from the place before, plus 1 unless it is the first place in a document.
        do {
          place += places[at++] >> 1;
          if (!ends || (previous && previous.includes(place - 1))) here.push(place);
        } while (places[at] & 1);
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
   * Calls `receive` for each document that has the word. A posting is a number: its three lowest bits are the strength of
   * the word in the document, the others are how many documents lie between this one and the one before.
   * @param {Match} match @param {(doc: number, strength: number) => void} receive
   */
  function readPostings({ postings }, receive) {
    let doc = -1;
    postings.forEach((posting) => {
      doc += (posting >>> 3) + 1;
      if (!(doc < total)) throw new Error("a posting names no document");
      receive(doc, posting & 7);
    });
  }

  /** What a word adds to the score of a document: more for more occurrences, but less and less (BM25). Marks its title. */
  function saturated(doc, strength) {
    if (strength === Toolkit.FREQUENCIES.length - 1) isInTitle[doc] = 1;
    const frequency = Toolkit.FREQUENCIES[strength];
    return (frequency * (Toolkit.K1 + 1)) / (frequency + Toolkit.K1 * norms[doc]);
  }
};

/**
 * How many clauses each document matches, and how many of them in whole: a part of a phrase is no whole. Its score for all
 * of them, and whose meanings were found.
 * @param {FoundClause[]} clauses
 * @returns {{matched: Uint8Array, whole: Uint8Array, scores: Float32Array, meanings: Set<string>}}
 */
Toolkit.score = (index, clauses) => {
  const total = index.norms.length;
  const matched = new Uint8Array(total);
  const whole = new Uint8Array(total);
  const scores = new Float32Array(total);
  const titled = new Uint8Array(total);
  const meanings = new Set();
  const worth = index.documents.map(([, kind], doc) => {
    return (Toolkit.KIND_WEIGHTS[kind] || 1) * (index.untranslated[doc] ? Toolkit.UNTRANSLATED_WEIGHT : 1);
  });
  clauses.forEach(({ text, alternatives }) => {
    const best = new Float32Array(total);
    const leading = new Uint8Array(total);
    const isWhole = new Uint8Array(total);
    /** How rare the typed word is: no meaning counts as rarer. A phrase may mean more than its words. */
    let typedRarity = Infinity;
    alternatives.forEach(({ terms, weight, meaning, isPart }, number) => {
      const byTerm = terms.map((term) => Toolkit.scoreTerm(index, term));
      const rarity = byTerm.reduce((sum, term) => sum + term.rarity, 0);
      if (!number && !text.includes(" ")) typedRarity = rarity;
      const cap = meaning ? Math.min(1, typedRarity / rarity) || 0 : 1;
      for (let doc = 0; doc < total; doc++) {
        if (!byTerm.every((term) => term.scores[doc])) continue;
        const sum = byTerm.reduce((subtotal, term) => subtotal + term.scores[doc], 0) * weight * cap;
        if (sum > best[doc]) best[doc] = sum;
        if (!isPart) isWhole[doc] = 1;
        if (byTerm.every((term) => term.isInTitle[doc])) leading[doc] = 1;
        if (meaning && terms.map((term) => term.text).join(" ") !== text) meanings.add(meaning);
      }
    });
    best.forEach((score, doc) => {
      if (!score) return;
      matched[doc]++;
      whole[doc] += isWhole[doc];
      titled[doc] += leading[doc];
      scores[doc] += score * worth[doc];
    });
  });
  const bonus = (doc) => 1 + (Toolkit.TITLE_BONUS * titled[doc]) / (clauses.length || 1);
  return { matched, whole, scores: scores.map((score, doc) => score * bonus(doc)), meanings };
};

/**
 * Whether a query is nothing but the names of an agency: all words of its place, state or initials, and perhaps others
 * of its names. Then it leads there.
 * @param {string[]} names  As in the file `head`: of any document but an agency none; the title first.
 * @param {FoundClause[]} clauses
 */
Toolkit.isNamed = (names, clauses) => {
  const known = new Set(names.join(" ").split(" "));
  const asked = new Set();
  const ask = (term) => {
    const words = term.words.filter((word) => known.has(word));
    words.forEach((word) => asked.add(word));
    return words.length;
  };
  const isAll = clauses.every(({ alternatives }) => alternatives.some(({ terms }) => terms.every(ask)));
  return isAll && names.slice(1).some((name) => name.split(" ").every((word) => asked.has(word)));
};

/** In unspaced text so many characters may stand between two of a saying's: 丈夫打我 is in 丈夫昨天又打了我. */
Toolkit.SAYING_GAP = 3;

/**
 * Whether a question leads to a page for residents: it has all words of one of the page's sayings, in any order and form,
 * such as `hits me`. A saying without a function word is a topic, such as `domestic violence`, on which agencies search
 * for other things: then all other words must be of sayings, too. Where no function words are known, no saying is a topic.
 * @param {string[]} sayings  As in the file `head`: of any document but a page for residents none.
 * @param {string} query @param {FoundClause[]} clauses
 */
Toolkit.isSaid = (index, sayings, query, clauses) => {
  if (!sayings.length || /["“”]/.test(query)) return false; // words in quotation marks are looked up, not said
  const typed = index.tokenizer.words(query.slice(0, Toolkit.MAX_QUERY_LENGTH)).map(({ text }) => text);
  const asked = new Set(typed.concat(clauses.flatMap(formsOf)));
  // Elsewhere than in Latin letters, other words may be joined to a word.
  const joined = typed.filter((word) => !/^[\p{Script=Latin}\p{N}]/u.test(word));
  const isAsked = (word) => asked.has(word) || joined.some((text) => patternOf(word).test(text));
  const theirs = new Set(sayings.flatMap((saying) => saying.split(" ")));
  const isTheirs = clauses.every((clause) => formsOf(clause).some((word) => theirs.has(word)));
  return sayings.some((saying) => {
    const words = saying.split(" ");
    return words.every(isAsked) && (isTheirs || !index.hasStopWords || words.some(index.isStopWord));
  });

  /** The words that match what was typed, in any form and spelling. */
  function formsOf({ alternatives }) {
    const own = alternatives.filter(({ meaning }) => !meaning);
    return own.flatMap(({ terms }) => terms.flatMap(({ words }) => words));
  }

  function patternOf(word) {
    const [{ clusters }] = index.tokenizer.words(word);
    return new RegExp(clusters ? clusters.join(`.{0,${Toolkit.SAYING_GAP}}`) : word, "u");
  }
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
 * @param {Object<string, number[][]>} columns  The numbers of each document's values, by facet.
 * @param {Object<string, number[]>} chosen  Numbers of values by facet. A document needs one value of each facet.
 */
Toolkit.filter = (total, matches, columns, chosen) => {
  const facets = Object.entries(columns).map(([name, column]) => ({
    name,
    column,
    chosen: chosen[name] && chosen[name].length ? chosen[name] : null,
    counts: new Array(Math.max(-1, ...column.flat()) + 1).fill(0),
  }));
  const filters = facets.filter((facet) => facet.chosen);
  const documents = [];
  let unfiltered = 0;
  for (let doc = 0; doc < total; doc++) {
    if (!matches(doc)) continue;
    unfiltered++;
    const failed = filters.filter(({ column, chosen }) => !column[doc].some((value) => chosen.includes(value)));
    if (failed.length > 1) continue;
    if (!failed.length) documents.push(doc);
    (failed.length ? failed : facets).forEach(({ column, counts }) => column[doc].forEach((value) => counts[value]++));
  }
  return { documents, unfiltered, counts: Object.fromEntries(facets.map(({ name, counts }) => [name, counts])) };
};

/**
 * @typedef {Object} SearchRequest
 * @property {string} query
 * @property {boolean} [isTyping]  Whether the last word may go on.
 * @property {boolean} [isLiteral]  Whether only the typed words count: no synonyms, no corrections.
 * @property {Object<string, number[]>} [chosen]  Numbers of values by facet.
 * @property {Array<number | string | undefined>} [sortKeys]  By document, what to sort by before the score.
 * @property {boolean} [isDescending]
 *
 * All results, the best first: `good` of them match well, and the counts are theirs. If nothing has a run of unspaced text as it was typed, any two of its neighboring
 * characters are a word.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Object<string, number[][]>} columns
 * @param {SearchRequest} request
 */
Toolkit.search = async (index, columns, request) => {
  const result = await Toolkit.searchAsTyped(index, columns, request);
  const words = index.tokenizer.words(request.query.slice(0, Toolkit.MAX_QUERY_LENGTH));
  if (result.unfiltered || !words.some(({ clusters }) => clusters?.length > 2)) return result;
  const pieces = words.flatMap(({ text, clusters }) => (clusters?.length > 2 ? index.tokenizer.pairs(clusters) : text));
  const second = await Toolkit.searchAsTyped(index, columns, { ...request, query: pieces.join(" ") });
  return second.unfiltered ? { ...second, unknown: [] } : result;
};

Toolkit.searchAsTyped = async (index, columns, request) => {
  const { isTyping = false, isLiteral = false, sortKeys, isDescending } = request;
  const parsed = index.parse(request.query, isTyping, isLiteral);
  const { clauses, language } = await Toolkit.lookUp(index, parsed.clauses, isLiteral);
  const { matched, whole, scores, meanings } = Toolkit.score(index, clauses);
  const required = Toolkit.requiredClauses(matched, clauses.length);
  // A query without a single word, such as a smiley, matches nothing; without a query all documents match.
  const isUnanswerable = !clauses.length && request.query.trim() !== "";
  const isSaid = index.documents.map((document) => Toolkit.isSaid(index, document[9], request.query, clauses));
  const isNamed = index.documents.map((document) => clauses.length > 0 && Toolkit.isNamed(document[8], clauses));
  const matches = (doc) => isSaid[doc] || (!isUnanswerable && matched[doc] >= required);
  // Matching more clauses helps, but not against a much better match of fewer.
  const worth = (doc) => scores[doc] * matched[doc];
  const best = scores.reduce((most, _, doc) => (matches(doc) ? Math.max(most, worth(doc)) : most), 0);
  const isGood = (doc) => isSaid[doc] || isNamed[doc] || worth(doc) >= best * Toolkit.GOOD_SHARE;
  const filter = (passes) => Toolkit.filter(matched.length, passes, columns, request.chosen || {});
  const { documents, ...everything } = filter(matches);
  const good = filter((doc) => matches(doc) && isGood(doc));
  const { unfiltered, counts } = good.documents.length ? good : everything;
  documents.sort(
    (a, b) =>
      isGood(b) - isGood(a) ||
      isSaid[b] - isSaid[a] ||
      compareKeys(a, b) ||
      isNamed[b] - isNamed[a] ||
      worth(b) - worth(a) ||
      index.untranslated[a] - index.untranslated[b] ||
      a - b
  );
  // Function words count as typed by themselves and in quotation marks, but not in what has a synonym: `if I am stopped`.
  const isAsTyped = ({ text, alternatives }) => !text.includes(" ") || alternatives[0].terms[0].isPhrase;
  const typed = new Set(clauses.filter(isAsTyped).flatMap(({ text }) => text.split(" ")));
  const terms = clauses.flatMap(({ alternatives }) => alternatives.flatMap((alternative) => alternative.terms));
  const words = terms.flatMap((term) => term.words);
  return {
    documents,
    good: good.documents.length || documents.length,
    unfiltered,
    counts,
    clauses: clauses.length,
    withAll: documents.filter((doc) => isSaid[doc] || whole[doc] === clauses.length).length,
    corrections: clauses.flatMap(({ text, correction }) => (correction ? [[asTyped(text), correction.map(asWritten).join(", ")]] : [])),
    unknown: isSaid.includes(true) ? [] : clauses.filter((clause) => clause.isUnknown).map(({ text }) => asTyped(text)),
    meanings: Array.from(meanings),
    language,
    isTruncated: parsed.isTruncated,
    matchedWords: new Set(words.filter((word) => typed.has(word) || !index.isStopWord(word))),
  };

  function asTyped(folded) {
    const [mark] = index.tokenizer.marks(request.query, new Set([folded]));
    return mark ? request.query.slice(mark[0], mark[1]) : folded;
  }

  /** A folded word as a title has it, with its accents. */
  function asWritten(word) {
    for (const [, , title] of index.documents) {
      const [mark] = index.tokenizer.marks(title, new Set([word]));
      const written = mark && title.slice(mark[0], mark[1]);
      if (mark) return word.startsWith(written[0]) ? written : written.toLowerCase();
    }
    return word;
  }

  /** Documents without a key come last. */
  function compareKeys(a, b) {
    const [first, second] = sortKeys ? [sortKeys[a], sortKeys[b]] : ["", ""];
    if (first === second) return 0;
    if (isMissing(first) || isMissing(second)) return isMissing(first) ? 1 : -1;
    return first < second === Boolean(isDescending) ? 1 : -1;
  }

  function isMissing(key) {
    return key === undefined || key === "";
  }
};
