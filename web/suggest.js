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
  // Where the list does not yet answer what is typed, the arrows are counted, and done when it does.
  var isDue = false;
  var steps = 0;
  // Enter after such an arrow waits, too.
  var isEntered = false;
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

  function stop() {
    clearTimeout(timer);
    timer = 0;
  }

  function close() {
    turn++;
    stop();
    isDue = isEntered = false;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    active = number;
    steps = 0;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  /** From the box through the options and back to it. @param {number} by 1 down, -1 up */
  function move(by) {
    var stops = list.children.length + 1;
    choose(((((active + 1 + by) % stops) + stops) % stops) - 1);
  }

  function enter() {
    if (active >= 0) location.href = list.children[active].dataset.to;
    else if (box.value.trim()) location.href = everything();
  }

  function everything() {
    return data.base + data.root + "find.html?q=" + encodeURIComponent(box.value.trim());
  }

  function suggest() {
    var typed = box.value;
    var mine = ++turn;
    stop();
    if (!typed.trim()) return close();
    isDue = true;
    start()
      .then(function (got) {
        return Toolkit.search(got.index, {}, { query: typed })
          .then((result) => Toolkit.show(got.index, result, 0, MOST))
          .then((shown) => mine === turn && draw(shown, got.speaker, typed.trim()));
      })
      // Enter still leads to the find page, which says what is wrong.
      .catch(function () {
        if (mine !== turn || timer) return; // typed on since
        var isAsked = isEntered;
        close();
        if (isAsked) enter();
      });
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
    // Typed on since: the next answer is on its way.
    isDue = timer > 0;
    move(steps);
    if (isEntered) enter();
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
    choose(-1);
    isDue = true;
    isEntered = false;
    stop();
    timer = setTimeout(suggest, WAIT);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", function (event) {
    var many = list.hidden ? 0 : list.children.length;
    // While a Japanese or Chinese word is being composed, Enter and the arrows belong to it.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      var by = event.key === "ArrowDown" ? 1 : -1;
      if (isDue) steps += by;
      else if (many) move(by);
      if (isDue ? timer : !many) suggest();
    } else if (event.key === "Enter") {
      if (isDue && steps) isEntered = true;
      else enter();
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
