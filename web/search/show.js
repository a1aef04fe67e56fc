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
 * @property {string[]} highlights  The words to highlight on its page.
 */

Toolkit.MAX_PASSAGES = 2;
Toolkit.PASSAGE_LENGTH = 200;
Toolkit.MAX_HIGHLIGHTS = 12;

/**
 * What the results from one number to another show.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {{documents: number[], matchedWords: Set<string>}} result  Of `Toolkit.search`.
 * @param {number} from @param {number} to
 * @returns {Promise<Result[]>}
 */
Toolkit.show = (index, result, from, to) => {
  return Promise.all(result.documents.slice(from, to).map(resultOf));

  async function resultOf(doc) {
    const [path, kind, title, titleLanguage, about, labels, isOutdated, year, stored] = await index.storedDocument(doc);
    const language = index.untranslated[doc] ? index.metadata.base : "";
    const titleMarks = marks(title);
    const passages = stored.map(([heading, anchor, text, more]) => {
      return { heading, anchor, text, more, marks: marks(text) };
    });
    const marked = [...passages.flatMap((passage) => passage.marks), ...titleMarks].map(([, , word]) => word);
    return {
      path,
      kind,
      about: about.map((name) => Toolkit.localized(name, language)),
      labels,
      year,
      isUntranslated: Boolean(language),
      isOutdated: Boolean(isOutdated),
      language: titleLanguage || language,
      title: Toolkit.excerpt(title, titleMarks, title.length),
      passages: best(passages).map((passage) => ({
        heading: passage.heading,
        anchor: passage.anchor,
        language,
        pieces: Toolkit.excerpt(passage.text, passage.marks, Toolkit.PASSAGE_LENGTH),
        // Only some have a language of their own, or an attachment and its page.
        ...passage.more,
      })),
      highlights: Array.from(new Set(marked)).slice(0, Toolkit.MAX_HIGHLIGHTS),
    };
  }

  function marks(text) {
    return index.tokenizer.marks(text, result.matchedWords);
  }

  /** The passages with the most matched words: at least one, even if it has none of them. */
  function best(passages) {
    return passages
      .map((passage, place) => ({ passage, place, worth: worth(passage) }))
      // Of equals the first: the summary, which says most, precedes the others.
      .sort((a, b) => b.worth - a.worth || a.place - b.place)
      .filter((one, i) => !i || one.worth >= 1)
      .slice(0, Toolkit.MAX_PASSAGES)
      .map(({ passage }) => passage);
  }

  /** The number of different matched words; of equals, the passage with more of them is worth more. */
  function worth({ marks }) {
    return new Set(marks.map(([, , word]) => word)).size + marks.length / 100;
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

/** The query of a page's address that highlights words on it (marks.js). @param {Result} result @returns {string} */
Toolkit.highlightQuery = (result) =>
  result.highlights.length ? "?hl=" + encodeURIComponent(result.highlights.join(" ")) : "";
