/* Finds and ranks the documents that match a query and filters. Nothing here touches the page.

   `doc` is the number of a document. */
"use strict";

/** If fewer documents match all clauses of a query, those that match most of them are results, too. */
Toolkit.FEW_RESULTS = 20;
/** A result whose score is at least this share of the best one's is a good match; the others wait behind a button. */
Toolkit.GOOD_SHARE = 0.4;
/** It also matches at least this share of the query. */
Toolkit.GOOD_COVER = 0.5;
/** The term frequency for each strength of a posting, 0 to 4 (toolkit/search/postings.py). Words of a title have the last. */
Toolkit.FREQUENCIES = [0.3, 1, 2.4, 5, 20];
/** How much more a document is worth whose title has all clauses; less if it has some of them. */
Toolkit.TITLE_BONUS = 0.2;
/** The weight of a corrected word; the weight of a word that the reader typed is 1. */
Toolkit.CORRECTION_WEIGHT = 0.5;
/**
 * Who asks for a flyer would rather have one to fill in than read about another's; who asks what to do, a page that leads
 * through several. Other kinds weigh 1.
 */
Toolkit.KIND_WEIGHTS = { "kinds.model.one": 1.12, kind_page: 1.12 };
/** An unknown word that is at least so long may be the beginning of others. */
Toolkit.MIN_BEGINNING = 5;
/** How soon further occurrences of a word stop mattering (BM25's k1). */
Toolkit.K1 = 2.2;
/** A word that is shorter is corrected only if nothing else is found. */
Toolkit.MIN_CORRECTED = 4;
/** A word stands for no more corrections, */
Toolkit.MAX_CORRECTIONS = 4;
/** each of which costs at most so much more than the likeliest: short words have many neighbors. */
Toolkit.CORRECTION_MARGIN = 0.25;

/** In so many documents, the best ones, a phrase in quotation marks is looked for. */
Toolkit.MAX_PHRASE_DOCUMENTS = 30;

/**
 * @typedef {Object} FoundTerm  A term and what matches it.
 * @property {Match[][]} found  For each token: words of which any one matches.
 * @property {boolean} isPhrase
 * @property {string} text  As typed, folded.
 * @property {string[]} words  The words that match, to highlight them.
 *
 * @typedef {Object} FoundClause
 * @property {string} text  As typed, folded.
 * @property {Array<{weight: number, terms: FoundTerm[], meaning?: string, isPart?: boolean}>} alternatives
 * @property {string[]} [correction]  What was searched in its place.
 * @property {boolean} isUnknown  Whether nothing has it, not even a correction.
 */

/**
 * Looks up all clauses in a part of the index. A word that no text has is replaced by the likeliest corrections that find something.
 * @param {Part} part
 * @param {Clause[]} clauses
 * @param {boolean} isLiteral  Whether nothing may be corrected.
 * @returns {{clauses: FoundClause[], isMissing: boolean}}  `isMissing`: some word was not found as it was typed.
 */
