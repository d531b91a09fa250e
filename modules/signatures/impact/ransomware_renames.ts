import { type Results, Signature } from 'ovoscope';
import { extension, movedFiles } from 'ovoscope/query';

/** Endings that programs give files while they write them, and take away again. */
const ORDINARY = new Set(['tmp', 'temp', 'bak', 'old', 'log', 'part', 'crdownload', 'download', 'new', 'orig']);
const FEWEST = 15;
const SHOWN = 20;

/** `report.docx` → `report.docx.abcd`, or any name in place of it with a new ending. */
function newEnding(from: string, to: string): string | undefined {
  const [before, after] = [extension(from), extension(to)];
  if (before === '' || after === '' || after === before || after.length > 24) return undefined;
  return ORDINARY.has(after) || ORDINARY.has(before) ? undefined : after;
}

/** Programs that convert many files and keep the old ones under another ending. */
export default class RansomwareRenames extends Signature {
  name = 'ransomware_renames';
  description = 'Gives many files of different kinds one and the same new ending';
  severity = 4;
  confidence = 90;
  categories = ['ransomware'];
  ttps = ['T1486'];
  references = ['https://attack.mitre.org/techniques/T1486/'];

  run(results: Results) {
    const byEnding = new Map<string, (readonly [from: string, to: string])[]>();
    for (const [from, to] of movedFiles(results)) {
      const ending = newEnding(from, to);
      if (ending === undefined) continue;
      if (!byEnding.has(ending)) byEnding.set(ending, []);
      byEnding.get(ending)!.push([from, to]);
    }
    for (const [ending, moves] of byEnding) {
      const kinds = new Set(moves.map(([from]) => extension(from)));
      if (moves.length < FEWEST || kinds.size < 2) continue;
      this.data.push({ ending: `.${ending}`, files: moves.length });
      this.data.push(...moves.slice(0, SHOWN).map(([from, to]) => ({ from, to })));
    }
    return this.data.length > 0;
  }
}
