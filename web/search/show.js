/* What a result shows: what the page is, and a passage of it with the words that title and summary do not have. */
"use strict";

/**
 * @typedef {Array<[string, boolean]>} Pieces  [text, is highlighted]
 *
 * @typedef {Object} Passage
 * @property {LocalizedText} heading
 * @property {string} anchor  Of a PDF's page, its address from the root of the site.
 * @property {string} text
 * @property {string} language  Empty if it is the page's.
 * @property {boolean} [isFile]
 */

Toolkit.PASSAGE_LENGTH = 200;
/**
 * The anchors of sections that no passage is taken from, because they are not what the page is about: what happened later,
 * what is not known, what to settle before a document is used, and the law. So is what stands before the first heading.
 */
Toolkit.ASIDES = ["", "since", "unknown", "decide", "law-there"];
/** Nor from sources and the numbers of notes, cards of other pages, the English under a translation, a document's foot. */
Toolkit.NO_PASSAGE = "[role=doc-noteref], small, .notes, .cards, .english, .foot";
/** A passage has at least this share of what title and summary lack. */
Toolkit.PASSAGE_SHARE = 0.5;

/** A text of a document in pieces, with the words by which it was found highlighted. @param {number} doc @returns {Pieces} */
Toolkit.highlighted = (index, result, doc, text, length = text.length) =>
  Toolkit.excerpt(text, index.tokenizer.marks(text, result.wordsOf(doc).matchedWords), length);

/**
 * The passage of a document that has the most of what was asked and is neither in its title nor in its summary, by how
 * rare it is; null if these have it all, or no passage has enough of it. On a page for residents a passage has a word that
 * was typed: of those on violence, the first is for whoever cannot speak.
 * @param {Awaited<ReturnType<typeof Toolkit.open>>} index
 * @param {Awaited<ReturnType<typeof Toolkit.search>>} result @param {number} doc
 * @returns {Promise<Passage | null>}
 */
Toolkit.passage = async (index, result, doc) => {
  const document = index.documents[doc];
  const { title, summary, sayings } = document;
  const { wordsByClause, ownWords, rarities } = result.wordsOf(doc);
  const clauses = wordsByClause.map((words, i) => ({ words, rarity: rarities[i] })).filter(({ words }) => words.size);
  const isIn = (text) => (clause) => index.tokenizer.marks(text, clause.words).length > 0;
  const weightOf = (some) => some.reduce((sum, { rarity }) => sum + rarity, 0);
  const known = `${title.text}\n${summary.text}`;
  const missing = clauses.filter((clause) => !isIn(known)(clause));
  if (!missing.length) return null;
  const [html, pages] = await Promise.all([index.text(document), index.attachedPages(document)]);
  const isOffered = ({ anchor, text }) =>
    !Toolkit.ASIDES.includes(anchor) && (!sayings.length || isIn(text)({ words: ownWords }));
  const passages = Toolkit.passagesOf(html).filter(isOffered);
  passages.push(...pages.map((text, i) => Toolkit.filePassage(document, text, i + 1)));
  const worths = passages.map(({ text }) => weightOf(missing.filter(isIn(text))));
  const most = Math.max(0, ...worths);
  return most && most >= weightOf(missing) * Toolkit.PASSAGE_SHARE ? passages[worths.indexOf(most)] : null;
};

/** The paragraphs, entries and cells of a page, each with the heading over it. @param {string} html @returns {Passage[]} */
Toolkit.passagesOf = (html) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  body.querySelectorAll(Toolkit.NO_PASSAGE).forEach((element) => element.remove());
  const passages = [];
  let heading = { text: "" };
  let anchor = "";
  body.querySelectorAll("h2, h3, p, li, td, dd").forEach((element) => {
    const text = element.textContent.replace(/\s+/g, " ").trim();
    const marked = element.closest("[lang]") || element.querySelector("[lang]");
    const language = marked ? marked.lang : "";
    if (element.matches("h2, h3")) {
      heading = { text, lang: language };
      anchor = element.id || anchor;
    } else if (text && !element.querySelector("p, li")) {
      passages.push({ heading, anchor, text, language });
    }
  });
  return passages;
};

/** A page of a document's PDF as a passage. @param {SearchDocument} document @param {number} page @returns {Passage} */
Toolkit.filePassage = ({ kind, attachment }, text, page) => {
  const folder = kind.split(".")[1];
  // No page of a PDF says which language it is in. The fragment is that of RFC 8118.
  return { heading: { text: "" }, anchor: `files/${folder}/${attachment}#page=${page}`, text, language: "und", isFile: true, page };
};

/**
 * What a result is about: agencies or place, states, evidence with its sign, effort, and how new its sources are.
 * @param {SearchDocument} document @returns {HTMLElement[]}
 */
Toolkit.about = ({ place, labels, year }, catalog) => {
  const sign = (key) => key.replace(/^lists\.(?:evidence\.(.*)|.*)$/, (_, id) => (id ? "sign sign--" + id : ""));
  const age = year === null ? [] : [catalog.t(year ? "page.newest" : "page.no_dates", { year })];
  return [
    ...place.map((name) => Toolkit.element("span", "", name)),
    ...labels.map((key) => Toolkit.element("span", sign(key), catalog.t(key))),
    ...age.map((text) => Toolkit.element("span", "", text)),
  ];
};
