import { type Results, Signature } from 'ovoscope';
import { processes } from 'ovoscope/query';
import { networkEntries, pick, text } from '../_flows.ts';

const TALKS = /^(?:NICK|USER|JOIN|PRIVMSG|PASS)$/i;
const PROGRAMS = /^(?:mirc|hexchat|irssi|xchat|weechat|quassel)/i;

/** Users of IRC have programs for it; a sample that is none has no reason to. */
export default class NetworkIrc extends Signature {
  name = 'network_irc';
  description = 'Talks in a chat of the kind that bots are led by (IRC)';
  severity = 3;
  confidence = 75;
  categories = ['network', 'c2'];
  ttps = ['T1071'];
  references = ['https://attack.mitre.org/techniques/T1071/'];
  run(results: Results) {
    if (processes(results).some(({ process_name }) => PROGRAMS.test(process_name))) return false;
    const talk = networkEntries(results, 'irc').filter(
      ({ type, command }) => type === 'client' && TALKS.test(text(command)),
    );
    if (new Set(talk.map(({ command }) => text(command).toUpperCase())).size < 2) return false;
    this.data.push(...talk.slice(0, 20).map((message) => pick(message, 'command', 'params', 'dst', 'dport')));
    return true;
  }
}
