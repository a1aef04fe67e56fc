/* What a result shows: its passages with the matched words highlighted, and where in the page they stand. */
"use strict";

/**
 * @typedef {Object} Passage
 * @property {string} heading
 * @property {string} anchor  Of an attachment, its address from the root of the site.
 * @property {string} language  Empty if it is the page's.
 * @property {Array<[string, boolean]>} pieces  [text, is highlighted]
 * @property {string} [file]  The name of the record's attachment that has the passage,
 * @property {number} [page]  and the page in it.
 *
 * @typedef {Object} Result
 * @property {string} path
 * @property {string} kind  The key of a message, as are `labels` and the headings that are not a page's own.
 * @property {LocalizedText[]} about  Agencies or place.
 * @property {string[]} labels  States, evidence, effort.
 * @property {string | null} year  Of its newest source; empty if none has a date, null if it is no record.
 * @property {boolean} isUntranslated  Whether all its texts are in another language.
 * @property {boolean} isOutdated  Whether its English has changed since the translation.
 * @property {string} language  Of the title; empty if it is the page's.
 * @property {Array<[string, boolean]>} title  [text, is highlighted]
 * @property {Passage[]} passages
 */

Toolkit.PASSAGE_LENGTH = 200;
/** The headings of what is not about the page itself: sources, later news, keywords. */
Toolkit.ASIDE = ["page.notes", "page.since", "filed"];

/**
 * What a suggestion shows of a document.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {{matchedWords: Set<string>}} result  Of `Toolkit.search`.
 * @param {number} doc
 * @returns {Result}
 */
Toolkit.suggestion = (index, result, doc) => {
  const [path, kind, title, titleLanguage, about, labels, isOutdated, year] = index.documents[doc];
  const language = index.untranslated[doc] ? Toolkit.SOURCE_LANGUAGE : "";
  const marks = index.tokenizer.marks(title, result.matchedWords);
  return {
    path,
    kind,
    about: about.map((name) => Toolkit.localized(name, language)),
    labels,
    year,
    isUntranslated: Boolean(language),
    isOutdated: Boolean(isOutdated),
    language: titleLanguage || language,
    title: Toolkit.excerpt(title, marks, title.length),
    passages: [],
  };
};

/**
 * What the results from one number to another show.
 * @param {{documents: number[], matchedWords: Set<string>}} result @param {number} from @param {number} to
 * @returns {Promise<Result[]>}
 */
Toolkit.show = (index, result, from, to) => {
  return Promise.all(result.documents.slice(from, to).map(resultOf));

  async function resultOf(doc) {
    const shown = Toolkit.suggestion(index, result, doc);
    const marksIn = (text) => index.tokenizer.marks(text, result.matchedWords);
    const passages = (await index.passages(doc)).map(([heading, anchor, text, more]) => {
      return { heading, anchor, text, more, marks: marksIn(text) };
    });
    return {
      ...shown,
      passages: best(passages, marksIn(index.documents[doc][2])).map((passage, i) => ({
        heading: passage.heading,
        anchor: passage.anchor,
        language: shown.isUntranslated ? Toolkit.SOURCE_LANGUAGE : "",
        pieces: Toolkit.excerpt(passage.text, passage.marks, i ? Toolkit.PASSAGE_LENGTH : passage.text.length),
        // Only some have a language of their own, or an attachment and its page.
        ...passage.more,
      })),
    };
  }

  /**
   * The summary, and the passage with the most matched words that neither it nor the title has. Sources, what happened
   * later and the keywords explain a result only if nothing else does.
   */
  function best([summary, ...others], titleMarks) {
    const known = wordsOf(titleMarks.concat(summary.marks));
    const added = ({ marks }) => Array.from(wordsOf(marks)).filter((word) => !known.has(word)).length;
    const isAside = ({ heading }) => Toolkit.ASIDE.includes(heading);
    const isExplained = known.size || others.some((passage) => !isAside(passage) && passage.marks.length);
    const candidates = others.filter((passage) => !isExplained || !isAside(passage));
    const most = Math.max(...candidates.map(added));
    return most > 0 ? [summary, candidates.find((passage) => added(passage) === most)] : [summary];
  }

  function wordsOf(marks) {
    return new Set(marks.map(([, , word]) => word));
  }
};

/**
 * What a result is about: agencies or place, states, evidence with its sign, effort, and how new its sources are.
 * @param {Result} result @returns {HTMLElement[]}
 */
Toolkit.about = ({ about, labels, year }, catalog) => {
  const sign = (key) => key.replace(/^lists\.(?:evidence\.(.*)|.*)$/, (_, id) => (id ? "sign sign--" + id : ""));
  const age = year === null ? [] : [catalog.t(year ? "page.newest" : "page.no_dates", { year })];
  return [
    ...about.map((name) => Toolkit.element("span", "", name)),
    ...labels.map((key) => Toolkit.element("span", sign(key), catalog.t(key))),
    ...age.map((text) => Toolkit.element("span", "", text)),
  ];
};
