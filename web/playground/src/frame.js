// Added to a report in the frame of the playground: there a link to a part of the report would lead to the page around it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  location.hash = link.getAttribute("href");
  document.getElementById(link.hash.slice(1))?.scrollIntoView();
});
