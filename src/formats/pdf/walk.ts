import { isDictionary, type PdfDictionary, PdfName, PdfStream, type PdfValue } from './values.ts';

export interface Visitor {
  dictionary?: (dictionary: PdfDictionary) => void;
  key?: (key: string) => void;
  name?: (name: string) => void;
}

/** Visits all dictionaries and names of a value, without following references; values are trees. */
export function walk(value: PdfValue, visitor: Visitor): void {
  const waiting: PdfValue[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next instanceof PdfName) visitor.name?.(next.name);
    else if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) waiting.push(next[i]!);
    else if (next instanceof PdfStream) waiting.push(next.dictionary);
    else if (isDictionary(next)) {
      visitor.dictionary?.(next);
      const inner = [...next.values()];
      for (const key of next.keys()) visitor.key?.(key);
      for (let i = inner.length - 1; i >= 0; i--) waiting.push(inner[i]!);
    }
  }
}
