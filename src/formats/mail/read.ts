import type { Problem } from '../../errors/problem.ts';
import { staticProblems } from '../../errors/static.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { readParameters } from './fields.ts';
import { messageOf } from './message.ts';
import { headerOf, type MimePart, splitMime } from './mime.ts';
import { decodeTransfer, decodeUu, findUuencoded } from './transfer.ts';
import type { MailMessage } from './types.ts';
import { decodeCharset, decodeWords } from './words.ts';

export interface MailOptions {
  /** Bytes that are read. */
  limit?: number;
}

const LIMIT = 64 << 20;
const LONGEST_TEXT = 4 << 20;
const DEEPEST = 8;
const MOST_MESSAGES = 200;
const KNOWN =
  /^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|reply-to|content-type|dkim-signature|x-[\w-]{2,60}|authentication-results|sender|cc):/gim;

/** Whether a file begins as an e-mail message: with at least three of the headers that messages have. */
export function isMail(head: Buffer): boolean {
  const text = head.toString('latin1').replace(/^(?:\xef\xbb\xbf|From .{0,500}\r?\n)/, '');
  if (!/^[!-9;-~]{1,100}:/.test(text)) return false;
  const end = text.search(/\r?\n\r?\n/);
  const names = (end < 0 ? text : text.slice(0, end)).match(KNOWN) ?? [];
  return new Set(names.map((name) => name.toLowerCase())).size >= 3;
}

/** Reads an e-mail message, with the messages attached to it. Damage goes to `problem`, and the rest is kept. */
export function readMail(
  source: ByteSource,
  problem: (problem: Problem) => void,
  options: MailOptions = {},
): MailMessage {
  const limit = options.limit ?? LIMIT;
  if (source.size > limit) problem(staticProblems.tooLarge(source.name, 'an e-mail message', source.size, limit));
  const bytes = Buffer.alloc(Math.min(source.size, limit));
  const damage = new Damage(source, 'e-mail', problem);
  const message = new MessageReader(damage).read(bytes.subarray(0, source.read(bytes, 0)), '', 0);
  damage.end();
  return message;
}

class MessageReader {
  readonly #damage: Damage;
  #messages = 0;

  constructor(damage: Damage) {
    this.#damage = damage;
  }

  read(bytes: Buffer, prefix: string, depth: number): MailMessage {
    const root = splitMime(bytes, this.#damage);
    const message = messageOf(root.headers);
    const waiting: MimePart[] = [root];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (part.children.length > 0) waiting.push(...part.children.toReversed());
      else this.#part(message, part, bytes, prefix, depth);
    }
    return message;
  }

  #part(message: MailMessage, part: MimePart, bytes: Buffer, prefix: string, depth: number): void {
    const raw = bytes.subarray(part.start, part.end);
    const number = `${prefix}${part.number || '1'}`;
    const encoding = (headerOf(part, 'content-transfer-encoding') ?? '').trim().toLowerCase().split(/[\s;]/, 1)[0]!;
    const disposition = dispositionOf(part);
    const name = decodeWords(disposition.name || part.parameters.get('name') || '');
    const isText = part.type === 'text/plain' || part.type === 'text/html';
    if (isText && name === '' && disposition.value !== 'attachment') {
      if (raw.length > 0) this.#body(message, part, decodeTransfer(raw, encoding), number);
      return;
    }
    if (part.type.startsWith('multipart/') && raw.every((byte) => byte <= 0x20)) return;
    message.attachments.push({
      ...{ part: number, name: name.slice(0, 1024), type: part.type.slice(0, 256), disposition: disposition.value },
      ...{ contentId: headerOf(part, 'content-id')?.replace(/^<|>$/g, '').slice(0, 1024) ?? null, encoding },
      read: () => decodeTransfer(raw, encoding),
    });
    if (part.type === 'message/rfc822' || part.type === 'message/global')
      this.#message(message, decodeTransfer(raw, encoding), number, part.start, depth);
  }

  #body(message: MailMessage, part: MimePart, bytes: Buffer, number: string): void {
    const charset = part.parameters.get('charset')?.slice(0, 64) ?? null;
    const text = decodeCharset(bytes.subarray(0, LONGEST_TEXT), charset);
    if (bytes.length > LONGEST_TEXT)
      this.#damage.budget(`text of part ${number}`, part.start, `only its first ${LONGEST_TEXT} bytes are read`);
    const type = part.type === 'text/html' ? 'text/html' : 'text/plain';
    message.bodies.push({ part: number, type, charset, text, length: text.length });
    if (type === 'text/html') return;
    for (const [i, file] of findUuencoded(text).entries()) {
      message.attachments.push({
        ...{ part: `${number}#${i + 1}`, name: file.name, type: 'application/octet-stream', disposition: '' },
        ...{ contentId: null, encoding: 'uuencode', read: () => decodeUu(file.text) },
      });
    }
  }

  #message(message: MailMessage, bytes: Buffer, number: string, offset: number, depth: number): void {
    if (depth >= DEEPEST) this.#damage.limit('nested messages', offset, DEEPEST);
    else if (++this.#messages > MOST_MESSAGES) this.#damage.limit('attached messages', offset, MOST_MESSAGES);
    else message.messages.push({ part: number, message: this.read(bytes, `${number}.`, depth + 1) });
  }
}

function dispositionOf(part: MimePart): { value: string; name: string } {
  const header = headerOf(part, 'content-disposition');
  if (header === undefined) return { value: '', name: '' };
  const { value, parameters } = readParameters(header);
  return { value: value.slice(0, 64), name: parameters.get('filename') ?? parameters.get('name') ?? '' };
}
