/* Shows the description of the API. In a file of its own: the site's Content-Security-Policy allows no script in a page. */
"use strict";
const place = document.getElementById("api");
SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // Nothing is asked of other sites, not even whether the description is valid.
  validatorUrl: null,
});
