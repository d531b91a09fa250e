import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsWallets from './credentials_wallets.ts';

const wallet = String.raw`C:\Users\a\AppData\Roaming\Bitcoin\wallet.dat`;

new SignatureTester().run(CredentialsWallets, {
  detects: [
    {
      name: 'a wallet',
      results: given('sample.exe', ['NtCreateFile', { filepath: wallet }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'NtCreateFile', filepath: wallet }],
    },
    {
      name: 'an extension of a browser',
      results: given('sample.exe', [
        'FindFirstFileExW',
        {
          filepath: String.raw`C:\Users\a\AppData\Local\Google\Chrome\User Data\Default\Local Extension Settings\nkbihfbeogaeaoehlefnkodbefgpgknn\*`,
        },
      ]),
    },
  ],
  ignores: [
    { name: 'the program itself', results: given('bitcoin-qt.exe', ['NtCreateFile', { filepath: wallet }]) },
    given('sample.exe', ['NtCreateFile', { filepath: 'C:\\wallet.dat.txt' }]),
  ],
});
