import type { Results, YaraHit, YaraTarget } from 'ovoscope';

/** The field `yara` of a file: what rules matched it. Without the field it was not scanned. */
export function hitsOf(results: Results, category: YaraTarget['category'], sha256: string): { yara?: YaraHit[] } {
  const { yara } = results;
  if (!Array.isArray(yara)) return {};
  const target = yara.find((each) => each.category === category && each.sha256 === sha256);
  return target ? { yara: target.yara } : {};
}
