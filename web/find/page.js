/* The find page. The address is the state: what is typed, chosen and sorted by can be shared, kept and stepped back to. */
"use strict";

(() => {
  var WAIT = 150;
  var STEP = 10;
  /** Results that come by themselves as the reader goes down; more come at a press. */
  var BY_THEMSELVES = 100;
  var SORTS = { new: "date", effort: "effort", evidence: "evidence" };

  var site = Toolkit.site();
  var load = Toolkit.loader(site.base);
  var at = (name) => document.getElementById("find-" + name);
  /** @type {HTMLInputElement} */
  var query = at("query");
  /** @type {HTMLSelectElement} */
  var sort = at("sort");

  Promise.all([
    load("values"),
    Toolkit.open(site.language, load),
    load(site.language + "/words"),
    load(site.language + "/labels"),
  ])
    .then((got) => {
      var names = got[0].map((facet) => facet[0]);
      return Promise.all(names.map((name) => load("c/" + name))).then((columns) => {
        var made = Object.fromEntries(names.map((name, i) => [name, Toolkit.column(columns[i])]));
        begin(got[1], got[0], made, got[3], Toolkit.speaker(got[2], site.language));
      });
    })
    .catch(broken);

  /** Whether the results do not yet answer what is asked. */
  function setBusy(isBusy) {
    document.querySelector(".find__results").setAttribute("aria-busy", String(isBusy));
  }

  function broken() {
    setBusy(false);
    at("status").textContent = at("status").dataset.broken;
    at("list").textContent = "";
    at("more").hidden = true;
  }

  function begin(index, facets, columns, labels, speaker) {
    var ids = Object.fromEntries(facets.map((facet) => [facet[0], facet[1]]));
    labels = labels.map((pair) => [Toolkit.said(pair[0]), pair[1].map((label) => Toolkit.said(label))]);
    var named = Object.fromEntries(facets.map((facet, i) => [facet[0], labels[i][1]]));
    var state = fromAddress();
    var turn = 0;
    var timer = 0;
    var isTyping = false;
    var totals = Toolkit.filter(index.head.cards, () => true, columns, {}).counts;
    var update = Toolkit.drawFilters(
      at("facets"),
      facets.map((facet, i) => ({
        name: facet[0],
        label: labels[i][0],
        isScale: Boolean(facet[2]),
        values: labels[i][1].map((label, number) => ({ label, total: totals[facet[0]][number] || 0 })),
      })),
      speaker,
      toggle
    );

    // -------------------------------------------------------------- the state and the address

    function fromAddress() {
      var asked = new URLSearchParams(location.search);
      var chosen = {};
      facets.forEach((facet) => {
        var found = asked.getAll(facet[0]).map((id) => facet[1].indexOf(id));
        found = found.filter((number, i) => number >= 0 && found.indexOf(number) === i);
        if (found.length) chosen[facet[0]] = found;
      });
      var by = asked.get("sort") || "";
      return { query: (asked.get("q") || "").slice(0, 600), chosen, sort: by in SORTS ? by : "best" };
    }

    function toAddress() {
      var asked = new URLSearchParams();
      if (state.query.trim()) asked.set("q", state.query.trim());
      Object.keys(state.chosen).forEach((name) => state.chosen[name].forEach((n) => asked.append(name, ids[name][n])));
      if (state.sort !== "best") asked.set("sort", state.sort);
      var text = asked.toString();
      return location.pathname + (text && "?" + text);
    }

    /** Take up a new state, with what is typed by now. Letters of one word are one step back, each choice is a step of its own. */
    function become(next, isLetter) {
      Object.assign(state, { query: query.value }, next);
      if (isLetter && isTyping) history.replaceState(null, "", toAddress());
      else history.pushState(null, "", toAddress());
      isTyping = Boolean(isLetter);
      run();
    }

    function toggle(name, number, isChosen) {
      var others = (state.chosen[name] || []).filter((other) => other !== number);
      var chosen = Object.assign({}, state.chosen);
      chosen[name] = isChosen ? others.concat(number) : others;
      if (!chosen[name].length) delete chosen[name];
      become({ chosen });
    }

    // -------------------------------------------------------------- one search

    function run() {
      var mine = ++turn;
      clearTimeout(timer);
      timer = 0;
      setBusy(true);
      var name = SORTS[state.sort];
      if (query.value !== state.query) query.value = state.query;
      sort.value = state.sort;
      // Dates have no facet: nobody narrows by the month.
      Promise.resolve(name === "date" ? load("c/date").then((text) => ({ values: Toolkit.numbers(text, 2) })) : columns[name])
        .then((order) =>
          Toolkit.search(index, columns, {
            query: state.query,
            chosen: state.chosen,
            order: order && Object.assign({ isDown: state.sort !== "effort" }, order),
          })
        )
        .then((result) => {
          if (mine !== turn) return;
          document.title = (state.query.trim() ? state.query.trim() + " · " : "") + pageTitle;
          at("status").textContent = "";
          told(result).forEach((text) => at("status").append(Toolkit.element("span", "", text), " "));
          update(result.counts, state.chosen);
          drawChips();
          Toolkit.drawHelp(at("help"), result.cards.length ? null : help(result), speaker, site);
          at("list").textContent = "";
          at("more").hidden = true;
          return draw(result, 0, mine);
        })
        .then(() => mine === turn && setBusy(timer > 0))
        .catch(() => {
          if (mine === turn) broken();
        });
    }

    function told(result) {
      var many = result.cards.length;
      var said = [];
      if (!state.query.trim() && !Object.keys(state.chosen).length) return [speaker.count("everything", many)];
      said.push(speaker.count("found", many));
      result.instead.forEach((pair) => said.push(speaker.say("instead", { typed: pair[0], shown: pair[1] })));
      if (many && result.groups > 1 && !result.withAll) said.push(speaker.say("some_words"));
      else if (result.withAll < many) said.push(speaker.count("most_words", result.withAll));
      if (result.isCut) said.push(speaker.say("words_cut", { n: Toolkit.MOST_GROUPS }));
      return said;
    }

    function help(result) {
      var words = index.reader.words(state.query).map((word) => word.text);
      var topics = (ids.topics || []).map((_, number) => {
        var own = index.reader.words(named.topics[number]).map((word) => word.text);
        var away = own.flatMap((a) => words.map((b) => Toolkit.distance(a, b, 9) / Math.max(a.length, b.length)));
        return { number, away: Math.min.apply(null, away.concat(1)) };
      });
      topics.sort((a, b) => a.away - b.away || totals.topics[b.number] - totals.topics[a.number]);
      return {
        unfiltered: Object.keys(state.chosen).length ? result.unfiltered : 0,
        clear: () => become({ chosen: {} }),
        topics: topics.slice(0, 6).map((topic) => ({
          label: named.topics[topic.number],
          choose: () => become({ query: "", chosen: { topics: [topic.number] } }),
        })),
      };
    }

    function drawChips() {
      var chips = Object.keys(state.chosen).flatMap((name) =>
        state.chosen[name].map((number) => ({ name, number, label: named[name][number] }))
      );
      at("number").textContent = chips.length ? " (" + speaker.number(chips.length) + ")" : "";
      Toolkit.drawChips(
        at("chips"),
        chips,
        speaker,
        (chip) => {
          toggle(chip.name, chip.number, false);
          query.focus();
        },
        () => {
          become({ chosen: {} });
          query.focus();
        }
      );
    }

    function draw(result, from, mine) {
      return Toolkit.show(index, result, from, from + STEP).then((shown) => {
        if (mine !== turn) return;
        shown.forEach((one) => at("list").append(Toolkit.drawResult(one, speaker, site)));
        var left = result.cards.length - from - shown.length;
        at("more").hidden = !left;
        at("more").replaceChildren(Toolkit.element("span", "", speaker.say("more", { n: left })));
        at("more").onclick = () => {
          var last = at("list").children.length;
          // The button moves down; a reader with a keyboard goes on at the first new result.
          draw(result, from + STEP, mine).then(() => {
            var first = at("list").children[last];
            if (first && mine === turn) first.querySelector("a").focus();
          }, broken);
        };
        watch(left && from + STEP < BY_THEMSELVES ? () => draw(result, from + STEP, mine).catch(broken) : null);
      });
    }

    // -------------------------------------------------------------- what the reader does

    var watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting) && goOn) {
          var act = goOn;
          watch(null);
          act();
        }
      },
      { rootMargin: "600px" }
    );
    /** @type {(() => void) | null} */
    var goOn = null;
    function watch(act) {
      goOn = act;
      watcher.disconnect();
      if (act) watcher.observe(at("more"));
    }

    var pageTitle = document.title;
    query.addEventListener("input", () => {
      clearTimeout(timer);
      setBusy(true);
      timer = setTimeout(() => {
        if (query.value === state.query) run();
        else become({}, true);
      }, WAIT);
    });
    query.addEventListener("change", () => {
      isTyping = false;
    });
    sort.addEventListener("change", () => become({ sort: sort.value }));
    window.addEventListener("popstate", () => {
      state = fromAddress();
      isTyping = false;
      run();
    });

    // -------------------------------------------------------------- the sheet of filters on a phone

    var sheet = at("filters");
    function show(isOpen) {
      sheet.classList.toggle("is-open", isOpen);
      at("open").setAttribute("aria-expanded", String(isOpen));
      if (isOpen) {
        sheet.setAttribute("role", "dialog");
        sheet.setAttribute("aria-modal", "true");
      } else {
        sheet.removeAttribute("role");
        sheet.removeAttribute("aria-modal");
      }
      // Behind the sheet nothing can be reached.
      document.querySelectorAll(".site-header, .site-footer, .find__ask, .find__chips, .find__results").forEach((part) => {
        part.inert = isOpen;
      });
      (isOpen ? sheet.querySelector("summary") : at("open")).focus();
    }
    at("open").addEventListener("click", () => show(!sheet.classList.contains("is-open")));
    at("done").addEventListener("click", () => show(false));
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && sheet.classList.contains("is-open")) show(false);
    });

    query.value = query.value || state.query;
    if (query.value !== state.query) state.query = query.value;
    run();
  }
})();
