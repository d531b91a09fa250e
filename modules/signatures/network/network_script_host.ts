import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, isPublicAddress, textArgument } from 'ovoscope/query';
import { DOCUMENT_READERS, SCRIPT_HOSTS } from '../_programs.ts';

const ASKS = [
  'InternetConnectA',
  'InternetConnectW',
  'InternetOpenUrlA',
  'InternetOpenUrlW',
  'WinHttpConnect',
  'URLDownloadToFileW',
];
const RUNNERS = [
  ...SCRIPT_HOSTS,
  'powershell.exe',
  'pwsh.exe',
  'regsvr32.exe',
  'rundll32.exe',
  'installutil.exe',
  'regasm.exe',
  'regsvcs.exe',
  'msbuild.exe',
  'eqnedt32.exe',
];
/** Office and readers look for updates and templates of their makers. */
const MAKERS =
  /(?:^|[./])(?:microsoft|office|office365|live|msn|windows|msocsp|digicert|adobe|google)\.(?:com|net)(?:[:/]|$)/i;

/** Scripts of administrators; the makers of Office and readers are left out. */
export default class NetworkScriptHost extends Signature {
  name = 'network_script_host';
  description = 'A script host, or a program that runs code for others, talks to the internet';
  severity = 3;
  confidence = 75;
  categories = ['network', 'script'];
  ttps = ['T1071.001', 'T1059'];
  references = ['https://attack.mitre.org/techniques/T1071/001/', 'https://attack.mitre.org/techniques/T1059/'];
  watch = { apis: [...apis.connects, ...ASKS], processes: [...RUNNERS, ...DOCUMENT_READERS] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const isDocument = DOCUMENT_READERS.includes(process.process_name.toLowerCase());
    const address = textArgument(call, 'ip_address');
    const place = textArgument(call, 'hostname') || textArgument(call, 'url');
    // What an address belongs to cannot be told, so documents count by name only.
    const counts = place === '' ? !isDocument && isPublicAddress(address) : isOutside(place) && !MAKERS.test(place);
    const key = `${process.process_id} ${place || address}`;
    if (!counts || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.data.push(evidence(call, process, 'hostname', 'url', 'ip_address', 'port'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}

/** Names without a dot are of the same network. */
const isOutside = (place: string) =>
  !/^(?:localhost|127\.|10\.|192\.168\.|[^./]+(?:[:/]|$))/i.test(place.replace(/^\w{1,10}:\/\//, ''));
