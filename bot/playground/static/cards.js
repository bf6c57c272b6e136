/** Blocks that frame others: card, carousel, container, plan and task cards. */

import { h, uid } from "./dom.js";
import { imageNode, renderElement } from "./elements.js";
import { iconChar } from "./emoji.js";
import { linkNode } from "./inline.js";
import { textNodes } from "./mrkdwn.js";
import { renderRichText } from "./richtext.js";

function cardIcon(block) {
  if (block.icon) return imageNode(block.icon, "card-icon");
  if (!block.slack_icon) return null;
  const name = block.slack_icon.name || "";
  return h("span", { class: "card-icon glyph", role: "img", "aria-label": name.replaceAll("_", " "), title: name, text: iconChar(name) });
}

function part(tag, className, text) {
  return text ? h(tag, { class: className }, textNodes(text)) : null;
}

/** A card's title is a heading, as it is what one looks for in a long conversation. */
function cardTitle(text, ctx) {
  return text ? h("div", { class: "card-title", role: "heading", "aria-level": (ctx.under ?? 1) + 1 }, textNodes(text)) : null;
}

/** A card; its buttons stand at the bottom. */
export function renderCard(block, ctx) {
  const icon = cardIcon(block);
  return h("article", { class: "card", "data-block-id": block.block_id },
    block.hero_image && imageNode(block.hero_image, "card-hero"),
    h("div", { class: "card-main" },
      (icon || block.title || block.subtitle) && h("div", { class: "card-head" }, icon,
        h("div", { class: "card-titles" }, cardTitle(block.title, ctx), part("div", "card-subtitle", block.subtitle))),
      part("div", "card-body", block.body),
      part("div", "card-subtext", block.subtext)),
    block.actions?.length > 0 && h("div", { class: "card-actions" }, block.actions.map((e) => renderElement(e, ctx, block))));
}

/** Cards side by side, scrolled by hand, keyboard or the two buttons. */
export function renderCarousel(block, ctx) {
  const cards = block.elements || [];
  const track = h("div", { class: "carousel-track", tabindex: 0, role: "group", "aria-label": `${cards.length} cards` },
    cards.map((card) => renderCard({ ...card, block_id: card.block_id || block.block_id }, ctx)));
  const step = (direction) => track.scrollBy({ left: direction * 280, behavior: "smooth" });
  const arrow = (label, mark, direction) => h("button", { type: "button", class: "btn icon", "aria-label": label, onclick: () => step(direction), text: mark });
  return h("div", { class: "carousel" }, track,
    cards.length > 1 && h("div", { class: "carousel-nav" }, arrow("Previous cards", "‹", -1), arrow("Next cards", "›", 1)));
}

function containerHead(block) {
  const title = block.rich_text_title ? renderRichText(block.rich_text_title) : textNodes(block.title);
  return [cardIcon(block), h("span", { class: "container-titles" },
    h("span", { class: "container-title" }, title), part("span", "container-subtitle", block.subtitle))];
}

/** A container; when collapsible, its heading opens and closes it. */
export function renderContainer(block, ctx, renderBlocks) {
  const bodyId = uid("container");
  const body = h("div", { class: "container-body", id: bodyId }, renderBlocks(block.child_blocks, ctx));
  const box = h("section", { class: `container width-${block.width || "standard"}${block.has_header_divider ? " divided" : ""}` });
  if (!block.is_collapsible) {
    box.append(h("div", { class: "container-head" }, containerHead(block)), body);
    return box;
  }
  body.hidden = block.default_collapsed === true;
  const head = h("button", { type: "button", class: "container-head", "aria-controls": bodyId, "aria-expanded": String(!body.hidden) },
    containerHead(block), h("span", { class: "chevron", "aria-hidden": "true" }));
  head.addEventListener("click", () => {
    body.hidden = !body.hidden;
    head.setAttribute("aria-expanded", String(!body.hidden));
  });
  box.append(head, body);
  return box;
}

const TASK_MARKS = { pending: "○", in_progress: "◐", complete: "✓", error: "✕" };

/** One step of a plan. */
export function renderTaskCard(task) {
  const status = task.status || "pending";
  const extra = [
    task.details && renderRichText(task.details),
    task.output && renderRichText(task.output),
    task.sources?.length > 0 && h("ul", { class: "task-sources" }, task.sources.map((s) => h("li", {}, linkNode(s.url, s.text || s.url)))),
  ].filter(Boolean);
  const head = [
    h("span", { class: `task-mark ${status}`, role: "img", "aria-label": status.replace("_", " "), text: TASK_MARKS[status] || "○" }),
    h("span", { class: "task-title" }, textNodes(task.title)),
  ];
  if (!extra.length) return h("div", { class: "task-card" }, h("div", { class: "task-head" }, head));
  return h("details", { class: "task-card" }, h("summary", { class: "task-head" }, head), h("div", { class: "task-body" }, extra));
}

/** A plan: a title and its steps. */
export function renderPlan(block) {
  return h("section", { class: "plan" },
    h("div", { class: "plan-title" }, textNodes(block.title)),
    (block.tasks || []).map(renderTaskCard));
}
