import { type Call, type Process, Signature } from 'ovoscope';
import { apis, baseName, evidence, extension, succeeded, textArgument } from 'ovoscope/query';
import { SYSTEM_PROGRAMS } from '../_programs.ts';

/** Installers that put themselves into the folder of the program do so. */
export default class CopiesItself extends Signature {
  name = 'copies_itself';
  description = 'Copies or moves its own program to another place';
  severity = 3;
  confidence = 80;
  categories = ['persistence', 'evasion'];
  ttps = ['T1070.010'];
  references = ['https://attack.mitre.org/techniques/T1070/010/'];
  watch = { apis: [...apis.copiesFile, ...apis.movesFile] };

  onCall(call: Call, process: Process) {
    const from = textArgument(call, 'oldfilepath');
    const to = textArgument(call, 'newfilepath');
    if (!succeeded(call) || to === '' || from.toLowerCase() === to.toLowerCase()) return;
    if (isOwn(from, process)) this.data.push(evidence(call, process, 'oldfilepath', 'newfilepath'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}

/** Older monitors give the name of a process only, not its path. */
function isOwn(path: string, process: Process): boolean {
  const own = process.process_path;
  if (own) return path.toLowerCase() === own.toLowerCase();
  const name = process.process_name.toLowerCase();
  return extension(path) !== '' && baseName(path).toLowerCase() === name && !SYSTEM_PROGRAMS.includes(name);
}
