import type { ReportView } from '../report-view.ts';
import type { RuleType } from '../rule-type.ts';

export const hash: RuleType = {
  name: 'hash',
  summary: 'The MD5 of the sample.',
  candidates(view) {
    const md5 = hashOf(view, 'md5');
    const isWhitelisted = ['md5', 'sha1', 'sha256', 'sha512'].some((name) => {
      const value = hashOf(view, name);
      return value !== null && view.whitelist.hasHash(value);
    });
    return [{ value: md5, isWhitelisted }];
  },
};

function hashOf(view: ReportView, name: string): string | null {
  const values = [view.value(`file.${name}`), view.value(`target.file.${name}`)];
  const found = values.find((value) => typeof value === 'string' && /^[0-9a-f]{32,128}$/i.test(value));
  return found === undefined ? null : (found as string).toLowerCase();
}