Toolkit.lookUp = (part, clauses, isLiteral) => {
  const { language, vocabulary, parse, stopWords } = part;
  const found = clauses.map(lookUpClause);
  const isAnyKnown = found.some((clause) => !clause.isUnknown);
  const corrected = found.map((clause, i) => (clause.isUnknown ? correct(clause, clauses[i]) : clause));
  return { clauses: corrected, isMissing: found.some((clause) => clause.isUnknown) };

  function lookUpClause({ text, alternatives }) {
    const lookedUp = alternatives.map(({ terms, ...rest }) => ({ ...rest, terms: terms.map(lookUpTerm) }));
    const isUnknown = !lookedUp.some(({ terms }) => terms.every((term) => term.words.length));
    return { text, alternatives: lookedUp, isUnknown };
  }

  /** @param {Term} term @returns {FoundTerm} */
  function lookUpTerm({ tokens, text, isBeginning, isPhrase = false }) {
    const isWord = tokens.length === 1;
    const found = isWord ? [vocabulary.forms(tokens[0], isBeginning)] : tokens.map(vocabulary.exactly);
    const isFound = found.every((matches) => matches.length);
    const words = isWord ? found[0].map(({ word }) => word) : text.split(" ");
    return { found, isPhrase, text, words: isFound ? words : [] };
  }

  /** A clause of several words. @param {string[]} words */
  function together(words) {
    const terms = words.map((word) => ({ tokens: [word], text: word }));
    return lookUpClause({ text: words.join(" "), alternatives: [{ terms, weight: 1 }] });
  }

  /** @param {FoundClause} clause @param {Clause} typed @returns {FoundClause} */
  function correct(clause, typed) {
    const { text } = clause;
    const isWord = typed.alternatives[0].terms[0].tokens.length === 1;
    if (!isWord || isLiteral) return clause;
    const numbered = /^(\p{L}+)(\p{N}+)$/u.exec(text); // SB4
    if (numbered) return { ...together(numbered.slice(1)), text };
    // What a short word stands for is a guess, which nobody needs who finds something by the others.
    const isGuess = isAnyKnown && text.length < Toolkit.MIN_CORRECTED;
    if (typed.isExact || isGuess || /\p{N}/u.test(text)) return clause;
    const likely = Toolkit.corrections(text, language, vocabulary).filter(([word]) => !stopWords.has(word));
    const margin = Toolkit.CORRECTION_MARGIN;
    const words = likely.filter(([, cost]) => cost <= likely[0][1] + margin).slice(0, Toolkit.MAX_CORRECTIONS);
    const found = words.map(([word]) => lookUpClause(parse(word, false).clauses[0])).filter(({ isUnknown }) => !isUnknown);
    // Who submits what they had typed so far looks for what begins so.
    if (!found.length) return text.length < Toolkit.MIN_BEGINNING ? clause : lookUpClause(parse(text, true).clauses[0]);
    const alternatives = found.flatMap((other) => other.alternatives);
    const weaker = alternatives.map((other) => ({ ...other, weight: other.weight * Toolkit.CORRECTION_WEIGHT }));
    return { text, alternatives: weaker, correction: found.map((other) => other.text), isUnknown: false };
  }
};

/**
 * The score of each document for one term, 0 if it does not match, whether its title has the term, and how rare that is.
 * @param {Part} part
 * @param {FoundTerm} term
 * @returns {{scores: Float32Array, isInTitle: Uint8Array, rarity: number}}
 */
Toolkit.scoreTerm = ({ norms }, term) => {
  const total = norms.length;
  const isInTitle = new Uint8Array(total);
  const byToken = term.found.map(scoresOf);
  const scores = new Float32Array(total).map((_, doc) => {
    const isWhole = byToken.every((token) => token[doc]);
    return isWhole ? byToken.reduce((sum, token) => sum + token[doc], 0) : 0;
  });
  const matching = scores.reduce((sum, score) => sum + (score ? 1 : 0), 0);
  const rarity = Toolkit.rarityOf(matching, total);
  return { scores: scores.map((score) => score * rarity), isInTitle, rarity: matching ? rarity : Infinity };

  /** The score of each document for one word, of which any match counts. @param {Match[]} matches */
  function scoresOf(matches) {
    const best = new Float32Array(total);
    matches.forEach(({ postings, weight }) => {
      let doc = -1;
      // The three lowest bits are the strength of the word, the others how many documents were skipped.
      postings.forEach((posting) => {
        doc += (posting >>> 3) + 1;
        if (!(doc < total)) throw new Error("a posting names no document");
        best[doc] = Math.max(best[doc], weight * saturated(doc, posting & 7));
      });
    });
    return best;
  }

  /** What a word adds to the score of a document: more for more occurrences, but less and less (BM25). Marks its title. */
  function saturated(doc, strength) {
    if (strength === Toolkit.FREQUENCIES.length - 1) isInTitle[doc] = 1;
    const frequency = Toolkit.FREQUENCIES[strength];
    return (frequency * (Toolkit.K1 + 1)) / (frequency + Toolkit.K1 * norms[doc]);
  }
};

/** How much it says that one of `total` documents is among those `matching`. */
Toolkit.rarityOf = (matching, total) => Math.log(1 + (total - matching + 0.5) / (matching + 0.5));

