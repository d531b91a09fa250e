import { type Results, Signature } from 'ovoscope';
import { entries, entry, isEntry, text } from '../_flows.ts';

const MALWARE =
  /trojan|malware|command and control|c2|botnet|exploit kit|ransom|backdoor|coinminer|crypto currency mining|credential theft|targeted malicious/i;
const RULE =
  /^(?:ET (?:MALWARE|TROJAN|CNC|EXPLOIT_KIT|COINMINER|MOBILE_MALWARE)|ETPRO (?:MALWARE|TROJAN)|MALWARE-|SURICATA Malware)\b/i;
const MOST = 50;

/** Rules of sensors are wrong at times: look at the rule and at the packets. */
export default class NetworkIntrusionAlerts extends Signature {
  name = 'network_intrusion_alerts';
  description = 'A sensor took its traffic for that of malware (Suricata, Snort)';
  severity = 4;
  confidence = 80;
  categories = ['network', 'c2'];
  ttps = ['T1071'];
  references = ['https://attack.mitre.org/techniques/T1071/'];
  run(results: Results) {
    const parts = results as { [part: string]: unknown };
    const alerts = ['suricata', 'snort'].flatMap((part) =>
      entries(isEntry(parts[part]) ? entry(parts[part])['alerts'] : parts[part]),
    );
    const seen = new Set<string>();
    for (const alert of alerts) {
      const rule = text(alert['signature']) || text(alert['message']);
      const isMalware = MALWARE.test(text(alert['category'])) || RULE.test(rule);
      const key = `${rule} ${text(alert['dst_ip']) || text(alert['dstip'])}`;
      if (!isMalware || alert['ignored'] === true || seen.has(key) || seen.size >= MOST) continue;
      seen.add(key);
      const dst = alert['dst_ip'] ?? alert['dstip'] ?? null;
      const dport = alert['dst_port'] ?? alert['dstport'] ?? null;
      this.data.push({ rule, category: alert['category'] ?? null, sid: alert['sid'] ?? null, dst, dport });
    }
    return this.data.length > 0;
  }
}
