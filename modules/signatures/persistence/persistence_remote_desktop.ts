import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isZero } from '../_value-signature.ts';

const VALUE = /\\Control\\Terminal Server\\(?:fDenyTSConnections|fSingleSessionPerUser)$/i;
const COMMANDS = [
  /\bTerminal\s?Server\b.{0,120}\bfDenyTSConnections\b.{0,60}\/d\s+"?(?:0x)?0\b/i,
  /\bwmic(?:\.exe)?"?\s.{0,120}\bsetallowtsconnections\s+1/i,
  /\bnetsh(?:\.exe)?"?\s.{0,80}(?:remotedesktop\s+enable|group="remote desktop".{0,40}enable=yes)/i,
];

/** Tools of administrators do this when a machine is set up. */
export default class PersistenceRemoteDesktop extends SettingSignature {
  name = 'persistence_remote_desktop';
  description = 'Lets others log on to the machine over the network (Remote Desktop)';
  severity = 3;
  confidence = 90;
  categories = ['persistence', 'lateral-movement'];
  ttps = ['T1021.001', 'T1112'];
  references = ['https://attack.mitre.org/techniques/T1021/001/', 'https://attack.mitre.org/techniques/T1112/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
