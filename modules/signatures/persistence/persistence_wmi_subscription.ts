import { CommandSignature } from '../_command-signature.ts';

const CONSUMER = /\b(?:CommandLineEventConsumer|ActiveScriptEventConsumer|__FilterToConsumerBinding|__EventFilter)\b/i;

/** Tools that manage machines subscribe to events. */
export default class PersistenceWmiSubscription extends CommandSignature {
  name = 'persistence_wmi_subscription';
  description = 'Has WMI run a command when an event happens';
  severity = 3;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1546.003'];
  references = ['https://attack.mitre.org/techniques/T1546/003/'];

  protected concerns(commandLine: string): boolean {
    return CONSUMER.test(commandLine);
  }
}
