/* What a page without a reload owes its reader: the way to login, the patience to ask again
   what was asked too soon, a title, the focus on the new page.
   Tables come as one piece of HTML that the server made and escaped; it is put in place here.
   The page as the server wrote it (#still) stands until the same page (#main) is alive. */
(function () {
  "use strict";
  const ask = window.fetch;
  window.fetch = async function (...request) {
    let answer = await ask.apply(this, request);
    while (answer.status === 429) {
      const seconds = Number(answer.headers.get("Retry-After")) || 5;
      await new Promise(function (done) { setTimeout(done, 1000 * seconds); });
      answer = await ask.apply(this, request);
    }
    if (answer.redirected && new URL(answer.url).pathname === "/login") {
      window.location.assign("/login");
    }
    return answer;
  };

  function put(node) {
    const waiting = node.querySelectorAll("[data-html]");
    for (const element of node.matches("[data-html]") ? [node, ...waiting] : waiting) {
      element.innerHTML = element.dataset.html;
    }
  }

  /* On paper a page is as wide as the paper: drawings are drawn again to their panels' width there, and back. */
  function redraw(paper) {
    for (const drawing of document.querySelectorAll("#main .js-plotly-plot")) {
      const half = drawing.closest(".slot").matches(".span-3, .span-4, .span-5, .span-6");
      window.Plotly.relayout(drawing, paper ? { width: half ? 470 : 990 } : { width: null, autosize: true });
    }
  }
  window.addEventListener("beforeprint", function () { redraw(true); });
  window.addEventListener("afterprint", function () { redraw(false); });

  const still = document.getElementById("still");
  let shown = null;
  new MutationObserver(function (changes) {
    for (const change of changes) {
      if (change.type === "attributes") {
        put(change.target);
      }
      for (const node of change.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.isConnected) {
          put(node);
        }
      }
    }
    const heading = document.querySelector("#main h1");
    if (!heading || heading.textContent === shown) {
      return;
    }
    if (still) {
      still.remove();
    }
    if (shown !== null) {
      window.scrollTo(0, 0);
      heading.closest("main").focus({ preventScroll: true });
    }
    shown = heading.textContent;
    document.querySelector("#pages .active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    document.title = shown + " · " + document.body.dataset.title;
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-html"],
  });
})();
