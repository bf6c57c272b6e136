/** Block Kit blocks to DOM nodes. Whatever is not known here is shown as unknown. */

import { renderCard, renderCarousel, renderContainer, renderPlan, renderTaskCard } from "./cards.js";
import { renderChart } from "./charts.js";
import { h, uid, unknownBox } from "./dom.js";
import { imageNode, renderElement } from "./elements.js";
import { linkNode } from "./inline.js";
import { renderMarkdown } from "./markdown.js";
import { textNodes, textString } from "./mrkdwn.js";
import { renderRichText } from "./richtext.js";
import { renderDataTable, renderTable } from "./tables.js";

const LONG_TEXT = 700;
const LONG_LINES = 14;

/** Section text; a long one is folded unless the block says `expand`. */
function sectionText(block) {
  const body = h("div", { class: "section-text" }, textNodes(block.text));
  const text = block.text.text || "";
  const long = text.length > LONG_TEXT || text.split("\n").length > LONG_LINES;
  if (block.expand || !long) return body;
  body.classList.add("folded");
  const more = h("button", { type: "button", class: "see-more", "aria-expanded": "false", text: "See more" });
  more.addEventListener("click", () => {
    const folded = body.classList.toggle("folded");
    more.textContent = folded ? "See more" : "See less";
    more.setAttribute("aria-expanded", String(!folded));
  });
  return h("div", {}, body, more);
}

function section(block, ctx) {
  const text = h("div", { class: "section-main" },
    block.text && sectionText(block),
    block.fields?.length > 0 && h("div", { class: "fields" }, block.fields.map((f) => h("div", { class: "field-cell" }, textNodes(f)))));
  const accessory = block.accessory && renderElement(block.accessory, ctx, block);
  return h("div", { class: "section" }, text, accessory && h("div", { class: "accessory" }, accessory));
}

function header(block, ctx) {
  const level = Math.min(Math.max(Number(block.level) || 1, 1), 4);
  return h("div", { class: `block-header level-${level}`, role: "heading", "aria-level": level + (ctx.under ?? 1) }, textNodes(block.text));
}

function context(block) {
  return h("div", { class: "context" }, (block.elements || []).map((e) => {
    if (e.type === "image") return imageNode(e, "context-image");
    if (e.type === "mrkdwn" || e.type === "plain_text") return h("span", { class: "context-text" }, textNodes(e));
    return unknownBox("element", e);
  }));
}

function actions(block, ctx) {
  return h("div", { class: "actions" }, (block.elements || []).map((e) => renderElement(e, ctx, block)));
}

function contextActions(block, ctx) {
  return h("div", { class: "actions context-actions" }, (block.elements || []).map((e) => renderElement(e, ctx, block)));
}

function image(block) {
  return h("figure", { class: "image-block" },
    block.title && h("figcaption", {}, textNodes(block.title)), imageNode(block, "block-image"));
}

function alertBlock(block) {
  const level = block.level || "default";
  const marks = { info: "ℹ", warning: "⚠", error: "✕", success: "✓", default: "•" };
  return h("div", { class: `alert ${level}`, role: "note", "aria-label": `${level} alert` },
    h("span", { class: "alert-mark", "aria-hidden": "true", text: marks[level] || "•" }),
    h("div", {}, textNodes(block.text)));
}

/** An input with its label, hint and the place for an error. */
function input(block, ctx) {
  const labelId = uid("label");
  const errorId = uid("error");
  const control = renderElement(block.element, ctx, block);
  const box = control.querySelector("[role=combobox]") || control;
  box.setAttribute("aria-labelledby", labelId);
  box.setAttribute("aria-describedby", errorId);
  box.removeAttribute("aria-label");
  const field = box.matches("input, select, textarea");
  if (field) box.id = uid("field");
  return h("div", { class: "input-block" },
    h(field ? "label" : "div", { class: "input-label", id: labelId, for: field ? box.id : null },
      textNodes(block.label), block.optional && h("span", { class: "optional", text: " (optional)" })),
    control,
    block.hint && h("div", { class: "hint" }, textNodes(block.hint)),
    h("div", { class: "field-error", id: errorId, "aria-live": "polite" }));
}

function video(block) {
  return h("figure", { class: "video" },
    h("span", { class: "video-mark", "aria-hidden": "true", text: "▶" }),
    h("figcaption", {},
      linkNode(block.title_url || block.video_url, textString(block.title) || "Video"),
      block.description && h("p", {}, textNodes(block.description))));
}

const RENDERERS = {
  section,
  header,
  divider: () => h("hr", { class: "divider" }),
  context,
  actions,
  context_actions: contextActions,
  image,
  input,
  video,
  alert: alertBlock,
  rich_text: renderRichText,
  markdown: (block, ctx) => renderMarkdown(block.text, ctx.under),
  table: renderTable,
  data_table: renderDataTable,
  data_visualization: renderChart,
  card: renderCard,
  carousel: renderCarousel,
  container: (block, ctx) => renderContainer(block, ctx, renderBlocks),
  plan: renderPlan,
  task_card: renderTaskCard,
};

function renderBlock(block, ctx) {
  if (!block || !Object.hasOwn(RENDERERS, block.type)) return unknownBox("block", block);
  try {
    return RENDERERS[block.type](block, ctx);
  } catch (error) {
    console.warn(`A ${block.type} block could not be drawn: ${error.message}`);
    return unknownBox("block", block);
  }
}

/**
 * All blocks, each wrapped with its type and block_id as data attributes.
 * ctx: {target: fields for /ui/action, fields: collects the inputs, saved?: values to restore,
 *       under?: the level of the heading above, 1 unless told}
 */
export function renderBlocks(blocks, ctx) {
  return (blocks || []).map((block) => h("div", {
    class: "block",
    "data-block-type": block?.type,
    "data-block-id": block?.block_id,
  }, renderBlock(block, ctx)));
}
