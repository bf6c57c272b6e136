/** The data_visualization block: bars as rows of text, a pie as a ring with its legend, lines and areas as curves. */

import { h, svg, unknownBox } from "./dom.js";

const TONES = 6;
const WIDTH = 520;
const HEIGHT = 170;
const MARGIN = 26; // room for the labels below and beside the curves
const RING = 100 / (2 * Math.PI); // the radius at which one hundredth of the ring is one unit long

function tone(n) {
  return `series-${n % TONES}`;
}

function number(value) {
  return Number(value) || 0;
}

/** {categories, series: [{name, values}]}, however the chart tells them. */
function tableOf(chart) {
  const series = chart.series || [];
  const categories = chart.axis_config?.categories || (series[0]?.data || []).map((point) => point.label);
  const valueAt = (one, label) => number((one.data || []).find((point) => point.label === label)?.value);
  return { categories, series: series.map((one) => ({ name: one.name, values: categories.map((label) => valueAt(one, label)) })) };
}

function legend(series) {
  if (series.length < 2) return null;
  return h("ul", { class: "chart-legend" }, series.map((one, n) =>
    h("li", {}, h("span", { class: `chart-key ${tone(n)}`, "aria-hidden": "true" }), one.name)));
}

function barLine(one, n, value, most) {
  return h("div", { class: "bar-line", title: `${one.name || ""} ${value}`.trim() },
    svg("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: Math.max(0.8, (100 * Math.max(0, value)) / most), height: 10, class: tone(n) })),
    h("span", { class: "bar-value" }, h("span", { class: "unseen", text: `${one.name || ""} ` }), value.toLocaleString()));
}

function bars({ categories, series }) {
  const most = Math.max(...series.flatMap((one) => one.values), 1e-9);
  return h("ul", { class: "bars" }, categories.map((label, at) => h("li", {},
    h("span", { class: "bar-label", text: label }),
    h("div", { class: "bar-lines" }, series.map((one, n) => barLine(one, n, one.values[at], most))))));
}

function pie(segments) {
  const total = segments.reduce((sum, segment) => sum + number(segment.value), 0) || 1;
  let before = 0;
  const arcs = segments.map((segment, n) => {
    const share = (100 * number(segment.value)) / total;
    const arc = svg("circle", {
      cx: 21, cy: 21, r: RING, class: `ring ${tone(n)}`, "stroke-dasharray": `${Math.max(0, share - 0.6)} ${100 - share + 0.6}`, "stroke-dashoffset": 25 - before,
    });
    before += share;
    return arc;
  });
  return h("div", { class: "pie" },
    svg("svg", { viewBox: "0 0 42 42", class: "pie-ring", "aria-hidden": "true" }, arcs),
    h("ul", { class: "pie-legend" }, segments.map((segment, n) => h("li", {},
      h("span", { class: `chart-key ${tone(n)}`, "aria-hidden": "true" }), segment.label,
      h("strong", { text: ` ${Math.round((100 * number(segment.value)) / total)} %` })))));
}

function curve(one, n, most, x, filled) {
  const y = (value) => HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * Math.max(0, value)) / most;
  const points = one.values.map((value, at) => `${x(at)},${y(value)}`);
  const foot = HEIGHT - MARGIN;
  return svg("g", {},
    filled && svg("polygon", { class: `area ${tone(n)}`, points: [`${x(0)},${foot}`, ...points, `${x(points.length - 1)},${foot}`].join(" ") }),
    svg("polyline", { class: `line ${tone(n)}`, points: points.join(" ") }),
    one.values.map((value, at) => svg("circle", { class: tone(n), cx: x(at), cy: y(value), r: 3.5 }, svg("title", { text: `${one.name} ${value}` }))));
}

function curves({ categories, series }, filled) {
  const most = Math.max(...series.flatMap((one) => one.values), 1e-9);
  const x = (at) => MARGIN + ((WIDTH - 2 * MARGIN) * at) / Math.max(1, categories.length - 1);
  const told = series.map((one) => `${one.name}: ${one.values.map((value, at) => `${categories[at]} ${value}`).join(", ")}`).join("; ");
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": told },
    svg("line", { class: "axis", x1: MARGIN, x2: WIDTH - MARGIN, y1: HEIGHT - MARGIN, y2: HEIGHT - MARGIN }),
    series.map((one, n) => curve(one, n, most, x, filled)),
    categories.map((label, at) => svg("text", { x: x(at), y: HEIGHT - 8, "text-anchor": "middle", class: "chart-label", text: label })));
}

function drawing(chart) {
  if (Array.isArray(chart.segments)) return pie(chart.segments);
  const table = tableOf(chart);
  if (!table.categories.length) return null;
  return chart.type === "line" || chart.type === "area" ? curves(table, chart.type === "area") : bars(table);
}

export function renderChart(block) {
  const chart = block.chart || {};
  const drawn = drawing(chart);
  if (!drawn) return unknownBox("chart", block);
  const axis = [chart.axis_config?.x_label, chart.axis_config?.y_label].filter(Boolean).join(" · ");
  return h("figure", { class: "chart-box", "data-testid": "chart" },
    h("figcaption", {}, block.title || "Chart", axis && h("span", { class: "chart-axis", text: ` ${axis}` })),
    drawn, legend(chart.series || []));
}
