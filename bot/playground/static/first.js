// Runs before the page is painted, so that a dark page never flashes white.
try {
  const theme = localStorage.getItem("playground.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("playground.width") === "phone") document.documentElement.dataset.width = "phone";
} catch {
  // A browser that keeps nothing: the page follows the system.
}
