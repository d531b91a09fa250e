import type { Signature } from '../plugin/signature.ts';
import { CheckFailed, shown } from './failure.ts';

interface Rule {
  field: string;
  expected: string;
  holds: (value: unknown) => boolean;
}

const isLine = (value: unknown) => typeof value === 'string' && value.trim() !== '' && !/[\r\n]/.test(value);
const all = (accepts: (item: string) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && accepts(item));

const RULES: readonly Rule[] = [
  {
    field: 'name',
    expected: 'letters, digits and "_", as the file is called',
    holds: (v) => /^[A-Za-z0-9_.-]+$/.test(String(v)),
  },
  { field: 'description', expected: 'one line that says what the sample did', holds: isLine },
  {
    field: 'severity',
    expected: 'a whole number from 1 to 5',
    holds: (v) => Number.isInteger(v) && Number(v) >= 1 && Number(v) <= 5,
  },
  {
    field: 'confidence',
    expected: 'a number from 0 to 100',
    holds: (v) => typeof v === 'number' && v >= 0 && v <= 100,
  },
  {
    field: 'references',
    expected: 'a list of http or https URLs',
    holds: all((v) => URL.canParse(v) && /^https?:/.test(v)),
  },
  {
    field: 'ttps',
    expected: 'a list of ATT&CK ids such as "T1547.001"',
    holds: all((v) => /^TA?\d{4}(?:\.\d{3})?$/.test(v)),
  },
  {
    field: 'mbcs',
    expected: 'a list of MBC ids such as "B0007"',
    holds: all((v) => /^[A-Z]+\d{4}(?:\.[A-Zm]?\d{2,3})?$/.test(v)),
  },
  { field: 'categories', expected: 'a list of texts', holds: all((v) => v !== '') },
  { field: 'families', expected: 'a list of texts', holds: all((v) => v !== '') },
  { field: 'authors', expected: 'a list of texts', holds: all((v) => v !== '') },
  {
    field: 'data',
    expected: 'an empty list before the signature runs',
    holds: (v) => Array.isArray(v) && v.length === 0,
  },
];

/** Throws where a field of the signature would be refused or look wrong in a report; all fields at once. */
export function checkMetadata(signature: Signature): void {
  const fields = signature as unknown as { [field: string]: unknown };
  const faults = RULES.filter(({ field, holds }) => !holds(fields[field])).map(
    ({ field, expected }) => `${field} is ${shown(fields[field])}, expected ${expected}`,
  );
  if (!signature.run && !signature.onCall && !signature.onComplete) {
    faults.push('it has none of run(), onCall() and onComplete(), so it can never match');
  }
  if (signature.onCall && !signature.run && !signature.onComplete && !/return/.test(String(signature.onCall))) {
    faults.push('onCall() never returns true and there is no onComplete(), so it can never match');
  }
  if (faults.length > 0) throw new CheckFailed(`${signature.name || signature.constructor.name}: ${faults.join('\n')}`);
}
