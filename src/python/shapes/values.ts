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

/** JSON of anything a container can hold; integers keep all their digits. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, replacer) ?? 'null';
}

function replacer(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? exact(value) : value;
}

/** An integer that JSON takes as it is, but JavaScript does not. */
function exact(value: bigint): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return rawJSON === undefined ? String(value) : rawJSON(String(value));
}

/** A value as CAPE writes it into an argument: always text. */
export function argumentText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.map(argumentText).join(' ');
  return typeof value === 'object' ? jsonOf(value) : String(value);
}
