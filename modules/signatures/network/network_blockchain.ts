import { type Results, Signature } from 'ovoscope';
import { domains } from 'ovoscope/query';

/** Services that tell what is written in a blockchain, where commands and addresses can be left for good. */
const SERVICES =
  /(?:^|\.)(?:api\.blockcypher\.com|blockchain\.(?:info|com)|blockr\.io|bitaps\.com|chain\.so|blockchair\.com|blockstream\.info|mempool\.space|etherscan\.io|bscscan\.com|bscrpc\.com|infura\.io|cloudflare-eth\.com|trongrid\.io|explorer\.emercoin\.com|namecha\.in)$/i;

/** Programs for wallets ask the same services. */
export default class NetworkBlockchain extends Signature {
  name = 'network_blockchain';
  description = 'Asks a service what is written in a blockchain';
  severity = 3;
  confidence = 80;
  categories = ['network'];
  ttps = ['T1102.001'];
  references = ['https://attack.mitre.org/techniques/T1102/001/'];

  run(results: Results) {
    for (const domain of domains(results, SERVICES)) this.data.push({ domain });
    return this.data.length > 0;
  }
}
