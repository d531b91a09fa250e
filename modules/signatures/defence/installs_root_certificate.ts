import { SettingSignature } from '../_setting-signature.ts';

const BLOB = /\\SystemCertificates\\Root\\Certificates\\[0-9a-f]{40}\\Blob$/i;
const COMMAND = /\bcertutil(?:\.exe)?"?\s.{0,80}-addstore\s.{0,40}\broot\b|\bImport-Certificate\b.{0,200}\\Root\b/i;

/** Proxies, products against viruses and tools of developers add an authority of theirs. */
export default class InstallsRootCertificate extends SettingSignature {
  name = 'installs_root_certificate';
  description = 'Has Windows trust another certification authority';
  severity = 3;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1553.004'];
  references = ['https://attack.mitre.org/techniques/T1553/004/'];

  protected concernsValue(regkey: string): boolean {
    return BLOB.test(regkey);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
