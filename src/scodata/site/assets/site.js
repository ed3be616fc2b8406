/* What the pages do beyond being read: search, filters, sorting, downloads, any day. Without it every record can still be reached. */
"use strict";

(() => {
  const STEP = 200;
  const home = document.querySelector(".home").getAttribute("href");
  const language = document.documentElement.lang;
  const isFile = location.protocol === "file:";

  /* A folder opened as a file is listed, not shown, so links lead to the page in it. */
  const page = (href) => (isFile ? href.replace(/\/(?=$|[?#])/, "/index.html") : href);
  if (isFile) {
    for (const link of document.querySelectorAll("a[href]")) {
      if (!/^[a-z]+:/.test(link.getAttribute("href"))) link.setAttribute("href", page(link.getAttribute("href")));
    }
    for (const form of document.querySelectorAll("form[action]")) form.setAttribute("action", page(form.getAttribute("action")));
  }

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* Folds what is typed as names were folded when the site was made. */
  const folded = (text) => {
    const { letters, rules } = window.scodataFolding;
    const plain = [...text.normalize("NFC")].map((letter) => letters[letter] ?? letter).join("").toLowerCase();
    return rules.reduce((so_far, [pattern, replacement]) => so_far.replace(new RegExp(pattern, "g"), replacement), plain).trim();
  };
  const finds = (names, words) => words.every((word) => names.includes(word));
  const words = (text) => folded(text).split(" ").filter(Boolean);

  const asked = () => new URLSearchParams(location.search);
  const remember = (values) => {
    const kept = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    const query = kept.size ? `?${kept}` : "";
    history.replaceState(null, "", `${location.pathname}${query}${location.hash}`);
    for (const tongue of document.querySelectorAll(".tongues a")) tongue.setAttribute("href", tongue.getAttribute("href").replace(/(\?.*)?$/, query));
  };
  const linked = (kind, id, text, tongue) => {
    const link = make("a", { href: page(`${home}${kind}/${id}/`), textContent: text });
    if (tongue) link.lang = tongue;
    return link;
  };
  const counted = (element, shown, all) => {
    element.textContent = shown || !all ? element.dataset.count.replace("{shown}", shown).replace("{all}", all) : element.dataset.none;
  };

  const list = (form) => {
    const kind = form.dataset.list;
    const { table, names } = window.scodata[kind];
    const body = document.querySelector(".rows tbody");
    const heads = [...document.querySelectorAll(".rows thead th")];
    const more = document.querySelector(".more");
    const count = document.querySelector(".count");
    const collator = new Intl.Collator(language, { numeric: true });
    let sorted = { by: -1, down: false };
    let limit = STEP;
    let shown = [];

    table.filters.forEach(([name, options, values]) => {
      const select = form.elements[name];
      options.forEach(([text, number], position) => select.append(make("option", { value: values[position], textContent: `${text} (${number})` })));
    });
    const values = () => Object.fromEntries(["q", ...table.filters.map(([name]) => name)].map((name) => [name, form.elements[name].value]));

    const chosen = () => {
      const typed = words(form.elements.q.value);
      const wanted = table.filters.map(([name, , all]) => (form.elements[name].value ? all.indexOf(form.elements[name].value) : -1));
      return table.order.filter((at) => finds(names[at], typed) && wanted.every((option, position) => option < 0 || table.rows[at][5][position].includes(option)));
    };
    const key = (row) => (sorted.by === 0 ? row[1] : row[4][sorted.by - 1] || row[3][sorted.by - 1]);
    const inOrder = (found) => {
      if (sorted.by < 0) return found;
      const rows = found.map((at) => [key(table.rows[at]), at]);
      rows.sort(([one], [other]) => (!one - !other) || collator.compare(one, other) * (sorted.down ? -1 : 1));
      return rows.map(([, at]) => at);
    };
    const row = (at) => {
      const [id, label, tongue, cells] = table.rows[at];
      const head = make("th", { scope: "row" }, linked(kind, id, label, tongue));
      return make("tr", {}, head, ...cells.map((cell) => make("td", { textContent: cell })));
    };
    const show = () => {
      shown = inOrder(chosen());
      body.replaceChildren(...shown.slice(0, limit).map(row));
      more.hidden = shown.length <= limit;
      counted(count, shown.length, table.rows.length);
      heads.forEach((head, position) => {
        if (position === sorted.by) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const sort = sorted.by < 0 ? "" : `${sorted.down ? "-" : ""}${sorted.by}`;
      remember({ ...values(), sort });
      document.querySelector(".pages")?.remove();
    };
    const changed = () => {
      limit = STEP;
      show();
    };
    heads.forEach((head, position) => {
      const title = head.textContent;
      const button = make("button", { type: "button", textContent: title, title: document.querySelector(".rows").dataset.sort.replace("{column}", title) });
      button.addEventListener("click", () => {
        sorted = { by: position, down: sorted.by === position && !sorted.down };
        changed();
      });
      head.replaceChildren(button);
    });
    more.querySelector("button").addEventListener("click", () => {
      limit += STEP;
      show();
    });
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => {
      sorted = { by: -1, down: false };
      changed();
    }));

    const columns = ["id", ...heads.map((head) => head.textContent)];
    const cell = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    const rows = () => shown.map((at) => [table.rows[at][0], table.rows[at][1], ...table.rows[at][3]]);
    const files = {
      csv: () => [columns, ...rows()].map((one) => one.map((text) => cell(safe(text))).join(",")).join("\n") + "\n",
      json: () => JSON.stringify(rows().map((one) => Object.fromEntries(one.map((text, position) => [columns[position], text]))), null, 1) + "\n",
    };
    const types = { csv: "text/csv", json: "application/json" };
    document.querySelector(".shown").hidden = false;
    for (const button of document.querySelectorAll("[data-as]")) {
      button.addEventListener("click", () => {
        const as = button.dataset.as;
        const href = URL.createObjectURL(new Blob([files[as]()], { type: types[as] }));
        make("a", { href, download: `${kind}.${as}` }).click();
        setTimeout(() => URL.revokeObjectURL(href), 10000);
      });
    }

    const before = asked();
    for (const name of Object.keys(values())) form.elements[name].value = before.get(name) ?? "";
    const sort = before.get("sort");
    if (sort && heads[Math.abs(sort)]) sorted = { by: Math.abs(sort), down: sort.startsWith("-") };
    form.hidden = false;
    shown = table.order;
    if ([...before.keys()].length) show();
    else counted(count, Math.min(document.querySelectorAll(".rows tbody tr").length, shown.length), shown.length);
  };

  const search = (form) => {
    const found = document.querySelector(".found");
    const count = document.querySelector(".count");
    const kinds = Object.keys(window.scodata);
    const titles = Object.fromEntries([...form.elements.kind.options].map((option) => [option.value, option.text]));
    const all = kinds.reduce((sum, kind) => sum + window.scodata[kind].names.length, 0);
    const hits = (typed) => {
      const wanted = form.elements.kind.value;
      return kinds.filter((kind) => !wanted || kind === wanted).flatMap((kind) =>
        window.scodata[kind].names.flatMap((names, at) => {
          if (!finds(names, typed)) return [];
          const name = names.split("|");
          const rank = name.includes(typed.join(" ")) ? 0 : name.some((one) => one.startsWith(typed.join(" "))) ? 1 : 2;
          return [[rank, kind, window.scodata[kind].table.rows[at]]];
        }));
    };
    const show = () => {
      const typed = words(form.elements.q.value);
      const ranked = typed.length ? hits(typed).sort(([one], [other]) => one - other) : [];
      found.replaceChildren(...ranked.slice(0, STEP).map(([, kind, [id, label, tongue, cells]]) => {
        const said = [titles[kind], ...cells.filter(Boolean).slice(0, 2)].join(" · ");
        return make("li", {}, linked(kind, id, label, tongue), " ", make("small", { textContent: said }));
      }));
      if (typed.length) counted(count, ranked.length, all);
      else count.textContent = "";
      remember({ q: form.elements.q.value, kind: form.elements.kind.value });
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.elements.q.value = asked().get("q") ?? "";
    form.elements.kind.value = asked().get("kind") ?? "";
    form.hidden = false;
    show();
    form.elements.q.focus();
  };

  const days = (form) => {
    const held = document.querySelector("#held");
    const shown = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(language === "en" ? "en-GB" : language, { timeZone: "UTC", dateStyle: "long" });
    const section = (day, { title, rows }) => {
      const groups = new Map();
      let open = 0;
      for (const [who, path, group, from, to, first, last] of rows) {
        const certain = from && from <= day && day <= (to || day);
        const possible = first <= day && day <= (last || day);
        if (!certain && possible && !(first && last)) open += 1;
        else if (certain || possible) {
          const name = group.join(", ");
          const said = certain ? [] : [" ", make("small", { textContent: `(${held.dataset.possibly}, ${shown(first)} – ${shown(last)})` })];
          const before = groups.get(name) ?? [];
          groups.set(name, [...before, ...(before.length ? [", "] : []), linked(...path.split("/"), who), ...said]);
        }
      }
      const parts = [make("h3", { textContent: title })];
      const lines = [...groups].map(([name, people]) => make("div", {}, make("dt", { textContent: name }), make("dd", {}, ...people)));
      parts.push(lines.length ? make("dl", {}, ...lines) : make("p", { textContent: held.dataset.nothing }));
      if (open) parts.push(make("p", { className: "hint", textContent: held.dataset.undated.replace("{n}", open) }));
      return make("section", { className: "held" }, ...parts);
    };
    const show = () => {
      const day = form.elements.date.value;
      if (!day) return;
      held.replaceChildren(make("h2", { textContent: held.dataset.on.replace("{date}", shown(day)) }), ...window.scodataDays.map((table) => section(day, table)));
      remember({ date: day });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    form.elements.date.addEventListener("change", show);
    form.hidden = false;
    const day = asked().get("date");
    if (/^\d{4}-\d\d-\d\d$/.test(day ?? "")) {
      form.elements.date.value = day;
      show();
    }
  };

  for (const [selector, begin] of [["form[data-list]", list], ["form[data-search]", search], ["form[data-day]", days]]) {
    const form = document.querySelector(selector);
    if (form) begin(form);
  }
})();
