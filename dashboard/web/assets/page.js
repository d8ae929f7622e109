/* What a page without a reload owes its reader: the way to login, a title, the focus on the new page.
   The page as the server wrote it (#still) stands until the same page (#main) is alive. */
(function () {
  "use strict";
  const ask = window.fetch;
  window.fetch = async function (...request) {
    const answer = await ask.apply(this, request);
    if (answer.redirected && new URL(answer.url).pathname === "/login") {
      window.location.assign("/login");
    }
    return answer;
  };

  const still = document.getElementById("still");
  let shown = null;
  new MutationObserver(function () {
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
    document.title = shown + " · " + document.body.dataset.title;
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
