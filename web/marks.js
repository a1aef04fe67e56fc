/* Marks the words that a search led by, on the page that it led to. A click takes them away. */
"use strict";

(function () {
  var site = Toolkit.site();
  var address = new URL(location.href);
  var words = new Set((address.searchParams.get("hl") || "").slice(0, 300).split(" ").filter(Boolean));
  var article = document.querySelector("article");
  if (!words.size || !article) return;

  Toolkit.loader(site.base)("folding").then(function (folding) {
    var reader = Toolkit.reader(folding);
    /** @type {Text[]} */
    var texts = [];
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style, svg")) texts.push(walker.currentNode);
    texts.forEach(function (text) {
      var found = reader.marks(text.data, words);
      var rest = text;
      var at = 0;
      found.forEach(function (mark) {
        if (mark[0] < at) return;
        var marked = rest.splitText(mark[0] - at);
        rest = marked.splitText(mark[1] - mark[0]);
        at = mark[1];
        var around = Toolkit.element("mark", "found");
        marked.replaceWith(around);
        around.append(marked);
      });
    });
    if (document.querySelector("mark.found")) document.addEventListener("click", clear, { once: true });
  });

  function clear() {
    document.querySelectorAll("mark.found").forEach(function (mark) {
      var parent = mark.parentNode;
      mark.replaceWith(mark.textContent);
      parent.normalize();
    });
    address.searchParams.delete("hl");
    address.hash = location.hash;
    history.replaceState(history.state, "", address);
  }
})();
