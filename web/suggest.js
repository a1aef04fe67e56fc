/* The search box in the header: suggestions as you type, by the ARIA pattern "editable combobox with list autocomplete"
   (APG). The engine is loaded when the box is first used. */
"use strict";

(function () {
  var WAIT = 120;
  var MOST = 7;
  var data = document.querySelector("[data-search]").dataset;

  document.addEventListener("keydown", function (event) {
    var isTyping = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.querySelector("[data-slash]").focus();
  });

  /** Add scripts in order. @param {string[]} names @returns {Promise<any>} */
  function need(names) {
    return Promise.all(
      names.map(
        (name) =>
          new Promise(function (done, failed) {
            var script = document.createElement("script");
            script.src = data.base + name;
            script.async = false;
            script.onload = done;
            script.onerror = failed;
            document.head.append(script);
          })
      )
    );
  }

  if (/[?&]hl=/.test(location.search)) need(["web/search.js", "web/marks.js"]);

  var box = /** @type {HTMLInputElement} */ (document.getElementById("search-box"));
  if (!box) return;
  var list = document.getElementById("search-list");
  /** @type {Promise<{index: any, speaker: any}> | null} */
  var ready = null;
  var active = -1;
  var turn = 0;
  var timer = 0;

  function start() {
    ready =
      ready ||
      need(["web/search.js"])
        .then(function () {
          var load = Toolkit.loader(data.base);
          return Promise.all([Toolkit.open(data.language, load), load(data.language + "/words")]);
        })
        .then((got) => ({ index: got[0], speaker: Toolkit.speaker(got[1], data.language) }));
    ready.catch(function () {
      ready = null;
    });
    return ready;
  }

  function close() {
    turn++;
    clearTimeout(timer);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    active = number;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function everything() {
    return data.base + data.root + "find.html?q=" + encodeURIComponent(box.value.trim());
  }

  function suggest() {
    var typed = box.value;
    var mine = ++turn;
    if (!typed.trim()) return close();
    start()
      .then(function (got) {
        return Toolkit.search(got.index, {}, { query: typed })
          .then((result) => Toolkit.show(got.index, result, 0, MOST))
          .then((shown) => mine === turn && draw(shown, got.speaker, typed.trim()));
      })
      // Enter still leads to the find page, which says what is wrong.
      .catch(close);
  }

  function draw(shown, speaker, typed) {
    list.textContent = "";
    shown.forEach(function (one) {
      var option = add(Toolkit.site().page(one.path) + Toolkit.marking(one));
      var title = Toolkit.element("span", "search__title");
      // An English title stands where the others do, also from right to left.
      title.append(Toolkit.mark(Toolkit.write(Toolkit.element("span"), one.title), one.language));
      var about = Toolkit.element("span", "search__about", speaker.say(one.kind));
      Toolkit.about(one, speaker).forEach((piece) => about.append(" · ", Toolkit.element("span", "", piece)));
      option.append(title, about);
    });
    var all = add(everything());
    all.classList.add("search__all");
    all.append(Toolkit.element("span", "", speaker.say("all_results", { query: typed })));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(-1);
  }

  function add(address) {
    var option = Toolkit.element("li", "search__option");
    option.id = "search-option-" + list.children.length;
    option.setAttribute("role", "option");
    option.dataset.to = address;
    list.append(option);
    return option;
  }

  box.addEventListener("focus", start);
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", function (event) {
    var many = list.hidden ? 0 : list.children.length;
    // While a Japanese or Chinese word is being composed, Enter and the arrows belong to it.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!many) suggest();
      else if (event.key === "ArrowDown") choose(active + 1 < many ? active + 1 : -1);
      else choose(active < 0 ? many - 1 : active - 1);
    } else if (event.key === "Enter") {
      if (active >= 0) location.href = list.children[active].dataset.to;
      else if (box.value.trim()) location.href = everything();
    } else if (event.key === "Escape") {
      if (many) event.preventDefault();
      else box.value = "";
      close();
    } else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      choose(-1);
    }
  });
  // The box keeps the focus, so that its blur does not close the list before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", function (event) {
    var option = event.target.closest("[data-to]");
    if (option) location.href = option.dataset.to;
  });
})();
