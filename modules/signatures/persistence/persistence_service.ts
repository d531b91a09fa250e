import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, succeeded } from 'ovoscope/query';

/** Installers of services; most harmless installers have none. */
export default class PersistenceService extends Signature {
  name = 'persistence_service';
  description = 'Installs a service or driver';
  severity = 2;
  categories = ['persistence'];
  ttps = ['T1543.003'];
  references = [
    'https://attack.mitre.org/techniques/T1543/003/',
    'https://learn.microsoft.com/en-us/windows/win32/api/winsvc/nf-winsvc-createservicew',
  ];
  watch = { apis: apis.createsService };

  onCall(call: Call, process: Process) {
    if (succeeded(call)) this.data.push(evidence(call, process, 'service_name', 'filepath', 'start_type'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
