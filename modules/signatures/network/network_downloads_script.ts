import { type Results, Signature } from 'ovoscope';
import { urls } from 'ovoscope/query';
import { text } from '../_flows.ts';

const SCRIPT = /^https?:\/\/[^/?#]{1,255}\/[^?#]{0,2000}\.(?:ps1|psm1|vbs|vbe|hta|sct|wsf|bat|cmd|jse)(?:[?#]|$)/i;
const MAKERS =
  /^https?:\/\/(?:[\w-]{1,60}\.){0,4}(?:microsoft|windows|aka|chocolatey|powershellgallery)\.(?:com|net|org|ms)[:/]/i;

/** Package managers and administrators install programs with scripts from the internet. */
export default class NetworkDownloadsScript extends Signature {
  name = 'network_downloads_script';
  description = 'Downloads a script';
  severity = 3;
  confidence = 65;
  categories = ['network', 'downloader'];
  ttps = ['T1105', 'T1059'];
  references = ['https://attack.mitre.org/techniques/T1105/', 'https://attack.mitre.org/techniques/T1059/'];
  run(results: Results) {
    for (const url of urls(results, SCRIPT)) if (!MAKERS.test(text(url))) this.data.push({ url: url.slice(0, 1_000) });
    return this.data.length > 0;
  }
}
