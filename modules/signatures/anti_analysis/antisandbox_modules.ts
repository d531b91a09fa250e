import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';

/** Libraries that sandboxes and analysis tools put into the processes they watch. */
const MODULE =
  /(?:^|\\)(?:sbiedll|api_log|dir_watch|vmcheck|wpespy|cmdvrt(?:32|64)|cuckoomon|capemon(?:_x64)?|sxin|snxhk(?:64)?|avghook[ax])(?:\.dll)?$/i;

/** Some products look for modules of other products with which they do not get on. */
export default class AntisandboxModules extends Signature {
  name = 'antisandbox_modules';
  description = 'Asks whether a library of a sandbox is loaded in its process';
  severity = 3;
  confidence = 90;
  categories = ['anti-sandbox'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];
  watch = { apis: ['LdrGetDllHandle', 'GetModuleHandleA', 'GetModuleHandleW', 'LdrLoadDll'] };

  onCall(call: Call, process: Process) {
    if (MODULE.test(textArgument(call, 'module_name'))) this.data.push(evidence(call, process, 'module_name'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
