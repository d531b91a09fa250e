const URL_TEXT = /\b(?:https?|hxxps?|ftps?|wss?):\/\/[^\s"'<>`{}|\\^\x00-\x1f\x7f]{1,2048}/gi;
const AT_END = '.,;:!?)]*';

/** The URLs in a text, each once, at most `limit`: whatever their hosts are, as what is made up may be as well. */
export function urlsInText(text: string, limit: number): string[] {
  const urls = new Set<string>();
  for (const { 0: found } of text.matchAll(URL_TEXT)) {
    let end = found.length;
    while (AT_END.includes(found[end - 1]!)) end--;
    const url = found.slice(0, end);
    if (!/:\/\/[^/]*[a-z0-9\u00a1-\uffff]/i.test(url)) continue;
    if (urls.size >= limit) break;
    urls.add(url);
  }
  return [...urls];
}
