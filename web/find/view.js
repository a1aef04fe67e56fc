/* Draws what `find.js` decides. Knows the page, not the search. */
"use strict";

(() => {
  var element = Toolkit.element;
  var SHORT = 8;
  /** Facets that stand open at first; the others are a click away. */
  var OPEN = ["kind", "topics", "communities", "states"];

  /** One result. @param {Shown} shown @returns {HTMLElement} */
  Toolkit.drawResult = (shown, speaker, site) => {
    var item = element("li", "result");
    var heading = item.appendChild(element("h2", "result__title"));
    var link = Toolkit.mark(heading.appendChild(element("a")), shown.language);
    link.href = site.page(shown.path) + Toolkit.marking(shown);
    Toolkit.write(link, shown.title);
    var about = item.appendChild(element("p", "result__about"));
    about.append(element("strong", "", speaker.say(shown.kind)));
    Toolkit.about(shown, speaker).forEach((piece) => about.append(" · ", element("span", "", piece)));
    if (shown.isForeign) about.append(" ", element("span", "result__language", speaker.say("in_english")));
    if (shown.isOutdated) about.append(" ", element("span", "result__language", speaker.say("translation.outdated_notice")));
    shown.passages.forEach((passage) => {
      var line = item.appendChild(element("p", "result__passage"));
      if (passage.heading) {
        var part = line.appendChild(element("a", "result__part", speaker.say(passage.heading, passage)));
        part.href = (passage.page ? site.base : link.href + "#") + passage.anchor;
        line.append(" ");
      }
      Toolkit.write(Toolkit.mark(line.appendChild(element("span")), passage.language), passage.pieces);
    });
    return item;
  };

  /**
   * The filters, drawn once; `update` changes counts and choices in place, so that the focus stays where it is.
   * @param {Element} into
   * @param {Array<{name: string, label: string, values: Array<{label: string, total: number}>, isScale: boolean}>} facets
   * @param {(facet: string, value: number, isChosen: boolean) => void} changed
   */
  Toolkit.drawFilters = (into, facets, speaker, changed) => {
    var drawn = facets.map((facet) => {
      var fold = into.appendChild(element("details", "facet"));
      fold.open = OPEN.includes(facet.name);
      fold.append(element("summary", "", facet.label));
      var group = fold.appendChild(element("fieldset"));
      group.append(element("legend", "facet__legend", facet.label));
      var list = group.appendChild(element("ul"));
      var order = facet.values.map((_, i) => i);
      // What most records have comes first; a scale keeps its own order.
      if (!facet.isScale) order.sort((a, b) => facet.values[b].total - facet.values[a].total || a - b);
      var rows = order.map((number, place) => {
        var row = list.appendChild(element("li"));
        var label = row.appendChild(element("label"));
        var box = label.appendChild(element("input"));
        box.type = "checkbox";
        box.addEventListener("change", () => changed(facet.name, number, box.checked));
        label.append(element("span", "facet__value", facet.values[number].label), " ");
        var count = label.appendChild(element("span", "count"));
        return { row, box, count, number, place, many: 0 };
      });
      var own = { facet, fold, rows, more: null, isLong: false };
      if (rows.length > SHORT) {
        own.more = button(group, "facet__more", "", () => {
          own.isLong = !own.isLong;
          shorten(own);
        });
      }
      return own;
    });

    /** Shows the values that most of the present results have, in their usual order, and all that are chosen. */
    function shorten(own) {
      var first = own.rows.slice().sort((a, b) => b.many - a.many || a.place - b.place).slice(0, SHORT);
      own.rows.forEach((row) => (row.row.hidden = !own.isLong && !row.box.checked && !first.includes(row)));
      if (!own.more) return;
      own.more.setAttribute("aria-expanded", String(own.isLong));
      own.more.replaceChildren(
        element("span", "", speaker.say(own.isLong ? "fewer_values" : "more_values", { n: own.rows.length }))
      );
    }

    /** @param {Object<string, Uint32Array>} counts @param {Object<string, number[]>} chosen */
    function update(counts, chosen) {
      drawn.forEach((own) => {
        var wanted = chosen[own.facet.name] || [];
        own.rows.forEach((row) => {
          var many = counts[own.facet.name][row.number] || 0;
          row.many = many;
          row.box.checked = wanted.includes(row.number);
          row.count.textContent = speaker.number(many);
          row.row.classList.toggle("is-empty", !many && !row.box.checked);
        });
        if (wanted.length) own.fold.open = true;
        shorten(own);
      });
    }

    return update;
  };

  /** The chosen values, each a button that takes it away. */
  Toolkit.drawChips = (into, chips, speaker, remove, clear) => {
    into.textContent = "";
    into.hidden = !chips.length;
    chips.forEach((chip) => {
      button(into.appendChild(element("li")), "chip", chip.label, () => remove(chip)).setAttribute(
        "aria-label",
        speaker.say("remove", { value: chip.label })
      );
    });
    if (chips.length > 1) button(into.appendChild(element("li")), "chip chip--all", speaker.say("clear"), clear);
  };

  /**
   * What helps when nothing matches.
   * @param {{unfiltered: number, topics: Array<{label: string, choose: () => void}>, clear: () => void}} help
   */
  Toolkit.drawHelp = (into, help, speaker, site) => {
    into.textContent = "";
    if (!help) return;
    into.append(element("p", "find__nothing", speaker.say("nothing")));
    if (help.unfiltered) {
      button(into.appendChild(element("p")), "chip", speaker.count("unfiltered", help.unfiltered), help.clear);
    }
    into.append(element("p", "", speaker.say("nothing_help")));
    var list = into.appendChild(element("ul", "find__topics"));
    help.topics.forEach((topic) => button(list.appendChild(element("li")), "chip", topic.label, topic.choose));
    var link = element("a", "", speaker.say("suggest_link"));
    link.href = site.page("contribute/index");
    into.appendChild(element("p")).append(element("span", "", speaker.say("suggest")), " ", link);
  };

  /** A button whose text may be in another language than its label. */
  function button(into, className, text, act) {
    var made = into.appendChild(element("button", className));
    made.append(element("span", "", text));
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
})();
