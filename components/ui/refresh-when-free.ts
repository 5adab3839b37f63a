/** Dialogs after which the page is fetched anew: once each, however many lines came meanwhile. */
const awaited = new WeakSet<Element>();

/**
 * Fetches the page's facts anew, but not under an open dialog: another person's act may take away the row the dialog
 * stands in, and with it the words somebody is reading or the result of what they just signed. Then it waits for the close.
 */
export function refreshWhenFree(router: { readonly refresh: () => void }): void {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog) router.refresh();
  if (!dialog || awaited.has(dialog)) return;
  awaited.add(dialog);
  const after = () => {
    awaited.delete(dialog);
    router.refresh();
  };
  dialog.addEventListener("close", after, { once: true });
}
