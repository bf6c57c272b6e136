/** The commonest emoji names, and the names of Slack's own icons. */

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", tada: "🎉",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", bulb: "💡", rocket: "🚀",
  mag: "🔍", robot_face: "🤖", brain: "🧠", gear: "⚙️", hammer_and_wrench: "🛠️", wrench: "🔧",
  bar_chart: "📊", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", clipboard: "📋",
  memo: "📝", pencil2: "✏️", books: "📚", book: "📖", link: "🔗", lock: "🔒", shield: "🛡️",
  question: "❓", exclamation: "❗", information_source: "ℹ️", point_right: "👉", point_down: "👇",
  eyes: "👀", pray: "🙏", clap: "👏", fire: "🔥", star: "⭐", sparkles: "✨", heart: "❤️", smile: "😄",
  slightly_smiling_face: "🙂", thinking_face: "🤔", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️", calendar: "📅", moneybag: "💰", euro: "💶", dart: "🎯", jigsaw: "🧩", compass: "🧭",
  speech_balloon: "💬", bust_in_silhouette: "👤", busts_in_silhouette: "👥", briefcase: "💼",
  large_green_circle: "🟢", large_yellow_circle: "🟡", large_orange_circle: "🟠", red_circle: "🔴",
  large_blue_circle: "🔵", white_circle: "⚪", arrow_right: "➡️", repeat: "🔁", no_entry: "⛔",
  no_entry_sign: "🚫", scales: "⚖️", microscope: "🔬", test_tube: "🧪", package: "📦",
  building_construction: "🏗️", file_folder: "📁", wastebasket: "🗑️", bell: "🔔", pushpin: "📌",
  mortar_board: "🎓", seedling: "🌱", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣",
};

/** Slack's icon names, drawn with the nearest common character. */
const ICONS = {
  archive: "🗄️", book: "📖", bookmark: "🔖", bot: "🤖", bug: "🐛", calendar: "📅", call: "📞",
  "caret-left": "‹", "caret-right": "›", check: "✓", clipboard: "📋", code: "‹›", comment: "💬",
  compass: "🧭", copy: "⧉", cube: "🧊", download: "⤓", edit: "✎", email: "✉", "eye-closed": "◡",
  "eye-open": "👁️", file: "📄", flag: "⚑", folder: "📁", gear: "⚙️", globe: "🌐", heart: "♥", help: "?",
  image: "🖼️", info: "ℹ", key: "🔑", lightbulb: "💡", link: "🔗", map: "🗺️", mobile: "📱",
  "new-window": "↗", pin: "📌", plus: "+", refine: "☰", refresh: "↻", rocket: "🚀", save: "💾",
  screen: "🖥️", share: "⤴", sparkle: "✦", star: "☆", "star-filled": "★", tag: "🏷️",
  "thumbs-down": "👎", "thumbs-up": "👍", trash: "🗑️", upload: "⤒", user: "👤", warning: "⚠",
};

/** The character for `:name:`, or null; a skin tone is left out. */
export function emojiChar(name) {
  const bare = String(name).replace(/::skin-tone-\d$/, "").toLowerCase();
  return Object.hasOwn(EMOJI, bare) ? EMOJI[bare] : null;
}

/** The character for an icon name; an unknown name gets a neutral mark. */
export function iconChar(name) {
  const bare = String(name || "").toLowerCase().replaceAll("_", "-");
  return Object.hasOwn(ICONS, bare) ? ICONS[bare] : emojiChar(name) || "◆";
}
