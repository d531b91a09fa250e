import { type Results, Signature } from 'ovoscope';
import { networkEntries, number, text } from '../_flows.ts';

/** Requests, and how much the time between them may differ. */
const FEWEST = 6;
const EVEN = 0.25;
const SHORTEST_S = 1;
const KNOWN =
  /(?:^|\.)(?:microsoft|windows|windowsupdate|msftncsi|msftconnecttest|google|googleapis|gstatic|mozilla|apple|digicert|live|office)\.(?:com|net|org)$/i;

/** Programs that look for news or messages do so too; the server tells who it is. */
export default class NetworkBeacon extends Signature {
  name = 'network_beacon';
  description = 'Asks the same server again and again at even intervals';
  severity = 3;
  confidence = 70;
  categories = ['network', 'c2'];
  ttps = ['T1071.001', 'T1008'];
  references = ['https://attack.mitre.org/techniques/T1071/001/', 'https://attack.mitre.org/techniques/T1008/'];
  run(results: Results) {
    const places = new Map<string, number[]>();
    for (const request of networkEntries(results, 'http_ex', 'https_ex')) {
      const time = number(request['time']);
      const host = text(request['host']);
      if (time === undefined || KNOWN.test(host.replace(/:\d+$/, ''))) continue;
      const place = `${text(request['method'])} ${text(request['protocol'])}://${host}${text(request['uri']).split('?')[0]}`;
      if (!places.has(place)) places.set(place, []);
      places.get(place)!.push(time);
    }
    for (const [place, times] of places) {
      const gap = evenGap(times);
      if (gap !== undefined)
        this.data.push({ requests: place, count: times.length, seconds: Math.round(gap * 10) / 10 });
    }
    return this.data.length > 0;
  }
}

/** The middle gap, where most others are like it. */
function evenGap(times: readonly number[]): number | undefined {
  if (times.length < FEWEST) return undefined;
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, i) => time - sorted[i]!);
  const middle = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
  const like = gaps.filter((gap) => Math.abs(gap - middle) <= middle * EVEN).length;
  return middle >= SHORTEST_S && like >= gaps.length * 0.8 ? middle : undefined;
}