/**
 * How much of the query each document matches, by how rare its clauses are: `scam` is more of `scams targeting immigrants`
 * than the rest; and how many clauses in whole: a part of a phrase is no whole. Its score for all of them, and whose
 * meanings were found.
 * @param {Part} part @param {SearchDocument[]} documents @param {FoundClause[]} clauses
 * @returns {{rarities: number[], covered: Float32Array, whole: Uint8Array, scores: Float32Array, meanings: Set<string>}}
 */
Toolkit.score = (part, documents, clauses) => {
  const total = documents.length;
  const covered = new Float32Array(total);
  const rarities = [];
  const whole = new Uint8Array(total);
  const scores = new Float32Array(total);
  const titled = new Uint8Array(total);
  const meanings = new Set();
  const worth = documents.map(({ kind }) => Toolkit.KIND_WEIGHTS[kind] || 1);
  clauses.forEach(({ text, alternatives }) => {
    const best = new Float32Array(total);
    const leading = new Uint8Array(total);
    const isWhole = new Uint8Array(total);
    /** How many documents have what was typed, and not only what it may mean. */
    let asTyped = 0;
    /** How rare the typed word is: no meaning counts as rarer. A phrase may mean more than its words. */
    let typedRarity = Infinity;
    alternatives.forEach(({ terms, weight, meaning, isPart }, number) => {
      const byTerm = terms.map((term) => Toolkit.scoreTerm(part, term));
      const rarity = byTerm.reduce((sum, term) => sum + term.rarity, 0);
      if (!number && !text.includes(" ")) typedRarity = rarity;
      const cap = meaning ? Math.min(1, typedRarity / rarity) || 0 : 1;
      for (let doc = 0; doc < total; doc++) {
        if (!byTerm.every((term) => term.scores[doc])) continue;
        const sum = byTerm.reduce((subtotal, term) => subtotal + term.scores[doc], 0) * weight * cap;
        if (sum > best[doc]) best[doc] = sum;
        if (!number) asTyped++;
        if (!isPart) isWhole[doc] = 1;
        if (byTerm.every((term) => term.isInTitle[doc])) leading[doc] = 1;
        if (meaning && terms.map((term) => term.text).join(" ") !== text) meanings.add(meaning);
      }
    });
    // Its square root: a word that only one page has, such as cousin, may be beside the point.
    const rarity = Math.sqrt(Toolkit.rarityOf(asTyped || best.filter(Boolean).length, total));
    rarities.push(rarity);
    best.forEach((score, doc) => {
      if (!score) return;
      covered[doc] += rarity;
      whole[doc] += isWhole[doc];
      titled[doc] += leading[doc];
      scores[doc] += score * worth[doc];
    });
  });
  const bonus = (doc) => 1 + (Toolkit.TITLE_BONUS * titled[doc]) / (clauses.length || 1);
  const everything = rarities.reduce((sum, rarity) => sum + rarity, 0);
  return {
    rarities,
    covered: covered.map((rarity) => rarity / (everything || 1)),
    whole,
    scores: scores.map((score, doc) => score * bonus(doc)),
    meanings,
  };
};

/**
 * Whether a query is nothing but the names of an agency: all words of its place, state or initials, and perhaps others
 * of its names; or the name of a state, and perhaps words of what the law is about. Then it leads there.
 * @param {SearchDocument} document @param {FoundClause[]} clauses @param {string} lawWords
 * @param {(word: string) => boolean} isUnspaced  Such a word may stand within the words of the law.
 */
Toolkit.isNamed = ({ names, kind }, clauses, lawWords, isUnspaced) => {
  const isLaw = kind === "kinds.law.one";
  const known = new Set(`${names.join(" ")} ${isLaw ? lawWords : ""}`.split(" "));
  const asked = new Set();
  const ask = (term) => {
    const words = term.words.filter((word) => known.has(word) || (isLaw && isUnspaced(word) && lawWords.includes(word)));
    words.forEach((word) => asked.add(word));
    return words.length;
  };
  const isAll = clauses.every(({ alternatives }) => alternatives.some(({ terms }) => terms.every(ask)));
  return isAll && names.slice(isLaw ? 0 : 1).some((name) => name.split(" ").every((word) => asked.has(word)));
};

