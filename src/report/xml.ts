import { visible } from './escape.ts';

/** An element of XML; attributes and elements without a value are left out. */
export interface Element {
  name: string;
  attributes?: { readonly [name: string]: string | number | undefined };
  content?: string | readonly (Element | undefined)[] | undefined;
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text for content and quoted attributes; what XML cannot have, controls above all, is shown as a glyph. */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A document in pieces, one for each element. Names are written as they are: they are never a sample's. */
export function* writeXml(root: Element): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* pieces(root, '');
}

function* pieces({ name, attributes = {}, content }: Element, pad: string): Generator<string> {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const open = `${pad}<${[name, ...pairs.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ')}`;
  if (typeof content === 'string') yield `${open}>${escapeXml(content)}</${name}>\n`;
  else {
    const children = (content ?? []).filter((child) => child !== undefined);
    if (children.length === 0) yield `${open}/>\n`;
    else {
      yield `${open}>\n`;
      for (const child of children) yield* pieces(child, `${pad}  `);
      yield `${pad}</${name}>\n`;
    }
  }
}

/** An element with text, or nothing where there is none. */
export function textElement(name: string, text: unknown): Element | undefined {
  return text === undefined || text === null || text === '' ? undefined : { name, content: String(text) };
}
