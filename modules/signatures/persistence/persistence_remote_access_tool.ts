import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\banydesk(?:\.exe)?"?\s.{0,120}--(?:install|silent|set-password|start-with-win)\b/i,
  /\bteamviewer\w*(?:\.exe|\.msi)?"?\s.{0,120}(?:\/S\b|--silent|assign\s)/i,
  /\b(?:rustdesk|ultraviewer|dwagent|meshagent|remoteutilities|rutserv|screenconnect[\w.]*|atera\w*|splashtop\w*|netsupport|client32)(?:\.exe|\.msi)?"?\s.{0,120}(?:-?-silent|\/S\b|\/q[nb]?\b|-fullinstall|--password|\/verysilent)/i,
];

/** Support staff install the same programs the same way; who sent the sample decides. */
export default class PersistenceRemoteAccessTool extends CommandSignature {
  name = 'persistence_remote_access_tool';
  description = 'Installs or starts a program for remote access without asking the user';
  severity = 3;
  confidence = 70;
  categories = ['persistence', 'c2'];
  ttps = ['T1219.002'];
  references = ['https://attack.mitre.org/techniques/T1219/002/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
