import { formatIp } from '../../util/ip.ts';
import { hex, u16, u32 } from '../pcap/bytes.ts';
import { escaped, NameReader } from './names.ts';
import { LAYOUTS, RESPONSE_CODES, recordType } from './record-types.ts';
import type { DnsMessage, DnsQuestion, DnsRecord } from './types.ts';

const HEADER = 12;
/** Records of one message that are read; those of zone transfers have some hundreds. */
const MAX_RECORDS = 2000;
const SERVICE_KEYS = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
  'ohttp',
];

/** Reads a DNS message; undefined when the bytes can't be one. Damage further on keeps what was read before it. */
export function readDns(bytes: Uint8Array, start = 0, end = bytes.length): DnsMessage | undefined {
  if (end - start < HEADER) return undefined;
  const flags = u16(bytes, start + 2);
  const rcode = flags & 15;
  const message: DnsMessage = {
    id: u16(bytes, start),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    rcode: RESPONSE_CODES[rcode] ?? String(rcode),
    questions: [],
    answers: [],
    authorities: [],
    additionals: [],
    damage: undefined,
  };
  const counts = [4, 6, 8, 10].map((at) => u16(bytes, start + at));
  // No message asks so much; what looks so is something else on the same port.
  if (counts[0]! > 32) return undefined;
  new MessageReader(bytes, start, end, message).read(counts);
  return counts[0]! > 0 && message.questions.length === 0 ? undefined : message;
}

class MessageReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #names: NameReader;
  readonly #message: DnsMessage;
  #at: number;
  #read = 0;

  constructor(bytes: Uint8Array, start: number, end: number, message: DnsMessage) {
    this.#bytes = bytes;
    this.#end = end;
    this.#names = new NameReader(bytes, start, end);
    this.#message = message;
    this.#at = start + HEADER;
  }

  read(counts: readonly number[]): void {
    const { questions, answers, authorities, additionals } = this.#message;
    for (let i = 0; i < counts[0]!; i++) {
      if (!this.#question(questions)) return;
    }
    for (const [index, records] of [answers, authorities, additionals].entries()) {
      for (let i = 0; i < counts[index + 1]!; i++) {
        if (!this.#record(records)) return;
      }
    }
  }

  #question(questions: DnsQuestion[]): boolean {
    const name = this.#names.read(this.#at);
    if (name === undefined || this.#names.next + 4 > this.#end) return this.#damage('a question is cut');
    const at = this.#names.next;
    questions.push({ name, type: recordType(u16(this.#bytes, at)), class: u16(this.#bytes, at + 2) });
    this.#at = at + 4;
    return true;
  }

  #record(records: DnsRecord[]): boolean {
    if (++this.#read > MAX_RECORDS) return this.#damage(`it has more than ${MAX_RECORDS} records`);
    const bytes = this.#bytes;
    const name = this.#names.read(this.#at);
    if (name === undefined || this.#names.next + 10 > this.#end) return this.#damage('a record is cut');
    const at = this.#names.next;
    const length = u16(bytes, at + 8);
    const start = at + 10;
    if (start + length > this.#end) return this.#damage('the data of a record are cut');
    const type = recordType(u16(bytes, at));
    const fields = this.#fields(type, start, start + length);
    const record = { name, type, class: u16(bytes, at + 2), ttl: u32(bytes, at + 4) };
    records.push({ ...record, fields, data: fields.join(' ') });
    this.#at = start + length;
    return true;
  }

  /** Data that don't fit their type are given as those of an unknown type. */
  #fields(type: string, start: number, end: number): (string | number)[] {
    const layout = LAYOUTS.get(type);
    const fields =
      layout === undefined ? undefined : new FieldReader(this.#bytes, start, end, this.#names).read(layout);
    // Dynamic updates have records without data.
    if (!fields && start === end) return [];
    return fields ?? ['\\#', end - start, hex(this.#bytes, start, end)];
  }

  #damage(what: string): false {
    this.#message.damage = what;
    return false;
  }
}

type Field = string | number;

class FieldReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #names: NameReader;
  #at: number;

  constructor(bytes: Uint8Array, start: number, end: number, names: NameReader) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#names = names;
  }

  read(layout: string): Field[] | undefined {
    const fields: Field[] = [];
    for (const kind of layout) {
      if (!this.#field(kind, fields)) return undefined;
    }
    return this.#at === this.#end ? fields : undefined;
  }

  #field(kind: string, fields: Field[]): boolean {
    switch (kind) {
      case '1':
        return this.#take(1, (at) => fields.push(this.#bytes[at]!));
      case '2':
        return this.#take(2, (at) => fields.push(u16(this.#bytes, at)));
      case '4':
        return this.#take(4, (at) => fields.push(u32(this.#bytes, at)));
      case 't':
        return this.#take(2, (at) => fields.push(recordType(u16(this.#bytes, at))));
      case 'a':
        return this.#take(4, (at) => fields.push(v4(this.#bytes, at)));
      case 'q':
        return this.#take(16, (at) => fields.push(v6(this.#bytes, at)));
      case 'n':
        return this.#name(fields);
      case 's':
        return this.#text(fields);
      case 'S':
        while (this.#at < this.#end) if (!this.#text(fields)) return false;
        return true;
      case 'x':
        return this.#counted((start, end) => fields.push(end > start ? hex(this.#bytes, start, end) : '-'));
      case 'r':
        return this.#rest((rest) => fields.push(escapeText(rest)));
      case 'h':
        return this.#rest((rest) => fields.push(rest.toString('hex')));
      case 'b':
        return this.#rest((rest) => fields.push(rest.toString('base64')));
      case 'T':
        return this.#types(fields);
      default:
        return this.#parameters(fields);
    }
  }

  #take(length: number, add: (at: number) => void): boolean {
    if (this.#at + length > this.#end) return false;
    add(this.#at);
    this.#at += length;
    return true;
  }

  #name(fields: Field[]): boolean {
    const name = this.#names.read(this.#at, this.#end);
    if (name === undefined || this.#names.next > this.#end) return false;
    fields.push(name === '' ? '.' : name);
    this.#at = this.#names.next;
    return true;
  }

  #counted(add: (start: number, end: number) => void): boolean {
    if (this.#at >= this.#end) return false;
    const start = this.#at + 1;
    const end = start + this.#bytes[this.#at]!;
    if (end > this.#end) return false;
    add(start, end);
    this.#at = end;
    return true;
  }

  #text(fields: Field[]): boolean {
    return this.#counted((start, end) => fields.push(escapeText(Buffer.from(this.#bytes.subarray(start, end)))));
  }

  #rest(add: (rest: Buffer) => void): boolean {
    add(Buffer.from(this.#bytes.subarray(this.#at, this.#end)));
    this.#at = this.#end;
    return true;
  }

  #types(fields: Field[]): boolean {
    while (this.#at < this.#end) {
      if (this.#at + 2 > this.#end) return false;
      const window = this.#bytes[this.#at]!;
      const length = this.#bytes[this.#at + 1]!;
      const start = this.#at + 2;
      if (length === 0 || length > 32 || start + length > this.#end) return false;
      for (let bit = 0; bit < length * 8; bit++) {
        if (this.#bytes[start + (bit >> 3)]! & (0x80 >> (bit & 7))) fields.push(recordType(window * 256 + bit));
      }
      this.#at = start + length;
    }
    return true;
  }

  #parameters(fields: Field[]): boolean {
    while (this.#at < this.#end) {
      if (this.#at + 4 > this.#end) return false;
      const key = u16(this.#bytes, this.#at);
      const length = u16(this.#bytes, this.#at + 2);
      const start = this.#at + 4;
      if (start + length > this.#end) return false;
      const value = serviceValue(this.#bytes, key, start, start + length);
      fields.push(`${SERVICE_KEYS[key] ?? `key${key}`}${value === '' ? '' : `=${value}`}`);
      this.#at = start + length;
    }
    return true;
  }
}

/** Text of a record: UTF-8 as it is, other bytes as `\ddd`. */
function escapeText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? escaped(bytes).replace(/\\([.\\])/g, '$1') : text;
}

const v4 = (bytes: Uint8Array, at: number): string => formatIp({ family: 4, words: [u32(bytes, at)] });

const v6 = (bytes: Uint8Array, at: number): string =>
  formatIp({ family: 6, words: [0, 4, 8, 12].map((step) => u32(bytes, at + step)) });

function serviceValue(bytes: Uint8Array, key: number, start: number, end: number): string {
  const parts: string[] = [];
  if (SERVICE_KEYS[key] === 'port' && end - start === 2) return String(u16(bytes, start));
  if (SERVICE_KEYS[key] === 'alpn') {
    for (let at = start; at < end; at += 1 + bytes[at]!) {
      parts.push(escaped(Buffer.from(bytes.subarray(at + 1, Math.min(end, at + 1 + bytes[at]!)))));
    }
  } else if (SERVICE_KEYS[key] === 'ipv4hint') for (let at = start; at + 4 <= end; at += 4) parts.push(v4(bytes, at));
  else if (SERVICE_KEYS[key] === 'ipv6hint') for (let at = start; at + 16 <= end; at += 16) parts.push(v6(bytes, at));
  else return hex(bytes, start, end);
  return parts.join(',');
}
