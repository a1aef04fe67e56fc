/* The files of a model document with its blanks filled in: the Word file and the web page. Each function asks an `answer`
   what stands in a blank. Nothing is sent. */
"use strict";

globalThis.Toolkit = globalThis.Toolkit || {};

/**
 * @typedef {Object} Answer  What stands in a blank.
 * @property {string} value
 * @property {string} gap  A request for a translation, where the value is in another language only.
 * @property {boolean} isLeftOut  Whether its line is left out.
 *
 * @typedef {Object} Logo
 * @property {Uint8Array} bytes  A PNG.
 * @property {string} url  The same as a `data:` address.
 * @property {number} width
 * @property {number} height
 *
 * @typedef {(name: string, language: string) => Answer} Ask
 */

(() => {
  /** The parts of a Word file that have words, and the first of them. */
  const PARTS = /^word\/(document|header\d*|footer\d*)\.xml$/;
  const WORDS = "word/document.xml";
  const RELATIONS = "word/_rels/document.xml.rels";
  const TYPES = "[Content_Types].xml";
  const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  /** The style sheet of a web page to take away, which this page's rules for content would complain of. */
  const STYLE = /<style>.*?<\/style>/s;
  /** What that says of the paper, which counts only for a whole page. */
  const PAGE = /@page[^{]*\{[^}]*\}/;
  const LANGUAGE = /<html lang="([^"]*)"/;
  const IS_RIGHT_TO_LEFT = /<html [^>]*dir="rtl"/;
  const ISOLATES = /[\u2066-\u2069]/g;
  const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

  /** A phone number, and what joins groups of Arabic digits in one: as `toolkit/pages/isolated.py`. */
  const NUMBER = /([+(]?\p{Nd}(?:[\s().‐‑–-]{0,3}\p{Nd}){6,}(?![/:]?\p{Nd}))/u;
  const AFTER_ARABIC_DIGIT = /([٠-٩])([^\p{Nd}]+)(?=\p{Nd})/gu;

  /** A logo is at most so large on paper, in inches, and so fine, in pixels an inch. */
  const LOGO_HEIGHT = 0.75;
  const LOGO_WIDTH = 2.5;
  const LETTERHEAD_HEIGHT = 0.5;
  const LOGO_FINENESS = 300;
  const EMU = 914400;
  /** The paragraph of a Word file that the logo stands in: the letterhead, or else above the title. */
  const LETTERHEAD = "Letterhead";
  const TITLE = "Title";
  const SOURCES = "SourcesTitle";
  const CARD = "CardTitle";
  /** The height of a logo in the corner of a card, in inches. */
  const CARD_LOGO_HEIGHT = 0.4;

  /** A value in its own direction, whatever is around it, and each phone number in it from left to right. */
  function isolated(value) {
    const parts = value.split(NUMBER).map((part, i) => {
      return i % 2 ? Object.assign(document.createElement("bdo"), { dir: "ltr", textContent: part }) : part;
    });
    const element = document.createElement("bdi");
    element.append(...parts);
    return element;
  }

  /** A request for a translation, in the language of this page. */
  function request(gap) {
    const element = document.createElement("mark");
    Toolkit.write(element, gap);
    element.lang ||= document.documentElement.lang;
    element.dir ||= document.body.dir;
    element.prepend("[");
    element.append("]");
    return element;
  }

  // ---------------------------------------------------------------- reading

  async function run(address) {
    const element = Object.assign(document.createElement("script"), { src: address });
    const ended = new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }));
    document.head.append(element);
    await ended.finally(() => element.remove());
  }

  /** The Word file, the names of its blanks, the web page and the blanks that may stay empty: a script hands them over, because a page from disk cannot
   * read other files. One after the other, because all call the same function. */
  let last = Promise.resolve();

  function read(address) {
    const reading = last.then(async () => {
      let handed;
      window.fillFiles = (base64, names, html, optional) => (handed = { base64, names, html, optional });
      await run(address);
      if (!handed) throw new Error(`nothing in ${address}`);
      return handed;
    });
    last = reading.catch(() => {});
    return reading;
  }

  /** The functions that pack and unpack. @param {string} address */
  async function zip(address) {
    if (!window.fflate) await run(address);
    return window.fflate;
  }

  /** A picture that the reader chose, as large as it is printed. @param {File} file @returns {Promise<Logo>} */
  async function logo(file) {
    const given = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      Object.assign(reader, { onload: () => resolve(reader.result), onerror: reject });
      reader.readAsDataURL(file);
    });
    const image = new Image();
    image.src = given;
    await image.decode();
    const { naturalWidth, naturalHeight } = image;
    if (!naturalWidth || !naturalHeight) throw new Error("a picture without a size");
    const scale = Math.min(LOGO_HEIGHT / naturalHeight, LOGO_WIDTH / naturalWidth);
    const [width, height] = [naturalWidth * scale, naturalHeight * scale];
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * LOGO_FINENESS);
    canvas.height = Math.ceil(height * LOGO_FINENESS);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const url = canvas.toDataURL("image/png");
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (character) => character.charCodeAt(0));
    return { bytes, url, width, height };
  }

  /** The logo on a page or sheet. @param {Logo} logo @param {string} alt */
  function picture({ url, width, height }, alt) {
    const [w, h] = [width, height].map((inches) => Math.round(inches * 96));
    return Object.assign(new Image(w, h), { className: "logo", src: url, alt });
  }

  /** What stands on a sheet until the agency's name is filled in, and once it is. @param {ParentNode} sheet */
  function adopt(sheet, isNamed) {
    for (const element of sheet.querySelectorAll(".until")) element.hidden = isNamed;
    for (const element of sheet.querySelectorAll(".once")) element.hidden = !isNamed;
  }

  /** Puts the logo at the head of a sheet or of each card, in place of another. @param {Element} sheet @param {Image} picture */
  function placeLogo(sheet, picture) {
    const cards = sheet.querySelectorAll(":scope > .cards.sheet > *");
    for (const card of cards) {
      card.querySelector("img")?.remove();
      card.prepend(picture.cloneNode());
    }
    if (cards.length) return;
    const head = sheet.querySelector(":scope > .head");
    for (const other of head?.querySelectorAll("img") ?? []) other.remove();
    const title = sheet.querySelector(":scope > h1");
    if (head) head.prepend(picture);
    else if (title) title.before(picture);
    else sheet.prepend(picture);
  }

  // ---------------------------------------------------------------- the web page

  const parsed = (html) => new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
  const language = (html) => html.match(LANGUAGE)[1];

  /**
   * The web page to take away. @param {{names: Object, html: string}} files @param {Ask} answer @param {Logo} [logo]
   * @param {string[]} [law]  Lines for the end of what an agency settles first, where the file has that.
   */
  function webPage({ names, html }, answer, logo, law = []) {
    const page = parsed(html);
    for (const mark of page.querySelectorAll("mark")) {
      const { value, gap, isLeftOut } = answer(names[mark.textContent], mark.closest("[lang]").lang);
      if (isLeftOut) mark.closest("tr, li, p")?.remove();
      else if (value) mark.replaceWith(isolated(value));
      else if (gap) mark.replaceWith(request(gap));
    }
    adopt(page, Boolean(answer("agency", language(html)).value));
    for (const element of page.querySelectorAll(":is(.until, .once)[hidden]")) element.remove();
    if (logo) placeLogo(page.body, picture(logo, answer("agency", language(html)).value));
    const lines = law.map((textContent) => Object.assign(document.createElement("p"), { textContent, dir: "auto" }));
    [...page.querySelectorAll(".apart:not(.sources)")].pop()?.append(...lines);
    const whole = page.documentElement.outerHTML.replace("</head>", `${html.match(STYLE)[0]}\n</head>`);
    return `<!doctype html>\n${whole}`;
  }

  /** What the page adds to the style sheet of a document: its blanks are marked as those of the page's own text. */
  const MARKS = `
    body { margin: 0; padding: 0; }
    .blank { background: #fff0a8; }
    .blank.is-filled { background: none; }
    .logo { max-height: 0.75in; width: auto; }
    @media print {
      body { max-width: none; }
      :is(p, li, tr):has(.blank[data-optional]:not(.is-filled)) { display: none; }
    }`;

  /** A style sheet that only what it is adopted by has; the site's rules for content let no other in. */
  function styleSheet(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  }

  /** A document as it is handed out, in a part of the page that only its own style sheet reaches. */
  function sheet({ names, html }, isOptional) {
    const { body, documentElement } = parsed(html);
    body.lang = documentElement.lang;
    body.dir = documentElement.dir;
    for (const part of body.querySelectorAll(".kept")) part.remove();
    for (const mark of body.querySelectorAll("mark")) {
      const blank = Object.assign(document.createElement("span"), { className: "blank" });
      blank.dataset.blank = names[mark.textContent];
      if (isOptional(blank.dataset.blank)) blank.dataset.optional = "";
      blank.textContent = mark.textContent.slice(1, -1);
      mark.replaceWith(blank);
    }
    const element = Object.assign(document.createElement("div"), { className: "paper paper--sheet" });
    element.lang = body.lang;
    element.dataset.page = html.match(PAGE)?.[0] ?? "";
    const root = element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styleSheet(html.match(STYLE)[0].replace(/<\/?style>/g, "")), styleSheet(MARKS)];
    root.append(document.adoptNode(body));
    return element;
  }

  // ---------------------------------------------------------------- the Word file

  /** A part of a Word file with the blanks filled in: `names` has the name of each by its text, `own` is its language. */
  function filled(xml, names, own, answer, logo) {
    const part = new DOMParser().parseFromString(xml, "application/xml");
    for (const run of [...part.getElementsByTagName("w:r")]) {
      if (!run.getElementsByTagName("w:highlight").length) continue;
      const other = run.getElementsByTagName("w:lang")[0]?.getAttribute("w:val");
      const { value, gap, isLeftOut } = answer(names[run.textContent], other ?? own);
      if (isLeftOut) (run.closest("tr") ?? run.closest("p"))?.remove();
      else if (value) run.replaceWith(...valueRuns(run, value.replace(NOT_XML, "")));
      else if (gap) {
        const { textContent, dir } = request(gap);
        run.getElementsByTagName("w:t")[0].textContent = `\u2068${textContent}\u2069`;
        if (dir === "ltr") run.getElementsByTagName("w:rtl")[0]?.remove();
      }
    }
    if (answer("agency", own).value) adoptRuns(part);
    if (logo) addDrawing(part, logo, answer("agency", own).value);
    return new XMLSerializer().serializeToString(part);
  }

  /** Leaves out what stands in a Word file until the agency's name is filled in, and shows what does once it is. */
  function adoptRuns(part) {
    for (const style of [...part.getElementsByTagName("w:rStyle")]) {
      const name = style.getAttribute("w:val");
      if (name === "Until") style.closest("r").remove();
      else if (name === "Once") style.remove();
    }
  }

  /** The runs of a value in place of its blank's. Word keeps a number in order that stands in a run of its own. */
  function valueRuns(run, value) {
    const parts = value.split(NUMBER).map((part, i) => ({ part, isNumber: i % 2 === 1 }));
    const shown = parts.filter(({ part }) => part);
    const isNumberOnly = shown.length === 1 && shown[0].isNumber;
    return shown.map(({ part, isNumber }, i) => {
      const text = isNumber ? `\u2066${part.replace(AFTER_ARABIC_DIGIT, "$1$2\u200e")}\u2069` : part;
      const start = i === 0 && !isNumberOnly ? "\u2068" : "";
      const end = i === shown.length - 1 && !isNumberOnly ? "\u2069" : "";
      return valueRun(run, start + text + end, isNumber);
    });
  }

  /** A run like that of a blank with another text; a number's hyphens break no line. */
  function valueRun(run, text, isNumber) {
    const made = run.cloneNode(true);
    for (const name of ["w:highlight", ...(isNumber ? ["w:rtl"] : [])]) made.getElementsByTagName(name)[0]?.remove();
    const blank = made.getElementsByTagName("w:t")[0];
    const pieces = isNumber ? text.split("-") : [text];
    const words = pieces.flatMap((piece, i) => {
      const element = Object.assign(blank.cloneNode(), { textContent: piece });
      element.setAttribute("xml:space", "preserve");
      return i ? [made.ownerDocument.createElementNS(blank.namespaceURI, "w:noBreakHyphen"), element] : [element];
    });
    blank.replaceWith(...words);
    return made;
  }

  /** The logo in the letterhead, in place of another, or above the title, in its paragraph: that begins the sheet. A letter
   * without either begins with its date. */
  function addDrawing(part, logo, alt) {
    const styles = [...part.getElementsByTagName("w:pStyle")];
    const find = (name) => styles.find((element) => element.getAttribute("w:val") === name)?.closest("pPr");
    const letterhead = find(LETTERHEAD);
    if (find(CARD)) return addToCards(part, logo, alt);
    const properties = letterhead ?? find(TITLE) ?? part.getElementsByTagName("w:pPr")[0];
    const { width, height } = logo;
    for (const other of [...properties.parentNode.getElementsByTagName("w:drawing")]) other.closest("r").remove();
    if (!letterhead) {
      // The lines of a title have a fixed height, which would cut the logo off.
      for (const spacing of properties.getElementsByTagName("w:spacing")) spacing.remove();
      const spacing = part.createElementNS(properties.namespaceURI, "w:spacing");
      spacing.setAttributeNS(properties.namespaceURI, "w:line", "240");
      spacing.setAttributeNS(properties.namespaceURI, "w:lineRule", "auto");
      properties.append(spacing);
    }
    const after = letterhead ? '<w:t xml:space="preserve">  </w:t>' : "<w:br/>";
    const scale = letterhead ? Math.min(1, LETTERHEAD_HEIGHT / height) : 1;
    const size = [width, height].map((inches) => Math.round(inches * scale * EMU));
    properties.after(drawing(part, size, alt, "wp:inline", "", "", after));
  }

  /** The logo in the corner of each card, where the text goes around it, in place of another. */
  function addToCards(part, { width, height }, alt) {
    const scale = Math.min(1, CARD_LOGO_HEIGHT / height);
    const size = [width, height].map((inches) => Math.round(inches * scale * EMU));
    const isRightToLeft = part.getElementsByTagName("w:bidiVisual").length > 0;
    for (const cell of part.getElementsByTagName("w:tc")) {
      const style = [...cell.getElementsByTagName("w:pStyle")].find((each) => each.getAttribute("w:val") === CARD);
      if (!style) continue;
      for (const other of [...cell.getElementsByTagName("wp:anchor")]) other.closest("r").remove();
      const properties = style.closest("pPr");
      const isEnglish = properties.getElementsByTagName("w:bidi").length > 0; // one that is switched off
      const side = isRightToLeft && !isEnglish ? "left" : "right";
      const place = `<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>${side}</wp:align></wp:positionH>
        <wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>`;
      properties.after(drawing(part, size, alt, "wp:anchor", place, '<wp:wrapSquare wrapText="bothSides"/>', ""));
    }
  }

  /** A run with the logo: in the line, or at a `place` of its own, to which the `wrap` of the text belongs. */
  function drawing(part, [cx, cy], alt, tag, place, wrap, after) {
    const space = "http://schemas.openxmlformats.org/drawingml/2006";
    const anchored = 'distT="0" distB="0" distL="60000" distR="60000" simplePos="0" relativeHeight="1" behindDoc="0"';
    const marks = place && ` ${anchored} locked="0" layoutInCell="1" allowOverlap="0"`;
    const xml = `<w:r xmlns:w="${part.documentElement.namespaceURI}"><w:drawing>
      <${tag}${marks} xmlns:wp="${space}/wordprocessingDrawing">${place}<wp:extent cx="${cx}" cy="${cy}"/>${wrap}
      <wp:docPr id="9001" name="logo"/>
      <a:graphic xmlns:a="${space}/main"><a:graphicData uri="${space}/picture"><pic:pic xmlns:pic="${space}/picture">
      <pic:nvPicPr><pic:cNvPr id="9001" name="logo"/><pic:cNvPicPr/></pic:nvPicPr>
      <pic:blipFill><a:blip r:embed="logo" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>
      <a:stretch><a:fillRect/></a:stretch></pic:blipFill>
      <pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm>
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
      </pic:pic></a:graphicData></a:graphic></${tag}></w:drawing>${after}</w:r>`.replace(/>\s+</g, "><");
    const run = new DOMParser().parseFromString(xml, "application/xml").documentElement;
    for (const name of ["wp:docPr", "pic:cNvPr"]) run.getElementsByTagName(name)[0].setAttribute("descr", alt);
    return part.importNode(run, true);
  }

  /** Adds lines to what an agency settles first, which a Word file has on a page of its own, before the sources. */
  function addLines(xml, lines) {
    const part = new DOMParser().parseFromString(xml, "application/xml");
    const sources = [...part.getElementsByTagName("w:pStyle")].find((style) => style.getAttribute("w:val") === SOURCES);
    const end = sources?.closest("p") ?? part.getElementsByTagName("w:body")[0].lastElementChild; // the size of the paper
    const made = (tag) => part.createElementNS(part.documentElement.namespaceURI, tag);
    for (const line of part.getElementsByTagName("w:pageBreakBefore").length ? lines : []) {
      const [paragraph, run, text] = [made("w:p"), made("w:r"), made("w:t")];
      text.textContent = line;
      run.append(text);
      paragraph.append(run);
      end.before(paragraph);
    }
    return new XMLSerializer().serializeToString(part);
  }

  /**
   * The Word file. @param {{base64: string, names: Object, html: string}} files @param {Ask} answer @param {Logo} [logo]
   * @param {string[]} [law]  As in `webPage`.
   */
  function word({ base64, names, html }, answer, logo, { unzipSync, zipSync, strFromU8, strToU8 }, law = []) {
    const parts = unzipSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    for (const name of Object.keys(parts).filter((name) => PARTS.test(name))) {
      const drawn = name === WORDS ? logo : null;
      const part = filled(strFromU8(parts[name]), names, language(html), answer, drawn);
      // Word keeps the order by itself where the document is read from left to right.
      parts[name] = strToU8(IS_RIGHT_TO_LEFT.test(html) ? part : part.replace(ISOLATES, ""));
    }
    if (law.length) parts[WORDS] = strToU8(addLines(strFromU8(parts[WORDS]), law));
    if (logo) {
      const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
      const add = (name, end, xml) => (parts[name] = strToU8(strFromU8(parts[name]).replace(end, `${xml}${end}`)));
      add(RELATIONS, "</Relationships>", `<Relationship Id="logo" Type="${relation}" Target="media/logo.png"/>`);
      if (!/Extension="png"/i.test(strFromU8(parts[TYPES]))) {
        add(TYPES, "</Types>", '<Default Extension="png" ContentType="image/png"/>');
      }
      parts["word/media/logo.png"] = logo.bytes;
    }
    return zipSync(parts);
  }

  function download(content, type, name) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  }

  Toolkit.files = { WORD_TYPE, isolated, request, read, zip, logo, picture, placeLogo, adopt, styleSheet, webPage, sheet, word, download };
})();
