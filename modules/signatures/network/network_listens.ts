import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const LOCAL = /^(?:127\.|::1$|localhost$)/i;

/** Servers and programs for games and calls do so. */
export default class NetworkListens extends Signature {
  name = 'network_listens';
  description = 'Waits for connections from others';
  severity = 2;
  confidence = 50;
  categories = ['network', 'c2'];
  ttps = ['T1571'];
  references = ['https://attack.mitre.org/techniques/T1571/'];
  watch = { apis: ['bind', 'listen'] };
  readonly #bound = new Map<string, object>();

  onCall(call: Call, process: Process) {
    if (BACKGROUND.includes(process.process_name.toLowerCase())) return;
    const socket = `${process.process_id} ${textArgument(call, 'socket')}`;
    if (call.api === 'bind') {
      const isOpen = (numberArgument(call, 'port') ?? 0) > 0 && !LOCAL.test(textArgument(call, 'ip_address'));
      if (isOpen) this.#bound.set(socket, evidence(call, process, 'ip_address', 'port'));
      return;
    }
    const bound = this.#bound.get(socket);
    if (bound === undefined) return;
    this.#bound.delete(socket);
    this.data.push(bound, evidence(call, process, 'socket'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
