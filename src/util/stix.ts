import { uuidOf } from './uuid.ts';

/** Who makes the STIX objects: the same identity in every bundle. */
export const STIX_PRODUCER = {
  type: 'identity',
  spec_version: '2.1',
  id: `identity--${uuidOf('stix identity')}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'Ovoscope',
  identity_class: 'system',
};

/** Text inside a pattern's quotes. */
export function stixText(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}
