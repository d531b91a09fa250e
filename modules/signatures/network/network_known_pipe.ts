import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';

const PIPE =
  /\\pipe\\(?:msagent_[0-9a-f]{2}|MSSE-\d{3,5}-server|postex_(?:ssh_)?[0-9a-f]{4}|status_[0-9a-f]{2}|mojo\.5688\.8052\.\d+|interprocess_[0-9a-f]{2}|lsarpc_[0-9a-f]{2}|samr_[0-9a-f]{2}|netlogon_[0-9a-f]{2}|wkssvc_?[0-9a-f]{2}|ntsvcs_[0-9a-f]{2}|DserNamePipe[0-9a-f]{2}|SearchTextHarvester|PSEXESVC|RemCom_communic\w*|csexecsvc|PAExec\w*|winsession|isapi_(?:http|dg)\w*|gruntsvc|jaccdpqnvbrrxlaf|TSVCPIPE-|demoagent_\d\d)/i;

/** Hardly any program has pipes of these names; operators can change them. */
export default class NetworkKnownPipe extends Signature {
  name = 'network_known_pipe';
  description = 'Opens a pipe that is called as those of tools for attacks are';
  severity = 4;
  confidence = 80;
  categories = ['c2', 'lateral-movement'];
  ttps = ['T1559', 'T1071'];
  references = ['https://attack.mitre.org/techniques/T1559/', 'https://attack.mitre.org/techniques/T1071/'];
  watch = { apis: ['NtCreateNamedPipeFile', 'CreateNamedPipeW', 'NtCreateFile', 'NtOpenFile', 'CallNamedPipeW'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const name = textArgument(call, 'pipe_name') || textArgument(call, 'filepath');
    if (!name.includes('pipe') || !PIPE.test(name.slice(0, 500)) || this.#seen.has(name)) return;
    this.#seen.add(name);
    this.data.push({ ...evidence(call, process), pipe: name });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
