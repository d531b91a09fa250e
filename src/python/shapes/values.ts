import { randomBytes } from 'node:crypto';
import type { Value } from '../../plugin/container.ts';

/** Any JSON object, of which nothing is known. */
export type Fields = { readonly [name: string]: unknown };

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What no sample can know stands before integers that JavaScript has no numbers for, until all is text. */
const MARK = randomBytes(16).toString('hex');
const MARKED = new RegExp(`"${MARK}(-?[0-9]+)"`, 'g');

/** JSON of anything a container can hold; integers keep all their digits. Throws RangeError where it is too deep. */
export function jsonOf(value: unknown): string {
  let hasMarks = false;
  const text = JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== 'bigint') return item;
    hasMarks = true;
    return MARK + item;
  });
  return (hasMarks ? text.replace(MARKED, '$1') : text) ?? 'null';
}

/** A value as CAPE writes it into an argument: always text. */
export function argumentText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.map(argumentText).join(' ');
  return typeof value === 'object' ? jsonOf(value) : String(value);
}
