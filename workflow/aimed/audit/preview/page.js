// Fetches the page again when the server says that it was drawn again; figures that stay are kept.
const told = new EventSource("/events");
const say = (words) => { document.getElementById("preview-connection").textContent = words; };
told.onmessage = async () => {
  const answer = await fetch(location.pathname);
  if (!answer.ok) { return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const image of [...page.images]) {
    const shown = [...document.images].find((old) => old.getAttribute("src") === image.getAttribute("src"));
    if (shown) { image.replaceWith(shown); }
  }
  document.title = page.title;
  document.body.replaceWith(page.body);
};
told.onopen = () => say("");
told.onerror = () => say("no answer: the preview has ended");
