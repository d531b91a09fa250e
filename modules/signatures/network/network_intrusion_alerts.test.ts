import { given, SignatureTester } from 'ovoscope/testing';
import NetworkIntrusionAlerts from './network_intrusion_alerts.ts';

const alert = (fields: object) => given.container({ suricata: { alerts: [fields] } } as never);

new SignatureTester().run(NetworkIntrusionAlerts, {
  detects: [
    {
      name: 'a category',
      results: alert({
        signature: 'ET MALWARE Some Bot',
        category: 'A Network Trojan was detected',
        sid: 2,
        dst_ip: '8.8.4.4',
        dst_port: 80,
      }),
    },
    {
      name: 'in the words of CAPE',
      results: alert({ signature: 'ET TROJAN Some CnC', category: '', sid: 3, dstip: '8.8.4.4', dstport: 443 }),
    },
  ],
  ignores: [
    {
      name: 'a policy',
      results: alert({ signature: 'ET POLICY curl', category: 'Potential Corporate Privacy Violation' }),
    },
    {
      name: 'one that is noise',
      results: alert({ signature: 'ET MALWARE x', category: 'A Network Trojan was detected', ignored: true }),
    },
  ],
});
