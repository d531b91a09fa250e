import { arrayTexts, EvtxFault, ValueType, valueText } from './values.ts';

/** An element of an event. */
export interface XmlElement {
  name: string;
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  /** The items where its content is an array: Windows shows the element once for each. */
  items?: string[];
}

const Token = {
  end: 0x00,
  open: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  closeElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  character: 0x08,
  entity: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  template: 0x0c,
  value: 0x0d,
  optionalValue: 0x0e,
  fragment: 0x0f,
} as const;
const HAS_MORE = 0x40;

const DEEPEST = 64;
const DEEPEST_FRAGMENT = 12;
const MOST_VALUES = 4096;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Value {
  type: number;
  bytes: Buffer;
}

/** Where the fragment at hand stands. */
interface Fragment {
  /** What its substitutions stand for; none outside of templates. */
  values: readonly Value[];
  /** Elements that are themselves a value lack a field. */
  isValue: boolean;
  depth: number;
}

/**
 * Reads the binary XML of one chunk of an event log. Names and templates lie anywhere in the chunk, which the events
 * share. What may be read of one chunk is limited, whatever refers to what.
 */
export class ChunkXml {
  readonly #bytes: Buffer;
  readonly #names = new Map<number, { name: string; size: number }>();
  /** Tokens and characters that may still be read. */
  #tokens: number;
  #characters: number;

  constructor(bytes: Buffer, budget: { tokens: number; characters: number }) {
    this.#bytes = bytes;
    this.#tokens = budget.tokens;
    this.#characters = budget.characters;
  }

  /** The elements of a record; throws EvtxFault, with what was read by then in `root`. */
  read(start: number, end: number, root: XmlElement): void {
    this.#fragment(start, end, root, { values: [], isValue: false, depth: 0 });
  }

