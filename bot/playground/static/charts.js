/** The data_visualization block, drawn as labelled horizontal bars. */

import { h, svg, unknownBox } from "./dom.js";

const WIDTH = 520;
const LABEL = 150;
const BAR = 18;
const GAP = 8;
const VALUE = 70;

/** Every kind of chart as rows of {label, series, value}. */
function chartRows(chart) {
  if (Array.isArray(chart.segments)) {
    return chart.segments.map((s) => ({ label: s.label, series: 0, value: Number(s.value) || 0 }));
  }
  const series = chart.series || [];
  const categories = chart.axis_config?.categories || (series[0]?.data || []).map((d) => d.label);
  return categories.flatMap((label) => series.map((s, n) => {
    const point = (s.data || []).find((d) => d.label === label);
    return { label: n === 0 ? label : "", series: n, value: Number(point?.value) || 0 };
  }));
}

function shorten(text, max = 20) {
  const label = String(text ?? "");
  return label.length > max ? `${label.slice(0, max - 1)}…` : label;
}

function bar(row, index, max, total) {
  const y = index * (BAR + GAP);
  const width = Math.max(2, ((WIDTH - LABEL - VALUE) * Math.max(0, row.value)) / max);
  const share = total ? ` (${Math.round((100 * row.value) / total)}%)` : "";
  return svg("g", {},
    svg("title", { text: `${row.label}: ${row.value}` }),
    svg("text", { x: LABEL - 10, y: y + 13, "text-anchor": "end", class: "chart-label", text: shorten(row.label) }),
    svg("rect", { x: LABEL, y, width, height: BAR, rx: 3, class: `chart-bar series-${row.series % 6}` }),
    svg("text", { x: LABEL + width + 8, y: y + 13, class: "chart-value", text: `${row.value.toLocaleString()}${share}` }));
}

function legend(chart) {
  const series = chart.series || [];
  if (series.length < 2) return null;
  return h("ul", { class: "chart-legend" }, series.map((s, n) =>
    h("li", {}, h("span", { class: `chart-key series-${n % 6}`, "aria-hidden": "true" }), s.name)));
}

/** Bars for bar, line, area and pie charts alike; a pie shows shares. */
export function renderChart(block) {
  const chart = block.chart || {};
  const rows = chartRows(chart);
  if (!rows.length) return unknownBox("chart", block);
  const max = Math.max(...rows.map((r) => r.value), 1);
  const total = chart.type === "pie" ? rows.reduce((sum, r) => sum + r.value, 0) : 0;
  const height = rows.length * (BAR + GAP);
  const axis = [chart.axis_config?.x_label, chart.axis_config?.y_label].filter(Boolean).join(" · ");
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img", "aria-label": `${chart.type} chart: ${block.title || ""}` },
    rows.map((row, n) => bar(row, n, max, total)));
  return h("figure", { class: "chart-box" },
    h("figcaption", { text: block.title || "Chart" }, h("span", { class: "chart-kind", text: ` ${chart.type || ""} chart` })),
    drawing, legend(chart), axis && h("p", { class: "chart-axis", text: axis }));
}
