import type { Results } from 'ovoscope';
import { entries, entry, isEntry, text } from './_flows.ts';

export interface SysmonRecord {
  time: string | null;
  data: ReadonlyMap<string, string>;
}

/** Events of one kind that Sysmon logged; reports of CAPE have them as their XML was. */
export function sysmonEvents(results: Results, id: number): SysmonRecord[] {
  const events = entries((results as { sysmon?: unknown }).sysmon);
  return events.flatMap((event) => {
    if (event['event_id'] === id) {
      const data = Object.entries(entry(event['data'])).map(([name, value]) => [name, text(value)] as const);
      return [{ time: text(event['time']) || null, data: new Map(data) }];
    }
    const system = entry(event['System']);
    if (Number(text(system['EventID']) || NaN) !== id) return [];
    const fields = entry(event['EventData'])['Data'];
    const data = entries(isEntry(fields) ? [fields] : fields).map((f) => [text(f['@Name']), text(f['#text'])] as const);
    return [{ time: text(entry(system['TimeCreated'])['@SystemTime']) || null, data: new Map(data) }];
  });
}

/** Programs by which sandboxes put their monitor into others: `C:\\k3x9q1\\bin\\loader.exe`. */
export const ofSandbox = (image: string): boolean => /^[a-z]:\\(?:tmp)?\w{5,12}\\bin\\\w{1,40}\.exe$/i.test(image);
