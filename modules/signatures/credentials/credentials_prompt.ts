import { CommandSignature } from '../_command-signature.ts';

const COMMAND = /\b(?:PromptForCredential|Get-Credential|CredUIPromptForWindowsCredentials)\b/i;

/** Scripts of administrators ask for the account to work with. */
export default class CredentialsPrompt extends CommandSignature {
  name = 'credentials_prompt';
  description = 'Shows a window that asks for a password';
  severity = 3;
  confidence = 75;
  categories = ['credentials'];
  ttps = ['T1056.002'];
  references = ['https://attack.mitre.org/techniques/T1056/002/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
