import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bstratum(?:2)?\+(?:tcp|ssl|tls)\w*:\/\//i,
  /\b(?:xmrig|minerd|cpuminer|nbminer|t-rex|phoenixminer|lolminer|xmr-stak|ethminer|nanominer)(?:\.exe)?"?\s.{0,200}(?:-o|--url|--pool|-a|--algo)\b/i,
  /--donate-level[=\s]|\b--coin[=\s]+(?:monero|xmr)\b|\brandomx\b/i,
];

/** Users who mine do so by themselves. */
export default class MinesCurrency extends CommandSignature {
  name = 'mines_currency';
  description = 'Mines a crypto-currency';
  severity = 4;
  confidence = 90;
  categories = ['impact', 'miner'];
  ttps = ['T1496.001'];
  references = ['https://attack.mitre.org/techniques/T1496/001/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
