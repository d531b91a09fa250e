/** What an XML document is made of, in order. */
export interface XmlVisitor {
  /** Names have no prefix; attributes have them without prefix too, and the last of equal names counts. */
  open?(name: string, attributes: ReadonlyMap<string, string>, rawName: string): void;
  close?(name: string): void;
  /** Between tags, with entities replaced. */
  text?(text: string): void;
}

const NAMED: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ATTRIBUTES = 256;
const NO_ATTRIBUTES = new Map<string, string>();

/**
 * Walks through XML as malware writes it: nothing is checked, nothing is fetched, no entity is declared. Takes time in
 * proportion to the text.
 */
export function walkXml(xml: string, visitor: XmlVisitor): void {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf('<', at);
    if (tag < 0) {
      visitor.text?.(unescaped(xml.slice(at)));
      return;
    }
    if (tag > at) visitor.text?.(unescaped(xml.slice(at, tag)));
    at = oneTag(xml, tag, visitor);
  }
}

/** Returns where it ends. */
function oneTag(xml: string, tag: number, visitor: XmlVisitor): number {
  if (xml.startsWith('<!--', tag)) return after(xml, '-->', tag + 4);
  if (xml.startsWith('<![CDATA[', tag)) {
    const end = xml.indexOf(']]>', tag + 9);
    visitor.text?.(xml.slice(tag + 9, end < 0 ? xml.length : end));
    return end < 0 ? xml.length : end + 3;
  }
  if (xml[tag + 1] === '?') return after(xml, '?>', tag + 2);
  if (xml[tag + 1] === '!') return after(xml, '>', tag + 2);
  if (xml[tag + 1] === '/') {
    const end = xml.indexOf('>', tag);
    visitor.close?.(local(xml.slice(tag + 2, end < 0 ? xml.length : end).trim()));
    return end < 0 ? xml.length : end + 1;
  }
  return openTag(xml, tag + 1, visitor);
}

function after(xml: string, what: string, from: number): number {
  const at = xml.indexOf(what, from);
  return at < 0 ? xml.length : at + what.length;
}

function openTag(xml: string, start: number, visitor: XmlVisitor): number {
  let at = nameEnd(xml, start);
  const rawName = xml.slice(start, at);
  let attributes = NO_ATTRIBUTES;
  for (;;) {
    at = blanks(xml, at);
    const code = xml[at];
    if (code === undefined) break;
    if (code === '>') {
      visitor.open?.(local(rawName), attributes, rawName);
      return at + 1;
    }
    if (code === '/') {
      at++;
      if (xml[at] !== '>') continue;
      visitor.open?.(local(rawName), attributes, rawName);
      visitor.close?.(local(rawName));
      return at + 1;
    }
    const nameStart = at;
    at = nameEnd(xml, at);
    const name = xml.slice(nameStart, at);
    at = blanks(xml, at);
    if (xml[at] !== '=') {
      // No value; a character that begins no name is passed over.
      if (at === nameStart) at++;
      continue;
    }
    at = blanks(xml, at + 1);
    const quote = xml[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = xml.indexOf(quote, at + 1);
    const value = xml.slice(at + 1, end < 0 ? xml.length : end);
    if (attributes === NO_ATTRIBUTES) attributes = new Map();
    if (attributes.size < ATTRIBUTES) attributes.set(local(name), unescaped(value));
    at = end < 0 ? xml.length : end + 1;
  }
  visitor.open?.(local(rawName), attributes, rawName);
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function blanks(xml: string, from: number): number {
  let at = from;
  while (at < xml.length && isBlank(xml.charCodeAt(at))) at++;
  return at;
}

function nameEnd(xml: string, from: number): number {
  let at = from;
  for (; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    // = > / < or a blank
    if (code === 0x3d || code === 0x3e || code === 0x2f || code === 0x3c || isBlank(code)) break;
  }
  return at;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Bytes as text: UTF-16 by its mark, else UTF-8. */
export function xmlText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString('utf8', start);
}
