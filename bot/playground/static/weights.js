/** The table of a recommendation: a group of rows for each fact, a column for each of the leading roles. */

import { h, uid } from "./dom.js";

const POLARITY = { present: "said", absent: "denied", unknown: "not known" };

export function percent(share) {
  return `${Math.round(share * 100)}%`;
}

/** The ids of the evidence, folded away. */
export function evidence(ids) {
  if (!ids?.length) return null;
  return h("details", { class: "evidence" },
    h("summary", { text: ids.length === 1 ? "1 piece of evidence" : `${ids.length} pieces of evidence` }),
    h("p", {}, ids.flatMap((id, n) => [n > 0 && ", ", h("span", { class: "evidence-id", text: id })])));
}

/** A title that may be broken in its long words. */
function breakable(title) {
  return title.replace(/(\p{L}{6})(?=\p{L}{4})/gu, "$1\u00ad");
}

function signed(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}

function cell(value) {
  if (value) return h("td", { class: value < 0 ? "against" : "for", text: signed(value) });
  return h("td", { class: "neither" }, h("span", { "aria-hidden": "true", text: "·" }), h("span", { class: "unseen", text: "0" }));
}

/** A heading across the table, a line about it if there is one, and the numbers under it; `columns` are ids. */
function group(columns, name, head, cells, ...about) {
  const id = uid("weights");
  const span = { colspan: columns.length };
  cells.forEach((node, n) => node.setAttribute("headers", `${id} ${columns[n]}`));
  return h("tbody", { class: name },
    h("tr", {}, h("th", { id, scope: "rowgroup", ...span }, head)),
    about.some(Boolean) && h("tr", {}, h("td", { class: "about", headers: id, ...span }, about)),
    h("tr", { class: "numbers" }, cells));
}

function factGroup(columns, fact) {
  const head = [h("span", { class: `polarity ${fact.polarity}`, text: POLARITY[fact.polarity] }), ` ${fact.text}`];
  const words = fact.quote && h("q", { text: fact.quote });
  const ids = h("div", { class: "about-line" }, h("span", { class: "fact-id", text: fact.id }), evidence(fact.evidence));
  const rows = group(columns, "fact", head, fact.weights.map(cell), words, ids);
  rows.dataset.fact = fact.id;
  return rows;
}

/** Where the roles start, what each fact adds, and what it comes to. */
export function weightsTable({ roles, facts }) {
  const columns = roles.map(() => uid("weights"));
  const shares = roles.map((role) => h("td", { text: percent(role.probability) }));
  return h("table", { class: "weights" },
    h("caption", { text: "In log-odds: above zero speaks for a role, below zero against it." }),
    h("thead", {}, h("tr", {}, roles.map((role, n) => h("th", { id: columns[n], scope: "col", text: breakable(role.title) })))),
    group(columns, "prior", "Before any fact", roles.map((role) => cell(role.prior))),
    facts.map((fact) => factGroup(columns, fact)),
    group(columns, "sum", "Together", roles.map((role) => h("td", { text: signed(role.log_odds) }))),
    group(columns, "sum", "Probability", shares));
}
