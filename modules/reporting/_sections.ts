import { FLAT_SECTIONS, type FlatName } from 'ovoscope/report';

/** Every section but the calls, which are many. */
export const DEFAULT_SECTIONS: readonly FlatName[] = FLAT_SECTIONS.filter((name) => name !== 'calls');

/** The option `sections`, checked. */
export function sectionsOf(option: unknown): FlatName[] {
  const names = option ?? DEFAULT_SECTIONS;
  const isKnown = (name: unknown) => (FLAT_SECTIONS as readonly unknown[]).includes(name);
  if (Array.isArray(names) && names.every(isKnown)) return [...new Set(names as FlatName[])];
  throw new RangeError(
    `option sections is ${JSON.stringify(option)}, but should be a list of ${FLAT_SECTIONS.join(', ')}`,
  );
}
