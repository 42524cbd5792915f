// Extras for browsers that can; every page works without them.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { initAll } = await import(document.getElementById("govuk-frontend").href);
initAll();
