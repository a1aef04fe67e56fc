/* What results show: excerpts with the words marked, and where in the page they stand. */
"use strict";

/**
 * What a result shows. `pieces` are [text, is marked].
 * @typedef {Object} Shown
 * @property {string} path
 * @property {string} kind
 * @property {string} about  Agency, place, effort.
 * @property {string} language  Empty if it is the page's own.
 * @property {Array<[string, boolean]>} title
 * @property {Array<{heading: string, anchor: string, pieces: Array<[string, boolean]>}>} passages
 * @property {string[]} marked  The words to mark on its page.
 *
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {{cards: number[], hits: Set<string>}} result
 * @param {number} from @param {number} to
 * @returns {Promise<Shown[]>}
 */
Toolkit.show = function (index, result, from, to) {
  var MOST_PASSAGES = 2;
  var SIZE = 200;

  function shown(card) {
    return index.load(index.language + "/x/" + Math.floor(card / index.head.block)).then(function (block) {
      var row = block[card % index.head.block];
      var words = new Set();
      var passages = row[5].map(function (passage, place) {
        var marks = index.reader.marks(passage[2], result.hits);
        var own = new Set(marks.map((mark) => mark[2]));
        own.forEach((word) => words.add(word));
        return { passage: passage, marks: marks, place: place, worth: own.size + marks.length / 100 };
      });
      var title = index.reader.marks(row[2], result.hits);
      title.forEach((mark) => words.add(mark[2]));
      // The summary says most, so it wins where others are only as good.
      passages.sort((a, b) => b.worth - a.worth || a.place - b.place);
      var best = passages.filter((own, i) => !i || own.worth >= 1).slice(0, MOST_PASSAGES);
      return {
        path: row[0],
        kind: row[1],
        about: row[4],
        language: row[3],
        title: Toolkit.excerpt(row[2], title, row[2].length),
        passages: best.map((own) => ({
          heading: own.passage[0],
          anchor: own.passage[1],
          pieces: Toolkit.excerpt(own.passage[2], own.marks, SIZE),
        })),
        marked: Array.from(words).slice(0, 12),
      };
    });
  }

  return Promise.all(result.cards.slice(from, to).map(shown));
};

/** What is added to a page's address so that the words are marked on it. @param {Shown} shown @returns {string} */
Toolkit.marking = function (shown) {
  return shown.marked.length ? "?hl=" + encodeURIComponent(shown.marked.join(" ")) : "";
};
