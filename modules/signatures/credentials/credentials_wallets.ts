import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const WALLETS = [
  /\\wallet\.dat$/i,
  /\\(?:Bitcoin|Litecoin|Dogecoin|Dash ?Core|DashCore|Monero|Ethereum\\keystore|Zcash|Armory|bytecoin|MultiBit(?:HD)?|Electrum(?:-LTC)?\\wallets|ElectronCash\\wallets|Exodus\\exodus\.wallet|Jaxx\\Local Storage|atomic\\Local Storage|Coinomi\\.{0,40}wallets|Guarda\\Local Storage|Ledger Live|com\.liberty\.jaxx)(?:\\|$)/i,
  /\\Local Extension Settings\\(?:nkbihfbeogaeaoehlefnkodbefgpgknn|fhbohimaelbohpjbbldcngcnapndodjp|ibnejdfjmmkpcnlpebklmnkoeoihofec|bfnaelmomeimhlpmgjnjophhpkkoljpa|hnfanknocfeofbddgcijnmhnfnkdnaad)(?:\\|$)/i,
];

/** Programs for wallets read their own, and those of others when they move them. */
export default class CredentialsWallets extends Signature {
  name = 'credentials_wallets';
  description = 'Looks for wallets of crypto-currencies';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1005', 'T1552.004'];
  references = ['https://attack.mitre.org/techniques/T1005/', 'https://attack.mitre.org/techniques/T1552/004/'];

  run(results: Results) {
    this.data.push(...strangersAt(results, WALLETS, ['bitcoin-qt.exe', 'electrum.exe', 'exodus.exe']));
    return this.data.length > 0;
  }
}
