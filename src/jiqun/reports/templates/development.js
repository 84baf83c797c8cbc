// The way down from a figure to the clusters' cells: a table made on demand from the data in the page.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("cells-data").textContent);
  var words = JSON.parse(document.getElementById("words-data").textContent);
  var marks = { m: words.missing, n: "—", x: "×" };

  function shown(value, type) {
    if (value === null) return "";
    if (value in marks) return marks[value];
    if (type === "flag") return value === "1" ? words.yes : words.no;
    return value.replace(/^(-?\d+)(.*)$/, function (_, whole, rest) {
      return whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
    });
  }

  function cell(row, tag, text, kind) {
    var made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    row.appendChild(made);
    return made;
  }

  function sorted(table, column, button) {
    var body = table.tBodies[0];
    var down = button.getAttribute("aria-sort") !== "descending";
    table.querySelectorAll("th").forEach(function (one) { one.removeAttribute("aria-sort"); });
    button.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(body.rows).map(function (row) {
      var text = row.cells[column].textContent;
      var number = parseFloat(text.replace(/,/g, ""));
      return [isNaN(number) ? text : number, row];
    }).sort(function (a, b) {
      if (typeof a[0] !== typeof b[0]) return typeof a[0] === "number" ? -1 : 1;
      var order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
      return down ? -order : order;
    }).forEach(function (pair) { body.appendChild(pair[1]); });
  }

  function table(fields, growth) {
    var made = document.createElement("table");
    var head = made.createTHead().insertRow();
    var titles = [words.cluster, words.province, words.sector];
    fields.forEach(function (name) {
      var field = data.fields[name];
      var unit = field[1] ? words.aside.replace("%", field[1]) : "";
      titles.push(data.year + " " + field[0] + unit);
      titles.push((data.year - 1) + (growth ? words.aside.replace("%", words.growth) : ""));
    });
    titles.forEach(function (title, column) {
      var one = cell(head, "th", title);
      one.tabIndex = 0;
      one.onclick = function () { sorted(made, column, one); };
      one.onkeydown = function (event) { if (event.key === "Enter") one.onclick(); };
    });
    var body = made.createTBody();
    data.clusters.forEach(function (cluster, place) {
      var row = body.insertRow();
      cell(row, "th", cluster[1]);
      cell(row, "td", cluster[2]);
      cell(row, "td", cluster[3]);
      fields.forEach(function (name) {
        var type = data.fields[name][2];
        cell(row, "td", shown(data.now[name][place], type), "n");
        cell(row, "td", shown(data.before[name][place], type), "n was");
      });
    });
    return made;
  }

  document.querySelectorAll(".open-cells").forEach(function (button) {
    button.onclick = function () {
      var place = button.nextElementSibling;
      if (place.firstChild) { place.textContent = ""; return; }
      place.appendChild(table(button.dataset.fields.split(" "), "growth" in button.dataset));
    };
  });

  function openNamed() {
    var named = location.hash && document.getElementById(location.hash.slice(1));
    if (!named || named.tagName !== "DETAILS") return;
    for (var one = named; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    named.scrollIntoView();
  }
  window.addEventListener("hashchange", openNamed);
  openNamed();
})();
