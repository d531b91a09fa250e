import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, domains, evidence, numberArgument } from 'ovoscope/query';

const SERVER =
  /^(?:smtp|mail|mx\d*|relay|outgoing|smtp-mail|smtpout|aspmx|gmail-smtp-in)\d*\.(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;
const PORTS = new Set([25, 465, 587, 2525]);
const MAIL_PROGRAMS = /^(?:outlook|thunderbird|msimn|wlmail|hxoutlook|hxtsr)\.exe$/i;

/** Programs that report errors by mail, and scripts of administrators. */
export default class NetworkMail extends Signature {
  name = 'network_mail';
  description = 'Sends mail without being a program for mail';
  severity = 3;
  confidence = 75;
  categories = ['network', 'exfiltration'];
  ttps = ['T1071.003', 'T1048'];
  references = ['https://attack.mitre.org/techniques/T1071/003/', 'https://attack.mitre.org/techniques/T1048/'];
  watch = { apis: apis.connects };

  onCall(call: Call, process: Process) {
    const isMailPort = PORTS.has(numberArgument(call, 'port') ?? 0);
    if (isMailPort && !MAIL_PROGRAMS.test(process.process_name)) {
      this.data.push(evidence(call, process, 'ip_address', 'port'));
    }
  }

  onComplete(results: Results) {
    const hasMailProgram = results.behavior?.processes.some((process) => MAIL_PROGRAMS.test(process.process_name));
    if (!hasMailProgram) for (const domain of domains(results, SERVER)) this.data.push({ domain });
    return this.data.length > 0;
  }
}
