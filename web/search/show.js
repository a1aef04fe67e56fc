/* What results show: excerpts with the words marked, and where in the page they stand. */
"use strict";

/**
 * @typedef {Object} Passage
 * @property {string} heading
 * @property {string} anchor  Of a document, its address from the root of the site.
 * @property {string} language
 * @property {Array<[string, boolean]>} pieces
 * @property {string} [file]  A document beside the record
 * @property {number} [page]  and the page in it.
 *
 * What a result shows. `pieces` are [text, is marked]. A language is empty if it is the page's own.
 * @typedef {Object} Shown
 * @property {string} path
 * @property {string} kind  A key, as are `labels` and those headings that are not a page's own.
 * @property {string[]} about  Agency or place.
 * @property {string[]} labels  State, effort.
 * @property {boolean} isForeign  Whether all its texts are in another language.
 * @property {boolean} isOutdated
 * @property {string} language  Of the title.
 * @property {Array<[string, boolean]>} title
 * @property {Passage[]} passages
 * @property {string[]} marked  The words to mark on its page.
 *
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {{cards: number[], hits: Set<string>}} result
 * @param {number} from @param {number} to
 * @returns {Promise<Shown[]>}
 */
Toolkit.show = (index, result, from, to) => {
  var MOST_PASSAGES = 2;
  var SIZE = 200;

  function shown(card) {
    return index.row(card).then((row) => {
      var base = index.foreign[card] ? index.head.base : "";
      var words = new Set();
      var passages = row[7].map((passage, place) => {
        var marks = index.reader.marks(passage[2], result.hits);
        var own = new Set(marks.map((mark) => mark[2]));
        own.forEach((word) => words.add(word));
        return { passage, marks, place, worth: own.size + marks.length / 100 };
      });
      var title = index.reader.marks(row[2], result.hits);
      title.forEach((mark) => words.add(mark[2]));
      // The summary says most, so it wins where others are only as good.
      passages.sort((a, b) => b.worth - a.worth || a.place - b.place);
      var best = passages.filter((own, i) => !i || own.worth >= 1).slice(0, MOST_PASSAGES);
      return {
        path: row[0],
        kind: row[1],
        about: row[4].map((name) => Toolkit.said(name, base)),
        labels: row[5],
        isForeign: Boolean(base),
        isOutdated: Boolean(row[6]),
        language: row[3] || base,
        title: Toolkit.excerpt(row[2], title, row[2].length),
        passages: best.map((own) =>
          Object.assign(
            {
              heading: own.passage[0],
              anchor: own.passage[1],
              language: base,
              pieces: Toolkit.excerpt(own.passage[2], own.marks, SIZE),
            },
            own.passage[3]
          )
        ),
        marked: Array.from(words).slice(0, 12),
      };
    });
  }

  return Promise.all(result.cards.slice(from, to).map(shown));
};

/**
 * A text that knows its language, if that is another than the page's. `Toolkit.element` marks it.
 * @param {string | {text: string, lang: string}} told @param {string} [language]
 */
Toolkit.said = (told, language) => Object.assign(new String(told.text || told), { lang: told.lang || language });

/** What a result is about: agency or place, state, effort. @param {Shown} shown @returns {string[]} */
Toolkit.about = (shown, speaker) => shown.about.concat(shown.labels.map((key) => speaker.say(key)));

/** What is added to a page's address so that the words are marked on it. @param {Shown} shown @returns {string} */
Toolkit.marking = (shown) => shown.marked.length ? "?hl=" + encodeURIComponent(shown.marked.join(" ")) : "";
