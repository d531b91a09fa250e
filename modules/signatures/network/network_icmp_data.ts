import { type Results, Signature } from 'ovoscope';
import { isPublicAddress } from 'ovoscope/query';
import { networkEntries, text } from '../_flows.ts';

/** What Windows and Linux send. */
const ORDINARY = /abcdefghijklmnop|!"#\$%&'\(\)\*\+,-\.\//;
const LARGE = 100;
const FEWEST = 3;

/** Tools that measure networks send large ones too. */
export default class NetworkIcmpData extends Signature {
  name = 'network_icmp_data';
  description = 'Sends data in messages that only test whether a host is there (ICMP)';
  severity = 2;
  confidence = 60;
  categories = ['network', 'c2'];
  ttps = ['T1095'];
  references = ['https://attack.mitre.org/techniques/T1095/'];
  run(results: Results) {
    const odd = networkEntries(results, 'icmp', 'icmpv6').filter(({ type, data, dst }) => {
      const isEcho = type === 8 || type === 0 || type === 128 || type === 129;
      const content = text(data);
      return isEcho && content.length >= LARGE && !ORDINARY.test(content.slice(0, 2_000)) && isPublicAddress(text(dst));
    });
    if (odd.length < FEWEST) return false;
    this.data.push(
      ...odd
        .slice(0, 20)
        .map(({ src, dst, data }) => ({ src: text(src), dst: text(dst), data: text(data).slice(0, 200) })),
    );
    return true;
  }
}
