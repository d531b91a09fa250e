import { createHash } from 'node:crypto';
import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';

const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const NAME_LENGTH = 200;
const ID_LENGTH = 150;
const DECIMAL = /^-?\d{1,30}(?:\.\d{1,30})?$/;

/**
 * A name that someone chose: owner, source, category. Trimmed; throws OvoscopeError if it is empty, longer than 200
 * characters, or has control characters.
 */
export function checkName(field: string, text: string): string {
  const name = wellFormed(text.trim());
  if (name === '') throw new OvoscopeError(storageProblems.text(field, 'it is empty'));
  if (name.length > NAME_LENGTH) {
    throw new OvoscopeError(storageProblems.text(field, `it is longer than ${NAME_LENGTH} characters`));
  }
  if (/[\x00-\x1f\x7f-\x9f]/.test(name)) {
    throw new OvoscopeError(storageProblems.text(field, 'it has control characters'));
  }
  return name;
}

/**
 * Text as both databases can hold it, at most `limit` UTF-16 units: PostgreSQL has no NUL, and a surrogate without a
 * partner has no bytes.
 */
export function storableText(text: string, limit = 8192): string {
  return wellFormed(text.slice(0, limit)).replaceAll('\0', '\ufffd');
}

/** Throws OvoscopeError unless it is decimal text, such as `2.5` or `-0.1`. */
export function checkDecimal(field: string, text: string): string {
  if (!DECIMAL.test(text)) throw new OvoscopeError(storageProblems.decimal(field, text.slice(0, 80)));
  return text;
}

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * An id as the tables keep it. It is part of an index whose entries end at 2,704 bytes in PostgreSQL, beside a value of
 * up to 2,048: a long one keeps its beginning and a hash of the whole.
 */
export function storableId(id: string): string {
  const text = storableText(id, id.length);
  if (text.length <= ID_LENGTH) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return storableText(`${text.slice(0, ID_LENGTH - hash.length - 1)}~${hash}`);
}

/** Milliseconds since 1970; throws OvoscopeError for a date that is none, or outside of 1970 to 9999. */
export function toMs(field: string, date: Date): number {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new OvoscopeError(storageProblems.text(field, 'it is no date'));
  if (ms < 0 || ms > LATEST_MS) throw new OvoscopeError(storageProblems.text(field, 'its year is not 1970 to 9999'));
  return ms;
}

function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
