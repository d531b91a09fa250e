import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, evidence, isPublicAddress, numberArgument, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const MOST = 100;

/** Names that were looked up before the recording began are not known, so this says little alone. */
export default class NetworkRawAddress extends Signature {
  name = 'network_raw_address';
  description = 'Connects to addresses that no name lookup gave';
  severity = 2;
  confidence = 60;
  categories = ['network'];
  ttps = ['T1095'];
  references = ['https://attack.mitre.org/techniques/T1095/'];
  watch = { apis: apis.connects };
  readonly #connections = new Map<string, object>();

  onCall(call: Call, process: Process) {
    if (BACKGROUND.includes(process.process_name.toLowerCase())) return;
    const address = textArgument(call, 'ip_address');
    if (!isPublicAddress(address) || numberArgument(call, 'port') === 53) return;
    if (this.#connections.has(address) || this.#connections.size >= MOST) return;
    this.#connections.set(address, evidence(call, process, 'ip_address', 'port'));
  }

  onComplete(results: Results) {
    if (this.#connections.size === 0) return false;
    const answered = answers(results);
    // Without a capture nothing says where an address came from.
    if (answered === undefined) return false;
    for (const [address, connection] of this.#connections) if (!answered.has(address)) this.data.push(connection);
    return this.data.length > 0;
  }
}

/** Addresses that name servers gave in this analysis. */
function answers(results: Results): Set<string> | undefined {
  const { network } = results;
  if (network === undefined) return undefined;
  const found = new Set<string>();
  for (const { answers: list, ip } of network.dns as { answers?: unknown; ip?: unknown }[]) {
    if (typeof ip === 'string') found.add(ip);
    if (Array.isArray(list)) for (const answer of list) if (typeof answer?.data === 'string') found.add(answer.data);
  }
  return found;
}
