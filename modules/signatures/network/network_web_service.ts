import { type Results, Signature } from 'ovoscope';
import { domains, urls } from 'ovoscope/query';

/** Places where anybody can leave text or files for a program to fetch. */
const SERVICES = [
  /(?:^|\.)(?:pastebin\.(?:com|pl)|paste\.ee|hastebin\.com|ghostbin\.\w+|rentry\.(?:co|org)|controlc\.com|textbin\.net|dpaste\.(?:com|org)|pastetext\.net|transfer\.sh|file\.io|anonfiles\.com|bayfiles\.com|gofile\.io|catbox\.moe|temp\.sh|oshi\.at|0x0\.st|filebin\.net|webhook\.site|requestbin\.\w+|interact\.sh|oast\.(?:fun|live|me|online|pro|site))$/i,
  /^(?:raw|gist|objects)\.githubusercontent\.com$/i,
  /^api\.telegram\.org$/i,
  /^(?:cdn|media)\.discordapp\.(?:com|net)$/i,
];
const HOOKS = /^https?:\/\/(?:[a-z]+\.)?(?:discord(?:app)?\.com\/api\/webhooks\/|api\.telegram\.org\/bot)/i;

/** Users and programs reach these services for their proper purpose. */
export default class NetworkWebService extends Signature {
  name = 'network_web_service';
  description = 'Talks to a public service for texts, files or messages, where commands and loot can be left';
  severity = 2;
  confidence = 80;
  categories = ['network'];
  ttps = ['T1102', 'T1567'];
  references = ['https://attack.mitre.org/techniques/T1102/', 'https://attack.mitre.org/techniques/T1567/'];

  run(results: Results) {
    for (const domain of domains(results, SERVICES)) this.data.push({ domain });
    for (const url of urls(results, HOOKS)) this.data.push({ url });
    return this.data.length > 0;
  }
}
