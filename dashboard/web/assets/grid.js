/* A listing as AG Grid. The plain table inside the element is what stands before, without scripts, and on paper.
   The library is asked for when the first listing is drawn; its React component stands on its own, outside Dash's tree. */
(function () {
  "use strict";
  const WHOLE = 14; // rows up to which the grid is as high as its rows; a longer one scrolls and draws what is seen
  const LINE = 240; // pixels of a text up to which it has one line
  const FONT = "13.5px "; // as the style sheet has it
  const ruler = document.createElement("canvas").getContext("2d");
  const words = new Intl.Collator(undefined, { numeric: true });
  let library = null;
  let made = 0;

  function loaded(address) {
    library ??= new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  /* By the column's keys, or by its words in the reader's language; what is missing comes last either way. */
  function order(keys) {
    return function (one, other, a, b, down) {
      const [x, y] = keys ? [keys[a.data.at], keys[b.data.at]] : [one, other];
      if (x === null || y === null) {
        return (x === null) - (y === null) ? ((x === null) - (y === null)) * (down ? -1 : 1) : 0;
      }
      return typeof x === "number" ? x - y : words.compare(x, y);
    };
  }

  /* A column is as wide as its widest text; those of long texts break their lines and share what the others leave. */
  function width(title, texts, least, line) {
    const widest = Math.max(0, ...[...new Set(texts)].map(pixels));
    if (widest <= line) {
      return { width: Math.ceil(Math.max(least, 26 + Math.max(...title.split(" ").map(pixels)), 24 + widest)) };
    }
    const share = Math.min(widest, 750);
    const word = Math.min(line, 24 + Math.max(...[...new Set(texts.join(" ").split(" "))].map(pixels)));
    return { wrapText: true, autoHeight: true, flex: share, minWidth: Math.ceil(Math.max(90 + 0.1 * share, word)) };
  }

  /* How wide a text is drawn, in whatever script. */
  function pixels(text) {
    return ruler.measureText(text).width;
  }

  function column(title, at, rows, right, keys, line) {
    const numbers = right && keys;
    return {
      colId: String(at),
      headerName: title,
      valueGetter: (row) => row.data.cells[at],
      comparator: order(keys),
      filter: numbers ? "agNumberColumnFilter" : "agTextColumnFilter",
      filterValueGetter: numbers ? (row) => keys[row.data.at] : undefined,
      cellRenderer: at === 0 ? "Lead" : undefined,
      pinned: at === 0 ? "left" : undefined,
      type: right ? "rightAligned" : undefined,
      suppressFloatingFilterButton: !numbers,
      ...width(title, rows.map((row) => row[at]), numbers ? 88 : 0, line), // its filter has a button
    };
  }

  /* The columns; where they are wider than their place, shorter texts break their lines too. */
  function columns(titles, rows, right, keys, place) {
    const made = (line) => titles.map((title, at) => column(title, at, rows, right[at], keys[at], line));
    const all = made(LINE);
    const wide = all.reduce((sum, each) => sum + (each.width ?? each.minWidth), 0) > place.clientWidth;
    return wide ? made(LINE / 2) : all;
  }

  /* A row's first cell leads to its participant; the arrows come to the cell, and Enter follows its link. */
  function Lead({ data, value }) {
    return data.lead ? window.React.createElement("a", { href: data.lead, tabIndex: -1 }, value) : value;
  }

  function follow(event) {
    if (event.key === "Enter") {
      event.target.closest(".ag-cell")?.querySelector("a")?.click();
    }
  }

  class Listing extends HTMLElement {
    async connectedCallback() {
      if (this.closest("#still")) {
        return;
      }
      await loaded(this.getAttribute("library"));
      if (this.isConnected) {
        this.draw();
      }
    }

    disconnectedCallback() {
      this.root?.unmount();
    }

    draw() {
      const [right, keys, leads] = ["right", "keys", "leads"].map((name) => JSON.parse(this.getAttribute(name)));
      const [titles, ...rows] = this.getAttribute("rows").split("\n").map((line) => line.split("\t"));
      const id = "listing-" + (made += 1);
      const place = this.querySelector(".grid-place");
      const short = rows.length <= WHOLE;
      window.dashAgGridComponentFunctions = { Lead };
      ruler.font = FONT + getComputedStyle(this).fontFamily;
      this.root = window.ReactDOM.createRoot(place);
      this.root.render(window.React.createElement(window.dash_ag_grid.AgGrid, {
        id,
        columnDefs: columns(titles, rows, right, keys, place),
        rowData: rows.map((cells, at) => ({ at, cells, lead: leads[at] })),
        defaultColDef: {
          floatingFilter: true,
          suppressHeaderFilterButton: true,
          suppressHeaderMenuButton: true,
          wrapHeaderText: true,
          autoHeaderHeight: true,
        },
        dashGridOptions: {
          domLayout: short ? "autoHeight" : "normal",
          ensureDomOrder: true,
          suppressColumnVirtualisation: true,
          suppressCsvExport: true, // files come from the server, which writes down who took them
          tabToNextCell: () => false, // Tab leaves the rows; arrows move within them
        },
        style: { height: short ? null : "560px" },
        setProps: () => {}, // nothing that a reader does here leaves the page
      }));
      place.addEventListener("keydown", follow);
      this.alive(id, rows.length);
    }

    async alive(id, all) {
      const grid = await window.dash_ag_grid.getApiAsync(id);
      const says = this.querySelector(".grid-says");
      grid.setGridAriaProperty("label", this.getAttribute("name"));
      grid.addEventListener("filterChanged", () => {
        const shown = grid.getDisplayedRowCount();
        says.firstElementChild.textContent = shown < all ? shown + " of " + all + " rows shown · " : "";
      });
      says.hidden = false;
      this.querySelector("details").open = false;
    }
  }
  customElements.define("listing-grid", Listing);

  function paper(open) {
    for (const plain of document.querySelectorAll("#main listing-grid > details")) {
      plain.open = open;
    }
  }
  window.addEventListener("beforeprint", () => paper(true));
  window.addEventListener("afterprint", () => paper(false));
})();
