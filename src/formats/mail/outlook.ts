import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { fileTimeText } from '../evtx/values.ts';
import { type CompoundFile, isCompoundFile, type OleEntry, openCompoundFile } from '../ole/compound-file.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { messageOf } from './message.ts';
import { splitMime } from './mime.ts';
import type { MailOptions } from './read.ts';
import type { MailAddress, MailMessage } from './types.ts';
import { decodeCharset } from './words.ts';

const PROPERTIES = '__properties_version1.0';
const DEEPEST = 8;
const MOST_ATTACHMENTS = 1000;
const MOST_RECIPIENTS = 2000;
const LONGEST_TEXT = 4 << 20;
const LIMIT = 64 << 20;
/** What Exchange writes above the headers. */
const OWN_LINE = /^Microsoft Mail Internet Headers Version .{0,20}\r?\n/;

/** Properties by their numbers. */
const Id = {
  subject: 0x0037,
  submitted: 0x0039,
  headers: 0x007d,
  recipientType: 0x0c15,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  delivered: 0x0e06,
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  messageId: 0x1035,
  displayName: 0x3001,
  address: 0x3003,
  data: 0x3701,
  shortName: 0x3704,
  name: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
  smtpAddress: 0x39fe,
  codePage: 0x3fde,
  senderSmtp: 0x5d01,
} as const;

/** Whether a file is a message that Outlook saved. */
export function isOutlookMessage(source: ByteSource, head: Buffer): boolean {
  if (!isCompoundFile(head)) return false;
  const file = openCompoundFile(source, new Damage(source, 'Outlook', () => {}));
  return file?.find(PROPERTIES) !== undefined && file.find('__nameid_version1.0') !== undefined;
}

/** Reads a message that Outlook saved (.msg), with the messages attached to it; undefined where it is none. */
export function readOutlookMessage(
  source: ByteSource,
  problem: (problem: Problem) => void,
  options: MailOptions = {},
): MailMessage | undefined {
  const damage = new Damage(source, 'Outlook', problem);
  const file = openCompoundFile(source, damage);
  const root = file?.entries[0];
  if (file === undefined || root === undefined) return undefined;
  const message = new OutlookReader(file, damage, options.limit ?? LIMIT).read(root, 32, '', 0);
  damage.end();
  return message;
}

class OutlookReader {
  readonly #file: CompoundFile;
  readonly #damage: Damage;
  readonly #limit: number;

  constructor(file: CompoundFile, damage: Damage, limit: number) {
    this.#file = file;
    this.#damage = damage;
    this.#limit = limit;
  }

  read(storage: OleEntry, head: number, prefix: string, depth: number): MailMessage {
    const properties = new Properties(this.#file, storage, head);
    const headers = properties.text(Id.headers);
    const message = messageOf(
      headers === '' ? [] : splitMime(Buffer.from(`${headers.replace(OWN_LINE, '')}\r\n\r\n`), this.#damage).headers,
    );
    const children = this.#file.children(storage);
    this.#sender(message, properties);
    if (message.to.length + message.cc.length + message.bcc.length === 0) this.#recipients(message, children);
    this.#bodies(message, properties, `${prefix}body`);
    const attached = children.filter(({ name, kind }) => kind === 'storage' && name.startsWith('__attach_version1.0_'));
    if (attached.length > MOST_ATTACHMENTS) this.#damage.limit('attachments', 0, MOST_ATTACHMENTS);
    for (const [i, one] of attached.slice(0, MOST_ATTACHMENTS).entries())
      this.#attachment(message, one, `${prefix}${i + 1}`, depth);
    return message;
  }

  #sender(message: MailMessage, properties: Properties): void {
    const name = properties.text(Id.senderName);
    const address = properties.text(Id.senderSmtp) || properties.text(Id.senderAddress);
    if (message.from.length === 0 && (name !== '' || address !== '')) message.from.push({ name, address });
    message.subject ??= properties.text(Id.subject) || null;
    message.messageId ??= properties.text(Id.messageId) || null;
    message.sent ??= properties.time(Id.submitted) ?? properties.time(Id.delivered);
  }

  #recipients(message: MailMessage, children: readonly OleEntry[]): void {
    const lists: { [type: number]: MailAddress[] } = { 1: message.to, 2: message.cc, 3: message.bcc };
    const storages = children.filter(({ name, kind }) => kind === 'storage' && name.startsWith('__recip_version1.0_'));
    for (const storage of storages.slice(0, MOST_RECIPIENTS)) {
      const properties = new Properties(this.#file, storage, 8);
      const address = properties.text(Id.smtpAddress) || properties.text(Id.address);
      (lists[properties.number(Id.recipientType) ?? 1] ?? message.to).push({
        name: properties.text(Id.displayName),
        address,
      });
    }
  }

  #bodies(message: MailMessage, properties: Properties, part: string): void {
    const add = (type: 'text/plain' | 'text/html' | 'text/rtf', text: string, charset: string | null) => {
      if (text !== '') message.bodies.push({ part, type, charset, text, length: text.length });
    };
    add('text/plain', properties.text(Id.body), null);
    const page = properties.number(Id.codePage);
    const charset = page === 65001 ? 'utf-8' : page === undefined ? null : `windows-${page}`;
    const html = properties.bytes(Id.html, LONGEST_TEXT);
    add('text/html', html ? decodeCharset(html, charset) : properties.text(Id.html), charset);
    const packed = properties.bytes(Id.rtf, LONGEST_TEXT);
    if (packed === undefined) return;
    const rtf = decompressRtf(packed, LONGEST_TEXT);
    if (rtf === undefined) this.#damage.damaged('text', 0, 'its compressed RTF does not begin as such');
    else add('text/rtf', rtf.toString('latin1'), null);
  }

