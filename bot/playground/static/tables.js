/** The table and data_table blocks. */

import { h, unknownBox } from "./dom.js";
import { decodeEntities } from "./inline.js";
import { renderRichText } from "./richtext.js";

function cellContent(cell) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "object") return String(cell);
  if (cell.type === "raw_text") return decodeEntities(cell.text ?? "");
  if (cell.type === "raw_number") return cell.text ?? String(cell.value ?? "");
  if (cell.type === "rich_text") return renderRichText(cell);
  return unknownBox("cell", cell);
}

function scrollBox(label, table) {
  return h("div", { class: "table-scroll", tabindex: 0, role: "group", "aria-label": label }, table);
}

function columnClass(setting) {
  if (!setting) return "";
  return `align-${setting.align || "left"}${setting.is_wrapped ? " wrap" : ""}`;
}

/** A table block: the first row is drawn as the heading. */
export function renderTable(block) {
  const settings = block.column_settings || [];
  const row = (cells, tag) => h("tr", {}, cells.map((cell, n) =>
    h(tag, { class: columnClass(settings[n]), scope: tag === "th" ? "col" : null }, cellContent(cell))));
  const [head, ...body] = block.rows || [];
  return scrollBox("Table", h("table", { class: "block-table" },
    head && h("thead", {}, row(head, "th")),
    h("tbody", {}, body.map((cells) => row(cells, "td")))));
}

function sortValue(cell) {
  if (cell && cell.type === "raw_number") return Number(cell.value);
  const holder = h("span", {}, cellContent(cell));
  return holder.textContent.toLowerCase();
}

function compareCells(a, b) {
  const left = sortValue(a);
  const right = sortValue(b);
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), undefined, { numeric: true });
}

/** Rows in the order the reader chose. */
function sortedRows(rows, sort) {
  if (sort.column === null) return rows;
  const direction = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => direction * compareCells(a[sort.column], b[sort.column]));
}

function dataHead(head, rows, sort, redraw) {
  const numeric = (n) => rows.every((row) => row[n]?.type === "raw_number");
  return h("tr", {}, head.map((cell, n) => {
    const active = sort.column === n;
    const order = active ? (sort.descending ? "descending" : "ascending") : "none";
    const press = () => {
      sort.descending = active ? !sort.descending : false;
      sort.column = n;
      redraw(n);
    };
    return h("th", { scope: "col", "aria-sort": order, class: numeric(n) ? "align-right" : null },
      h("button", { type: "button", class: "sort", onclick: press }, cellContent(cell),
        h("span", { class: "sort-mark", "aria-hidden": "true", text: active ? (sort.descending ? "▾" : "▴") : "▿" })));
  }));
}

function dataRow(cells, headerColumn) {
  return h("tr", {}, cells.map((cell, n) => h(n === headerColumn ? "th" : "td", {
    scope: n === headerColumn ? "row" : null,
    class: cell && cell.type === "raw_number" ? "align-right" : null,
  }, cellContent(cell))));
}

function pager(page, pages, total, go) {
  const button = (label, target, off) => h("button", { type: "button", class: "btn small", disabled: off, onclick: () => go(target), text: label });
  return h("div", { class: "pager" },
    button("Previous", page - 1, page === 0),
    h("span", { role: "status", text: `Page ${page + 1} of ${pages} · ${total} rows` }),
    button("Next", page + 1, page >= pages - 1));
}

/** A data_table block: caption, sortable columns, pages. */
export function renderDataTable(block) {
  const [head = [], ...rows] = block.rows || [];
  const size = Math.max(1, Number(block.page_size) || 5);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const headerColumn = block.row_header_column_index ?? 0;
  const sort = { column: null, descending: false };
  const box = h("div", { class: "data-table", "data-testid": "data-table" });
  let page = 0;
  const draw = () => {
    const shown = sortedRows(rows, sort).slice(page * size, (page + 1) * size);
    const redraw = (column) => {
      page = 0;
      draw();
      box.querySelectorAll(".sort")[column]?.focus();
    };
    const go = (target) => {
      page = target;
      draw();
    };
    const table = h("table", { class: "block-table" },
      h("caption", { text: decodeEntities(block.caption ?? "") }),
      h("thead", {}, dataHead(head, rows, sort, redraw)),
      h("tbody", {}, shown.map((cells) => dataRow(cells, headerColumn))));
    box.replaceChildren(scrollBox(block.caption || "Data table", table));
    if (pages > 1) box.append(pager(page, pages, rows.length, go));
  };
  draw();
  return box;
}
