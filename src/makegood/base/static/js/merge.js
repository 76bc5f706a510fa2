// Swaps a part without disturbing what is the same: focus, selection, scroll and frames stay. hx-swap="merge".
const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id : "");

function matching(parent, at, wanted) {
  const key = keyOf(wanted);
  if (key) return [...parent.children].find((child) => child.id === key);
  return at && !keyOf(at) && at.nodeName === wanted.nodeName ? at : null;
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) {
    const isOurs = name === "style" || name === "data-watched" || name === "tabindex" || (name === "open" && old.nodeName === "DETAILS");
    if (!fresh.hasAttribute(name) && !isOurs) old.removeAttribute(name);
  }
}

function children(old, fresh) {
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = matching(old, at, wanted);
    if (!match) old.insertBefore(wanted, at);
    else {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      merge(match, wanted);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function merge(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) return void (old.nodeValue = fresh.nodeValue);
  if (old.hasAttribute("data-keep")) return;
  attributes(old, fresh);
  children(old, fresh);
}

htmx.defineExtension("merge", {
  isInlineSwap: (style) => style === "merge",
  handleSwap(style, target, fragment) {
    if (style !== "merge") return false;
    const fresh = fragment.firstElementChild ?? fragment;
    const focused = document.activeElement;
    merge(target, fresh);
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    return [target];
  },
});
