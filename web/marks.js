/* Highlights the words of a search on the page that a result led to, until the next click. */
"use strict";

(() => {
  const MAX_LENGTH = 300;
  const words = new Set((new URL(location.href).searchParams.get("hl") || "").slice(0, MAX_LENGTH).split(" ").filter(Boolean));
  const article = document.querySelector("article");
  if (!words.size || !article) return;

  const tokenizer = Toolkit.tokenizer(Toolkit.folding);
  textsIn(article).forEach((text) => highlight(text, tokenizer.marks(text.data, words)));
  if (document.querySelector("mark.found")) document.addEventListener("click", clear, { once: true });

  /** @param {Element} element @returns {Text[]} */
  function textsIn(element) {
    const texts = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("script, style, svg")) texts.push(walker.currentNode);
    }
    return texts;
  }

  /** Wraps each mark in an element. @param {Text} text @param {Mark[]} marks */
  function highlight(text, marks) {
    let rest = text;
    let at = 0;
    marks.forEach(([start, end]) => {
      // Marks may overlap; then the first one counts.
      if (start < at) return;
      const marked = rest.splitText(start - at);
      rest = marked.splitText(end - start);
      at = end;
      const element = Toolkit.element("mark", "found");
      marked.replaceWith(element);
      element.append(marked);
    });
  }

  function clear() {
    document.querySelectorAll("mark.found").forEach((mark) => {
      const parent = mark.parentNode;
      mark.replaceWith(mark.textContent);
      parent.normalize();
    });
    const address = new URL(location.href); // which may have changed
    address.searchParams.delete("hl");
    history.replaceState(history.state, "", address);
  }
})();
