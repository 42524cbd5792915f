// Extras for browsers that can; every page works without them. The classes hide what the script then shows on demand,
// so they come only once the script is here.
const { initAll } = await import(document.getElementById("govuk-frontend").href);

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