  #fragment(start: number, end: number, root: XmlElement, fragment: Fragment): number {
    if (fragment.depth > DEEPEST_FRAGMENT) throw new EvtxFault(start, 'its parts are nested too deeply');
    const open: XmlElement[] = [root];
    let attribute: string | undefined;
    const append = (text: string) => {
      this.#characters -= text.length;
      if (this.#characters < 0) throw new EvtxFault(at, 'the events of the chunk are longer than is read');
      const element = open.at(-1)!;
      if (attribute !== undefined) element.attributes.set(attribute, (element.attributes.get(attribute) ?? '') + text);
      else if (text !== '') element.children.push(text);
    };
    let at = start;
    while (at < end) {
      if (--this.#tokens < 0) throw new EvtxFault(at, 'the events of the chunk have more parts than are read');
      const token = this.#byte(at, end);
      const kind = token & ~HAS_MORE;
      at++;
      switch (kind) {
        case Token.end:
          return at;
        case Token.fragment:
          at += 3;
          break;
        case Token.open: {
          at += fragment.isValue ? 4 : 6;
          const { name, size } = this.#name(at, end);
          at += size + ((token & HAS_MORE) === 0 ? 0 : 4);
          const element: XmlElement = { name, attributes: new Map(), children: [] };
          if (open.length > DEEPEST) throw new EvtxFault(at, 'its elements are nested too deeply');
          open.at(-1)!.children.push(element);
          open.push(element);
          attribute = undefined;
          break;
        }
        case Token.closeStart:
          attribute = undefined;
          break;
        case Token.closeEmpty:
        case Token.closeElement:
          attribute = undefined;
          if (open.length === 1) throw new EvtxFault(at - 1, 'an element ends that has not begun');
          open.pop();
          break;
        case Token.attribute: {
          const { name, size } = this.#name(at, end);
          attribute = name;
          at += size;
          break;
        }
        case Token.text:
        case Token.cdata:
        case Token.instructionData: {
          if (kind === Token.text) at++;
          const length = this.#u16(at, end) * 2;
          const text = this.#part(at + 2, length, end).toString('utf16le');
          if (kind !== Token.instructionData) append(text);
          at += 2 + length;
          break;
        }
        case Token.character:
          append(String.fromCharCode(this.#u16(at, end)));
          at += 2;
          break;
        case Token.entity: {
          const { name, size } = this.#name(at, end);
          append(Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : `&${name};`);
          at += size;
          break;
        }
        case Token.instructionTarget:
          at += this.#name(at, end).size;
          break;
        case Token.value:
        case Token.optionalValue: {
          const value = fragment.values[this.#u16(at, end)];
          at += 3;
          if (value !== undefined) this.#substitute(value, attribute, open.at(-1)!, append, fragment);
          break;
        }
        case Token.template:
          at = this.#template(at, end, open.at(-1)!, fragment);
          break;
        default:
          throw new EvtxFault(at - 1, `its binary XML has an unknown part (0x${token.toString(16)})`);
      }
    }
    if (open.length > 1) throw new EvtxFault(Math.min(at, end), 'it ends within an element');
    return at;
  }

  #substitute(
    { type, bytes }: Value,
    attribute: string | undefined,
    element: XmlElement,
    append: (text: string) => void,
    fragment: Fragment,
  ): void {
    if (type === ValueType.null) return;
    if (type === ValueType.xml) {
      const start = bytes.byteOffset - this.#bytes.byteOffset;
      const inner: XmlElement = { name: '', attributes: new Map(), children: [] };
      this.#fragment(start, start + bytes.length, inner, { values: [], isValue: true, depth: fragment.depth + 1 });
      for (const child of inner.children) element.children.push(child);
      return;
    }
    if ((type & ValueType.array) === 0) {
      append(valueText(bytes, type));
      return;
    }
    const items = arrayTexts(bytes, type & ~ValueType.array);
    append(items.join(', '));
    if (attribute === undefined) element.items = items;
  }

  /** A template and what is put into it; returns where it ends. */
  #template(start: number, end: number, element: XmlElement, fragment: Fragment): number {
    const place = this.#u32(start + 5, end);
    let at = start + 9;
    const whole = this.#bytes.length;
    const size = this.#u32(place + 20, whole);
    if (place === at) at += 24 + size;
    const count = this.#u32(at, end);
    at += 4;
    if (count > MOST_VALUES || at + count * 4 > end) throw new EvtxFault(at - 4, `a template has ${count} values`);
    this.#tokens -= count;
    const values: Value[] = [];
    let from = at + count * 4;
    for (let i = 0; i < count; i++) {
      const length = this.#u16(at + i * 4, end);
      values.push({ type: this.#byte(at + i * 4 + 2, end), bytes: this.#part(from, length, end) });
      from += length;
    }
    this.#part(place + 24, size, whole);
    this.#fragment(place + 24, place + 24 + size, element, { values, isValue: false, depth: fragment.depth + 1 });
    return from;
  }

  /** A name, which is here or elsewhere in the chunk, and how many bytes it takes here. */
  #name(at: number, end: number): { name: string; size: number } {
    const place = this.#u32(at, end);
    let found = this.#names.get(place);
    if (found === undefined) {
      const whole = this.#bytes.length;
      const length = this.#u16(place + 6, whole) * 2;
      found = { name: this.#part(place + 8, length, whole).toString('utf16le'), size: 8 + length + 2 };
      this.#names.set(place, found);
    }
    this.#characters -= found.name.length;
    return { name: found.name, size: place === at + 4 ? 4 + found.size : 4 };
  }

  #byte(at: number, end: number): number {
    if (at >= end || at >= this.#bytes.length) throw new EvtxFault(Math.min(at, end), 'it ends too early');
    return this.#bytes[at]!;
  }

  #u16(at: number, end: number): number {
    return this.#part(at, 2, end).readUInt16LE();
  }

  #u32(at: number, end: number): number {
    return this.#part(at, 4, end).readUInt32LE();
  }

  #part(at: number, length: number, end: number): Buffer {
    if (at + length > Math.min(end, this.#bytes.length)) throw new EvtxFault(Math.min(at, end), 'it ends too early');
    return this.#bytes.subarray(at, at + length);
  }
}