  #attachment(message: MailMessage, storage: OleEntry, part: string, depth: number): void {
    const properties = new Properties(this.#file, storage, 8);
    const inner = this.#file.children(storage).find(({ name, kind }) => kind === 'storage' && /_3701000D$/i.test(name));
    const isMessage = inner !== undefined && this.#file.children(inner).some(({ name }) => name === PROPERTIES);
    message.attachments.push({
      part,
      name: properties.text(Id.name) || properties.text(Id.shortName) || properties.text(Id.displayName),
      type: isMessage ? 'application/vnd.ms-outlook' : properties.text(Id.mimeType) || 'application/octet-stream',
      disposition: '',
      contentId: properties.text(Id.contentId) || null,
      encoding: inner === undefined ? '' : 'ole',
      read: () => properties.bytes(Id.data, this.#limit) ?? Buffer.alloc(0),
    });
    if (!isMessage) return;
    if (depth >= DEEPEST) this.#damage.limit('nested messages', 0, DEEPEST);
    else message.messages.push({ part, message: this.read(inner, 24, `${part}.`, depth + 1) });
  }
}

/** The properties of a message, a recipient or an attachment. */
class Properties {
  readonly #file: CompoundFile;
  readonly #streams = new Map<string, OleEntry>();
  readonly #fixed: Buffer;
  readonly #head: number;

  constructor(file: CompoundFile, storage: OleEntry, head: number) {
    this.#file = file;
    this.#head = head;
    let fixed: OleEntry | undefined;
    for (const entry of file.children(storage)) {
      const tag = /^__substg1\.0_([0-9A-F]{8})$/i.exec(entry.name)?.[1];
      if (tag !== undefined && entry.kind === 'stream') this.#streams.set(tag.toUpperCase(), entry);
      else if (entry.name === PROPERTIES) fixed = entry;
    }
    this.#fixed = fixed === undefined ? Buffer.alloc(0) : file.read(fixed, 1 << 20);
  }

  text(id: number): string {
    const wide = this.#stream(id, '001F', LONGEST_TEXT);
    if (wide !== undefined) return wide.toString('utf16le').replace(/\0+$/, '');
    const narrow = this.#stream(id, '001E', LONGEST_TEXT);
    return narrow === undefined ? '' : decodeCharset(narrow, null).replace(/\0+$/, '');
  }

  bytes(id: number, limit: number): Buffer | undefined {
    return this.#stream(id, '0102', limit);
  }

  number(id: number): number | undefined {
    return this.#value(id, 0x0003)?.readUInt32LE();
  }

  time(id: number): string | null {
    const value = this.#value(id, 0x0040)?.readBigUInt64LE();
    if (value === undefined || value === 0n) return null;
    const text = fileTimeText(value);
    return text.includes('T') ? text.slice(0, 19).replace('T', ' ') : null;
  }

  #value(id: number, type: number): Buffer | undefined {
    for (let at = this.#head; at + 16 <= this.#fixed.length; at += 16) {
      if (this.#fixed.readUInt32LE(at) === id * 0x10000 + type) return this.#fixed.subarray(at + 8, at + 16);
    }
    return undefined;
  }

  #stream(id: number, type: string, limit: number): Buffer | undefined {
    const entry = this.#streams.get(id.toString(16).toUpperCase().padStart(4, '0') + type);
    return entry && this.#file.read(entry, limit);
  }
}
