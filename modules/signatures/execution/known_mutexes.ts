import { type Results, Signature } from 'ovoscope';
import { firstUses, mutexes } from 'ovoscope/query';

const KNOWN: readonly (readonly [family: string, name: RegExp])[] = [
  ['AsyncRAT', /^AsyncMutex_\w{6,}/],
  ['DarkComet', /^DC_MUTEX-\w{7}$|^DCMIN_MUTEX-|^DCPERSFWBP$/],
  ['Gh0st', /^Gh0st\w*|^Global\\Gh0st/],
  ['NanoCore', /^Global\\\{[0-9a-f-]{36}\}_NanoCore/i],
  ['njRAT', /^(?:njq8|njRAT\w*)$/i],
  ['Poison Ivy', /^\)!VoqA\.I4$/],
  ['Quasar', /^QSR_MUTEX_\w{10,}/],
  ['Remcos', /^(?:Remcos_Mutex_Inj|Mutex_RemWatchdog|Rmc-\w{6})$/],
  ['WannaCry', /^(?:Global\\)?MsWinZonesCacheCounterMutex[AW]\d?$/],
  ['XtremeRAT', /^(?:XTREME(?:UPDATE|CLIENT|PERSIST)|xXx_key_xXx)/],
  ['Zeus', /^_AVIRA_(?:\d{4,5}|2109[89])$/],
  ['Blackshades', /^BSS_(?:MUTEX|NET)\w*/],
  ['CyberGate', /^_x_X_(?:BLOCKMOUSE|PASSWORDLIST|UPDATE)_X_x_$/],
  ['Cerber', /^shell\.\{[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\}$/],
  ['DCRat', /^DCR_MUTEX-\w{10,}/],
  ['LimeRAT', /^LimeRAT-\w+/],
];

/** A name can be taken by anybody; these are long or odd enough. */
export default class KnownMutexes extends Signature {
  name = 'known_mutexes';
  description = 'Makes a lock that is called as known malware calls it';
  severity = 4;
  confidence = 90;
  categories = ['family'];
  ttps = ['T1480.002'];
  references = ['https://attack.mitre.org/techniques/T1480/002/'];
  run(results: Results) {
    for (const [family, pattern] of KNOWN) {
      const found = mutexes(results, pattern);
      if (found.length === 0) continue;
      this.families.push(family);
      this.data.push(
        ...firstUses(results, found, ['NtCreateMutant', 'NtOpenMutant'], 'mutant_name').map((use) => ({
          family,
          ...use,
        })),
      );
    }
    return this.data.length > 0;
  }
}
