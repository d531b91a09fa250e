import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';

/** ICMLuaUtil, CMSTPLUA, ColorDataProxy, FwCplLua, and the moniker for elevation. */
const ELEVATES =
  /Elevation:Administrator!(?:new|clsid):|\{?3E5FC7F9-9A51-4367-9063-A120244FBEC7|\{?D2E7041B-2927-42fb-8E9F-7CE93B6DC937|\{?6EDD6D74-C007-4E75-B76A-E5740995E24C|\{?E9495B87-D950-4ab5-87A5-FF6D70BF3E90/i;
const OWN = /^(?:explorer|consent|dllhost|svchost|mmc|rundll32|control|systemsettings)\.exe$/i;

/** Windows asks for such objects itself, from its settings; other programs have no reason to. */
export default class UacBypassCom extends Signature {
  name = 'uac_bypass_com';
  description = 'Asks for an object with administrator rights past the question to the user';
  severity = 4;
  confidence = 90;
  categories = ['privilege-escalation', 'evasion'];
  ttps = ['T1548.002'];
  references = ['https://attack.mitre.org/techniques/T1548/002/'];
  watch = { apis: ['CoGetObject', 'CoCreateInstance', 'CoCreateInstanceEx', 'CoGetClassObject'] };

  onCall(call: Call, process: Process) {
    if (OWN.test(process.process_name)) return false;
    const found = call.arguments.find(({ value }) => typeof value === 'string' && ELEVATES.test(value.slice(0, 1_000)));
    if (found === undefined) return false;
    this.data.push({ ...evidence(call, process), object: String(found.value).slice(0, 1_000) });
    return true;
  }
}
