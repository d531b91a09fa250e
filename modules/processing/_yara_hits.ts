import type { Results, YaraHit, YaraTarget } from 'ovoscope';

/**
 * The field `yara` of a file or a text: what rules matched it. Without the field it was not scanned. Of no category
 * in particular where `category` is undefined.
 */
export function hitsOf(
  results: Results,
  category: YaraTarget['category'] | undefined,
  which: { path: string } | { sha256: string },
): { yara?: YaraHit[] } {
  const { yara } = results;
  if (!Array.isArray(yara)) return {};
  const isWanted = (each: YaraTarget) => ('path' in which ? each.path === which.path : each.sha256 === which.sha256);
  const target = yara.find((each) => (category === undefined || each.category === category) && isWanted(each));
  return target ? { yara: target.yara } : {};
}
