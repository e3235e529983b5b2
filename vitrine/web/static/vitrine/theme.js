// First of all, before anything is painted: a theme that was chosen here before.
try {
  const kept = localStorage.getItem("theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch { /* storage is closed to us: the system's own theme it is */ }
