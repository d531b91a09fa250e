import { type Results, Signature } from 'ovoscope';
import { publicServers } from '../_flows.ts';

/** Web, mail, names, time, files, databases, chat, calls. */
const USUAL = new Set([
  20, 21, 22, 23, 25, 43, 53, 80, 81, 88, 110, 119, 123, 143, 389, 443, 445, 465, 554, 587, 636, 853, 873, 989, 990,
  993, 995, 1080, 1194, 1433, 1723, 1863, 1935, 3128, 3306, 3389, 3478, 4070, 5222, 5223, 5228, 5269, 5432, 5671, 5672,
  6379, 6667, 6697, 8000, 8008, 8080, 8081, 8088, 8443, 8530, 8531, 8883, 8888, 9418, 11371, 27017,
]);
const MOST = 20;

/** Games, calls and programs that share files use such ports as well. */
export default class NetworkUnusualPort extends Signature {
  name = 'network_unusual_port';
  description = 'Talks to an address on a port that no service is known for';
  severity = 2;
  confidence = 50;
  categories = ['network', 'c2'];
  ttps = ['T1571'];
  references = ['https://attack.mitre.org/techniques/T1571/'];
  run(results: Results) {
    this.data.push(...publicServers(results, (port) => !USUAL.has(port), MOST));
    return this.data.length > 0;
  }
}
