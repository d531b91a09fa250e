import { encodedPowerShell } from 'ovoscope/query';
import { CommandSignature } from '../_command-signature.ts';

const DOWNLOADS =
  /\b(?:DownloadString|DownloadFile|DownloadData|OpenRead|Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer|Net\.WebClient|Net\.Http\.HttpClient|Msxml2\.XMLHTTP|iwr|irm|wget|curl)\b/i;

/** Package managers and installers download with PowerShell. */
export default class PowershellDownload extends CommandSignature {
  name = 'powershell_download';
  description = 'Has PowerShell download something';
  severity = 3;
  confidence = 90;
  categories = ['execution', 'downloader'];
  ttps = ['T1059.001', 'T1105'];
  references = ['https://attack.mitre.org/techniques/T1059/001/', 'https://attack.mitre.org/techniques/T1105/'];

  protected concerns(commandLine: string): boolean | object {
    if (!/\b(?:powershell|pwsh)\b/i.test(commandLine)) return false;
    const decoded = encodedPowerShell(commandLine);
    // Back-ticks and quotes inside words mean nothing to PowerShell.
    const plain = (decoded ?? commandLine).replace(/[`'"+^]/g, '');
    if (!DOWNLOADS.test(plain)) return false;
    return decoded === undefined ? true : { decoded: decoded.slice(0, 2_000) };
  }
}
