/** What kind of value it is: decides which characters are bracketed. */
export type DefangKind = 'url' | 'host' | 'text';

// What browsers, mail programs and chat windows turn into links.
const LIVE_SCHEME = /(https?|ftps?)(?=:\/\/)/gi;
const DEAD_SCHEME = /(hxxps?|fxps?)(?=:\/\/)/gi;
// No repetition inside a repetition: linear.
const AUTHORITY = /(?<=:\/\/)[^\s/?#"'<>\\|]{1,300}/g;
const IPV4_IN_TEXT = /(?<![\w.[])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w\]]|\.\d)/g;
const IPV6 = /^\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w{1,20})?\]?$/i;

/**
 * Makes an indicator harmless to paste: `http://a.example` becomes `hxxp://a[.]example`, `203.0.113.7` becomes
 * `203[.]0[.]113[.]7`, `2001:db8::1` becomes `2001[:]db8[:][:]1`. In `text`, URLs and IPv4 addresses are found and
 * the rest is left alone.
 */
export function defang(text: string, kind: DefangKind): string {
  if (kind === 'text' || text.includes('://')) return defangText(text);
  const slash = kind === 'url' ? text.search(/[/?#\\]/) : -1;
  return slash < 0 ? defangHost(text) : defangHost(text.slice(0, slash)) + defangText(text.slice(slash));
}

const PLACE_NAME =
  /(?:^|_)(?:host|hostname|domain|server|servername|ip|ips|ipaddress|address|dst|src|sni|node|nodename)$/i;

/** What the value of an argument or a field is, going by its name: `hostname` holds a host, `url` a URL. */
export function kindOfName(name: string): DefangKind {
  if (PLACE_NAME.test(name)) return 'host';
  return /(?:^|_)ur[il]s?$/i.test(name) ? 'url' : 'text';
}

/** Undoes `defang`, except where the text had brackets of its own. */
export function refang(text: string): string {
  return text.replace(DEAD_SCHEME, (scheme) => replaceLetters(scheme, 'xX', 'tT')).replace(/\[([.:@])\]/g, '$1');
}

function defangText(text: string): string {
  const urls = text.includes('://')
    ? text.replace(LIVE_SCHEME, (scheme) => replaceLetters(scheme, 'tT', 'xX')).replace(AUTHORITY, defangHost)
    : text;
  return urls.replace(IPV4_IN_TEXT, (address) => address.replaceAll('.', '[.]'));
}

function replaceLetters(word: string, from: string, to: string): string {
  return word.replace(/[tx]/gi, (letter) => (from.includes(letter) ? to[from.indexOf(letter)]! : letter));
}

function defangHost(host: string): string {
  if (IPV6.test(host)) return host.replace(/^\[|\]$/g, '').replaceAll(':', '[:]');
  return host.replace(/(?<!\[)([.@])(?!\])/g, '[$1]');
}