/** In unspaced text so many characters may stand between two of a saying's: 丈夫打我 is in 丈夫昨天又打了我. */
Toolkit.SAYING_GAP = 3;

/**
 * Whether a question leads to a page for residents: it has all words of one of the page's sayings, in any order and form,
 * such as `hits me`. A saying without a function word is a topic, such as `domestic violence`, on which agencies search
 * for other things: then all other words must be of sayings, too. Where only residents ask, no saying is
 * a topic.
 * @param {string[]} sayings  As in the file `head`: of any document but a page for residents none.
 * @param {string} query @param {FoundClause[]} clauses
 */
Toolkit.isSaid = ({ stopWords, isForAgencies }, tokenizer, sayings, query, clauses) => {
  if (!sayings.length || /["“”]/.test(query)) return false; // words in quotation marks are looked up, not said
  const typed = tokenizer.words(query.slice(0, Toolkit.MAX_QUERY_LENGTH)).map(({ text }) => text);
  const asked = new Set(typed.concat(clauses.flatMap(formsOf)));
  // Elsewhere than in Latin letters, other words may be joined to a word.
  const joined = typed.filter((word) => !/^[\p{Script=Latin}\p{N}]/u.test(word));
  const isAsked = (word) => asked.has(word) || joined.some((text) => patternOf(word).test(text));
  const theirs = new Set(sayings.flatMap((saying) => saying.split(" ")));
  const isTheirs = clauses.every((clause) => formsOf(clause).some((word) => theirs.has(word)));
  return sayings.some((saying) => {
    const words = saying.split(" ");
    const isTopic = isForAgencies && !words.some((word) => stopWords.has(word));
    return words.every(isAsked) && (isTheirs || !isTopic);
  });

  /** The words that match what was typed, in any form and spelling. */
  function formsOf({ alternatives }) {
    const own = alternatives.filter(({ meaning }) => !meaning);
    return own.flatMap(({ terms }) => terms.flatMap(({ words }) => words));
  }

  function patternOf(word) {
    const [{ clusters }] = tokenizer.words(word);
    return new RegExp(clusters ? clusters.join(`.{0,${Toolkit.SAYING_GAP}}`) : word, "u");
  }
};

/**
 * How much of the query a result must match: all; if few documents match all, as much as a few do.
 * @param {Float32Array} covered  By document. @returns {number}
 */
Toolkit.requiredShare = (covered) => {
  const shares = Array.from(covered).filter(Boolean).sort((a, b) => b - a);
  return shares[Math.min(Toolkit.FEW_RESULTS, shares.length) - 1] || 0;
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
 * All results, the best first: `good` of them match well, and the counts are theirs. A run of unspaced text is cut into
 * words if nothing has it as it was typed, or if its words name what they lead to.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Object<string, number[][]>} columns
 * @param {SearchRequest} request
 */
Toolkit.search = async (index, columns, request) => {
  const query = request.query.slice(0, Toolkit.MAX_QUERY_LENGTH);
  const result = Toolkit.searchAsTyped(index, columns, request);
  if (result.phrases.length) {
    const withPhrases = await Toolkit.documentsWith(index, result.phrases, result.documents);
    return Toolkit.searchAsTyped(index, columns, { ...request, withPhrases });
  }
  if (!index.tokenizer.words(query).some(({ clusters }) => clusters?.length > 2)) return result;
  const cut = Toolkit.segmented(query, index.language, index.tokenizer, index.parts[0]);
  const second = Toolkit.searchAsTyped(index, columns, { ...request, cut });
  const isFound = result.isMatched && !result.unknown.length;
  return second.isMatched && (!isFound || second.isNamed) ? second : result;
};

/**
 * The first documents that have all phrases word for word, by their texts.
 * @param {string[]} phrases  Folded. @param {number[]} documents @returns {Promise<Set<number>>}
 */
Toolkit.documentsWith = async (index, phrases, documents) => {
  const { fold, words } = index.tokenizer;
  const first = documents.slice(0, Toolkit.MAX_PHRASE_DOCUMENTS);
  const texts = await Promise.all(
    first.map(async (doc) => {
      const document = index.documents[doc];
      const [html, pages] = await Promise.all([index.text(document), index.attachedPages(document)]);
      const text = html.replace(/<a [^>]*doc-noteref.*?<\/a>/g, "").replace(/<[^>]+>/g, " ");
      return [document.title.text, document.summary.text, text, ...pages].join(" | ");
    })
  );
  const hasAll = (text) => {
    const spaced = ` ${words(text).map((word) => word.text).join(" ")} `;
    const folded = fold(text);
    return phrases.every((phrase) => spaced.includes(` ${phrase} `) || (words(phrase)[0].clusters && folded.includes(phrase)));
  };
  return new Set(first.filter((_, i) => hasAll(texts[i])));
};

/**
 * What a part of the index finds. Corrections are those of the reader's own language.
 * @param {SearchRequest & {cut?: string}} request  `cut` is the query cut into words.
 * @param {Part} part
 */
Toolkit.ranked = (index, { query, cut = "", isTyping = false, isLiteral = false }, part) => {
  const parsed = part.parse(cut || query, isTyping, isLiteral);
  const isOwn = part === index.parts[0];
  const { clauses, isMissing } = Toolkit.lookUp(part, parsed.clauses, isLiteral || !isOwn || Boolean(cut));
  const { rarities, covered, whole, scores, meanings } = Toolkit.score(part, index.documents, clauses);
  const required = Toolkit.requiredShare(covered);
  // Without a query all documents match; a query without a single word, such as a smiley, matches nothing.
  const isUnanswerable = !clauses.length && query.trim() !== "";
  const matches = (doc) => part.answersFor(doc) && !isUnanswerable && covered[doc] >= required && (covered[doc] > 0 || !clauses.length);
  // Matching more of the query helps, but not against a much better match of less.
  const worth = (doc) => (matches(doc) ? scores[doc] * covered[doc] : -1);
  const best = index.documents.reduce((most, _, doc) => Math.max(most, worth(doc)), 0);
  const isGood = (doc) => worth(doc) >= best * Toolkit.GOOD_SHARE && (covered[doc] >= Toolkit.GOOD_COVER || !clauses.length);
  const hasAll = (doc) => whole[doc] === clauses.length;
  // Function words count as typed by themselves and in quotation marks, but not in what has a synonym: `if I am stopped`.
  const isAsTyped = ({ text, alternatives }) => !text.includes(" ") || alternatives[0].terms[0].isPhrase;
  const typed = new Set(clauses.filter(isAsTyped).flatMap(({ text }) => text.split(" ")));
  const wordsByClause = clauses.map(({ alternatives }) => {
    const words = alternatives.flatMap(({ terms }) => terms.flatMap((term) => term.words));
    return new Set(words.filter((word) => typed.has(word) || !part.stopWords.has(word)));
  });
  const matchedWords = new Set(wordsByClause.flatMap((words) => Array.from(words)));
  /** The words that match what was typed itself, and not only what it may mean. */
  const own = clauses.flatMap(({ alternatives }) => alternatives.filter(({ meaning }) => !meaning));
  const ownWords = new Set(own.flatMap(({ terms }) => terms.flatMap(({ words }) => words)).filter((word) => matchedWords.has(word)));
  const { lawWords } = part;
  const found = { clauses, lawWords, isMissing, isTruncated: parsed.isTruncated, meanings, matches, worth, isGood, hasAll };
  return { ...found, rarities, wordsByClause, matchedWords, ownWords };
};

/** @param {SearchRequest & {cut?: string, withPhrases?: Set<number>}} request  Only `withPhrases` may match. */
Toolkit.searchAsTyped = (index, columns, request) => {
  const { sortKeys, isDescending, withPhrases } = request;
  const found = index.parts.map((part) => Toolkit.ranked(index, request, part));
  const [{ clauses, isMissing, isTruncated, meanings }] = found;
  const isSaid = index.documents.map(({ sayings }) => Toolkit.isSaid(index.parts[0], index.tokenizer, sayings, request.query, clauses));
  const isUnspaced = (text) => index.tokenizer.words(text).some((word) => word.clusters);
  const isNamed = index.documents.map((document) =>
    found.some(({ clauses, lawWords }) => clauses.length > 0 && Toolkit.isNamed(document, clauses, lawWords, isUnspaced))
  );
  const isMatch = (doc) => (isNamed[doc] || found.some((part) => part.matches(doc))) && (!withPhrases || withPhrases.has(doc));
  const isGood = (doc) => isSaid[doc] || isNamed[doc] || found.some((part) => part.isGood(doc));
  /** The part that leads to a document: the reader's language, unless it does so badly, and English well. */
  const partOf = (doc) => found.find((part) => part.isGood(doc)) || found.find((part) => part.matches(doc)) || found[0];
  const filter = (passes) => Toolkit.filter(index.documents.length, passes, columns, request.chosen || {});
  const { documents, ...everything } = filter((doc) => isSaid[doc] || isMatch(doc));
  const good = filter((doc) => isSaid[doc] || (isMatch(doc) && isGood(doc)));
  const { unfiltered, counts } = good.documents.length ? good : everything;
  // Pages in the reader's language come first, then what is said of others in that language, then English.
  const distance = (doc) => found.indexOf(partOf(doc)) * 2 + Number(index.documents[doc].isElsewhere);
  documents.sort(
    (a, b) =>
      isGood(b) - isGood(a) ||
      isSaid[b] - isSaid[a] ||
      compareKeys(a, b) ||
      isNamed[b] - isNamed[a] ||
      distance(a) - distance(b) ||
      partOf(b).worth(b) - partOf(a).worth(a) ||
      a - b
  );
  const isKnown = ({ text }) => found.some((part) => part.clauses.some((clause) => clause.text === text && !clause.isUnknown));
  const phrases = clauses.map(({ alternatives }) => alternatives[0].terms[0]).filter((term) => term.isPhrase);
  return {
    documents,
    good: good.documents.length || documents.length,
    unfiltered,
    counts,
    isMatched: documents.some((doc) => !isSaid[doc]),
    isNamed: isNamed.includes(true),
    clauses: clauses.length,
    withAll: documents.filter((doc) => isSaid[doc] || partOf(doc).hasAll(doc)).length,
    corrections: clauses.flatMap(({ text, correction }) => (correction ? [[asTyped(text), correction.map(asWritten).join(", ")]] : [])),
    unknown: isSaid.includes(true) ? [] : clauses.filter((clause) => !isKnown(clause)).map(({ text }) => asTyped(text)),
    // Another language may know words that this one does not.
    foreign: isMissing && !isSaid.includes(true) ? Array.from(new Set(clauses.flatMap(({ text }) => text.split(" ")))) : [],
    phrases: withPhrases ? [] : phrases.map(({ text }) => text),
    meanings: Array.from(meanings),
    isTruncated,
    /** The words by which a document was found, for each clause and all, and how rare each clause is. @param {number} doc */
    wordsOf: (doc) => partOf(doc),
  };

  function asTyped(folded) {
    const [mark] = index.tokenizer.marks(request.query, new Set([folded]));
    return mark ? request.query.slice(mark[0], mark[1]) : folded;
  }

  /** A folded word as a title or summary has it, with its accents. */
  function asWritten(word) {
    for (const { title, summary } of index.documents) {
      for (const { text } of [title, summary]) {
        const [mark] = index.tokenizer.marks(text, new Set([word]));
        const written = mark ? text.slice(mark[0], mark[1]) : "";
        if (written) return word.startsWith(written[0]) ? written : written.toLowerCase();
      }
    }
    return word;
  }

  /** Documents without a key come last. */
  function compareKeys(a, b) {
    const [first, second] = sortKeys ? [sortKeys[a], sortKeys[b]] : ["", ""];
    if (first === second) return 0;
    if (isEmpty(first) || isEmpty(second)) return isEmpty(first) ? 1 : -1;
    return first < second === Boolean(isDescending) ? 1 : -1;
  }

  function isEmpty(key) {
    return key === undefined || key === "";
  }
};
